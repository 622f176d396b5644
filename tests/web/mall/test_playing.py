import re

import pytest

from livefair.kernel import SYSTEM
from livefair.kernel.runner import run_due_now
from livefair.live import Recording, end_show, publish_replay
from livefair.live.draws import Terms, enter_draw, entries_of, open_draw
from livefair.live.polls import Asking, Choice, choose, latest_poll, open_poll, options_of
from livefair.people import follows
from tests.live.conftest import put_on_air
from tests.live.test_draw_proof import verify
from tests.web.conftest import enter

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


async def test_a_viewer_takes_part_and_everybody_can_check_the_draw(db, clock, join, stage, browse):
    draw = db.write_now(open_draw, stage.host, stage.room_id, Terms("A tin of tea"))
    zoe, guest = enter(db, browse(), join("zoe")), browse()
    assert "A tin of tea" in (await zoe.get(f"/live/{stage.room_id}")).text
    sheet = await zoe.post_form(f"/draws/{draw.id}/entries", headers=FRAGMENT)
    assert sheet.status_code == 200
    [ticket] = re.findall(r'data-my-ticket="([0-9a-f]{32})"', sheet.text)
    assert (await guest.get(f"/draws/{draw.id}/proof.json")).json()["seed"] is None
    clock.advance(60_000)
    run_due_now(db)
    assert verify((await guest.get(f"/draws/{draw.id}/proof.json")).json()) == [ticket]
    page = await guest.get(f"/draws/{draw.id}")
    assert "z**" in page.text
    assert "zoe" not in page.text
    assert draw.commitment in page.text
    assert (await zoe.get(f"/draws/{draw.id}")).text.count("is-me") == 2


async def test_one_tap_follows_or_says_the_phrase_and_takes_part(db, clock, join, stage, browse):
    zoe = join("zoe")
    browser = enter(db, browse(), zoe)
    for terms in (Terms("Tea", eligibility="followers"), Terms("Tea", eligibility="phrase", phrase="好茶")):
        draw = db.write_now(open_draw, stage.host, stage.room_id, terms)
        assert (await browser.post_form(f"/draws/{draw.id}/entries")).status_code == 303
        assert len(db.read_now(entries_of, draw.id)) == 1
        clock.advance(60_000)
        run_due_now(db)
    assert db.read_now(follows, zoe.id, stage.host.id)
    assert "好茶" in (await browser.get(f"/live/{stage.room_id}")).text


async def test_what_is_refused_is_said_in_the_sheet(db, clock, stage, browse):
    draw = db.write_now(open_draw, stage.host, stage.room_id, Terms("Tea"))
    host = enter(db, browse(accept_language="en"), stage.host)
    refused = await host.post_form(f"/draws/{draw.id}/entries", headers=FRAGMENT)
    assert refused.status_code == 403
    assert 'class="banner bad" role="alert"' in refused.text
    guest = browse()
    assert "/signin" in (await guest.post_form(f"/draws/{draw.id}/entries")).headers["location"]
    assert (await guest.get("/draws/00000000-0000-7000-8000-000000000000")).status_code == 404


async def test_a_viewer_votes_with_and_without_scripts(db, join, stage, browse):
    poll = db.write_now(open_poll, stage.host, stage.room_id, Asking("Which?", (Choice("Red"), Choice("Blue"))))
    zoe = enter(db, browse(accept_language="en"), join("zoe"))
    assert (await zoe.post_form(f"/polls/{poll.id}/votes", {"option": "1"}, headers=FRAGMENT)).status_code == 204
    assert (await zoe.post_form(f"/polls/{poll.id}/votes", {"option": "2"})).status_code == 303
    assert [option.votes for option in db.read_now(options_of, [poll.id])] == [0, 1]
    assert "100 %" in (await zoe.get(f"/polls/{poll.id}")).text
    for option in ("0", "7", "x", ""):
        assert (await zoe.post_form(f"/polls/{poll.id}/votes", {"option": option})).status_code == 422
    assert db.read_now(latest_poll, stage.show_id).voters == 1


async def test_the_replay_keeps_what_was_played(db, clock, join, stage, browse):
    zoe = join("zoe")
    clock.advance(5_000)
    draw = db.write_now(open_draw, stage.host, stage.room_id, Terms("A tin of tea"))
    poll = db.write_now(open_poll, stage.host, stage.room_id, Asking("Which?", (Choice("Red"), Choice("Blue"))))
    db.write_now(enter_draw, zoe, draw.id)
    db.write_now(choose, zoe, poll.id, option=2)
    clock.advance(60_000)
    run_due_now(db)
    db.write_now(end_show, stage.host, stage.show_id)
    recording = Recording("film", clock() - 65_000, 65_000)
    db.write_now(publish_replay, SYSTEM, stage.show_id, recording)
    page = await browse(accept_language="en").get(f"/live/{stage.room_id}/replay")
    assert 'data-at="5.0"' in page.text
    for shown in ("A tin of tea", "z**", "Blue 100 %", f"/draws/{draw.id}", f"/polls/{poll.id}"):
        assert shown in page.text
