"""Where shows are rehearsed: the whole application once more, around a database that lives as long as the rehearsal.

The host works with the pages of a real show, and a simulated crowd acts there through the use cases. Nothing of it can
reach orders, stock, money, measures or the feed of the fair, because it is written somewhere else. What the host does
there is told to the rehearsal in the fair's database, which is graded; nothing else leaves the hall.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from litestar import Litestar
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy import create_engine

from livefair.kernel import Actor, Conflict, Database, Fact, JobContext, Refusal, Unavailable, metadata
from livefair.kernel.clock import Clock
from livefair.kernel.log import log
from livefair.kernel.runner import Runner
from livefair.kernel.schema import sqlalchemy_url
from livefair.live.events import BlockBegan, QuestionAnswered, ShowEnded, ShowStarted
from livefair.live.events_of_hosting import PointCovered
from livefair.live.rehearsals import Rehearsal, do_in_rehearsal, measure_rehearsal, raise_curtain
from livefair.live.rules.picture_and_sound import Measure
from livefair.live.rules.rehearsal import Sold
from livefair.media import Fleet, Refused, StreamMeasured
from livefair.realtime import Hub
from livefair.shop.local_provider import NAME as LOCAL
from livefair.shop.providers import Providers
from livefair.value.payouts.providers import Payouts
from livefair.web.room_desk import topic_of
from livefair.web.services import Entrance, Services
from livefair.web.stage_keeper import StageKeeper
from livefair.web.stages import Stages
from livefair.world.fair import Plan, services_of
from livefair.world.stand_ins import StandIns
from livefair.world.understudy import Mounted, Script, mount

HALLS_MAX = 4
LASTS_S_MAX = 4 * 3600
DEEDS_WAITING_MAX = 2_000
EMPTY_S_MAX = 5.0

AppMaker = Callable[[Services], Litestar]
Deed = tuple[str, str]


class Seat:
    """A stand-in's connection to its room: counted as everybody's, and read by nobody."""

    def write(self, data: bytes, /) -> None:
        """Nothing is kept of it."""

    def get_write_buffer_size(self) -> int:
        return 0

    def abort(self) -> None:
        """There is nothing to end."""


class Guarded:
    """The hall's application. Whoever is served is served to the end; sockets end with the rehearsal."""

    def __init__(self, app: ASGIApp, over: asyncio.Event) -> None:
        self._app, self._over, self._here = app, over, 0
        self._empty = asyncio.Event()
        self._empty.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._here += 1
        self._empty.clear()
        try:
            await self._app(scope, self._until_over(receive) if str(scope["type"]) == "websocket" else receive, send)
        finally:
            self._here -= 1
            if not self._here:
                self._empty.set()

    def _until_over(self, receive: Receive) -> Receive:
        async def receiving() -> Any:
            heard = asyncio.ensure_future(receive())
            over = asyncio.ensure_future(self._over.wait())
            try:
                await asyncio.wait({heard, over}, return_when=asyncio.FIRST_COMPLETED)
                return heard.result() if heard.done() else {"type": "websocket.disconnect", "code": 1001}
            finally:
                for each in (heard, over):
                    each.cancel()
                await asyncio.gather(heard, over, return_exceptions=True)

        return receiving

    async def emptied(self) -> None:
        """No longer than EMPTY_S_MAX."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(EMPTY_S_MAX):
                await self._empty.wait()


@dataclass(slots=True)
class Hall:
    """One rehearsal that goes on. `keeper` is its host in the fair, `stage` its show in its own database."""

    rehearsal: Rehearsal
    keeper: Actor
    services: Services
    app: Litestar
    stage: Mounted
    crowd: StandIns
    guarded: Guarded
    over: asyncio.Event

    @property
    def entrance(self) -> Entrance:
        return Entrance(f"{self.rehearsal.id}~{self.stage.token}", f"/studio/rooms/{self.stage.room_id}")

    @property
    def sold(self) -> Sold:
        wanted = sum(self.crowd.wanted.values())
        return Sold(wanted, wanted - sum(self.crowd.missed.values()))


class Halls:
    """All rehearsals of this process, HALLS_MAX at a time."""

    def __init__(self, services: Services, make_app: AppMaker, *, most: int = HALLS_MAX) -> None:
        self._fair, self._make_app, self._most = services, make_app, most
        self._halls: dict[str, Hall] = {}
        self._lives: dict[str, asyncio.Task[None]] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Halls"]:
        try:
            yield self
        finally:
            for rehearsal_id in list(self._lives):
                await self.close(rehearsal_id)

    @property
    def going_on(self) -> list[Hall]:
        return list(self._halls.values())

    def entrance(self, rehearsal_id: str) -> Entrance | None:
        """None: it is not played here."""
        hall = self._halls.get(rehearsal_id)
        return hall.entrance if hall else None

    def app_for(self, rehearsal_id: str, token: str) -> ASGIApp | None:
        hall = self._halls.get(rehearsal_id)
        return hall.guarded if hall is not None and hall.stage.token == token else None

    def require_room(self) -> None:
        """Conflict halls_full."""
        if len(self._lives) >= self._most:
            raise Conflict("halls_full", limit=self._most)

    async def open(self, actor: Actor, rehearsal: Rehearsal, script: Script) -> None:
        """Ready to be entered when it returns."""
        self.require_room()
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        living = asyncio.create_task(self._live(actor, rehearsal, script, ready), name="rehearsal-hall")
        self._lives[rehearsal.id] = living
        living.add_done_callback(lambda _task: self._lives.pop(rehearsal.id, None))
        await ready

    async def close(self, rehearsal_id: str) -> Sold | None:
        """End it, after everything that was done in it is told. Returns what its crowd bought."""
        hall, living = self._halls.get(rehearsal_id), self._lives.get(rehearsal_id)
        if hall is not None:
            hall.over.set()
        if living is not None:
            await asyncio.wait([living])
        return hall.sold if hall is not None else None

    async def _live(self, actor: Actor, rehearsal: Rehearsal, script: Script, ready: "asyncio.Future[None]") -> None:
        try:
            async with self._opened(actor, rehearsal, script) as hall:
                self._halls[rehearsal.id] = hall
                ready.set_result(None)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LASTS_S_MAX):
                        await hall.over.wait()
                self._halls.pop(rehearsal.id, None)
                hall.over.set()
                await hall.guarded.emptied()
        except Exception as error:
            log.error("rehearsal_hall_failed", error=f"{type(error).__name__}: {error}")
            if not ready.done():
                ready.set_exception(Unavailable("too_busy"))
        finally:
            self._halls.pop(rehearsal.id, None)

    @contextlib.asynccontextmanager
    async def _opened(self, actor: Actor, rehearsal: Rehearsal, script: Script) -> AsyncIterator[Hall]:
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="livefair-rehearsal-")))
            db = await asyncio.to_thread(_new_database, folder, self._fair.db.clock)
            stack.callback(db.close)
            stage = await asyncio.to_thread(mount, db, script)
            services = await self._services(stack, db, folder, rehearsal.id)
            app = await asyncio.to_thread(self._make_app, services)
            await stack.enter_async_context(app.lifespan())
            crowd = StandIns(db, app.state.rooms, stage, Random(rehearsal.seed), _doors(services.hub, stage))
            over = asyncio.Event()
            hall = Hall(rehearsal, actor, services, app, stage, crowd, Guarded(app, over), over)
            if isinstance(services.media, Fleet):
                await stack.enter_async_context(StageKeeper(db, services.media, services.seal).running())
                stack.push_async_callback(_close_stage, services.media, stage.room_id)
            await stack.enter_async_context(_Telling(self._fair.db, hall).running())
            yield hall

    async def _services(self, stack: AsyncExitStack, db: Database, folder: Path, rehearsal_id: str) -> Services:
        """Those of the fair around another database; whatever would reach outside stays in."""
        plan = Plan(
            url=db.url,
            files=self._fair.files,
            folder=folder,
            seed=0,
            password="",
            ends_at_ms=0,
            provider_key=b"only ever heard in this rehearsal",
        )
        for_jobs = await stack.enter_async_context(services_of(plan, db))
        hub = Hub(presence="viewers")
        await stack.enter_async_context(hub.running())
        working = asyncio.create_task(Runner(JobContext(db, for_jobs)).run(), name="rehearsal-outbox")
        stack.push_async_callback(_ended, working)
        media = self._fair.media
        providers: Any = for_jobs[Providers]
        payouts: Any = for_jobs[Payouts]
        assert providers.default == LOCAL
        return replace(
            self._fair,
            db=db,
            settings=replace(self._fair.settings, rehearsal_id=rehearsal_id, is_demo=False, demo_password=""),
            hub=hub,
            providers=providers,
            payouts=payouts,
            stages=Stages(media, has_fast_seats=False, records=False) if media is not None else None,
            archive=None,
            checks={},
            halls=None,
        )


class _Telling:
    """What the host does in the hall, told to the rehearsal; and the crowd, from the moment the show begins."""

    def __init__(self, fair: Database, hall: Hall) -> None:
        self._fair, self._hall = fair, hall
        self._heard: asyncio.Queue[Fact] = asyncio.Queue(DEEDS_WAITING_MAX)
        self._crowd: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()

        def hear(facts: Sequence[Fact], _jobs: int) -> None:
            with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
                loop.call_soon_threadsafe(self._take_in, facts)

        unsubscribe = self._hall.services.db.subscribe(hear)
        telling = asyncio.create_task(self._tell_on(), name="rehearsal-telling")
        measuring = asyncio.create_task(self._measure(), name="rehearsal-measures")
        try:
            yield
        finally:
            unsubscribe()
            await _ended(measuring)
            if self._crowd is not None:
                await _ended(self._crowd)
            await asyncio.sleep(0)  # what was heard in the last commit is taken in
            await self._heard.join()
            await _ended(telling)

    def _take_in(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, ShowStarted | ShowEnded | BlockBegan | PointCovered | QuestionAnswered):
                with contextlib.suppress(asyncio.QueueFull):
                    self._heard.put_nowait(fact)

    async def _tell_on(self) -> None:
        while True:
            fact = await self._heard.get()
            try:
                await self._tell(fact)
            except Refusal as refusal:
                log.info("rehearsal_deed_refused", code=refusal.code)
            except Exception as error:  # the fair's database is away for a moment: the rehearsal goes on
                log.error("rehearsal_deed_failed", error=str(error))
            finally:
                self._heard.task_done()

    async def _tell(self, fact: Fact) -> None:
        if isinstance(fact, ShowStarted):
            await self._fair.write(raise_curtain, self._hall.keeper, self._hall.rehearsal.id)
            cues, now_ms = self._hall.rehearsal.crowd, self._fair.clock()
            self._crowd = asyncio.create_task(self._hall.crowd.play(cues, began_at_ms=now_ms), name="stand-ins")
        elif isinstance(fact, ShowEnded) and self._crowd is not None:
            self._crowd.cancel()
        for kind, subject in deeds_in(fact, self._hall):
            await self._fair.write(
                do_in_rehearsal, self._hall.keeper, self._hall.rehearsal.id, kind=kind, subject=subject
            )

    async def _measure(self) -> None:
        """Light and sound of what comes in, as the media worker measures it."""
        media = self._hall.services.media
        if not isinstance(media, Fleet):
            return
        async with contextlib.aclosing(media.events()) as events:
            async for event in events:
                if isinstance(event, StreamMeasured) and event.room == self._hall.stage.room_id:
                    measure = Measure(0, event.luma, event.loudness_db, event.peak_db, event.change)
                    with contextlib.suppress(Refusal):
                        await self._fair.write(measure_rehearsal, self._hall.keeper, self._hall.rehearsal.id, measure)


def deeds_in(fact: Fact, hall: Hall) -> list[Deed]:
    """What the host has done, in the words and ids of the plan."""
    stage = hall.stage
    if isinstance(fact, BlockBegan) and fact.block_id in stage.blocks:
        return [("block", stage.blocks[fact.block_id])]
    if isinstance(fact, PointCovered) and fact.product_id in stage.products:
        return [("point", f"{stage.products[fact.product_id]}/{fact.point}")]
    if isinstance(fact, QuestionAnswered):
        return [("answer", str(place)) for place in hall.crowd.asked.get(fact.question_id, ())]
    return []


def _doors(hub: Hub, stage: Mounted) -> Callable[[str], None]:
    """Whoever comes in is counted in the room from then on."""
    topic, loop = topic_of(stage.room_id), asyncio.get_running_loop()

    def come_in(person_id: str) -> None:
        loop.call_soon_threadsafe(lambda: hub.join(topic, Seat(), person_id, after=hub.mark(topic)))

    return come_in


def _new_database(folder: Path, clock: Clock) -> Database:
    """All tables as they are today, at once: a rehearsal has no history to migrate."""
    url = f"sqlite:///{folder}/rehearsal.db"
    engine = create_engine(sqlalchemy_url(url))
    try:
        metadata.create_all(engine)
    finally:
        engine.dispose()
    return Database(url, clock=clock, durable=False)


async def _close_stage(media: Fleet, room_id: str) -> None:
    with contextlib.suppress(Refused):
        await media.close(room_id)


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
