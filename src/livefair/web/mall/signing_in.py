"""Joining, signing in and out."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Conflict, Invalid, Refusal, WriteTx, not_found
from livefair.people import ROLES, become_host, found_organisation, rules, sign_up
from livefair.people.consents import TEXT_VERSION, give_consent
from livefair.people.passwords import hash_password, verify_password
from livefair.people.sign_in import begin_sign_in, end_session, forget_tries, open_session
from livefair.web.access import REMOVED_TOO
from livefair.web.callers import SESSION_COOKIE
from livefair.web.forms import Form, Line, Secret
from livefair.web.requests import LOCALE_COOKIE, YEAR_S, Answer, AppRequest
from livefair.web.typed import Typed
from livefair.web.urls import next_url

Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254, pattern=r"^[^\x00]*$")]
Address = Annotated[str, msgspec.Meta(max_length=2_000)]
Tick = Literal["yes", ""]


class SignIn(Form, frozen=True, kw_only=True):
    email: Email
    password: Secret
    next: Address = "/"


class SignUp(Form, frozen=True, kw_only=True):
    """`terms` must be ticked: it is the consent that an account stands on."""

    email: Email
    name: Line
    password: Secret
    role: Literal["customer", "host", "brand", "mcn"] = "customer"
    terms: Literal["yes"]
    personal_feed: Tick = ""
    research: Tick = ""
    next: Address = "/"


class DemoAccount(NamedTuple):
    email: str
    role: str


@get("/signin")
async def sign_in_page(request: AppRequest) -> Answer:
    there = next_url(request.query_params.get("next"))
    if not request.actor.is_guest:
        return request.go(there)
    return await request.page("mall/signin.html", sign_in_context(request, there, ""))


def sign_in_context(request: AppRequest, there: str, email: str) -> Mapping[str, object]:
    settings = request.services.settings
    accounts = [DemoAccount(f"{role}@demo.livefair.example", role) for role in ROLES] if settings.is_demo else []
    return {
        "values": {"email": email},
        "next": there,
        "demo_accounts": accounts,
        "demo_password": settings.demo_password if settings.is_demo else "",
    }


@post("/signin", opt=REMOVED_TOO)
async def sign_in(request: AppRequest) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(SignIn)
        token = await _check_and_open(request, form)
    except Refusal as refusal:
        context = sign_in_context(request, next_url(typed.first("next")), typed.first("email")[:254])
        return await request.again("mall/signin.html", refusal, context)
    answer = request.go(next_url(form.next), toast="welcome")
    answer.set_cookie(request.session_cookie(token))
    return answer


async def _check_and_open(request: AppRequest, form: SignIn) -> str:
    """Tries are counted before the password is looked at; the looking itself costs the same for every answer."""
    known = await request.write(begin_sign_in, email=form.email, address=request.address)
    is_right = await asyncio.to_thread(verify_password, known.password_hash if known else None, form.password)
    if known is None or not is_right:
        raise Invalid("wrong_password")
    await request.write(forget_tries, email=form.email)
    if request.caller.session is not None:
        await request.write(end_session, request.caller.session.id)
    return await request.write(open_session, known.person_id, agent=agent_of(request), address=request.address)


@get("/signup")
async def sign_up_page(request: AppRequest) -> Answer:
    return await request.page("mall/signup.html", sign_up_context(Typed(), request.query_params.get("next")))


def sign_up_context(typed: Typed, there: str | None) -> Mapping[str, object]:
    values = {
        "email": typed.first("email")[:254],
        "name": typed.first("name")[:200],
        "role": typed.first("role", "customer")[:20],
    }
    return {"values": values, "next": next_url(there), "consent_version": TEXT_VERSION}


@post("/signup", opt=REMOVED_TOO)
async def join(request: AppRequest) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(SignUp)
        rules.check_password(form.password, form.email)
        password_hash = await asyncio.to_thread(hash_password, form.password)
        token = await request.write(
            join_as, form, password_hash, locale=request.locale, device=Device(agent_of(request), request.address)
        )
    except Refusal as refusal:
        return await request.again("mall/signup.html", refusal, sign_up_context(typed, typed.first("next")))
    answer = request.go(next_url(form.next), toast="welcome")
    answer.set_cookie(request.session_cookie(token))
    return answer


class Device(NamedTuple):
    agent: str
    address: str


def join_as(tx: WriteTx, actor: Actor, form: SignUp, password_hash: str, *, locale: str, device: Device) -> str:
    """Account, consents, role and first session together or not at all. Returns the session's token."""
    person_id = sign_up(tx, actor, email=form.email, name=form.name, password_hash=password_hash, locale=locale)
    person = Actor(person_id, frozenset({"customer"}))
    for purpose in ("personal_feed", "research"):
        if getattr(form, purpose) == "yes":
            give_consent(tx, person, purpose)
    if form.role == "host":
        become_host(tx, person)
    elif form.role in {"brand", "mcn"}:
        _found(tx, person, form)
    return open_session(tx, person, person_id, agent=device.agent, address=device.address)


def _found(tx: WriteTx, person: Actor, form: SignUp) -> None:
    try:
        found_organisation(tx, person, kind=form.role, name=form.name)
    except Conflict as taken:
        raise Conflict(taken.code, field="name") from taken


@post("/signout", opt=REMOVED_TOO)
async def sign_out(request: AppRequest) -> Answer:
    if request.caller.session is None:
        not_found("session")
    await request.write(end_session, request.caller.session.id)
    answer = request.go("/", toast="signed_out")
    answer.set_cookie(request.cookie(SESSION_COOKIE, "", max_age_s=0))
    answer.set_cookie(request.cookie(LOCALE_COOKIE, request.locale, max_age_s=YEAR_S))
    return answer


def agent_of(request: AppRequest) -> str:
    return request.headers.get("user-agent", "")[:200]


router = Router("/", route_handlers=[sign_in_page, sign_in, sign_up_page, join, sign_out])
