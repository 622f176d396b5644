import asyncio

import pytest

from livefair.kernel import DAY_MS, GUEST, HOUR_MS, Conflict, Invalid, Money, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.people.organisations import accept_contract, invite_host
from livefair.supply.resources import (
    ResourceDraft,
    Time,
    book,
    bookings_between,
    cancel_booking,
    my_bookings,
    offer_resource,
    resources_on_offer,
    withdraw_resource,
)
from livefair.supply.rules.resources import AHEAD_MS, RESOURCES_MAX, SLOT_MS, SLOTS_MAX
from tests.purse import ready
from tests.supply.partners import has, organisation

DRAFT = ResourceDraft("studio", "Studio with a kitchen", "Two cameras, light, sound.", Money(5_000))


@pytest.fixture
def pool(db, join):
    """A brand's studio, and a host who can pay for it."""
    brand, host = organisation(db, join, "brand", "brand"), join("hua", "host")
    ready(db, host.id, 100_000)
    return brand, host, db.write_now(offer_resource, brand, DRAFT)


def start(db, days=2):
    """A full half hour some days from now."""
    return (db.clock() + days * DAY_MS) // SLOT_MS * SLOT_MS


def booked(db, who, resource_id, at, slots=4, *, key="b", **more):
    return db.write_now(book, who, resource_id, Time(at, slots), key=key, **more)


def test_a_studio_is_booked_by_the_half_hour_and_its_owner_is_paid_when_the_time_is_over(db, clock, pool):
    brand, host, studio = pool
    at = start(db)
    booking_id = booked(db, host, studio, at)
    assert booked(db, host, studio, at) == booking_id, "the same key is the same booking"
    other = booked(db, host, studio, at + 2 * HOUR_MS, 1)
    assert other != booking_id, "from the same page, for another time"
    db.write_now(cancel_booking, host, other)
    [booking] = db.read_now(bookings_between, studio, at, at + HOUR_MS)
    assert (booking.until_ms - at, booking.fee_minor, booking.host_id) == (2 * HOUR_MS, 20_000, host.id)
    assert (has(db, host.id), has(db, brand.organisation_id)) == (80_000, 0)
    clock.advance(5 * DAY_MS)
    run_due_now(db)
    assert (has(db, host.id), has(db, brand.organisation_id)) == (80_000, 20_000)
    assert [one.state for one in db.read_now(my_bookings, host)] == ["cancelled", "ended"]


async def test_of_many_who_want_the_same_hour_one_gets_it(db, join, pool):
    _, _, studio = pool
    hosts = [join(f"host{n}", "host") for n in range(24)]
    for host in hosts:
        ready(db, host.id, 100_000)
    at = start(db)
    tries = [db.write(book, host, studio, Time(at + n % 3 * SLOT_MS, 4), key="rush") for n, host in enumerate(hosts)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert [str(one) for one in ended if isinstance(one, BaseException)] == ["time_taken"] * 23
    assert sum(has(db, host.id) for host in hosts) == 24 * 100_000 - 20_000
    assert len(db.read_now(bookings_between, studio, at, at + DAY_MS)) == 1


def test_times_that_only_touch_do_not_meet(db, pool):
    _, host, studio = pool
    at = start(db)
    for number in range(3):
        booked(db, host, studio, at + number * 2 * SLOT_MS, 2, key=f"b{number}")
    with pytest.raises(Conflict, match="time_taken"):
        booked(db, host, studio, at + SLOT_MS, 1, key="between")
    assert len(db.read_now(bookings_between, studio, at, at + DAY_MS)) == 3


@pytest.mark.parametrize(("days_before", "who", "back"), [(2, "host", 20_000), (0, "host", 0), (0, "owner", 20_000)])
def test_cancelling_costs_nothing_in_time_or_when_the_owner_does_it(db, clock, pool, days_before, who, back):
    brand, host, studio = pool
    at = start(db, days=3)
    booking_id = booked(db, host, studio, at)
    clock.advance(at - days_before * DAY_MS - HOUR_MS - db.clock())
    db.write_now(cancel_booking, brand if who == "owner" else host, booking_id)
    assert (has(db, host.id), has(db, brand.organisation_id)) == (80_000 + back, 20_000 - back)
    booked(db, host, studio, at, key="again")
    with pytest.raises(Conflict, match="booking_over"):
        db.write_now(cancel_booking, host, booking_id)
    clock.advance(5 * DAY_MS)
    run_due_now(db)
    assert has(db, brand.organisation_id) == 40_000 - back


def test_an_agency_books_and_pays_for_hosts_of_its_roster_only(db, clock, join, pool):
    _, host, studio = pool
    mcn = organisation(db, join, "mcn", "agency")
    ready(db, mcn.organisation_id, 100_000)
    at = start(db)
    with pytest.raises(NotAllowed, match="not_yours"):
        booked(db, mcn, studio, at, host_id=host.id)
    contract_id = db.write_now(invite_host, mcn, host.id, share_bp=2_000, ends_at_ms=db.clock() + 99 * DAY_MS)
    db.write_now(accept_contract, host, contract_id)
    booked(db, mcn, studio, at, host_id=host.id)
    assert (has(db, mcn.organisation_id), has(db, host.id)) == (80_000, 100_000)
    assert [one.host_id for one in db.read_now(my_bookings, host)] == [host.id]


def test_what_costs_nothing_moves_no_money(db, clock, join, pool):
    brand, _, _ = pool
    poor = join("poor", "host")
    lamp = db.write_now(offer_resource, brand, DRAFT._replace(kind="equipment", slot=Money(0)))
    booking_id = booked(db, poor, lamp, start(db))
    db.write_now(cancel_booking, poor, booking_id)
    assert has(db, brand.organisation_id) == 0


def test_who_cannot_pay_books_nothing(db, join, pool):
    _, _, studio = pool
    poor = join("poor", "host")
    with pytest.raises(Conflict, match="fee_not_covered"):
        booked(db, poor, studio, start(db))
    assert db.read_now(bookings_between, studio, 0, 10**14) == []


@pytest.mark.parametrize(
    ("shift", "slots", "field"),
    [(1, 1, "from"), (-5 * DAY_MS, 1, "from"), (AHEAD_MS, 1, "from"), (0, 0, "slots"), (0, SLOTS_MAX + 1, "slots")],
)
def test_a_booking_is_of_half_hours_that_are_to_come(db, pool, shift, slots, field):
    _, host, studio = pool
    with pytest.raises(Invalid) as refused:
        booked(db, host, studio, start(db) + shift, slots)
    assert refused.value.params["field"] == field


def test_what_is_withdrawn_can_be_booked_no_longer(db, pool):
    brand, host, studio = pool
    db.write_now(withdraw_resource, brand, studio)
    with pytest.raises(Conflict, match="resource_withdrawn"):
        booked(db, host, studio, start(db))
    assert db.read_now(resources_on_offer) == []


def test_no_partner_offers_so_much_that_others_are_not_found(db, join, pool):
    _, _, studio = pool
    other = organisation(db, join, "brand", "other")
    for _ in range(RESOURCES_MAX):
        db.write_now(offer_resource, other, DRAFT)
    page = db.read_now(resources_on_offer)
    assert studio not in {one.id for one in page}
    assert [one.id for one in db.read_now(resources_on_offer, before=page[-1].id)] == [studio]


def test_partners_lend_hosts_book_and_nobody_touches_what_is_anothers(db, join, pool):
    brand, host, studio = pool
    other, ana = organisation(db, join, "brand", "other"), join("ana")
    for who in (host, ana, GUEST):
        with pytest.raises(NotAllowed, match="partners_only"):
            db.write_now(offer_resource, who, DRAFT)
    for who in (brand, ana, GUEST):
        with pytest.raises(NotAllowed, match="hosts_only"):
            booked(db, who, studio, start(db))
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(withdraw_resource, other, studio)
    booking_id = booked(db, host, studio, start(db))
    for who in (other, ana, GUEST):
        with pytest.raises(NotFound):
            db.write_now(cancel_booking, who, booking_id)
