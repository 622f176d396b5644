"""Parts of addresses, checked before a handler sees them: what does not fit names nothing (404)."""

from typing import Annotated

from litestar.params import PathParameter, QueryParameter

UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

Id = Annotated[str, PathParameter(pattern=UUID, description="An id")]
Code = Annotated[str, PathParameter(pattern=r"^[A-Z][A-Za-z0-9_. -]{0,39}$", description="An indicator's id")]
Word = Annotated[str, PathParameter(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="A word")]
Cursor = Annotated[str, QueryParameter(max_length=2_000, pattern=r"^[A-Za-z0-9_.:-]*$", description="Where to go on")]
Before = Annotated[int | None, QueryParameter(ge=0, le=2**52, description="Go on before this number")]
