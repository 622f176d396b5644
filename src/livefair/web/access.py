"""The door: who asks, whether they may come in here, and whether their own page sent them.

Routes say what they need in their `opt`: `needs` (roles of which one is enough; none: guests too) and `door`:
"cookie" (pages, the default), "bearer" (the JSON interface: no cookie counts, so no forgery is possible) or
"open" (files, health, media: nobody is looked up). Everything is checked before a body is read.
"""

from collections.abc import Mapping
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from livefair.kernel import NotAllowed, NotSignedIn
from livefair.web import csrf
from livefair.web.api_scopes import missing_scope
from livefair.web.callers import NOBODY, SESSION_COOKIE, Caller, caller_with_cookie, caller_with_token
from livefair.web.requests import AppRequest

SIGNED_IN = frozenset({"customer"})
OPEN: dict[str, Any] = {"door": "open"}
REMOVED_TOO: dict[str, Any] = {"removed_too": True}
BEARER: dict[str, Any] = {"door": "bearer"}


def needs(*roles: str) -> dict[str, Any]:
    """`opt` of a route or router that only these roles may use."""
    return {"needs": frozenset(roles)}


class Door(ASGIMiddleware):
    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request = AppRequest(scope, receive, send)
        opt = scope["route_handler"].opt
        door = opt.get("door", "cookie")
        scope["user"] = caller = await self._caller(request, door)
        scope["auth"] = None
        self._require_role(caller, opt.get("needs"))
        self._require_standing(caller, request, opt)
        if door == "bearer" and (lacking := missing_scope(caller.scopes, request.method, scope["path"])):
            raise NotAllowed("scope_needed", scope=lacking)
        if door == "cookie":
            await self._require_own_page(request)
        await next_app(scope, receive, self._with_guest_cookie(request, send))

    async def _caller(self, request: AppRequest, door: str) -> Caller:
        if door == "open":
            return NOBODY
        if door == "bearer":
            return await caller_with_token(request.services.db, request.headers.get("authorization"))
        return await caller_with_cookie(request.services.db, request.cookies.get(SESSION_COOKIE))

    def _require_role(self, caller: Caller, roles: frozenset[str] | None) -> None:
        if roles is None:
            return
        if caller.actor.is_guest:
            raise NotSignedIn("sign_in_first")
        if not roles & caller.actor.roles:
            raise NotAllowed("role_needed", role=min(roles))

    def _require_standing(self, caller: Caller, request: AppRequest, opt: Mapping[str, Any]) -> None:
        """Whoever moderators have removed may look, and use the few routes that say so: above all, appeal."""
        is_socket = str(request.scope["type"]) == ScopeType.WEBSOCKET
        looks = is_socket or request.method in csrf.SAFE_METHODS
        if caller.removing_case_id is not None and not looks and not opt.get("removed_too"):
            raise NotAllowed("account_removed", case_id=caller.removing_case_id)

    async def _require_own_page(self, request: AppRequest) -> None:
        is_socket = str(request.scope["type"]) == ScopeType.WEBSOCKET
        if not is_socket and request.method in csrf.SAFE_METHODS:
            return
        if not csrf.is_same_origin(request.headers):
            raise NotAllowed("other_site")
        if is_socket or request.scope["route_handler"].opt.get("csrf") == "in_body":
            return
        given = request.headers.get(csrf.HEADER) or (await request.typed()).first(csrf.FIELD)
        request.require_csrf(given)

    def _with_guest_cookie(self, request: AppRequest, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and (guest := request.new_guest):
                headers = MutableScopeHeaders.from_message(message)
                headers.add("set-cookie", request.cookie(csrf.GUEST_COOKIE, guest).to_header(header=""))
            await send(message)

        return sending
