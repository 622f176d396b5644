"""Before the application: whoever is in a rehearsal is served from its hall, with the host's session there.

A cookie says so. What belongs to the fair itself (the rehearsal's own pages, signing in and out, programs, files) is
served by the fair in any case.
"""

from http.cookies import CookieError, SimpleCookie

from litestar.types import ASGIApp, Receive, Scope, Send

from livefair.web.callers import SESSION_COOKIE
from livefair.web.services import REHEARSAL_COOKIE, Rehearsing

OF_THE_FAIR = (
    "/studio/rehearsals/",
    "/signin",
    "/signout",
    "/signup",
    "/api/",
    "/webhooks/",
    "/static/",
    "/files/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/sw.js",
)
COOKIES_BYTES_MAX = 8_192


class Curtain:
    def __init__(self, fair: ASGIApp, halls: Rehearsing | None) -> None:
        self._fair, self._halls = fair, halls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._fair
        if scope["type"] in {"http", "websocket"} and not str(scope["path"]).startswith(OF_THE_FAIR):
            app = self._in_hall(scope) or app
        await app(scope, receive, send)

    def _in_hall(self, scope: Scope) -> ASGIApp | None:
        raw = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
        if REHEARSAL_COOKIE.encode() not in raw or len(raw) > COOKIES_BYTES_MAX:
            return None
        try:
            cookies = SimpleCookie(raw.decode("latin-1"))
        except CookieError:
            return None
        found = cookies.get(REHEARSAL_COOKIE)
        rehearsal_id, _, token = (found.value if found else "").partition("~")
        app = self._halls.app_for(rehearsal_id, token) if self._halls else None
        if app is None:
            return None
        kept = [
            f"{name}={one.coded_value}"
            for name, one in cookies.items()
            if name not in {SESSION_COOKIE, REHEARSAL_COOKIE}
        ]
        cookie = "; ".join([*kept, f"{SESSION_COOKIE}={token}"]).encode("latin-1")
        scope["headers"] = [each for each in scope["headers"] if each[0] != b"cookie"] + [(b"cookie", cookie)]
        return app
