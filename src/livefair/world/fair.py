"""The demo world while it is being made: its database at a time that the scenario sets, and who has come."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import httpx

from livefair.kernel import SYSTEM, Actor, Database, JobContext
from livefair.kernel.clock import SetClock
from livefair.kernel.files import Files
from livefair.kernel.ids import id_source
from livefair.kernel.runner import Runner, plant_crons
from livefair.shop import settle_notification
from livefair.shop.local_provider import LocalProvider, verify_notification
from livefair.shop.providers import Providers
from livefair.supply.carriers import NAME as LOCAL_CARRIER
from livefair.supply.carriers import Carriers, LocalCarrier, verify_told
from livefair.supply.tracking import hear_carrier
from livefair.value.payouts import settle_payout
from livefair.value.payouts.local_provider import LocalPayouts, verify_word
from livefair.value.payouts.providers import Payouts
from livefair.world.artwork.files import Artwork
from livefair.world.artwork.make import Workshop

FILMS_BEFORE = 3

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a world is made from. The same `seed` makes the same world, whenever it is made.

    `folder` keeps the artwork, so that it is made once. `processors` are what jobs may use, by type. `films` are part
    of the history; those after them have their premieres while the world lives on. `seal` closes what
    only the program may open.
    """

    url: str
    files: Files
    folder: Path
    seed: int
    password: str
    ends_at_ms: int
    provider_key: bytes
    processors: Mapping[type, Any] = field(default_factory=dict)
    days: int = 30
    customers: int = 300
    films: int = FILMS_BEFORE
    seal: Callable[[str], str] = str


class Customer(NamedTuple):
    actor: Actor
    name: str
    locale: str
    address_id: str


class Goods(NamedTuple):
    product_id: str
    sku_ids: tuple[str, ...]
    brand: Actor
    family: str
    zh: str
    en: str


class Host(NamedTuple):
    actor: Actor
    name: str
    room_id: str
    goods: tuple[str, ...]


class Film(NamedTuple):
    video_id: str
    author: Actor
    goods: str


@dataclass(slots=True)
class Fair:
    plan: Plan
    db: Database
    clock: SetClock
    loop: asyncio.Runner
    workshop: Workshop
    progress: Progress
    goods: dict[str, Goods] = field(default_factory=dict)
    brands: list[Actor] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    films: list[Film] = field(default_factory=list)
    reviews: list[tuple[str, str, Actor]] = field(default_factory=list)
    """(review id, product key, reviewer)"""
    photos_used: set[int] = field(default_factory=set)
    accounts: dict[str, str] = field(default_factory=dict)
    """The demo accounts' person ids by role."""
    has_been_paid: bool = False
    """Whether somebody has asked for a payout already."""
    seat: dict[str, int] = field(default_factory=dict)
    """A customer's place in `customers` by person id."""

    def rng(self, topic: str) -> Random:
        """Chance for one topic: another topic drawing more often changes nothing here."""
        return Random(f"{self.plan.seed}:{topic}")

    @property
    def art(self) -> Artwork:
        return self.workshop.art

    def file(self, path: Path) -> str:
        """Put a file of the artwork into the store, as soon as it is made; returns its key."""
        return self.plan.files.put_file_now(self.workshop.need(path), suffix=path.suffix)

    def line_id(self, rng: Random) -> str:
        return id_source(rng)(self.clock())

    def welcome(self, customer: Customer) -> None:
        self.seat[customer.actor.id] = len(self.customers)
        self.customers.append(customer)

    def work(self) -> None:
        """Do everything that is due now, as the program would: deliveries, jobs, notifications."""
        self.loop.run(_work(self))


class Doorstep(httpx.AsyncBaseTransport):
    """The way from the providers of payments and payouts to the shop while no server runs: same bytes, same check."""

    def __init__(self, db: Database, key: bytes) -> None:
        self._db, self._key = db, key

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        now_ms = self._db.clock()
        if request.url.path.startswith("/carrier"):
            told = verify_told(self._key, request.headers, body, now_ms=now_ms)
            await self._db.write(hear_carrier, SYSTEM, LOCAL_CARRIER, told)
        elif request.url.path.startswith("/payouts"):
            await self._db.write(settle_payout, SYSTEM, verify_word(self._key, request.headers, body, now_ms=now_ms))
        else:
            word = verify_notification(self._key, request.headers, body, now_ms=now_ms)
            await self._db.write(settle_notification, SYSTEM, word)
        return httpx.Response(200)


async def _work(fair: Fair) -> None:
    async with services_of(fair.plan, fair.db) as services:
        await Runner(JobContext(fair.db, services)).until_nothing_is_due()


@contextlib.asynccontextmanager
async def services_of(plan: Plan, db: Database) -> AsyncIterator[dict[type, Any]]:
    """What jobs may use while no server runs."""
    async with httpx.AsyncClient(transport=Doorstep(db, plan.provider_key)) as http:
        local = LocalProvider(db, http, "http://shop.invalid/", plan.provider_key)
        bank = LocalPayouts(db, http, "http://shop.invalid/payouts", plan.provider_key)
        carrier = LocalCarrier(db, http, "http://shop.invalid/carrier", plan.provider_key)
        yield {
            Files: plan.files,
            LocalCarrier: carrier,
            Carriers: Carriers({carrier.name: carrier}),
            LocalProvider: local,
            Providers: Providers({local.name: local}),
            LocalPayouts: bank,
            Payouts: Payouts(bank),
            **plan.processors,
        }


def plant(fair: Fair) -> None:
    fair.db.write_now(plant_crons, SYSTEM)
