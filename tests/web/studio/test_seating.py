"""Seats as the host meets them in the console."""

import pytest

from livefair.live.cohosting import ask_for_seat
from livefair.live.seats import open_seats, seat_called
from livefair.people.ages import confirm_age
from tests.purse import GROWN_UP
from tests.web.conftest import enter
from tests.web.town import built

HTMX = {"hx-request": "true"}


@pytest.fixture
def town(db):
    return built(db)


@pytest.fixture
def host(db, app, browse, town):
    return enter(db, browse(accept_language="en"), town.people["host"])


@pytest.fixture
def guest(db, town):
    db.write_now(confirm_age, town.people["researcher"], GROWN_UP)
    return town.people["researcher"]


def at(town):
    return f"/studio/rooms/{town.room_id}/seats"


async def test_a_host_lets_somebody_on_and_has_them_off_the_air(db, town, host, guest):
    seat = db.write_now(ask_for_seat, guest, town.room_id, share_bp=1_000)
    console = (await host.get(f"/studio/rooms/{town.room_id}")).text
    assert "Wants to come on, for 10%" in console
    assert "1 of 4 seats are taken" in console
    on = await host.post_form(f"{at(town)}/accept", {"seat_id": seat.id, "version": "1"}, headers=HTMX)
    assert "2 of 4 seats are taken" in on.text
    more = await host.post_form(f"{at(town)}/terms", {"seat_id": seat.id, "share": "5"}, headers=HTMX)
    assert "You offered 5%" in more.text
    off = await host.post_form(f"{at(town)}/end", {"seat_id": seat.id}, headers=HTMX)
    assert "1 of 4 seats are taken" in off.text
    assert db.read_now(seat_called, seat.id).why_ended == "removed"


async def test_a_host_invites_by_the_address_of_a_page(db, town, host, guest):
    assert (await host.post_form(at(town), {"page": f"/u/{guest.id}", "share": "20"})).status_code == 303
    assert [seat.guest_id for seat in db.read_now(open_seats, town.show_id) if seat.is_waiting] == [guest.id]
    twice = await host.post_form(at(town), {"page": f"/u/{guest.id}", "share": "20"})
    assert (twice.status_code, "open invitation" in twice.text) == (409, True)
    for page in ("nobody", "/u/" + "0" * 36, f"/u/{town.people['host'].id}"):
        assert (await host.post_form(at(town), {"page": page, "share": "20"})).status_code in {404, 422}
    assert (await host.post_form(at(town), {"page": f"/u/{guest.id}", "share": "101"})).status_code == 422


async def test_other_hosts_see_and_change_nothing_here(db, town, browse):
    other = enter(db, browse(accept_language="en"), town.people["mcn"])
    assert (await other.get(at(town))).status_code == 403
    seat = db.read_now(open_seats, town.show_id)[0]
    assert (await other.post_form(f"{at(town)}/end", {"seat_id": seat.id})).status_code == 404
