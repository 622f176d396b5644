"""Forms as typed structs: every field bounded, every mistake named beside its field, what was typed kept."""

import re
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec

from livefair.kernel import Invalid
from livefair.web.typed import Typed

NO_NUL = r"^[^\x00]*$"
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=NO_NUL)]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, pattern=NO_NUL)]
Paragraphs = Annotated[str, msgspec.Meta(max_length=5_000, pattern=NO_NUL)]
Word = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z0-9_]*$")]
Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
OptionalId = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$")]
Key = Annotated[str, msgspec.Meta(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$")]
Count = Annotated[int, msgspec.Meta(ge=1, le=999)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=10**12)]

S = TypeVar("S", bound=msgspec.Struct)
Params = Mapping[str, str | int]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all forms."""


class BadForm(Invalid):
    """`errors`: field → (code, params)."""

    def __init__(self, errors: Mapping[str, tuple[str, Params]]) -> None:
        field, (code, params) = next(iter(errors.items()))
        super().__init__(code, **{**params, "field": field})
        self.errors = errors


class _Field(NamedTuple):
    name: str
    kind: Any
    is_required: bool
    is_list: bool


@cache
def _fields_of(form: type[msgspec.Struct]) -> list[_Field]:
    return [
        _Field(field.name, field.type, field.required, _is_list(field.type)) for field in msgspec.structs.fields(form)
    ]


def read_form(typed: Typed, into: type[S]) -> S:
    """The struct, or BadForm with every field that is wrong."""
    values: dict[str, object] = {}
    errors: dict[str, tuple[str, Params]] = {}
    for field in _fields_of(into):
        given = typed.texts.get(field.name)
        if given is None or (given == [""] and not field.is_required):
            if field.is_required:
                errors[field.name] = ("empty", {})
            continue
        try:
            values[field.name] = msgspec.convert(given if field.is_list else given[0], field.kind, strict=False)
        except msgspec.ValidationError as mistake:
            errors[field.name] = words_for(str(mistake), is_blank=not given[0])
    if errors:
        raise BadForm(errors)
    return into(**values)


def _is_list(kind: Any) -> bool:
    origin = typing.get_origin(kind)
    if origin is Annotated or origin is types.UnionType:
        return _is_list(typing.get_args(kind)[0])
    return origin is list


_LENGTH_MAX = re.compile(r"of length <= (\d+)")
_AT_LEAST = re.compile(r"`(?:int|float)` >= (-?\d+)")
_AT_MOST = re.compile(r"`(?:int|float)` <= (-?\d+)")


def words_for(mistake: str, *, is_blank: bool = False) -> tuple[str, Params]:
    """msgspec's sentence as one of our codes."""
    if is_blank:
        return "empty", {}
    for pattern, code in ((_LENGTH_MAX, "too_long"), (_AT_LEAST, "too_small"), (_AT_MOST, "too_large")):
        if found := pattern.search(mistake):
            return code, {"limit": int(found[1])}
    return ("not_a_number", {}) if "`int`" in mistake else ("bad_value", {})


_AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")


def minor_of(text: str, field: str) -> int:
    """`12.5` → 1250. Invalid: bad_amount."""
    found = _AMOUNT.fullmatch(text.strip().replace(",", ""))
    if found is None:
        raise Invalid("bad_amount", field=field)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def points_of(text: str, field: str) -> int:
    """`12.5` per cent → 1250 basis points. Invalid: bad_percent."""
    try:
        return minor_of(text, field)
    except Invalid:
        raise Invalid("bad_percent", field=field) from None


def chosen_id(text: str) -> str | None:
    """An id from an address's query, or None for anything that is not one."""
    return text if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) else None
