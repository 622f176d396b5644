"""Sponsored funds: what an organisation has set apart for hosts, and granting parts of it."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Money, NotAllowed, ReadTx, Refusal, secret_token
from livefair.people import person_cards
from livefair.people.queries import people_with_role
from livefair.supply.funds import Fund, Grant, close_fund, fund_for, funds_of, grant, grants_of, open_fund
from livefair.supply.rules.funds import PURPOSE_CHARS_MAX, WHY_CHARS_MAX
from livefair.web.access import needs
from livefair.web.forms import Form, Key, Line, Paragraphs, minor_of
from livefair.web.forms import Id as ChosenId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/funds"
HOSTS_SHOWN = 200
Amount = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]


class Opening(Form, frozen=True, kw_only=True):
    purpose: Line
    given: Amount
    key: Key


class Granting(Form, frozen=True, kw_only=True):
    person_id: ChosenId
    minor: Amount
    why: Paragraphs
    key: Key


class GrantView(NamedTuple):
    person_id: str
    name: str
    why: str
    money: Money
    at_ms: int


def funds_page(tx: ReadTx, actor: Actor) -> list[Fund]:
    if actor.organisation_id is None:
        raise NotAllowed("partners_only")
    return funds_of(tx, actor.organisation_id)


def fund_page(tx: ReadTx, actor: Actor, fund_id: str) -> dict[str, object]:
    fund = fund_for(tx, actor, fund_id)
    grants = grants_of(tx, fund_id)
    names = person_cards(tx, sorted({one.person_id for one in grants}))
    views = [
        GrantView(one.person_id, names[one.person_id].name, one.why, Money(one.minor, fund.currency), one.granted_at_ms)
        for one in grants
    ]
    hosts = [(host.id, host.name) for host in people_with_role(tx, "host")[:HOSTS_SHOWN]]
    return {"fund": fund, "grants": views, "hosts": hosts, "why_chars": WHY_CHARS_MAX}


@get(HERE)
async def show_funds(request: AppRequest) -> Answer:
    return await _funds(request)


@post(HERE)
async def set_apart(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Opening)
        given = Money(minor_of(form.given, "given"))
        fund_id = await request.write(open_fund, form.purpose, given, key=form.key)
    except Refusal as refusal:
        return await _funds(request, refusal)
    return request.go(f"{HERE}/{fund_id}", toast="saved")


@get(HERE + "/{fund_id:str}")
async def show_fund(request: AppRequest, fund_id: Id) -> Answer:
    return await _fund(request, fund_id)


@post(HERE + "/{fund_id:str}/grants")
async def give(request: AppRequest, fund_id: Id) -> Answer:
    try:
        form = await request.form_as(Granting)
        to = Grant(form.person_id, minor_of(form.minor, "minor"), form.why)
        await request.write(grant, fund_id, to, key=form.key)
    except Refusal as refusal:
        return await _fund(request, fund_id, refusal)
    return request.go(f"{HERE}/{fund_id}", toast="saved")


@post(HERE + "/{fund_id:str}/close")
async def close(request: AppRequest, fund_id: Id) -> Answer:
    await request.write(close_fund, fund_id)
    return request.go(HERE, toast="saved")


async def _funds(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    values = await _typed(request, refusal, ("purpose", "given", "key"))
    context = {
        "funds": await request.read(funds_page, request.actor),
        "values": values,
        "purpose_chars": PURPOSE_CHARS_MAX,
    }
    if refusal is not None:
        return await request.again("partners/funds.html", refusal, context)
    return await request.page("partners/funds.html", context)


async def _fund(request: AppRequest, fund_id: str, refusal: Refusal | None = None) -> Answer:
    context = await request.read(fund_page, request.actor, fund_id)
    context["values"] = await _typed(request, refusal, ("person_id", "minor", "why", "key"))
    if refusal is not None:
        return await request.again("partners/fund.html", refusal, context)
    return await request.page("partners/fund.html", context)


async def _typed(request: AppRequest, refusal: Refusal | None, names: tuple[str, ...]) -> dict[str, str]:
    typed = await request.typed() if refusal else None
    given = {name: typed.first(name)[:400] if typed else "" for name in names}
    return {**given, "key": given["key"][:80] or secret_token()}


router = Router("/", route_handlers=[show_funds, set_apart, show_fund, give, close], opt=needs("brand", "mcn"))
