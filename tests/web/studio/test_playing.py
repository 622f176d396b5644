import pytest

from livefair.kernel import SYSTEM
from livefair.kernel.runner import run_due_now
from livefair.live import assort
from livefair.live.draws import enter_draw, latest_draw
from livefair.live.journal import Batch, Tap, journal
from livefair.live.polls import choose, latest_poll, options_of
from livefair.web.studio.play_views import play_now
from tests.live.conftest import put_on_air
from tests.web.conftest import enter
from tests.web.town import built

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def host(db, stage, browse):
    return enter(db, browse(accept_language="en"), stage.host)


async def test_the_host_opens_a_draw_and_hands_the_prize_over(db, clock, join, stage, host):
    typed = {"prize": "A tin of tea", "winners": "1", "lasts_s": "30"}
    assert "A tin of tea" in (await host.post_form(f"{base(stage)}/draws", typed, headers=FRAGMENT)).text
    draw = db.read_now(latest_draw, stage.show_id)
    assert draw.closes_at_ms - draw.opened_at_ms == 30_000
    db.write_now(enter_draw, join("zoe"), draw.id)
    clock.advance(30_000)
    run_due_now(db)
    shown = await host.get(f"{base(stage)}/play", headers=FRAGMENT)
    assert "zoe" in shown.text
    await host.post_form(f"{base(stage)}/draws/{draw.id}/winners/1/handed-over", headers=FRAGMENT)
    assert db.read_now(play_now, stage.room_id).draw.winners[0].handed_over_at_ms == db.clock()


async def test_the_host_asks_a_quiz_and_closes_it(db, join, stage, host):
    typed = {"question": "What is it?", "options": "Silk\n\n Wool \nCotton", "right": "2", "lasts_s": "0"}
    await host.post_form(f"{base(stage)}/polls", typed, headers=FRAGMENT)
    poll = db.read_now(latest_poll, stage.show_id)
    assert (poll.kind, poll.right_option, poll.closes_at_ms, poll.votes_are) == ("quiz", 2, None, "final")
    assert [option.text for option in db.read_now(options_of, [poll.id])] == ["Silk", "Wool", "Cotton"]
    db.write_now(choose, join("zoe"), poll.id, option=2)
    closed = await host.post_form(f"{base(stage)}/polls/{poll.id}/close", headers=FRAGMENT)
    assert "100 %" in closed.text
    assert db.read_now(latest_poll, stage.show_id).closed_at_ms is not None


async def test_the_room_chooses_the_next_product_and_the_host_shows_it(db, browse):
    town = built(db)
    host = enter(db, browse(accept_language="en"), town.people["host"])
    address = f"/studio/rooms/{town.room_id}"
    await host.post_form(f"{address}/polls/{town.poll_id}/close", headers=FRAGMENT)
    alone = await host.post_form(
        f"{address}/next-item", {"question": "Next?", "product_ids": town.product_id}, headers=FRAGMENT
    )
    assert alone.status_code == 422
    db.write_now(assort, town.people["host"], town.show_id, town.product_id)
    assert "Ask the room" in (await host.get(address)).text


async def test_what_makes_no_draw_or_poll_is_refused(stage, host):
    for path, typed in (
        ("draws", {"prize": ""}),
        ("draws", {"prize": "Tea", "winners": "0"}),
        ("draws", {"prize": "Tea", "eligibility": "phrase"}),
        ("polls", {"question": "Which?", "options": "one"}),
        ("polls", {"question": "Which?", "options": "a\na"}),
        ("polls", {"question": "Which?", "options": "\n".join("abcdefgh")}),
    ):
        answer = await host.post_form(f"{base(stage)}/{path}", typed, headers=FRAGMENT)
        assert answer.status_code in {400, 422}, (path, typed, answer.status_code)


def base(stage):
    return f"/studio/rooms/{stage.room_id}"


async def test_the_host_begins_a_team_task_and_everybody_sees_how_far_it_is(db, stage, host, browse):
    typed = {"metric": "likes", "goal": "5", "promise": "I sing", "lasts_s": "60"}
    assert "I sing" in (await host.post_form(f"{base(stage)}/tasks", typed, headers=FRAGMENT)).text
    assert (await host.post_form(f"{base(stage)}/tasks", typed)).status_code == 409
    tap = Tap(stage.show_id, "guest:a", "like", 3)
    db.write_now(journal, SYSTEM, Batch("b", taps=(tap,)))
    task = db.read_now(play_now, stage.room_id).task
    assert (task.count, task.state) == (3, "open")
    room = (await browse(accept_language="en").get(f"/live/{stage.room_id}")).text
    assert "&#34;count&#34;:3" in room
    await host.post_form(f"{base(stage)}/tasks/{task.id}/close", headers=FRAGMENT)
    assert db.read_now(play_now, stage.room_id).task.state == "missed"
    for wrong in ({"goal": "0"}, {"goal": "x"}, {"metric": "money"}, {"promise": ""}, {"product_id": "x"}):
        assert (await host.post_form(f"{base(stage)}/tasks", {**typed, **wrong})).status_code in {409, 422}
