"""What the interface takes: every text, number and list is bounded, so that the description says so too."""

from typing import Annotated

import msgspec

NO_NUL = r"^[^\x00]*$"
Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description="UUID")]
Key = Annotated[str, msgspec.Meta(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$")]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=NO_NUL)]
Text = Annotated[str, msgspec.Meta(max_length=2_000, pattern=NO_NUL)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
Pieces = Annotated[int, msgspec.Meta(ge=1, le=99)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=10**12, description="Minor units of the currency")]
Currency = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]


class Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The base of all bodies: what is not known is refused, so that a slip of the pen is not silently lost."""


class Made(msgspec.Struct, kw_only=True):
    """The id of what has been made, or was made before with the same key."""

    id: str


class Amount(msgspec.Struct, kw_only=True):
    minor: int
    currency: str
