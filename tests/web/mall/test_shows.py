"""Viewers look forward to a show."""

from livefair.kernel import HOUR_MS, Database
from livefair.kernel.runner import run_due_now
from livefair.live import open_room, start_show
from livefair.live.planning import Draft, plan_one, plan_series
from livefair.live.rules.series import Repeat
from tests.web.conftest import SignIn


async def test_a_show_to_come_is_found_and_one_is_reminded_of_it(signed_in: SignIn, db: Database) -> None:
    host, zoe = await signed_in("hana", "host"), await signed_in("zoe")
    room_id = db.write_now(open_room, host.actor, title="Corner")
    draft = Draft("Evening show", "home", db.clock() + HOUR_MS)
    show_id = db.write_now(plan_one, host.actor, room_id, draft)
    assert "Evening show" in (await zoe.get("/shows")).text
    assert "Remind me" in (await zoe.get(f"/shows/{show_id}")).text
    answer = await zoe.post_form(f"/shows/{show_id}/remind", headers={"hx-request": "true"})
    assert "You will be reminded" in answer.text
    db.write_now(start_show, host.actor, show_id)
    run_due_now(db)
    notes = (await zoe.get("/me/notifications")).text
    assert "hana goes on air soon: Evening show" in notes
    assert f'href="/live/{room_id}"' in notes
    assert '<span class="badge">1</span>' in notes
    await zoe.post_form("/me/notifications/read")
    assert '<span class="badge">' not in (await zoe.get("/me/notifications")).text


async def test_a_guest_reads_everything_and_signs_in_to_be_reminded(signed_in: SignIn, guest, db: Database) -> None:
    host = await signed_in("hana", "host")
    room_id = db.write_now(open_room, host.actor, title="Corner")
    draft = Draft("Evening show", "home", db.clock() + HOUR_MS)
    ids = db.write_now(plan_series, host.actor, room_id, draft, Repeat("daily", 3))
    assert (await guest.get(f"/shows/{ids[0]}")).status_code == 200
    answer = await guest.post_form(f"/shows/{ids[0]}/remind")
    assert answer.headers["location"].startswith("/signin")
    file = await guest.get(f"/shows/{ids[1]}/calendar.ics")
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert file.text.count("BEGIN:VEVENT") == 2
    assert f"UID:{ids[1]}@livefair" in file.text


async def test_what_was_never_announced_has_no_page(guest) -> None:
    assert (await guest.get("/shows/00000000-0000-0000-0000-000000000000")).status_code == 404
