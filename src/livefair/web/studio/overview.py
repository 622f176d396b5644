"""The host's overview and statement."""

from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import DAY_MS, Actor, Money, ReadTx
from livefair.live import rooms_of
from livefair.live.queries import shows_of
from livefair.live.sales import sold_in
from livefair.people import organisation_names
from livefair.people.organisations import offers_to
from livefair.people.queries import profile
from livefair.shop.queries import sold_by_day, sold_in_room
from livefair.web import i18n
from livefair.web.money_views import Balance, Wanted, balance, statement
from livefair.web.paths import Before
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.first_show import has_been_on_air
from livefair.web.words import sentence

ROOMS_SHOWN = 20
SHOWS_SHOWN = 5
DAYS_SHOWN = 28


class Stat(NamedTuple):
    label: str
    value: str
    note: str


class RoomRow(NamedTuple):
    id: str
    title: str
    state: str
    started_at_ms: int | None
    viewers: int
    orders: int
    sales: Money


class Day(NamedTuple):
    label: str
    value: float
    text: str


class OfferView(NamedTuple):
    """An MCN's contract that waits for this host's word."""

    id: str
    mcn: str
    share: float
    ends_at_ms: int


class Overview(NamedTuple):
    balance: Balance
    stats: list[Stat]
    rooms: list[RoomRow]
    days: list[Day]
    offers: list[OfferView]
    is_new: bool


def party_of(actor: Actor) -> str:
    """An MCN's people see the MCN's money, hosts their own."""
    return actor.organisation_id if actor.has("mcn") and actor.organisation_id else actor.id


def overview(tx: ReadTx, actor: Actor, locale: str) -> Overview:
    room_ids = [room.id for room in rooms_of(tx, actor)[:ROOMS_SHOWN]]
    week_ago_ms = tx.now_ms - 7 * DAY_MS
    week = sum(sold.amount_minor for room in room_ids for sold in sold_in_room(tx, room, since_ms=week_ago_ms))
    stats = [
        Stat(sentence("stat_followers", {}, locale), i18n.number(profile(tx, actor.id).followers, locale), ""),
        Stat(sentence("stat_week_sales", {}, locale), i18n.money(Money(week), locale), ""),
    ]
    rows = [row for room_id in room_ids for row in _rows(tx, actor, room_id)]
    is_new = actor.has("host") and not has_been_on_air(tx, actor)
    money = balance(tx, actor, party_of(actor))
    return Overview(money, stats, rows, _days(tx, actor, locale), _offers(tx, actor), is_new)


def _offers(tx: ReadTx, actor: Actor) -> list[OfferView]:
    waiting = [offer for offer in offers_to(tx, actor) if offer.accepted_at_ms is None]
    names = organisation_names(tx, sorted({offer.mcn_id for offer in waiting}))
    return [OfferView(offer.id, names[offer.mcn_id], offer.share_bp / 10_000, offer.ends_at_ms) for offer in waiting]


def _days(tx: ReadTx, actor: Actor, locale: str) -> list[Day]:
    """None at all until something was sold: a flat line says less than a sentence."""
    days = sold_by_day(tx, actor.id, days=DAYS_SHOWN)
    if not any(minor for _, minor in days):
        return []
    return [Day(i18n.day(at_ms, locale), minor / 100, i18n.money(Money(minor), locale)) for at_ms, minor in days]


def _rows(tx: ReadTx, actor: Actor, room_id: str) -> list[RoomRow]:
    rows = []
    for show in shows_of(tx, actor, room_id, most=SHOWS_SHOWN):
        sold = sold_in(tx, show.id)
        rows.append(
            RoomRow(
                id=room_id,
                title=show.title,
                state="live" if show.is_on_air else "ended" if show.ended_at_ms else "scheduled",
                started_at_ms=show.started_at_ms,
                viewers=show.viewers_max,
                orders=sum(line.orders for line in sold),
                sales=Money(sum(line.amount_minor for line in sold)),
            )
        )
    return rows


@get("/")
async def show_overview(request: AppRequest) -> Answer:
    page = await request.read(overview, request.actor, request.locale)
    return await request.page("studio/dashboard.html", page._asdict())


@get("/statement")
async def show_statement(request: AppRequest, before: Before = None) -> Answer:
    wanted = Wanted(party_of(request.actor), "/studio/statement", request.services.payouts.terms, before)
    page = await request.read(statement, request.actor, wanted, request.locale)
    return await request.page("studio/statement.html", page._asdict())


router = Router("/", route_handlers=[show_overview, show_statement])
