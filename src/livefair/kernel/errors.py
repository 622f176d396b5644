"""Refusals a caller can expect: a code with parameters and a status. The web floor translates each, once."""

from typing import NoReturn

Param = str | int


class Refusal(Exception):
    """An answer, not an accident: nothing was written, the person is told why."""

    status = 409

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return self.code + "".join(f" {name}={value}" for name, value in self.params.items())


class Conflict(Refusal):
    """The state of the world does not allow it now."""


class Invalid(Refusal):
    """The request itself cannot be understood or is out of bounds."""

    status = 422


class NotFound(Refusal):
    status = 404


class NotAllowed(Refusal):
    status = 403


class NotSignedIn(Refusal):
    status = 401


class TooLarge(Refusal):
    status = 413


class TooMany(Refusal):
    status = 429


class Unavailable(Refusal):
    """A part that we depend on does not answer now; trying again later helps."""

    status = 503


def require(allowed: bool, code: str, **params: Param) -> None:
    if not allowed:
        raise NotAllowed(code, **params)


def require_valid(valid: bool, code: str, **params: Param) -> None:
    if not valid:
        raise Invalid(code, **params)


def not_found(kind: str) -> NoReturn:
    raise NotFound("not_found", kind=kind)
