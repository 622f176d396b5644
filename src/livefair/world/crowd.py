"""The demo world goes on living: one host is on air, and simulated viewers come in, talk, like, ask and buy.

Everybody here does what a browser would do: the show is published over RTMP with the room's stream key, viewers sit
at the room's WebSocket with a session of their own, and buy by the use cases.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from random import Random
from typing import Any, NamedTuple

import aiohttp

from livefair.kernel import GUEST, SYSTEM, Database, ReadTx, Refusal
from livefair.kernel.log import log
from livefair.live import answer, end_show_in, plan_show, show_for, start_show
from livefair.live.coverage import cover_point, coverage_of
from livefair.live.on_air import show_on_air
from livefair.live.questions import open_questions
from livefair.live.restocks import want_more
from livefair.live.run_of_show import begin_block
from livefair.people import actor_of, person_called, person_for
from livefair.people.sign_in import open_session
from livefair.shop import Source, addresses_of
from livefair.world import company, doings, errands, giving, play, show, words
from livefair.world.cast import HOSTS
from livefair.world.encore import hold_encore
from livefair.world.fair import Customer
from livefair.world.ground import Ground, Stage, stage_of

HOST, BESIDE = 1, 2
"""Whose show it is; the demo account's own room stays free for the newcomer."""
PIN_S = 75.0
EXPLAIN_S = 15.0
ANSWER_S = 12.0
PAUSE_S = (5.0, 30.0)
REJOIN_S = 5.0
AGAIN_S = 10.0
SEATS_FROM = 200
"""The customers who come to the show: known faces of the month before."""

Life = Callable[[], Coroutine[Any, Any, None]]


class _Begun(NamedTuple):
    """`blocks`: product → its block in the run of show."""

    show_id: str
    blocks: dict[str, str]


async def live_on(ground: Ground) -> None:
    """Until cancelled; then the show ends."""
    found = await ground.db.analyse(stage_of, HOST)
    if found is None:
        return
    begun = await _begin_show(ground.db, found)
    try:
        async with asyncio.TaskGroup() as group:
            for life in _lives(ground, found, begun):
                group.create_task(_gone_on_with(life))
            group.create_task(_kept_alive(hold_encore(ground)))
            for number in range(ground.viewers):
                group.create_task(_kept_alive(_watch(ground, found, number)))
    finally:
        with contextlib.suppress(Refusal):
            ground.db.write_now(end_show_in, found.host, found.room_id)


def _lives(ground: Ground, stage: Stage, begun: _Begun) -> list[Life]:
    """What has to go on for as long as the show does."""
    db, host, room_id = ground.db, stage.host, stage.room_id
    goods = [offered.product_id for offered in stage.goods]
    return [
        lambda: _broadcast(ground, stage, begun),
        lambda: _answer_questions(db, stage),
        lambda: play.host_plays(db, host, room_id, goods),
        lambda: company.keep_company(db, host, room_id, BESIDE),
        lambda: company.ask_brands(db, host, room_id),
        lambda: errands.run(db, Random(ground.seed)),
    ]


async def _begin_show(db: Database, stage: Stage) -> _Begun:
    with contextlib.suppress(Refusal):  # one that a crash left on air
        await db.write(end_show_in, stage.host, stage.room_id)
    title = f"{HOSTS[HOST].zh} · 今天的茶桌 · Today's table"
    show_id = await db.write(plan_show, stage.host, stage.room_id, title=title)
    blocks = await db.write(company.write_run, stage.host, show_id, [each.product_id for each in stage.goods])
    await db.write(start_show, stage.host, show_id)
    return _Begun(show_id, blocks)


async def _kept_alive(life: Coroutine[Any, Any, None]) -> None:
    """One simulated life that stumbles does not end the others."""
    try:
        await life
    except asyncio.CancelledError:
        raise
    except Exception as error:
        log.warning("simulated_life_ended", error=f"{type(error).__name__}: {error}")


async def _gone_on_with(life: Life) -> None:
    """As `_kept_alive`, and begun again."""
    while True:
        await _kept_alive(life())
        await asyncio.sleep(AGAIN_S)


async def _broadcast(ground: Ground, stage: Stage, begun: _Begun) -> None:
    """Publish the generated show, and go through its run as it holds up one thing after the other."""
    url, key = await ground.ingest(stage.host, stage.room_id, begun.show_id)
    labels = [offered.label for offered in stage.goods]
    playing = await show.start(url, key, ground.seed, labels, host=HOST)
    try:
        await playing.until("publishing", within_s=120)
        for turn in _forever():
            index = turn % len(stage.goods)
            product_id = stage.goods[index].product_id
            await ground.db.write(begin_block, stage.host, begun.blocks[product_id])
            await playing.pin(index)
            await _explain(ground.db, stage, begun.show_id, product_id)
    finally:
        await playing.stop()


async def _explain(db: Database, stage: Stage, show_id: str, product_id: str) -> None:
    """One point after another while the product is on the table."""
    for _ in range(round(PIN_S / EXPLAIN_S)):
        await asyncio.sleep(EXPLAIN_S)
        on_air, _room = await db.read(show_for, stage.host, show_id)
        said = next((each for each in await db.read(coverage_of, on_air) if each.product_id == product_id), None)
        if said is not None and said.open_points:
            await db.write(cover_point, stage.host, show_id, product_id, point=said.open_points[0].id)


async def _answer_questions(db: Database, stage: Stage) -> None:
    while True:
        await asyncio.sleep(ANSWER_S)
        on_air = await db.read(show_on_air, stage.room_id)
        waiting = await db.read(open_questions, on_air.id, most=5) if on_air else []
        for question in waiting[:1]:
            with contextlib.suppress(Refusal):
                await db.write(answer, stage.host, question.id, text=_answer_to(question.text))


def _answer_to(text: str) -> str:
    known = {asked: answered for pairs in words.QUESTIONS.values() for asked, answered in pairs}
    return known.get(text, "好问题，我拿近给大家看。Good question: let me show you up close.")


async def _watch(ground: Ground, stage: Stage, number: int) -> None:
    """One viewer: comes, stays a while, goes, comes back."""
    rng = Random(f"{ground.seed}:viewer:{number}")
    viewer = await ground.db.analyse(_viewer, SEATS_FROM + number)
    if viewer is None:
        return
    token = await ground.db.write(open_session, GUEST, viewer.actor.id, agent="simulated", address="127.0.0.1")
    async with aiohttp.ClientSession(cookies={"lf_session": token}, headers={"Origin": ground.address}) as http:
        await asyncio.sleep(rng.uniform(0, PAUSE_S[1]))
        while True:
            with contextlib.suppress(aiohttp.ClientError, ConnectionError):
                await _visit(ground, stage, viewer, http, rng)
            await asyncio.sleep(rng.uniform(REJOIN_S, 4 * REJOIN_S))


async def _visit(ground: Ground, stage: Stage, viewer: Customer, http: aiohttp.ClientSession, rng: Random) -> None:
    url = f"{ground.address.replace('http', 'ws', 1)}/ws/rooms/{stage.room_id}?source=feed"
    async with http.ws_connect(url, heartbeat=20) as socket, _read_along(socket, viewer.locale):
        for _ in range(rng.randint(6, 20)):
            await asyncio.sleep(rng.uniform(*PAUSE_S))
            if socket.closed:
                return
            await play.take_part(ground.db, stage.room_id, socket, rng)
            chance = rng.random()
            if chance < 0.02:
                await socket.send_json({"t": "chat", "text": words.BLUNT[viewer.locale][0]})
            elif chance < 0.5:
                await socket.send_json({"t": "chat", "text": words.pick(words.CHAT, viewer.locale, rng)})
            elif chance < 0.85:
                await socket.send_json({"t": "like", "n": rng.randint(1, 9)})
            elif chance < 0.89:
                await asyncio.to_thread(giving.give, ground.db, viewer.actor, stage.room_id, rng)
            elif chance < 0.91:
                await asyncio.to_thread(_want_more, ground.db, stage, viewer, rng)
            elif chance < 0.95:
                await socket.send_json({"t": "ask", "text": rng.choice(words.QUESTIONS[viewer.locale])[0]})
            else:
                await asyncio.to_thread(_buy, ground.db, stage, viewer, rng)


@contextlib.asynccontextmanager
async def _read_along(socket: aiohttp.ClientWebSocketResponse, locale: str) -> AsyncIterator[None]:
    """Take in what the room says, so that it is not the one who listens slowly; and, asked to, think again."""

    async def read() -> None:
        async for message in socket:
            told = json.loads(message.data) if message.type == aiohttp.WSMsgType.TEXT else {}
            if told.get("code") == "uncivil":
                again = {"t": "chat", "text": words.BLUNT[locale][1], "nudge": told["params"]["nudge"]}
                await socket.send_json(again)

    task = asyncio.create_task(read())
    try:
        yield
    finally:
        task.cancel()


def _buy(db: Database, stage: Stage, viewer: Customer, rng: Random) -> None:
    offered = rng.choice(stage.goods)
    source = Source(room_id=stage.room_id, host_id=stage.host.id)
    with contextlib.suppress(Refusal):
        key = f"live {db.clock()}"
        payment_id = doings.order(db, viewer, rng.choice(offered.sku_ids), rng, source=source, key=key)
        doings.pay(db, viewer.actor, payment_id, rng)


def _want_more(db: Database, stage: Stage, viewer: Customer, rng: Random) -> None:
    with contextlib.suppress(Refusal):
        db.write_now(want_more, viewer.actor, stage.room_id, rng.choice(stage.goods[:3]).product_id)


def _viewer(tx: ReadTx, number: int) -> Customer | None:
    person_id = person_called(tx, f"c{number}@example.org")
    if person_id is None:
        return None
    actor = actor_of(tx, person_id)
    person = person_for(tx, SYSTEM, person_id)
    addresses = addresses_of(tx, actor)
    return Customer(actor, person.name, person.locale or "zh", addresses[0].id) if addresses else None


def _forever() -> range:
    return range(1 << 40)
