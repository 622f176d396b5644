"""The crowd of a rehearsal: people of its own database, who say, ask, vote and buy by the use cases of everybody.

When they act is the rehearsal's plan (`live.rules.crowd`), drawn from the host's own shows; here it is done.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from livefair.catalog.queries import skus_of
from livefair.kernel import GUEST, SECOND_MS, Actor, Database, ReadTx, Refusal
from livefair.live.draws import enter_draw, latest_draw
from livefair.live.pins import current_pin
from livefair.live.polls import choose, latest_poll
from livefair.live.questions import ask
from livefair.live.rules.crowd import Cue
from livefair.people import actor_of, sign_up
from livefair.shop import Source
from livefair.shop.local_provider import charge
from livefair.world import doings
from livefair.world.fair import Customer
from livefair.world.understudy import NO_PASSWORD, Mounted

NAMES = ("小满", "Ana", "阿竹", "Leo", "青禾", "Mia", "南风", "Tom", "团子", "Ivy", "老周", "Sam")
PLAY_CHANCE = 0.5
LIKES = (1, 6)


class Desk(Protocol):
    """Where lines and taps are handed in, as the sockets do."""

    async def say(self, actor: Actor, room_id: str, *, text: str) -> object: ...
    async def like(self, actor: Actor, viewer: str, room_id: str, times: int, /) -> None: ...
    async def pulse(self, actor: Actor, viewer: str, room_id: str, pulse: str, /) -> None: ...


class Doors(Protocol):
    """Told of everybody who comes in for the first time."""

    def __call__(self, person_id: str, /) -> None: ...


@dataclass(slots=True)
class StandIns:
    """`asked`: the cues' places behind each question, so that its answer is known for theirs."""

    db: Database
    desk: Desk
    stage: Mounted
    rng: Random
    come_in: Doors = lambda _person: None
    asked: dict[str, list[int]] = field(default_factory=dict)
    wanted: Counter[str] = field(default_factory=Counter)
    """Pieces of each product that somebody wanted to buy."""
    missed: Counter[str] = field(default_factory=Counter)
    """Those for which there was no stock."""
    _people: dict[int, Customer] = field(default_factory=dict)

    async def play(self, cues: Sequence[Cue], *, began_at_ms: int) -> None:
        """Each cue at its time, until the last."""
        for place, cue in enumerate(cues):
            await asyncio.sleep(max(0, began_at_ms + cue.at_ms - self.db.clock()) / SECOND_MS)
            await self.act(place, cue)

    async def act(self, place: int, cue: Cue) -> None:
        """What is refused is not done: a crowd bears that."""
        if (viewer := self._people.get(cue.who)) is None:
            viewer = await asyncio.to_thread(self._bring, cue.who)
        actor, room_id = viewer.actor, self.stage.room_id
        with contextlib.suppress(Refusal):
            if cue.kind == "line":
                await self.desk.say(actor, room_id, text=cue.text)
                await self.desk.like(actor, actor.id, room_id, self.rng.randint(*LIKES))
            elif cue.kind == "question":
                question = await self.db.write(ask, actor, room_id, text=cue.text)
                self.asked.setdefault(question.id, []).append(place)
            elif cue.kind == "pulse":
                await self.desk.pulse(actor, actor.id, room_id, cue.text)
            elif cue.kind == "order":
                await self._buy(viewer)
        await self._take_part(actor)

    async def _take_part(self, actor: Actor) -> None:
        if self.rng.random() > PLAY_CHANCE:
            return
        draw_id, poll_id = await self.db.read(_offered, self.stage.show_id)
        with contextlib.suppress(Refusal):
            if draw_id:
                await self.db.write(enter_draw, actor, draw_id)
        with contextlib.suppress(Refusal):
            if poll_id:
                await self.db.write(choose, actor, poll_id, option=self.rng.choice((1, 2, 2)))

    async def _buy(self, viewer: Customer) -> None:
        """What is pinned, if anything is."""
        product_id, skus = await self.db.read(_for_sale, self.stage.show_id)
        if not skus:
            return
        sku_id = self.rng.choice(skus)
        self.wanted[product_id] += 1
        try:
            await asyncio.to_thread(self._order, viewer, sku_id)
        except Refusal:
            self.missed[product_id] += 1
            raise

    def _order(self, viewer: Customer, sku_id: str) -> None:
        source = Source(room_id=self.stage.room_id, host_id=self.stage.host.id)
        payment_id = doings.order(
            self.db, viewer, sku_id, self.rng, source=source, key=f"rehearsal {sum(self.wanted.values())}"
        )
        self.db.write_now(charge, viewer.actor, payment_id, behaviour="pay")

    def _bring(self, who: int) -> Customer:
        """Somebody new, with an address to send things to."""
        name = f"{NAMES[who % len(NAMES)]}{who}"
        person_id = self.db.write_now(
            sign_up,
            GUEST,
            email=f"viewer{who}@rehearsal.example",
            name=name,
            locale="zh",
            password_hash=NO_PASSWORD,
        )
        actor = self.db.read_now(actor_of, person_id)
        address_id = doings.put_address(self.db, actor, name, self.rng)
        found = self._people[who] = Customer(actor, name, "zh", address_id)
        self.come_in(actor.id)
        return found


def _offered(tx: ReadTx, show_id: str) -> tuple[str | None, str | None]:
    draw, poll = latest_draw(tx, show_id), latest_poll(tx, show_id)
    return (
        draw.id if draw is not None and draw.state == "open" else None,
        poll.id if poll is not None and poll.closed_at_ms is None else None,
    )


def _for_sale(tx: ReadTx, show_id: str) -> tuple[str, list[str]]:
    pinned = current_pin(tx, show_id)
    return (pinned.product_id, [sku.id for sku in skus_of(tx, pinned.product_id)]) if pinned else ("", [])
