"""The pool of resources: studios, venues, equipment and crews that partners lend each other by the half hour.

A fee waits in escrow until the time is over. Whoever booked may change their mind for nothing until a day before.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair import ledger
from livefair.kernel import (
    Actor,
    Conflict,
    Money,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line, clean_text, contract_in_force
from livefair.people.organisations import require_owner
from livefair.supply.events_of_resources import (
    BookingCancelled,
    BookingEnded,
    ResourceBooked,
    ResourceOffered,
    ResourceWithdrawn,
)
from livefair.supply.models.resources import BOOKED_SLOT, BOOKING, RESOURCE
from livefair.supply.rules import resources as rules

OWNERS = ("brand", "mcn")


class ResourceDraft(NamedTuple):
    """`slot`: what half an hour costs."""

    kind: rules.Kind
    name: str
    note: str
    slot: Money


class Resource(NamedTuple):
    id: str
    owner_id: str
    kind: rules.Kind
    name: str
    note: str
    slot_minor: int
    currency: str
    offered_at_ms: int
    withdrawn_at_ms: int | None

    @property
    def slot(self) -> Money:
        return Money(self.slot_minor, self.currency)


class Time(NamedTuple):
    """`slots` half hours from `from_ms`, which is a full or a half hour."""

    from_ms: int
    slots: int


class Booking(NamedTuple):
    id: str
    resource_id: str
    host_id: str
    booked_by: str
    payer: str
    from_ms: int
    until_ms: int
    fee_minor: int
    currency: str
    state: str
    booked_at_ms: int
    ended_at_ms: int | None

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)


_resource, _booking = RESOURCE.c, BOOKING.c
_COLUMNS = [_booking[field] for field in Booking._fields]
_RESOURCE = query(
    Resource, select(*(_resource[field] for field in Resource._fields)).where(_resource.id == bindparam("one"))
)
_OFFERED = query(
    Resource,
    select(*(_resource[field] for field in Resource._fields))
    .where(_resource.withdrawn_at_ms.is_(None), _resource.id < bindparam("before"))
    .order_by(_resource.id.desc())
    .limit(rules.RESOURCES_MAX),
)
_OWNED = query(
    int,
    select(func.count())
    .select_from(RESOURCE)
    .where(_resource.owner_id == bindparam("owner"), _resource.withdrawn_at_ms.is_(None)),
)
_WITHDRAW = change(
    update(RESOURCE)
    .where(_resource.id == bindparam("one"), _resource.withdrawn_at_ms.is_(None))
    .values(withdrawn_at_ms=bindparam("now"))
)
_BOOKING = query(Booking, select(*_COLUMNS).where(_booking.id == bindparam("one")))
_BY_KEY = query(str, select(_booking.id).where(_booking.booked_by == bindparam("who"), _booking.key == bindparam("k")))
_OPEN = query(
    int,
    select(func.count())
    .select_from(BOOKING)
    .where(_booking.booked_by == bindparam("who"), _booking.ended_at_ms.is_(None)),
)
_TAKEN = query(
    Booking,
    select(*_COLUMNS)
    .where(
        _booking.resource_id == bindparam("one"),
        _booking.state != "cancelled",
        _booking.from_ms < bindparam("to_ms"),
        _booking.until_ms > bindparam("since"),
    )
    .order_by(_booking.from_ms)
    .limit(1_000),
)
_MINE = query(
    Booking,
    select(*_COLUMNS)
    .where((_booking.booked_by == bindparam("who")) | (_booking.host_id == bindparam("who")))
    .order_by(_booking.from_ms.desc(), _booking.id)
    .limit(100),
)
_END = change(
    update(BOOKING)
    .where(_booking.id == bindparam("one"), _booking.state == "booked")
    .values(state=bindparam("becomes"), ended_at_ms=bindparam("now"))
)
_FREE = change(delete(BOOKED_SLOT).where(BOOKED_SLOT.c.booking_id == bindparam("one")))


def offer_resource(tx: WriteTx, actor: Actor, draft: ResourceDraft) -> str:
    """A brand or an agency lends something to others. Returns its id."""
    owner_id = _owner(actor)
    require_valid(draft.kind in rules.KINDS, "unknown_word", field="kind")
    require_valid(0 <= draft.slot.minor <= rules.SLOT_MINOR_MAX, "out_of_range", field="slot")
    if tx.value(_OWNED, owner=owner_id) >= rules.RESOURCES_MAX:
        raise TooMany("too_many_resources", limit=rules.RESOURCES_MAX)
    resource = Resource(
        id=tx.new_id(),
        owner_id=owner_id,
        kind=draft.kind,
        name=clean_line(draft.name, limit=rules.NAME_CHARS_MAX, field="name"),
        note=clean_text(draft.note, limit=rules.NOTE_CHARS_MAX, field="note"),
        slot_minor=draft.slot.minor,
        currency=draft.slot.currency,
        offered_at_ms=tx.now_ms,
        withdrawn_at_ms=None,
    )
    tx.insert(RESOURCE, **resource._asdict())
    tx.announce(ResourceOffered(resource_id=resource.id, owner_id=owner_id, kind=draft.kind))
    return resource.id


def withdraw_resource(tx: WriteTx, actor: Actor, resource_id: str) -> None:
    """It can be booked no longer; what is booked stays."""
    resource = resource_for(tx, actor, resource_id)
    require(resource.owner_id == _owner(actor), "not_yours")
    if tx.change(_WITHDRAW, one=resource.id, now=tx.now_ms):
        tx.announce(ResourceWithdrawn(resource_id=resource.id, owner_id=resource.owner_id))


def book(tx: WriteTx, actor: Actor, resource_id: str, time: Time, *, key: str, host_id: str | None = None) -> str:
    """A host books for themselves, or an agency for a host of its roster. The same `key` twice is the same booking,
    if it is for the same time of the same thing: who goes back to a page and chooses another time books that.

    Conflict: time_taken, fee_not_covered, resource_withdrawn. NotAllowed owners_only: an agency's money.
    """
    payer, host = _parties(tx, actor, host_id)
    key = f"{clean_line(key, limit=80, field='key')} {resource_id} {host} {time.from_ms} {time.slots}"
    if (earlier := tx.one(_BY_KEY, who=actor.id, k=key)) is not None:
        return earlier
    resource = resource_for(tx, actor, resource_id)
    if resource.withdrawn_at_ms is not None:
        raise Conflict("resource_withdrawn")
    _require_time(tx, time)
    if tx.value(_OPEN, who=actor.id) >= rules.OPEN_BOOKINGS_MAX:
        raise TooMany("too_many_bookings", limit=rules.OPEN_BOOKINGS_MAX)
    booking = Booking(
        id=tx.new_id(),
        resource_id=resource.id,
        host_id=host,
        booked_by=actor.id,
        payer=payer,
        from_ms=time.from_ms,
        until_ms=time.from_ms + time.slots * rules.SLOT_MS,
        fee_minor=resource.slot_minor * time.slots,
        currency=resource.currency,
        state="booked",
        booked_at_ms=tx.now_ms,
        ended_at_ms=None,
    )
    if booking.fee_minor and payer != actor.id:
        require_owner(tx, actor, payer)
    tx.insert(BOOKING, key=key, **booking._asdict())
    for slot in rules.slots_of(time.from_ms, time.slots):
        if not tx.insert_new(BOOKED_SLOT, resource_id=resource.id, slot=slot, booking_id=booking.id):
            raise Conflict("time_taken")
    if booking.fee_minor:
        _take_fee(tx, booking)
    tx.later(end_booking, after_ms=booking.until_ms - tx.now_ms, key=f"booking:{booking.id}", booking_id=booking.id)
    tx.announce(
        ResourceBooked(
            booking_id=booking.id,
            resource_id=resource.id,
            owner_id=resource.owner_id,
            host_id=host,
            from_ms=booking.from_ms,
            until_ms=booking.until_ms,
            fee_minor=booking.fee_minor,
            currency=booking.currency,
        )
    )
    return booking.id


def cancel_booking(tx: WriteTx, actor: Actor, booking_id: str) -> None:
    """Whoever booked, the host it is for, or the owner. Conflict booking_over: it has begun, ended or is cancelled."""
    booking = tx.one(_BOOKING, one=booking_id) or not_found("booking")
    resource = resource_for(tx, actor, booking.resource_id)
    by_owner = actor.organisation_id == resource.owner_id
    if not by_owner and actor.id not in (booking.booked_by, booking.host_id):
        not_found("booking")
    if tx.now_ms >= booking.from_ms or not tx.change(_END, one=booking.id, becomes="cancelled", now=tx.now_ms):
        raise Conflict("booking_over")
    tx.change(_FREE, one=booking.id)
    back_minor = rules.returned_minor(booking.fee_minor, from_ms=booking.from_ms, now_ms=tx.now_ms, by_owner=by_owner)
    _hand_over(tx, booking, "booking_back", booking.payer, back_minor)
    _hand_over(tx, booking, "booking_paid", resource.owner_id, booking.fee_minor - back_minor)
    tx.announce(
        BookingCancelled(
            booking_id=booking.id, resource_id=resource.id, cancelled_by=actor.id, returned_minor=back_minor
        )
    )


@job
def end_booking(tx: WriteTx, actor: Actor, *, booking_id: str) -> None:
    """Its time is over."""
    booking = tx.one(_BOOKING, one=booking_id)
    if booking is None or not tx.change(_END, one=booking_id, becomes="ended", now=tx.now_ms):
        return
    owner_id = resource_for(tx, actor, booking.resource_id).owner_id
    _hand_over(tx, booking, "booking_paid", owner_id, booking.fee_minor)
    tx.announce(BookingEnded(booking_id=booking.id, resource_id=booking.resource_id, fee_minor=booking.fee_minor))


def resource_for(tx: ReadTx, actor: Actor, resource_id: str) -> Resource:
    return tx.one(_RESOURCE, one=resource_id) or not_found("resource")


def resources_on_offer(tx: ReadTx, *, before: str = "~") -> list[Resource]:
    """Newest first. Page on with the last one's id."""
    return tx.all(_OFFERED, before=before)


def bookings_between(tx: ReadTx, resource_id: str, from_ms: int, to_ms: int) -> list[Booking]:
    """When a resource is taken, in order."""
    return tx.all(_TAKEN, one=resource_id, since=from_ms, to_ms=to_ms)


def my_bookings(tx: ReadTx, actor: Actor) -> list[Booking]:
    """Those that somebody has made, and those made for them; the latest first."""
    return tx.all(_MINE, who=actor.id)


def escrow_of(booking_id: str) -> str:
    """The account in which a booking's fee waits."""
    return f"escrow:booking-{booking_id}"


def _take_fee(tx: WriteTx, booking: Booking) -> None:
    ledger.set_apart(
        tx,
        _purse(booking),
        (booking.payer, booking.fee_minor),
        reason="booking_held",
        key=f"booking_held:{booking.id}",
        or_else=Conflict("fee_not_covered"),
    )


def _hand_over(tx: WriteTx, booking: Booking, reason: str, party: str, minor: int) -> None:
    ledger.hand_over(tx, _purse(booking), [(party, minor)], reason=reason, key=f"{reason}:{booking.id}")


def _purse(booking: Booking) -> ledger.Purse:
    why = {"booking_id": booking.id, "resource_id": booking.resource_id}
    return ledger.Purse(escrow_of(booking.id), booking.currency, why)


def _owner(actor: Actor) -> str:
    require(actor.organisation_id is not None and not actor.roles.isdisjoint(OWNERS), "partners_only")
    return actor.organisation_id or ""


def _parties(tx: ReadTx, actor: Actor, host_id: str | None) -> tuple[str, str]:
    """Who pays, and for which host. Agencies book for hosts that are under contract with them."""
    if host_id is None or host_id == actor.id:
        require("host" in actor.roles, "hosts_only")
        return actor.id, actor.id
    contract = contract_in_force(tx, host_id)
    require(contract is not None and "mcn" in actor.roles and contract.mcn_id == actor.organisation_id, "not_yours")
    return actor.organisation_id or "", host_id


def _require_time(tx: ReadTx, time: Time) -> None:
    require_valid(time.from_ms % rules.SLOT_MS == 0, "half_hours_only", field="from")
    require_valid(tx.now_ms <= time.from_ms <= tx.now_ms + rules.AHEAD_MS, "out_of_range", field="from")
    require_valid(1 <= time.slots <= rules.SLOTS_MAX, "out_of_range", field="slots")
