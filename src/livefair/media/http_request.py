"""What every route reads from a request."""

from __future__ import annotations

from aiohttp import web

from livefair.media.refusals import Refused
from livefair.media.settings import MediaSettings

_NUMBER_DIGITS_MAX = 15


def token_of(request: web.Request) -> str:
    """The ticket from the Authorization header, else from `?token=`; empty when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return request.query.get("token", "")


def client_ip(request: web.Request, settings: MediaSettings) -> str:
    """The peer's address; behind a proxy that we trust, the one that it names last."""
    peer = request.remote or "?"
    forwarded = request.headers.get("X-Forwarded-For", "")
    if peer in settings.trusted_proxies and forwarded:
        return forwarded.rpartition(",")[2].strip()[:64]
    return peer


def number_in(request: web.Request, name: str) -> int | None:
    """A whole number from the query; None when absent, Refused when it is something else."""
    text = request.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS_MAX):
        raise Refused("number_malformed", 400, name=name)
    return int(text)
