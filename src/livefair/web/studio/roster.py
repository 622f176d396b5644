"""An MCN's hosts: invited by their address, under contract, let go."""

import csv
import io
from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get, post

from livefair.kernel import DAY_MS, Actor, Invalid, Money, ReadTx, Refusal, WriteTx
from livefair.live.handing_over import Airtime, airtime_of, hand_over_show
from livefair.live.planning import coming_shows_of
from livefair.people import organisation_for, person_called, person_cards
from livefair.people.organisations import accept_contract, end_contract, invite_host, roster_of
from livefair.people.queries import profile
from livefair.shop.queries import sold_and_returned, sold_under_mcn
from livefair.value.statements import postings_of
from livefair.web.access import needs
from livefair.web.deal_forms import Day, day_of, midnight
from livefair.web.forms import Form, minor_of
from livefair.web.forms import Id as FormId
from livefair.web.i18n import iso
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url

SHARE_BP = 3_000
PERIOD_MS = 28 * DAY_MS
BOOK_LINES_MAX = 10_000
CONTRACT_MS = 365 * DAY_MS
Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254, pattern=r"^[^\x00]*$")]


class Inviting(Form, frozen=True, kw_only=True):
    """The MCN's part of the host's commission, in basis points or (`share`) in percent, until the end of a day."""

    email: Email
    share_bp: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = SHARE_BP
    share: Annotated[str, msgspec.Meta(max_length=6)] = ""
    ends_on: Day = ""


class HandingOver(Form, frozen=True, kw_only=True):
    show_id: FormId
    host_id: FormId


class MemberView(NamedTuple):
    """`id` is the contract's. `sales`: what this host has sold under contract with the MCN, net of refunds."""

    id: str
    host_id: str
    name: str
    avatar_url: str | None
    joined_at_ms: int
    share: float
    sales: Money
    is_invited: bool
    ends_at_ms: int = 0
    followers: int = 0
    shows: int = 0
    on_air_s: int = 0
    viewers_max: int = 0
    returned: float | None = None


class ShowRow(NamedTuple):
    id: str
    room_id: str
    title: str
    host_id: str
    host: str
    planned_at_ms: int


class OrganisationView(NamedTuple):
    name: str


class InviteValues(NamedTuple):
    email: str
    share: str = "30"
    ends_on: str = ""


def roster(tx: ReadTx, actor: Actor) -> tuple[OrganisationView, list[MemberView]]:
    mcn_id = actor.organisation_id or ""
    organisation = organisation_for(tx, actor, mcn_id)
    contracts = [contract for contract in roster_of(tx, mcn_id) if contract.ends_at_ms > tx.now_ms]
    sold = sold_under_mcn(tx, mcn_id)
    host_ids = [contract.host_id for contract in contracts]
    cards = person_cards(tx, host_ids)
    since_ms = tx.now_ms - PERIOD_MS
    airtime = airtime_of(tx, host_ids, since_ms=since_ms)
    returns = sold_and_returned(tx, host_ids, since_ms=since_ms)
    return OrganisationView(organisation.name), [
        MemberView(
            id=contract.id,
            host_id=contract.host_id,
            name=cards[contract.host_id].name,
            avatar_url=file_url(cards[contract.host_id].avatar_key),
            joined_at_ms=contract.accepted_at_ms or contract.offered_at_ms,
            share=contract.share_bp / 10_000,
            sales=Money(sold.get(contract.host_id, 0)),
            is_invited=contract.accepted_at_ms is None,
            ends_at_ms=contract.ends_at_ms,
            followers=profile(tx, contract.host_id).followers,
            **_on_air(airtime.get(contract.host_id)),
            returned=_returned(*returns.get(contract.host_id, (0, 0))),
        )
        for contract in contracts
    ]


def _on_air(airtime: Airtime | None) -> dict[str, int]:
    if airtime is None:
        return {"shows": 0, "on_air_s": 0, "viewers_max": 0}
    on_air_s = airtime.on_air_ms // 1000
    return {"shows": airtime.shows, "on_air_s": on_air_s, "viewers_max": airtime.viewers_max}


def _returned(paid_minor: int, refunded_minor: int) -> float | None:
    """The part that went back; None where nothing was sold."""
    return refunded_minor / paid_minor if paid_minor else None


def calendar(tx: ReadTx, actor: Actor) -> list[ShowRow]:
    """What the hosts under contract have planned, the next first."""
    host_ids = hosts_under_contract(tx, actor)
    cards = person_cards(tx, host_ids)
    return [
        ShowRow(show.id, show.room_id, show.title, show.host_id, cards[show.host_id].name, show.planned_at_ms)
        for show in coming_shows_of(tx, host_ids)
    ]


def hosts_under_contract(tx: ReadTx, actor: Actor) -> list[str]:
    found = roster_of(tx, actor.organisation_id or "")
    return [one.host_id for one in found if one.accepted_at_ms is not None and one.ends_at_ms > tx.now_ms]


def books(tx: ReadTx, actor: Actor) -> str:
    """CSV of the newest postings on the agency's accounts: at most BOOK_LINES_MAX."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["seq", "at", "account", "minor", "currency", "reason", "order_id", "transfer_id"])
    before: int | None = None
    for _ in range(BOOK_LINES_MAX // 100):
        page = postings_of(tx, actor, actor.organisation_id or "", before_seq=before, limit=100)
        for one in page:
            order_id = one.why.get("order_id") or ""
            at = iso(one.at_ms)
            rows.writerow([one.seq, at, one.account, one.minor, one.currency, one.reason, order_id, one.transfer_id])
        if len(page) < 100:
            break
        before = page[-1].seq
    return text.getvalue()


async def roster_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    organisation, members = await request.read(roster, request.actor)
    typed = await request.typed()
    year_on = day_of(request.services.db.clock() + CONTRACT_MS)
    values = InviteValues(
        typed.first("email")[:254], typed.first("share", "30")[:6], typed.first("ends_on", year_on)[:10]
    )
    shows = await request.read(calendar, request.actor)
    context = {"organisation": organisation, "members": members, "values": values, "shows": shows}
    if refusal is not None:
        return await request.again("studio/roster.html", refusal, context)
    return await request.page("studio/roster.html", context)


@get("/roster", opt=needs("mcn"))
async def show_roster(request: AppRequest) -> Answer:
    return await roster_page(request)


@post("/roster", opt=needs("mcn"))
async def invite(request: AppRequest) -> Answer:
    try:
        await request.write(invite_by_email, await request.form_as(Inviting))
    except Refusal as refusal:
        return await roster_page(request, refusal)
    return request.go("/studio/roster", toast="invited")


def invite_by_email(tx: WriteTx, actor: Actor, form: Inviting) -> str:
    host_id = person_called(tx, form.email)
    if host_id is None:
        raise Invalid("nobody_called_so", field="email")
    share_bp = minor_of(form.share, "share") if form.share.strip() else form.share_bp
    ends_at_ms = midnight(form.ends_on, "ends_on") + DAY_MS if form.ends_on else tx.now_ms + CONTRACT_MS
    return invite_host(tx, actor, host_id, share_bp=share_bp, ends_at_ms=ends_at_ms)


@post("/roster/shows", opt=needs("mcn"))
async def hand_over(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(HandingOver)
        await request.write(hand_over_show, form.show_id, form.host_id)
    except Refusal as refusal:
        return await roster_page(request, refusal)
    return request.go("/studio/roster", toast="saved")


@get("/roster/books.csv", opt=needs("mcn"))
async def export_books(request: AppRequest) -> Answer:
    text = await request.services.db.analyse(books, request.actor)
    headers = {"Content-Disposition": 'attachment; filename="livefair-books.csv"'}
    return Response(text.encode("utf-8-sig"), media_type="text/csv", headers=headers)


@post("/roster/{contract_id:str}/remove", opt=needs("mcn"))
async def remove(request: AppRequest, contract_id: Id) -> Answer:
    await request.write(end_contract, contract_id)
    return request.go("/studio/roster", toast="saved")


@post("/contracts/{contract_id:str}/accept", opt=needs("host"))
async def accept(request: AppRequest, contract_id: Id) -> Answer:
    await request.write(accept_contract, contract_id)
    return request.go("/studio", toast="saved")


router = Router("/", route_handlers=[show_roster, invite, remove, accept, hand_over, export_books])
