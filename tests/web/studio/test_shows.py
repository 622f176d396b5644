"""A host plans shows, and prepares one, in a browser."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from livefair.kernel import HOUR_MS, MINUTE_MS, Database
from livefair.live.planning import coming_shows
from livefair.live.run_of_show import run_of
from tests.stall import set_up
from tests.web.conftest import Browser, SignIn


def in_hours(db: Database, hours: int) -> str:
    at = datetime.fromtimestamp(db.clock() / 1000, UTC) + timedelta(hours=hours)
    return at.strftime("%Y-%m-%dT%H:%M")


async def planned(host: Browser, db: Database, **typed: Any) -> str:
    answer = await host.post_form("/studio/shows", {"title": "Evening show", "starts_at": in_hours(db, 5), **typed})
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["location"].rpartition("/")[2]


async def test_a_show_is_planned_in_the_hosts_own_time(signed_in: SignIn, db: Database) -> None:
    host = await signed_in("hana", "host")
    await planned(host, db, starts_at=in_hours(db, 10), offset="480")
    (coming,) = db.read_now(coming_shows)
    assert 0 <= db.clock() + 2 * HOUR_MS - coming.planned_at_ms < MINUTE_MS


async def test_a_series_stands_in_the_calendar(signed_in: SignIn, db: Database) -> None:
    host = await signed_in("hana", "host")
    await planned(host, db, every="weekly", times="3")
    page = (await host.get("/studio/shows")).text
    assert page.count("Every week") == 3


async def test_what_is_wrong_with_a_plan_stands_beside_its_field(signed_in: SignIn, db: Database) -> None:
    host = await signed_in("hana", "host")
    for typed, words in (
        ({"starts_at": "soon"}, "e-starts_at"),
        ({"starts_at": "2026-13-41T99:00"}, "e-starts_at"),
        ({"starts_at": in_hours(db, -5)}, "e-starts_at"),
        ({"starts_at": in_hours(db, 5), "title": ""}, "e-title"),
        ({"starts_at": in_hours(db, 5), "teaser_video_id": "0" * 8 + "-0000-0000-0000-" + "0" * 12}, "e-teaser"),
    ):
        answer = await host.post_form("/studio/shows", {"title": "Evening show", **typed})
        assert (answer.status_code, words in answer.text) == (422, True), typed


async def test_the_run_of_show_is_written_moved_and_warned_about(signed_in: SignIn, db: Database, join: Any) -> None:
    host = await signed_in("hana", "host")
    product_id = set_up(db, join).product_id
    show_id = await planned(host, db, product_ids=product_id)
    at = f"/studio/shows/{show_id}"
    assert "No product has this role yet" in (await host.get(at)).text
    await host.post_form(f"{at}/goods", {"product_id": product_id, "role": "profit"})
    for typed in (
        {"kind": "greeting", "minutes": "2", "title": "Hello"},
        {"kind": "product", "minutes": "8", "product_id": product_id, "script": "Feel the <b>clay</b>."},
    ):
        assert (await host.post_form(f"{at}/blocks", typed)).status_code == 303
    assert (await host.post_form(f"{at}/blocks", {"kind": "product", "minutes": "8"})).status_code == 422
    first, second = db.read_now(run_of, show_id)
    await host.post_form(f"{at}/blocks/{second.id}/move", {"by": "-1"})
    await host.post_form(f"{at}/blocks/{first.id}", {"minutes": "3", "title": "Hi"})
    page = (await host.get(at)).text
    assert page.index("Feel the &lt;b&gt;clay") < page.index("Hi</b>")
    assert "11 minutes" in page
    assert "Brings viewers</b>" in page
    assert "Earns</b>" not in page
    prompter = (await host.get(f"{at}/prompter")).text
    assert "Feel the &lt;b&gt;clay" in prompter


async def test_a_show_runs_by_taps_from_the_console(signed_in: SignIn, db: Database, join: Any) -> None:
    host = await signed_in("hana", "host")
    show_id = await planned(host, db)
    at = f"/studio/shows/{show_id}"
    await host.post_form(f"{at}/blocks", {"kind": "greeting", "minutes": "2"})
    (block,) = db.read_now(run_of, show_id)
    (coming,) = db.read_now(coming_shows)
    begin = f"/studio/rooms/{coming.room_id}/blocks/{block.id}/begin"
    assert (await host.post_form(begin)).status_code == 409
    await host.post_form(f"/studio/rooms/{coming.room_id}/start")
    answer = await host.post_form(begin, headers={"hx-request": "true"})
    assert re.search(r'aria-current="step"', answer.text)
    assert "lf-left" in (await host.get(f"/studio/rooms/{coming.room_id}/run", headers={"hx-request": "true"})).text


async def test_a_room_with_another_show_planned_stays_open(signed_in: SignIn, db: Database) -> None:
    host = await signed_in("hana", "host")
    await planned(host, db, every="daily", times="2")
    room_id = db.read_now(coming_shows)[0].room_id
    for left in (1, 0):
        await host.post_form(f"/studio/rooms/{room_id}/start")
        await host.post_form(f"/studio/rooms/{room_id}/close")
        assert len(db.read_now(coming_shows)) == left
    assert (await host.post_form(f"/studio/rooms/{room_id}/start")).status_code == 409


async def test_strangers_see_no_plan(signed_in: SignIn, db: Database) -> None:
    host, eve = await signed_in("hana", "host"), await signed_in("eve", "host")
    show_id = await planned(host, db)
    for path in ("", "/prompter"):
        assert (await eve.get(f"/studio/shows/{show_id}{path}")).status_code == 403
    assert (await eve.post_form(f"/studio/shows/{show_id}/cancel")).status_code == 403
    assert (await host.post_form(f"/studio/shows/{show_id}/cancel")).status_code == 303
