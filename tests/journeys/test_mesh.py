"""Two web programs, one media program with two workers, PostgreSQL and NATS serve one site; one of each is killed."""

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from sqlalchemy import bindparam, func, select

from livefair.kernel import SYSTEM, Actor, Database, query
from livefair.kernel.clock import wall_clock
from livefair.kernel.runner import job_counts
from livefair.kernel.schema import upgrade
from livefair.ledger import balance
from livefair.live import end_show, open_room, plan_show, start_show
from livefair.live.journal import counted_likes
from livefair.live.models import CHAT_LINE, SHOW
from livefair.live.replays import replays_of
from livefair.media import shard_of
from livefair.people.sign_in import open_session
from livefair.shop import add_address
from livefair.shop.models import ORDER
from livefair.supply import level
from livefair.web.callers import SESSION_COOKIE
from livefair.world import invariants
from tests.journeys.mesh import Balancer, Player, Voice, Watcher, again
from tests.journeys.test_rush import Shopper, a_minute_goes_by
from tests.media.publishers import rtmp_command, running
from tests.media.publishers import until as until_true
from tests.postgresql import Server as PostgreSql
from tests.program import Running, free_port
from tests.realtime.servers import Server, nats_server
from tests.stall import PLACE, Stall, put_in_cart, set_up

VOICES, WORDS = 10, 10
BUYERS, PIECES, PRICE_MINOR = 10, 6, 9_900
SECRET = "the one secret that all programs of a site share, 0123456789"
WAIT_S = 90

_LINES = query(str, select(CHAT_LINE.c.id))
_SHOW_LINES = query(int, select(func.coalesce(func.sum(SHOW.c.lines), 0)))
_SHOW_LIKES = query(int, select(SHOW.c.likes).where(SHOW.c.id == bindparam("show")))
_ORDERS = query(str, select(ORDER.c.state))


class Stage(NamedTuple):
    host: Actor
    room_id: str
    show_id: str


class Site(NamedTuple):
    """`webs` and `media` are programs; `address` is the balancer's."""

    address: str
    webs: list[Running]
    media: Running
    nats: Server
    start_web: Callable[[int], Running]

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def socket(self, room_id: str, at: str = "") -> str:
        return f"ws://{at or self.address}/ws/rooms/{room_id}"


@pytest.fixture
def database_url(postgresql: PostgreSql) -> Iterator[str]:
    url = postgresql.create("mesh")
    upgrade(url)
    yield url
    postgresql.drop("mesh")


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    database = Database(database_url, clock=wall_clock)
    yield database
    database.close()


@pytest.fixture
async def site(tmp_path: Path, database_url: str) -> AsyncIterator[Site]:
    nats, started = nats_server(), list[Running]()
    shared = ["--database", database_url, "--files", tmp_path / "files"]
    port, balancer = free_port(), Balancer()

    def start(name: str, *words: object, command: str = "run", port: int = 0) -> Running:
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "livefair.toml").write_text(f'secret = "{SECRET}"')
        found = Running(tmp_path / name, *shared, *words, command=command, port=port)
        started.append(found)
        return found

    with contextlib.ExitStack() as stack:
        stack.callback(nats.kill)
        stack.callback(lambda: [program.kill() for program in started])
        media = start("media", "--media-workers", 2, "--ice-addresses", "127.0.0.1", command="media")

        def start_web(number: int) -> Running:
            words = ["--media-url", media.address, "--broker-url", nats.url]
            words += ["--public-url", f"http://127.0.0.1:{port}"]
            taken = webs[number].port if number < len(webs) else 0
            return start(f"web{number}", *words, port=taken)

        webs: list[Running] = []
        for number in range(2):
            webs.append(start_web(number))
        balancer.ports = [web.port for web in webs]
        async with balancer.open(port) as address:
            yield Site(address, webs, media, nats, start_web)


@pytest.fixture
def stages(db: Database, join: Callable[..., Actor]) -> list[Stage]:
    """A show on air for each of two workers."""
    found: dict[int, Stage] = {}
    host = join("hana", "host")
    for number in range(20):
        if len(found) == 2:
            break
        room_id = db.write_now(open_room, host, title=f"Corner {number}")
        if shard_of(room_id, 2) not in found:
            show_id = db.write_now(plan_show, host, room_id, title="Evening show", scene="home")
            found[shard_of(room_id, 2)] = Stage(host, room_id, show_id)
    for stage in found.values():
        db.write_now(start_show, stage.host, stage.show_id)
    return [found[0], found[1]]


def token_of(db: Database, actor: Actor) -> str:
    return db.write_now(open_session, actor, actor.id, agent="test", address="127.0.0.1")


def client_of(db: Database, actor: Actor, url: str) -> httpx.AsyncClient:
    cookies = {SESSION_COOKIE: token_of(db, actor)}
    return httpx.AsyncClient(base_url=url, cookies=cookies, verify=False, trust_env=False, timeout=10)


async def camera(site: Site, db: Database, stage: Stage) -> None:
    """OBS with the key from the host's page: publishes, and connects again whenever it is cut off."""
    async with client_of(db, stage.host, site.url) as http:
        page = (await http.get(f"/studio/rooms/{stage.room_id}")).text
    server, key = re.findall(r"<code>(rtmp://[^<]+)</code>|<code>([^<]+\?token=[^<]+)</code>", page)
    while True:
        async with running(*rtmp_command(f"{server[0]}/{key[1]}", seconds=300)) as process:
            await process.wait()
        await asyncio.sleep(0.5)


async def shopping(shopper: Shopper) -> None:
    """Look, order and pay; what fails on the way is done again, the same click."""
    await again(shopper.look, httpx.TransportError)
    await again(lambda: shopper.buy(lambda _word: None), httpx.TransportError)


class Faults:
    """Strikes as the acknowledgements go up."""

    def __init__(self, site: Site, db: Database, players: list[Player]) -> None:
        self.site, self.db, self.players = site, db, players
        self.told = 0
        self._reached = asyncio.Event()

    def tell(self) -> None:
        self.told += 1
        self._reached.set()

    async def until(self, share: float) -> None:
        while self.told < share * VOICES * WORDS * 2:
            self._reached.clear()
            await self._reached.wait()

    async def strike(self) -> None:
        site = self.site
        await self.until(0.15)
        site.webs[0].kill()
        self.db.write_now(a_minute_goes_by, SYSTEM)
        await self.until(0.3)
        worker = min(site.media.children())
        before = [player.newest for player in self.players]
        os.kill(worker, signal.SIGKILL)
        await self.until(0.5)
        site.nats.kill()
        site.webs[0] = await asyncio.to_thread(site.start_web, 0)
        await self.until(0.7)
        site.nats.start()
        for player, newest in zip(self.players, before, strict=True):
            await until_true(lambda: _grew(player, newest + 3), "the picture to go on", WAIT_S)  # noqa: B023 (awaited in this turn)


async def _grew(player: Player, beyond: int) -> bool:
    return player.newest > beyond


@pytest.mark.slow
async def test_nothing_that_was_accepted_is_lost_or_doubled_when_one_of_each_is_killed(
    site: Site, db: Database, join: Callable[..., Actor], stages: list[Stage]
) -> None:
    stall = set_up(db, join, pieces=PIECES, price_minor=PRICE_MINOR)
    async with AsyncExitStack() as stack:
        cameras = [asyncio.create_task(camera(site, db, stage)) for stage in stages]
        stack.callback(lambda: [task.cancel() for task in cameras])
        urls = [f"{site.url}/hls/{stage.room_id}/index.m3u8" for stage in stages]
        players = [await stack.enter_async_context(Player(url).playing()) for url in urls]
        for player in players:
            await until_true(lambda: _grew(player, 0), "the picture", WAIT_S)  # noqa: B023 (awaited in this turn)
        watchers = [
            await stack.enter_async_context(Watcher(site.socket(stages[0].room_id)).watching()) for _ in range(4)
        ]
        voices = [Voice(site.socket(stages[0].room_id), token_of(db, join(f"v{n}"))) for n in range(VOICES)]
        shoppers = [await _shopper(stack, site, stall, join(f"buyer{n}")) for n in range(BUYERS)]
        faults = Faults(site, db, players)
        async with asyncio.TaskGroup() as everybody:
            everybody.create_task(faults.strike())
            for number, voice in enumerate(voices):
                everybody.create_task(voice.speak([f"{number}: word {each}" for each in range(WORDS)], faults.tell))
            await faults.until(0.1)
            for shopper in shoppers:
                everybody.create_task(shopping(shopper))
        await _both_hear_each_other(site, db, stages[0], watchers, join)
        for task in cameras:
            task.cancel()
        await asyncio.gather(*cameras, return_exceptions=True)
    said = [line for voice in voices for line in voice.lines]
    assert max(voice.connections for voice in voices) > 1, "somebody had to come back"
    kept = db.read_now(lambda tx: tx.all(_LINES))
    assert len(said) == len(set(said)) == VOICES * WORDS
    assert len(set(kept) - set(said)) == 1, "only what was said afterwards, to see that all are heard"
    assert set(said) < set(kept)
    assert db.read_now(lambda tx: tx.value(_SHOW_LINES)) == len(kept)
    likes = sum(voice.likes for voice in voices)
    assert likes == VOICES * WORDS * 3
    likes += 3  # with the last line
    assert db.read_now(counted_likes, stages[0].show_id) == likes
    assert db.read_now(lambda tx: tx.value(_SHOW_LIKES, show=stages[0].show_id)) == likes
    await _orders_are_exact(db, stall, shoppers)
    await _replays_are_kept(db, stages, site)
    assert db.read_now(invariants.breaches) == []
    assert db.read_now(job_counts)[1] == 0, "dead letters"


async def _shopper(stack: AsyncExitStack, site: Site, stall: Stall, buyer: Actor) -> Shopper:
    put_in_cart(stall, buyer)
    stall.db.write_now(add_address, buyer, PLACE)
    return Shopper(await stack.enter_async_context(client_of(stall.db, buyer, site.url)))


async def _both_hear_each_other(
    site: Site, db: Database, stage: Stage, watchers: list[Watcher], join: Callable[..., Actor]
) -> None:
    """A line that is said at one web program is seen at both, and by everybody who had to come back."""
    async with AsyncExitStack() as stack:
        at = [f"127.0.0.1:{web.port}" for web in site.webs]
        direct = [await stack.enter_async_context(Watcher(site.socket(stage.room_id, one)).watching()) for one in at]
        people = len(watchers) + len(direct)
        for watcher in direct:
            await until_true(lambda: _counts(watcher, people), "all viewers to be counted", WAIT_S)  # noqa: B023 (awaited in this turn)
        voice = Voice(site.socket(stage.room_id, at[0]), token_of(db, join("last")))
        await voice.speak(["everybody there?"], lambda: None)
        [line] = voice.lines
        for watcher in (*watchers, *direct):
            await until_true(lambda: _saw(watcher, line), "the last line", WAIT_S)  # noqa: B023 (awaited in this turn)
    assert all(watcher.states > 1 for watcher in watchers), "each had to ask for the state again"


async def _counts(watcher: Watcher, people: int) -> bool:
    return watcher.values.get("viewers") == people


async def _saw(watcher: Watcher, line: str) -> bool:
    return line in watcher.seen


async def _orders_are_exact(db: Database, stall: Stall, shoppers: list[Shopper]) -> None:
    async def settled() -> bool:
        return db.read_now(lambda tx: tx.all(_ORDERS)) == ["paid"] * PIECES

    await until_true(settled, "all payments", WAIT_S)
    assert len({shopper.payment for shopper in shoppers if shopper.payment}) == PIECES
    assert sum(not shopper.payment for shopper in shoppers) == BUYERS - PIECES
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, PIECES, PIECES)
    assert db.read_now(balance, "psp_clearing") == -PIECES * PRICE_MINOR


async def _replays_are_kept(db: Database, stages: list[Stage], site: Site) -> None:
    """The shows end in a program that has no media; what both workers recorded, the killed one too, is kept."""
    for stage in stages:
        db.write_now(end_show, stage.host, stage.show_id)

        async def kept(room_id: str = stage.room_id) -> bool:
            return bool(db.read_now(replays_of, room_id, most=1))

        await until_true(kept, "the replay", WAIT_S)
        async with httpx.AsyncClient(base_url=site.url, trust_env=False) as http:
            playlist = await http.get(f"/hls/{stage.room_id}/{stage.show_id}/replay.m3u8")
        assert playlist.status_code == 200
        assert playlist.text.count("#EXTINF") > 3
