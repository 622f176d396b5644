"""Forgery protection for whatever a browser's cookies allow: the request's origin, and a token bound to the session.

The token is a signature over the session's secret (or a guest's random cookie), so that it needs no storage, ends with
the session, and cannot be planted by setting a cookie.
"""

import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256

from livefair.web.urls import parted

GUEST_COOKIE = "lf_guest"
HEADER = "x-csrftoken"
FIELD = "_csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
GUEST_CHARS = 43


def new_guest() -> str:
    return secrets.token_urlsafe(32)


def guest_of(cookie: str | None) -> str | None:
    """A guest's random value, if the cookie looks like one of ours."""
    return cookie if cookie and len(cookie) == GUEST_CHARS and cookie.isascii() else None


def token_for(secret: str, holder: str) -> str:
    return hmac.new(secret.encode(), b"csrf:" + holder.encode(), sha256).hexdigest()


def is_token(secret: str, holder: str, given: object) -> bool:
    return isinstance(given, str) and hmac.compare_digest(token_for(secret, holder).encode(), given.encode())


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Whether the browser says that our own page sent this. Programs that say nothing pass: the token decides."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or parted(origin).netloc == headers.get("host")
