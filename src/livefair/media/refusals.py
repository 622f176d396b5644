"""How the media engine says no: a code, its parameters and the HTTP status that fits.

The same shape as the kernel's refusals, but its own: the worker and its children would pay thirty
megabytes and a second of start for a database that they never open.
"""

from __future__ import annotations


class Refused(Exception):
    """The request is understood and declined; `code` and `params` are for the person, `status` for HTTP."""

    def __init__(self, code: str, status: int = 400, **params: str | int | float) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.params = params


def not_admitted() -> Refused:
    """One answer for every bad ticket: it must not tell a guesser which part was wrong."""
    return Refused("ticket_refused", 401)
