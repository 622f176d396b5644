"""What the demo room plays: its host holds draws and asks, its viewers take part, over the socket as everybody does."""

import asyncio
import contextlib
from collections.abc import Callable
from itertools import cycle
from random import Random

import aiohttp

from livefair.catalog.queries import product_cards
from livefair.kernel import Actor, Database, ReadTx, Refusal, WriteTx
from livefair.live import answer_pulse, show_on_air
from livefair.live.draws import Terms, latest_draw, open_draw
from livefair.live.polls import Asking, Choice, latest_poll, open_poll
from livefair.live.pulses import pulses_waiting
from livefair.live.rules.polls import OPTION_CHARS_MAX
from livefair.live.story_cards import show_story, stories_for
from livefair.live.tasks import TaskDraft, open_task
from livefair.world.bargains import flash_one

PLAY_S = 45.0
NOTICE_S = 20.0
LASTS_MS = 60_000

TEA = Terms("一罐春茶 · A tin of spring tea", winners=3, lasts_ms=LASTS_MS)
MUG = Terms("手作茶杯 · A handmade cup", winners=1, eligibility="followers", lasts_ms=LASTS_MS)
BREW = Asking(
    "平时怎么喝茶？ How do you drink it?",
    (Choice("盖碗 Gaiwan"), Choice("大杯 Big mug"), Choice("冷泡 Cold brew")),
    lasts_ms=LASTS_MS,
)
LEAF = Asking(
    "绿茶用多少度的水？ Water for green tea?",
    (Choice("100 °C"), Choice("80 °C"), Choice("60 °C")),
    "quiz",
    is_changeable=False,
    right=2,
    lasts_ms=LASTS_MS,
)
LIKED = TaskDraft("likes", 150, "满了就泡一壶给大家看 · At 150 I brew a pot for you", lasts_ms=180_000)

Playing = Callable[[WriteTx, Actor, str], object]


def hold(terms: Terms) -> Playing:
    return lambda tx, actor, room_id: open_draw(tx, actor, room_id, terms)


def ask(asking: Asking) -> Playing:
    return lambda tx, actor, room_id: open_poll(tx, actor, room_id, asking)


def want(draft: TaskDraft) -> Playing:
    return lambda tx, actor, room_id: open_task(tx, actor, room_id, draft)


def next_of(product_ids: list[str]) -> Playing:
    """The room decides what comes next, out of the first three."""

    def asking(tx: WriteTx, actor: Actor, room_id: str) -> object:
        cards = product_cards(tx, product_ids[:3])
        choices = tuple(Choice(card.title_zh[:OPTION_CHARS_MAX], card.id) for card in cards.values())
        return open_poll(tx, actor, room_id, Asking("接下来看哪件？ What next?", choices, "next_item"))

    return asking


def sell_cheaply(product_ids: list[str]) -> Playing:
    return lambda tx, actor, room_id: flash_one(tx, actor, room_id, product_ids)


def tell(tx: WriteTx, actor: Actor, room_id: str) -> object:
    """A story of the first brand in the show that tells one."""
    show = show_on_air(tx, room_id)
    stories = stories_for(tx, show.id) if show else []
    if stories:
        show_story(tx, actor, room_id, stories[0].id)
    return stories


async def host_plays(db: Database, host: Actor, room_id: str, product_ids: list[str]) -> None:
    """One thing after another, for as long as the show lasts; the pulses that come are noticed."""
    together = [ask(BREW), want(LIKED), next_of(product_ids), hold(MUG), ask(LEAF)]
    turns = [hold(TEA), tell, sell_cheaply(product_ids), *together]
    async with asyncio.TaskGroup() as group:
        group.create_task(_notice(db, host, room_id))
        for playing in cycle(turns):
            await asyncio.sleep(PLAY_S)
            with contextlib.suppress(Refusal):  # the one before it may still run
                await db.write(playing, host, room_id)


async def _notice(db: Database, host: Actor, room_id: str) -> None:
    while True:
        await asyncio.sleep(NOTICE_S)
        show = await db.read(show_on_air, room_id)
        waiting = await db.read(pulses_waiting, show.id) if show else {}
        loudest = max(waiting, key=lambda pulse: waiting[pulse], default=None)
        if loudest is not None and waiting[loudest]:
            with contextlib.suppress(Refusal):
                await db.write(answer_pulse, host, room_id, pulse=loudest)


async def take_part(db: Database, room_id: str, socket: aiohttp.ClientWebSocketResponse, rng: Random) -> None:
    """Enter the draw that is open, vote where something is asked, tell the host something; as the mood is."""
    for message in await db.read(offered, room_id, rng):
        await socket.send_json(message)


def offered(tx: ReadTx, room_id: str, rng: Random) -> list[dict[str, str | int]]:
    """The messages by which a viewer would take part now."""
    show = show_on_air(tx, room_id)
    if show is None:
        return []
    found: list[dict[str, str | int]] = []
    draw, poll = latest_draw(tx, show.id), latest_poll(tx, show.id)
    if draw is not None and draw.state == "open":
        found.append({"t": "enter", "id": draw.id})
    if poll is not None and poll.closed_at_ms is None:
        found.append({"t": "choose", "id": poll.id, "option": rng.choice((1, 2, 2, 3))})
    if rng.random() < 0.2:
        found.append({"t": "pulse", "pulse": rng.choice(("too_fast", "price_unclear", "show_again"))})
    return found
