"""One's own account: profile, password, devices, access tokens, blocks, consents."""

import asyncio
from typing import Annotated, Literal, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Invalid, ReadTx, Refusal, WriteTx
from livefair.people import PersonCard, become_host, person_cards, person_for, set_avatar, set_password, update_profile
from livefair.people.accounts import Person
from livefair.people.consents import consents_of, give_consent, withdraw_consent
from livefair.people.follows import blocked_by
from livefair.people.passwords import hash_password, verify_password
from livefair.people.rules import TOKEN_SCOPES, check_password
from livefair.people.sign_in import (
    begin_sign_in,
    end_other_sessions,
    end_session,
    forget_tries,
    sessions_of,
)
from livefair.people.tokens import AccessToken, make_token, revoke_token, tokens_of
from livefair.web.access import REMOVED_TOO, SIGNED_IN, needs
from livefair.web.forms import Form, Line, Paragraphs, Secret
from livefair.web.paths import Id
from livefair.web.processing import AVATAR_SIDE, PICTURE_BYTES_MAX, keep_picture
from livefair.web.requests import Answer, AppRequest
from livefair.web.typed import FORM_BYTES_MAX

HERE = "/me/settings"
TokenName = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
Scope = Annotated[str, msgspec.Meta(max_length=20)]
Tick = Literal["yes", ""]


class Profile(Form, frozen=True, kw_only=True):
    name: Line
    intro: Paragraphs = ""


class NewPassword(Form, frozen=True, kw_only=True):
    old_password: Secret
    new_password: Secret


class NewToken(Form, frozen=True, kw_only=True):
    token_name: TokenName
    scopes: Annotated[list[Scope], msgspec.Meta(max_length=10)] = msgspec.field(default_factory=list)


class Consents(Form, frozen=True, kw_only=True):
    personal_feed: Tick = ""
    research: Tick = ""


class ProfileView(NamedTuple):
    name: str
    intro: str
    email: str


class SessionView(NamedTuple):
    id: str
    agent: str
    address: str
    seen_at_ms: int
    is_this: bool


class ConsentsView(NamedTuple):
    personal_feed: bool
    research: bool


class Account(NamedTuple):
    person: Person
    sessions: list[SessionView]
    tokens: list[AccessToken]
    blocks: list[PersonCard]
    consents: ConsentsView


def account(tx: ReadTx, actor: Actor, session_id: str) -> Account:
    given = {consent.purpose for consent in consents_of(tx, actor)}
    return Account(
        person=person_for(tx, actor, actor.id),
        sessions=[
            SessionView(s.id, s.agent, s.address, s.seen_at_ms, s.id == session_id) for s in sessions_of(tx, actor)
        ],
        tokens=tokens_of(tx, actor),
        blocks=list(person_cards(tx, blocked_by(tx, actor)).values()),
        consents=ConsentsView("personal_feed" in given, "research" in given),
    )


async def page(request: AppRequest, refusal: Refusal | None = None, *, new_token: str | None = None) -> Answer:
    """With the name and text that were typed, if the form is shown again; `new_token` is shown this once."""
    session = request.caller.session
    mine = await request.read(account, request.actor, session.id if session else "")
    typed = await request.typed()
    context = {
        "profile": ProfileView(
            name=typed.first("name", mine.person.name)[:200],
            intro=typed.first("intro", mine.person.about)[:5_000],
            email=mine.person.email,
        ),
        "sessions": mine.sessions,
        "tokens": mine.tokens,
        "scopes": TOKEN_SCOPES,
        "blocks": mine.blocks,
        "consents": mine.consents,
        "new_token": new_token,
    }
    if refusal is not None:
        return await request.again("mall/settings.html", refusal, context)
    return await request.page("mall/settings.html", context)


@get(HERE)
async def show_settings(request: AppRequest) -> Answer:
    return await page(request)


@post(HERE + "/profile", request_max_body_size=PICTURE_BYTES_MAX + FORM_BYTES_MAX)
async def save_profile(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Profile)
        picture = (await request.typed()).file("avatar")
        if picture is not None and picture.size:
            key = await keep_picture(request.services.files, picture, field="avatar", side=AVATAR_SIDE)
            await request.write(set_avatar, key)
        await request.write(update_profile, name=form.name, about=form.intro)
    except Refusal as refusal:
        return await page(request, _renamed(refusal, "about", "intro"))
    return request.go(HERE, toast="saved")


@post(HERE + "/password")
async def change_password(request: AppRequest) -> Answer:
    """Asks for the old one, counts tries as signing in does, and ends all other sessions."""
    try:
        form = await request.form_as(NewPassword)
        await _replace_password(request, form)
    except Refusal as refusal:
        return await page(request, _renamed(refusal, "password", "new_password"))
    return request.go(HERE, toast="password_changed")


async def _replace_password(request: AppRequest, form: NewPassword) -> None:
    person = await request.read(person_for, request.actor, request.actor.id)
    check_password(form.new_password, person.email)
    known = await request.write(begin_sign_in, email=person.email, address=request.address)
    if not await asyncio.to_thread(verify_password, known.password_hash if known else None, form.old_password):
        raise Invalid("wrong_old_password", field="old_password")
    await request.write(forget_tries, email=person.email)
    password_hash = await asyncio.to_thread(hash_password, form.new_password)
    await request.write(set_password, request.actor.id, password_hash)
    if request.caller.session is not None:
        await request.write(end_other_sessions, request.caller.session.id)


def _renamed(refusal: Refusal, field: str, shown_as: str) -> Refusal:
    if refusal.params.get("field") == field:
        refusal.params["field"] = shown_as
    return refusal


@post(HERE + "/sessions/{session_id:str}/revoke", opt=REMOVED_TOO)
async def end_one(request: AppRequest, session_id: Id) -> Answer:
    await request.write(end_session, session_id)
    return request.go(HERE, toast="ended")


@post(HERE + "/tokens")
async def add_token(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewToken)
        new_token = await request.write(make_token, name=form.token_name, scopes=form.scopes)
    except Refusal as refusal:
        return await page(request, _renamed(refusal, "name", "token_name"))
    return await page(request, new_token=new_token)


@post(HERE + "/tokens/{token_id:str}/revoke", opt=REMOVED_TOO)
async def drop_token(request: AppRequest, token_id: Id) -> Answer:
    await request.write(revoke_token, token_id)
    return request.go(HERE, toast="revoked")


@post(HERE + "/consents", opt=REMOVED_TOO)
async def save_consents(request: AppRequest) -> Answer:
    await request.write(set_consents, await request.form_as(Consents))
    return request.go(HERE, toast="saved")


def set_consents(tx: WriteTx, actor: Actor, form: Consents) -> None:
    for purpose in ("personal_feed", "research"):
        (give_consent if getattr(form, purpose) == "yes" else withdraw_consent)(tx, actor, purpose)


@post("/me/host")
async def start_hosting(request: AppRequest) -> Answer:
    await request.write(become_host)
    return request.go("/studio", toast="saved")


router = Router(
    "/",
    route_handlers=[
        show_settings,
        save_profile,
        change_password,
        end_one,
        add_token,
        drop_token,
        save_consents,
        start_hosting,
    ],
    opt=needs(*SIGNED_IN),
)
