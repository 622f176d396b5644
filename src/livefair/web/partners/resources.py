"""The pool of resources: what partners lend each other, when it is free, and who has booked it."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post
from litestar.params import QueryParameter

from livefair.kernel import DAY_MS, Actor, Money, ReadTx, Refusal, secret_token
from livefair.people import organisation_names, person_cards
from livefair.people.organisations import roster_of
from livefair.supply.resources import (
    Booking,
    Resource,
    ResourceDraft,
    Time,
    book,
    bookings_between,
    cancel_booking,
    my_bookings,
    offer_resource,
    resource_for,
    resources_on_offer,
    withdraw_resource,
)
from livefair.supply.rules.resources import KINDS, NAME_CHARS_MAX, NOTE_CHARS_MAX, RESOURCES_MAX, SLOTS_MAX, Kind
from livefair.web.access import needs
from livefair.web.forms import Form, Key, Line, OptionalId, Paragraphs, chosen_id, minor_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.shows import LocalTime, Minutes, moment_of

HERE = "/resources"
SHOWN_MS = 14 * DAY_MS
Before = Annotated[str, QueryParameter(max_length=40, description="Go on after this one")]
Amount = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]


class Offering(Form, frozen=True, kw_only=True):
    """`slot`: yuan for half an hour; empty: for nothing."""

    kind: Kind
    name: Line
    note: Paragraphs = ""
    slot: Amount = ""


class Reserving(Form, frozen=True, kw_only=True):
    """`starts_at` is wall time, `offset` its distance from UTC in minutes."""

    starts_at: LocalTime
    offset: Minutes = 0
    slots: Annotated[int, msgspec.Meta(ge=0, le=1_000)]
    host_id: OptionalId = ""
    key: Key


class ResourceView(NamedTuple):
    id: str
    kind: str
    name: str
    note: str
    owner: str
    slot: Money
    is_mine: bool
    is_offered: bool


class BookingView(NamedTuple):
    """As whoever looks at it may see it: for whom and for how much is between those whose booking it is."""

    id: str
    resource_id: str
    resource: str
    host: str
    from_ms: int
    until_ms: int
    fee: Money
    state: str
    may_cancel: bool


def resource_views(tx: ReadTx, actor: Actor, resources: list[Resource]) -> list[ResourceView]:
    owners = organisation_names(tx, sorted({one.owner_id for one in resources}))
    return [
        ResourceView(
            id=one.id,
            kind=one.kind,
            name=one.name,
            note=one.note,
            owner=owners[one.owner_id],
            slot=one.slot,
            is_mine=one.owner_id == actor.organisation_id,
            is_offered=one.withdrawn_at_ms is None,
        )
        for one in resources
    ]


def booking_views(tx: ReadTx, actor: Actor, bookings: list[Booking]) -> list[BookingView]:
    hosts = person_cards(tx, sorted({one.host_id for one in bookings}))
    resources = {one.resource_id: resource_for(tx, actor, one.resource_id) for one in bookings}
    return [
        BookingView(
            id=one.id,
            resource_id=one.resource_id,
            resource=resources[one.resource_id].name,
            host=hosts[one.host_id].name if _is_party(actor, one, resources[one.resource_id]) else "",
            from_ms=one.from_ms,
            until_ms=one.until_ms,
            fee=one.fee if _is_party(actor, one, resources[one.resource_id]) else Money(0, one.currency),
            state=one.state,
            may_cancel=_may_cancel(tx, actor, one, resources[one.resource_id]),
        )
        for one in bookings
    ]


def _may_cancel(tx: ReadTx, actor: Actor, one: Booking, resource: Resource) -> bool:
    by_them = actor.id in (one.host_id, one.booked_by) or actor.organisation_id == resource.owner_id
    return by_them and one.state == "booked" and tx.now_ms < one.from_ms


def _is_party(actor: Actor, one: Booking, resource: Resource) -> bool:
    return actor.id in (one.host_id, one.booked_by) or actor.organisation_id in (resource.owner_id, one.payer)


def pool(tx: ReadTx, actor: Actor, before: str) -> dict[str, object]:
    found = resources_on_offer(tx, before=before)
    return {
        "resources": resource_views(tx, actor, found),
        "next_url": f"{HERE}?before={found[-1].id}" if len(found) == RESOURCES_MAX else None,
        "bookings": booking_views(tx, actor, my_bookings(tx, actor)),
        "kinds": KINDS,
        "name_chars": NAME_CHARS_MAX,
        "note_chars": NOTE_CHARS_MAX,
    }


def one_resource(tx: ReadTx, actor: Actor, resource_id: str) -> dict[str, object]:
    resource = resource_for(tx, actor, resource_id)
    taken = bookings_between(tx, resource_id, tx.now_ms, tx.now_ms + SHOWN_MS)
    return {
        "resource": resource_views(tx, actor, [resource])[0],
        "taken": booking_views(tx, actor, taken),
        "hosts": hosts_for(tx, actor),
        "slots_max": SLOTS_MAX,
    }


def hosts_for(tx: ReadTx, actor: Actor) -> list[tuple[str, str]]:
    """For whom this person may book: themselves, or the hosts of their agency."""
    if "host" in actor.roles:
        return [(actor.id, person_cards(tx, [actor.id])[actor.id].name)]
    if "mcn" not in actor.roles or actor.organisation_id is None:
        return []
    roster = roster_of(tx, actor.organisation_id)
    ids = [one.host_id for one in roster if one.accepted_at_ms is not None and one.ends_at_ms > tx.now_ms]
    return [(card.id, card.name) for card in person_cards(tx, sorted(set(ids))).values()]


@get(HERE)
async def show_pool(request: AppRequest, before: Before = "") -> Answer:
    return await _pool(request, before=chosen_id(before) or "~")


@post(HERE)
async def offer(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Offering)
        slot = Money(minor_of(form.slot, "slot") if form.slot.strip() else 0)
        await request.write(offer_resource, ResourceDraft(form.kind, form.name, form.note, slot))
    except Refusal as refusal:
        return await _pool(request, refusal)
    return request.go(HERE, toast="saved")


@get(HERE + "/{resource_id:str}")
async def show_resource(request: AppRequest, resource_id: Id) -> Answer:
    return await _page(request, resource_id)


@post(HERE + "/{resource_id:str}/bookings")
async def reserve(request: AppRequest, resource_id: Id) -> Answer:
    try:
        form = await request.form_as(Reserving)
        time = Time(moment_of(form.starts_at, form.offset), form.slots)
        await request.write(book, resource_id, time, key=form.key, host_id=chosen_id(form.host_id))
    except Refusal as refusal:
        if refusal.params.get("field") == "from":
            refusal.params["field"] = "starts_at"
        return await _page(request, resource_id, refusal)
    return request.go(f"{HERE}/{resource_id}", toast="saved")


@post(HERE + "/{resource_id:str}/withdraw")
async def withdraw(request: AppRequest, resource_id: Id) -> Answer:
    await request.write(withdraw_resource, resource_id)
    return request.go(HERE, toast="saved")


@post("/bookings/{booking_id:str}/cancel")
async def cancel(request: AppRequest, booking_id: Id) -> Answer:
    await request.write(cancel_booking, booking_id)
    return request.back(otherwise=HERE, toast="saved")


async def _pool(request: AppRequest, refusal: Refusal | None = None, before: str = "~") -> Answer:
    typed = await request.typed() if refusal else None
    values = {name: typed.first(name)[:1_000] if typed else "" for name in ("kind", "name", "note", "slot")}
    context = {**await request.read(pool, request.actor, before), "values": values}
    if refusal is not None:
        return await request.again("partners/resources.html", refusal, context)
    return await request.page("partners/resources.html", context)


async def _page(request: AppRequest, resource_id: str, refusal: Refusal | None = None) -> Answer:
    context = await request.read(one_resource, request.actor, resource_id)
    typed = await request.typed() if refusal else None
    given = {name: typed.first(name)[:80] if typed else "" for name in ("starts_at", "slots", "host_id", "key")}
    context["values"] = {**given, "key": given["key"] or secret_token()}
    if refusal is not None:
        return await request.again("partners/resource.html", refusal, context)
    return await request.page("partners/resource.html", context)


router = Router(
    "/",
    route_handlers=[show_pool, offer, show_resource, reserve, withdraw, cancel],
    opt=needs("host", "mcn", "brand"),
)
