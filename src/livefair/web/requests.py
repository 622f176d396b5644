"""A request as handlers see it: who asks, forms, use cases with the actor filled in, pages, redirects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie, State
from litestar.enums import MediaType
from litestar.types import Scope

from livefair.governance.queries import unread_notices
from livefair.kernel import Actor, Invalid, NotAllowed, ReadTx, Refusal, WriteTx
from livefair.kernel.ids import secret_token
from livefair.live.reminders import unread_reminders
from livefair.live.seats import unanswered_invitations
from livefair.people.notes import unread_notes
from livefair.shop import cart_count
from livefair.value.payouts.notices import unread_payout_notices
from livefair.web import csrf
from livefair.web.callers import NOBODY, SESSION_COOKIE, Caller
from livefair.web.forms import S, read_form
from livefair.web.i18n import choose_locale
from livefair.web.marks import mark_of
from livefair.web.services import Services
from livefair.web.templating import Shell, Toast, Viewer
from livefair.web.typed import FORM_BYTES_MAX, Typed, parse_multipart, parse_urlencoded
from livefair.web.urls import file_url, local_path, parted
from livefair.web.words import TOASTS, refusal_errors, sentence

P = ParamSpec("P")
T = TypeVar("T")
Answer = Response[Any]

LOCALE_COOKIE = "lf_locale"
TOAST_COOKIE = "lf_toast"
YEAR_S = 365 * 24 * 3600
WORKSPACES = {
    "studio": frozenset({"host", "mcn"}),
    "desk": frozenset({"brand"}),
    "console": frozenset({"operator", "moderator"}),
    "lab": frozenset({"researcher", "operator"}),
}


@dataclass(slots=True)
class Kept:
    """What belongs to one connection, however many request objects are made for it."""

    request_id: str = ""
    typed: Typed | None = None
    new_guest: str | None = None


def kept(scope: Scope) -> Kept:
    state = scope["state"]
    found: Kept | None = state.get("livefair")
    if found is None:
        found = state["livefair"] = Kept()
    return found


class AppRequest(Request[Caller, None, State]):
    # ── who and where

    @property
    def services(self) -> Services:
        services: Services = self.app.state.services
        return services

    @property
    def caller(self) -> Caller:
        found: Caller = self.scope.get("user") or NOBODY
        return found

    @property
    def actor(self) -> Actor:
        return self.caller.actor

    @property
    def address(self) -> str:
        """The client's address; behind a proxy the server has put the true one here."""
        client = self.scope.get("client")
        return client[0] if client else "unknown"

    @property
    def is_fragment(self) -> bool:
        """Asked by htmx for a piece of a page."""
        return self.headers.get("hx-request") == "true"

    @property
    def locale(self) -> str:
        chosen = self.cookies.get(LOCALE_COOKIE) or self.caller.locale
        return choose_locale(chosen, self.headers.get("accept-language", "")[:200])

    @property
    def new_guest(self) -> str | None:
        return kept(self.scope).new_guest

    # ── forms

    async def typed(self) -> Typed:
        """The form as it was sent: urlencoded or multipart; empty for anything else."""
        here = kept(self.scope)
        if here.typed is None:
            here.typed = await self._parse()
        return here.typed

    async def _parse(self) -> Typed:
        kind, options = self.content_type
        if kind == "multipart/form-data":
            boundary = options.get("boundary", "")
            if not 1 <= len(boundary) <= 200:
                raise Invalid("broken_form")
            return await parse_multipart(self.stream(), boundary)
        if kind == "application/x-www-form-urlencoded":
            if (self.content_length or 0) > FORM_BYTES_MAX:
                raise Invalid("form_too_large")
            return parse_urlencoded(await self.body())
        return Typed()

    async def form_as(self, into: type[S]) -> S:
        """The form as a struct. Raises BadForm."""
        return read_form(await self.typed(), into)

    async def json_as(self, into: type[S]) -> S:
        try:
            return msgspec.json.decode(await self.body(), type=into)
        except (msgspec.DecodeError, UnicodeDecodeError) as mistake:
            raise Invalid("bad_value", field="body") from mistake

    # ── the house

    async def read(self, reading: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.services.db.read(reading, *args, **kwargs)

    async def write(
        self, use_case: Callable[Concatenate[WriteTx, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a use case as this actor."""
        return await self.services.db.write(use_case, self.actor, *args, **kwargs)

    # ── forgery protection

    @property
    def csrf_token(self) -> str:
        """For this session's or this guest's forms. Gives a newcomer a random cookie first."""
        return csrf.token_for(self.services.settings.secret, self._holder() or self._make_guest())

    def require_csrf(self, given: object) -> None:
        holder = self._holder()
        if holder is None or not csrf.is_token(self.services.settings.secret, holder, given):
            raise NotAllowed("form_expired")

    def _holder(self) -> str | None:
        if self.caller.session is not None:
            return self.caller.token
        return csrf.guest_of(self.cookies.get(csrf.GUEST_COOKIE)) or self.new_guest

    def _make_guest(self) -> str:
        here = kept(self.scope)
        here.new_guest = here.new_guest or csrf.new_guest()
        return here.new_guest

    # ── cookies

    def cookie(self, name: str, value: str | None, *, max_age_s: int | None = None) -> Cookie:
        return Cookie(
            key=name,
            value=value,
            max_age=max_age_s,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.services.settings.is_secure,
        )

    def session_cookie(self, token: str) -> Cookie:
        return self.cookie(SESSION_COOKIE, token, max_age_s=30 * 24 * 3600)

    # ── answers

    async def page(
        self,
        template: str,
        context: Mapping[str, object],
        *,
        status: int = 200,
        errors: Mapping[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """A whole page or a fragment, in the reader's language."""
        in_cart, unread = await self._counts()
        shell = replace(self.shell(errors or {}), cart_count=in_cart, unread_count=unread)
        html = self.services.pages.render(template, shell, context)
        answer: Answer = Response(html, media_type=MediaType.HTML, status_code=status, headers=headers)
        if self.cookies.get(TOAST_COOKIE) and not self.is_fragment:
            answer.set_cookie(self.cookie(TOAST_COOKIE, "", max_age_s=0))
        return answer

    async def piece(self, template: str, context: Mapping[str, object], *, shows: object) -> Answer:
        """A piece of a page that asks for itself; nothing (204) if `shows` is what it says that it shows already."""
        if self.query_params.get("seen") == mark_of(shows):
            return Response(None, status_code=204)
        return await self.page(template, context)

    async def again(self, template: str, refusal: Refusal, context: Mapping[str, object]) -> Answer:
        """The same form once more, with what was typed and the reasons beside the fields."""
        status = 422 if refusal.status == 409 else refusal.status
        return await self.page(template, context, status=status, errors=refusal_errors(refusal, self.locale))

    def go(self, url: str, *, toast: str | None = None) -> Answer:
        """On to another page of ours; `toast` is a code of words.TOASTS, said there once."""
        answer: Answer
        if self.is_fragment:
            answer = Response("", media_type=MediaType.HTML, headers={"HX-Redirect": url})
        else:
            answer = Response("", media_type=MediaType.HTML, status_code=303, headers={"Location": url})
        if toast:
            answer.set_cookie(self.cookie(TOAST_COOKIE, toast, max_age_s=60))
        return answer

    def back(self, *, otherwise: str = "/", toast: str | None = None) -> Answer:
        """To the page of ours that the form was on."""
        came_from = parted(self.headers.get("referer", ""))
        is_ours = came_from.netloc == self.headers.get("host") and came_from.path.startswith("/")
        return self.go(local_path(came_from.path, came_from.query) if is_ours else otherwise, toast=toast)

    def say(self, code: str, **params: str | int) -> str:
        """A code's sentence in the reader's language."""
        return sentence(code, params, self.locale)

    async def _counts(self) -> tuple[int, int]:
        """What the shell shows beside the bag and the bell; fragments have no shell."""
        if self.actor.is_guest or self.is_fragment:
            return 0, 0
        return await self.read(_shell_counts, self.actor)

    def shell(self, errors: Mapping[str, str]) -> Shell:
        caller = self.caller
        return Shell(
            locale=self.locale,
            csrf_token=self.csrf_token,
            now_ms=self.services.db.clock(),
            path=self.scope["path"],
            me=viewer_of(caller) if not caller.actor.is_guest else None,
            toast=self._toast(),
            is_demo=self.services.settings.is_demo,
            rehearsal_id=self.services.settings.rehearsal_id,
            errors=errors,
        )

    def _toast(self) -> Toast | None:
        code = self.cookies.get(TOAST_COOKIE, "")
        return Toast(sentence(code, {}, self.locale)) if code in TOASTS and not self.is_fragment else None


def _shell_counts(tx: ReadTx, actor: Actor) -> tuple[int, int]:
    return cart_count(tx, actor), unread_of(tx, actor)


def unread_of(tx: ReadTx, actor: Actor) -> int:
    told = unread_notices(tx, actor) + unread_reminders(tx, actor) + unread_payout_notices(tx, actor)
    return told + unread_notes(tx, actor) + unanswered_invitations(tx, actor)


def viewer_of(caller: Caller) -> Viewer:
    roles = caller.actor.roles
    workspaces = tuple(name for name, allowed in WORKSPACES.items() if allowed & roles)
    return Viewer(caller.actor.id, caller.name, file_url(caller.avatar_key), roles, workspaces)


def new_request_id() -> str:
    return secret_token()[:16]
