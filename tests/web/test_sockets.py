import contextlib
import json
from dataclasses import replace

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from livefair.kernel import SYSTEM
from livefair.live import Why, answer_pulse, end_show, media_started, mute, pin, unpin
from livefair.live.draws import Terms, entry_of, open_draw
from livefair.live.muting import bar
from livefair.live.polls import Asking, Choice, close_poll, open_poll
from livefair.live.queries import host_numbers
from livefair.live.rooms import name_moderator
from livefair.people import block
from livefair.people.sign_in import end_session, signed_in_by
from livefair.realtime import Hub
from livefair.web.sockets import MESSAGES_BURST, TOO_FAST_MAX
from tests.live.conftest import LIPSTICK, put_on_air
from tests.web.rooms import entering, served


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def services(services):
    return replace(services, hub=Hub(presence="viewers", tick_s=0.02))


@pytest.fixture
async def address(services):
    async with served(services) as found:
        yield found


async def test_a_guest_gets_the_state_and_then_what_happens(db, address, join, stage):
    zoe = join("zoe")
    async with entering(address, stage.room_id) as guest, entering(address, stage.room_id, db=db, actor=zoe) as viewer:
        await guest.until(lambda guest: guest.state is not None)
        assert guest.state["on_air"]
        assert guest.state["host"]["name"] == "hana"
        answer = await viewer.ask(t="chat", text="好看吗")
        assert answer["t"] == "done"
        line = await guest.heard("chat")
        assert (line["id"], line["by"], line["name"], line["text"]) == (answer["id"], zoe.id, "zoe", "好看吗")
        await guest.until(lambda guest: guest.values.get("viewers") == 2)


async def test_who_is_barred_is_told_and_cut_off_and_comes_back_by_no_mark(db, address, join, stage):
    zoe = join("zoe")
    async with (
        entering(address, stage.room_id) as guest,
        entering(address, stage.room_id, db=db, actor=zoe) as viewer,
    ):
        await viewer.until(lambda viewer: viewer.state is not None and viewer.values.get("viewers") == 2)
        db.write_now(bar, stage.host, stage.room_id, zoe.id, why=Why("spam"))
        told = await viewer.heard("muted")
        assert (told["by"], told["barred"]) == (zoe.id, True)
        assert await viewer.closed() == 1006
        await guest.until(lambda guest: guest.values.get("viewers") == 1)
        for after in ("", guest.mark):
            async with entering(address, stage.room_id, db=db, actor=zoe, query=f"?after={after}") as again:
                assert await again.closed() == 4403
                assert again.answers[0]["code"] == "barred"


async def test_what_the_host_does_is_told_to_everybody(db, address, join, stage):
    async with entering(address, stage.room_id) as guest:
        db.write_now(media_started, SYSTEM, stage.room_id, protocol="whip")
        db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
        pinned = await guest.heard("pinned")
        assert guest.of("on_air")
        assert pinned["picture_url"] == f"/files/{LIPSTICK.picture_key}"
        assert pinned["href"] == f"/p/{LIPSTICK.product_id}?room={stage.room_id}"
        db.write_now(unpin, stage.host, stage.room_id)
        await guest.heard("unpinned")
        db.write_now(end_show, stage.host, stage.show_id)
        assert (await guest.heard("ended"))["href"] == f"/live/{stage.room_id}/replay"


async def test_questions_are_asked_and_voted_for(db, address, join, stage):
    zoe, yan = join("zoe"), join("yan")
    async with (
        entering(address, stage.room_id, db=db, actor=zoe) as one,
        entering(address, stage.room_id, db=db, actor=yan) as two,
    ):
        asked = await one.ask(t="ask", text="Warm?")
        assert (await two.heard("question"))["text"] == "Warm?"
        for _ in range(2):
            assert (await two.ask(t="vote", id=asked["id"]))["t"] == "done"
        assert await one.heard("voted") == {"t": "voted", "id": asked["id"], "votes": 2}
        assert (await two.ask(t="vote", id="no-such"))["code"] == "not_found"


async def test_draws_and_polls_are_played_over_the_socket(db, address, join, stage):
    zoe = join("zoe")
    async with entering(address, stage.room_id, db=db, actor=zoe) as viewer, entering(address, stage.room_id) as guest:
        await guest.until(lambda guest: guest.state is not None)
        draw = db.write_now(open_draw, stage.host, stage.room_id, Terms("Tea"))
        asking = Asking("Which?", (Choice("Red"), Choice("Blue")), lasts_ms=None)
        poll = db.write_now(open_poll, stage.host, stage.room_id, asking)
        assert (await guest.heard("draw"))["commitment"] == draw.commitment
        assert [option["text"] for option in (await guest.heard("poll"))["options"]] == ["Red", "Blue"]
        entered = await viewer.ask(t="enter", id=draw.id)
        assert entered["id"] == db.read_now(entry_of, zoe, draw.id).ticket
        assert (await viewer.ask(t="choose", id=poll.id, option=2))["t"] == "done"
        assert (await guest.heard("draw_count"))["entries"] == 1
        assert (await guest.heard("poll_count"))["votes"] == [0, 1]
        assert (await guest.ask(t="choose", id=poll.id, option=1))["code"] == "sign_in_first"
        db.write_now(close_poll, stage.host, poll.id)
        await guest.until(lambda guest: any("closed_at" in event for event in guest.of("poll")))


async def test_a_pulse_is_summed_and_its_answer_comes_back(db, address, stage):
    async with entering(address, stage.room_id) as viewer, entering(address, stage.room_id) as host:
        await host.until(lambda host: host.values.get("viewers") == 2)
        assert (await viewer.ask(t="pulse", pulse="too_fast"))["t"] == "done"
        await host.until(lambda host: host.sums.get("pulse:too_fast") == 1)
        db.write_now(answer_pulse, stage.host, stage.room_id, pulse="too_fast")
        assert (await viewer.heard("pulse_answered"))["pulse"] == "too_fast"
        async with entering(address, stage.room_id) as late:
            await late.until(lambda late: late.state is not None)
            assert set(late.state["show"]["pulses_answered"]) == {"too_fast"}


async def test_likes_are_summed_live_and_exact_afterwards(db, services, join, stage):
    async with (
        served(services) as address,
        entering(address, stage.room_id) as one,
        entering(address, stage.room_id) as two,
    ):
        await one.until(lambda one: one.values.get("viewers") == 2)
        for _ in range(10):
            await one.say(t="like", n=3)
            await two.say(t="like")
        await one.until(lambda one: one.sums.get("likes") == 40)
        await one.until(lambda one: one.values.get("likes") == 40)
        await two.say(t="pulse", pulse="too_fast")
        await one.until(lambda one: one.sums.get("pulse:too_fast") == 1)
        assert (await two.ask(t="pulse", pulse="too_loud"))["code"] == "pulse_unknown"
    numbers = db.read_now(host_numbers, stage.host, stage.show_id)
    assert (numbers.show.likes, numbers.likers, numbers.pulses) == (40, 2, {"too_fast": 1})


async def test_who_came_from_where_is_journalled(db, services, join, stage):
    zoe = join("zoe")
    async with served(services) as address, entering(address, stage.room_id) as guest:
        async with (
            entering(address, stage.room_id, db=db, actor=zoe, query="?source=video&video=v7") as viewer,
            entering(address, stage.room_id, query="?source=moon"),
        ):
            await viewer.ask(t="ping")
            assert (await guest.heard("joined"))["name"] == "zoe"
            await guest.until(lambda guest: guest.values.get("viewers") == 3)
        await guest.until(lambda guest: guest.values.get("viewers") == 1)
    numbers = db.read_now(host_numbers, stage.host, stage.show_id)
    assert numbers.sources == {"video": 1, "direct": 2}
    assert (numbers.visitors, numbers.stays) == (3, 3)
    assert numbers.show.viewers_max == 3


async def test_after_a_break_only_what_was_missed_is_sent(db, address, join, stage):
    zoe = join("zoe")
    async with entering(address, stage.room_id, db=db, actor=zoe) as speaker:
        async with entering(address, stage.room_id) as guest:
            await speaker.ask(t="chat", text="one")
            await guest.heard("chat")
            mark = guest.mark
        await speaker.ask(t="chat", text="two")
        async with entering(address, stage.room_id, query=f"?after={mark}") as back:
            assert (await back.heard("chat"))["text"] == "two"
            assert back.state is None
        for forgotten in ("zzzzzzzz.1", "nonsense", ".", "%00"):
            async with entering(address, stage.room_id, query=f"?after={forgotten}") as lost:
                await lost.until(lambda lost: lost.state is not None)


async def test_each_refusal_says_what_was_refused_and_why(db, address, join, stage):
    zoe = join("zoe")
    db.write_now(mute, stage.host, stage.room_id, zoe.id, why=Why("spam"))
    async with entering(address, stage.room_id) as guest:
        refused = await guest.ask(t="chat", text="hello")
        assert refused == {"t": "refused", "code": "sign_in_first", "of": "chat", "ref": "?"}
        assert (await guest.ask(t="ask", text="Warm?"))["code"] == "sign_in_first"
    async with entering(address, stage.room_id, db=db, actor=zoe) as viewer:
        refused = await viewer.ask(t="chat", text="hello")
        assert (refused["code"], refused["params"]["reason"]) == ("muted", "spam")
        db.write_now(end_show, stage.host, stage.show_id)
        await viewer.heard("ended")
        assert (await viewer.ask(t="like"))["code"] == "not_on_air"


async def test_lines_come_only_so_fast(db, address, join, stage):
    async with entering(address, stage.room_id, db=db, actor=join("zoe")) as viewer:
        answers = [await viewer.ask(t="chat", text=f"line {number}") for number in range(8)]
    assert [answer.get("code") for answer in answers].count("too_often") >= 1
    assert answers[0]["t"] == "done"


HOSTILE = (
    "",
    "null",
    "[]",
    "{",
    '"chat"',
    "{}",
    '{"t":"chat"}',
    '{"t":"moon"}',
    '{"t":"chat","text":5}',
    '{"t":"chat","text":"x","admin":true}',
    '{"t":"like","n":-1}',
    '{"t":"like","n":1e400}',
    '{"t":"chat","text":"' + "x" * 3_000 + '"}',
    '{"t":"vote","id":"' + "x" * 100 + '"}',
    '{"t":"chat","text":"\\ud800"}',
    "[" * 5_000,
    b"\x00\xff bytes",
)


async def test_hostile_messages_are_refused_and_the_room_goes_on(db, address, join, stage):
    zoe = join("zoe")
    async with entering(address, stage.room_id, db=db, actor=zoe) as viewer:
        for number, message in enumerate(HOSTILE, start=1):
            await viewer.client.send(message)
            await viewer.until(lambda viewer, number=number: len(viewer.answers) == number)
            assert viewer.answers[-1] == {"t": "refused", "code": "bad_message"}, message
        assert (await viewer.ask(t="ping"))["t"] == "done"


async def test_a_flood_is_cut_off(address, stage):
    async with entering(address, stage.room_id) as viewer:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(MESSAGES_BURST + TOO_FAST_MAX + 50):
                await viewer.client.send('{"t":"ping"}')
        assert await viewer.closed() == 4429


async def test_a_message_over_the_size_limit_ends_the_connection(address, stage):
    async with entering(address, stage.room_id) as viewer:
        await viewer.client.send("x" * 20_000)
        assert await viewer.closed() == 1009


async def test_who_may_not_enter_is_told_so(db, address, join, stage):
    zoe = join("zoe")
    db.write_now(block, stage.host, zoe.id)
    for actor, room_id in ((zoe, stage.room_id), (None, "00000000-0000-7000-8000-000000000000")):
        async with entering(address, room_id, db=db, actor=actor) as viewer:
            assert await viewer.closed() == 4404
            assert viewer.answers == [{"t": "refused", "code": "not_found", "params": {"kind": "room"}}]


async def test_other_sites_and_wrong_addresses_get_no_socket(address, stage):
    for path, origin in ((stage.room_id, "http://evil.example"), ("not-an-id", f"http://{address}")):
        with pytest.raises(InvalidStatus) as refused:
            async with connect(f"ws://{address}/ws/rooms/{path}", additional_headers={"origin": origin}):
                pass
        assert refused.value.response.status_code in {403, 404}


async def test_a_signed_out_session_loses_its_voice(db, services, clock, address, join, stage, monkeypatch):
    monkeypatch.setattr("livefair.web.sockets.CALLER_S", 0.0)
    zoe = join("zoe")
    async with entering(address, stage.room_id, db=db, actor=zoe) as viewer:
        assert (await viewer.ask(t="chat", text="hello"))["t"] == "done"
        token = viewer.client.request.headers["cookie"].removeprefix("lf_session=")
        session = db.read_now(signed_in_by, token).session
        db.write_now(end_session, zoe, session.id)
        assert (await viewer.ask(t="chat", text="hello"))["code"] == "sign_in_first"


async def test_moderators_see_that_they_are(db, address, join, stage):
    mo = join("mo")
    db.write_now(name_moderator, stage.host, stage.room_id, mo.id)
    async with entering(address, stage.room_id, db=db, actor=mo) as viewer:
        await viewer.until(lambda viewer: viewer.state is not None)
        assert viewer.state["may_moderate"]
        assert json.dumps(viewer.state)
