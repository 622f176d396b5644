"""How much one address may ask for: a bucket of changes per address, and sizes of what comes before a body."""

import asyncio

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from livefair.kernel import Refusal, TooMany
from livefair.kernel.log import request_id
from livefair.realtime import Allowance
from livefair.web.csrf import SAFE_METHODS
from livefair.web.requests import kept, new_request_id
from livefair.web.services import WebSettings

ADDRESS_BYTES_MAX = 4 * 1024
HEADER_BYTES_MAX = 32 * 1024


class AddressTooLong(Refusal):
    status = 414


class HeadersTooLarge(Refusal):
    status = 431


def allowance_for(settings: WebSettings) -> Allowance:
    """How many changes an address may ask for."""
    return Allowance(settings.posts_per_s, settings.posts_burst)


class Gate(ASGIMiddleware):
    """First of all: names the request for the logs, counts changes, and turns away oversized heads."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        here = kept(scope)
        here.request_id = here.request_id or new_request_id()
        request_id.set(here.request_id)
        self._check_head(scope)
        if scope["type"] == ScopeType.WEBSOCKET or scope["method"] not in SAFE_METHODS:
            client = scope.get("client")
            changes: Allowance = scope["litestar_app"].state.changes
            if not changes.take(client[0] if client else "unknown", asyncio.get_running_loop().time()):
                raise TooMany("too_often")
        try:
            await next_app(scope, receive, send)
        finally:
            if here.typed is not None:
                here.typed.close()

    def _check_head(self, scope: Scope) -> None:
        if len(scope["raw_path"]) + len(scope["query_string"]) > ADDRESS_BYTES_MAX:
            raise AddressTooLong("address_too_long")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADER_BYTES_MAX:
            raise HeadersTooLarge("headers_too_large")
