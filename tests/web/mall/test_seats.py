"""A seat beside the host as its guest meets it: asking, being invited, agreeing, leaving, refusals in words."""

import pytest

from livefair.live.cohosting import accept_terms, ask_for_seat, end_seat, invite, propose_terms
from livefair.live.queries import room_state
from livefair.live.seats import in_force, my_seat, terms_of
from livefair.people.ages import confirm_age
from tests.purse import GROWN_UP
from tests.web.conftest import enter
from tests.web.town import built

HTMX = {"hx-request": "true"}


@pytest.fixture
def town(db):
    return built(db)


@pytest.fixture
def who(db, town):
    db.write_now(confirm_age, town.people["researcher"], GROWN_UP)
    return town.people["researcher"]


@pytest.fixture
def page(db, app, browse, who):
    return enter(db, browse(accept_language="en"), who)


def at(town):
    return f"/live/{town.room_id}/seat"


def mine(db, town, who):
    return db.read_now(my_seat, who, town.show_id)


async def test_a_viewer_asks_the_host_lets_them_on_and_they_leave(db, town, who, page):
    assert "Ask the host" in (await page.get(at(town))).text
    assert (await page.post_form(at(town), {"share": "15"})).status_code == 303
    assert "You proposed 15%" in (await page.get(at(town))).text
    seat = mine(db, town, who)
    db.write_now(accept_terms, town.people["host"], seat.id, version=1)
    there = (await page.get(at(town))).text
    assert "Agreed: 15% of what the host gets" in there
    assert "<lf-publish" in there
    room = (await page.get(f"/live/{town.room_id}")).text
    assert seat.id in room
    assert "Your seat beside" in room
    assert (await page.post_form(f"{at(town)}/leave", {"seat_id": seat.id})).status_code == 303
    assert "You have left the seat" in (await page.get(at(town))).text
    assert seat.id not in (await page.get(f"/live/{town.room_id}")).text


async def test_an_invited_viewer_proposes_another_part_and_agrees_to_the_host_s_answer(db, town, who, page):
    host = town.people["host"]
    seat = db.write_now(invite, host, town.room_id, who.id, share_bp=1_000)
    assert "wants you on, for 10%" in (await page.get(at(town))).text
    answer = await page.post_form(f"{at(town)}/terms?state=waiting", {"seat_id": seat.id, "share": "30"}, headers=HTMX)
    assert "You proposed 30%" in answer.text
    assert "<html" not in answer.text
    db.write_now(propose_terms, host, seat.id, share_bp=2_000)
    stale = await page.post_form(f"{at(town)}/accept", {"seat_id": seat.id, "version": "1"})
    assert (stale.status_code, "There is a newer proposal" in stale.text) == (422, True)
    taken = await page.post_form(
        f"{at(town)}/accept?state=waiting", {"seat_id": seat.id, "version": "3"}, headers=HTMX
    )  # fmt: skip
    assert taken.headers["hx-redirect"] == at(town), "the page comes anew, with the camera"
    assert in_force(db.read_now(terms_of, [seat.id])[seat.id]).share_bp == 2_000


async def test_a_fragment_stays_while_the_state_does(db, town, who, page):
    seat = db.write_now(ask_for_seat, who, town.room_id)
    asked = await page.get(f"{at(town)}?state=waiting", headers=HTMX)
    assert "You proposed 0%" in asked.text
    db.write_now(end_seat, town.people["host"], seat.id)
    assert (await page.get(f"{at(town)}?state=waiting", headers=HTMX)).headers["hx-redirect"]


async def test_refusals_are_said_in_words_and_hostile_forms_are_no_error_of_ours(db, town, who, page, browse):
    for form in ({"share": "101"}, {"share": "-1"}, {"share": "x"}, {"share": "1e9"}, {"share": "\0"}):
        assert (await page.post_form(at(town), form)).status_code == 422
    theirs = mine(db, town, town.people["customer"])
    for deed, form in (("leave", {}), ("accept", {"version": "1"}), ("terms", {"share": "1"})):
        answer = await page.post_form(f"{at(town)}/{deed}", {"seat_id": theirs.id, **form})
        assert answer.status_code == 404
        assert (await page.post_form(f"{at(town)}/{deed}", {"seat_id": "x"})).status_code == 422
    young = enter(db, browse(accept_language="en"), town.people["moderator"])
    assert "Say my age" in (await young.get(at(town))).text
    assert (await young.post_form(at(town), {"share": "0"})).status_code == 403
    assert "Studio" in (await enter(db, browse(accept_language="en"), town.people["host"]).get(at(town))).text
    guest = await browse().get(at(town))
    assert guest.headers["location"].startswith("/signin")


async def test_browsers_that_come_back_learn_who_sits(db, town):
    state = db.read_now(room_state, town.people["customer"], town.room_id)
    assert [(seat.place, seat.live) for seat in state.show.seats] == [(1, False)]


async def test_an_invitation_is_found_outside_the_room_until_it_is_answered(db, town, who, page):
    seat = db.write_now(invite, town.people["host"], town.room_id, who.id, share_bp=1_000)
    notes = (await page.get("/me/notifications")).text
    assert f'href="{at(town)}"' in notes
    assert "wants you beside them" in notes
    db.write_now(accept_terms, who, seat.id, version=1)
    notes = (await page.get("/me/notifications")).text
    assert f'href="{at(town)}"' not in notes
    assert "wanted you beside them" in notes
