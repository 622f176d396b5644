"""The big screen's feed: for every room that a host looks at, one bounded frame a second at most."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

import msgspec
from litestar import Litestar, Router, WebSocket, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect

from livefair.kernel import SYSTEM, Database, ReadTx, Refusal
from livefair.kernel.log import log
from livefair.live import show_on_air
from livefair.live.on_air import Show, show_for
from livefair.live.rooms import room_to_run
from livefair.live.screen import History, Screen, history_of, products_now, screen_of, skus_now, worst_now
from livefair.realtime import Hub, transport_of
from livefair.web.callers import Caller, caller_with_cookie
from livefair.web.paths import Id
from livefair.web.services import Services

FRAME_S = 1.0
# The past does not change within a minute.
HISTORY_S = 30.0
CALLER_S = 30.0
PRODUCTS_SHOWN = 20


class Flag(msgspec.Struct, kw_only=True):
    """The worst metric: `low` and `high` bound the median of `n` earlier shows at this minute."""

    metric: str
    value: float
    median: float
    low: float
    high: float
    n: int


class SkuFrame(msgspec.Struct, kw_only=True):
    id: str
    product_id: str
    title: str
    title_en: str
    sku: str
    sku_en: str
    sold: int
    left: int
    amount_minor: int
    pinned: bool


class Frame(msgspec.Struct, kw_only=True):
    """`values` by metric, money in minor units; `minutes` one number a minute from `from_minute`; see `funnel_of`."""

    show: str
    at: int
    values: dict[str, float | None]
    from_minute: int
    minutes: dict[str, list[int]]
    sources: dict[str, int]
    relations: dict[str, int]
    funnel: list[int]
    skus: list[SkuFrame]
    past: int
    flag: Flag | None


class _Remembered(NamedTuple):
    show_id: str
    history: History
    until_s: float


def screen_topic(room_id: str) -> str:
    return f"screen:{room_id}"


class ScreenFeed:
    """One per program. Rooms that nobody looks at cost nothing."""

    def __init__(self, db: Database, hub: Hub) -> None:
        self._db, self._hub = db, hub
        self._watched: Counter[str] = Counter()
        self._histories: dict[str, _Remembered] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["ScreenFeed"]:
        task = asyncio.create_task(self._follow(), name="screen-feed")
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def begin(self, room_id: str) -> None:
        self._watched[room_id] += 1

    def leave(self, room_id: str) -> None:
        self._watched[room_id] -= 1
        if self._watched[room_id] <= 0:
            del self._watched[room_id]
            self._histories.pop(room_id, None)

    async def _follow(self) -> None:
        while True:
            for room_id in list(self._watched):
                try:
                    await self.tell(room_id)
                except Exception as error:  # one room that cannot be read must not darken the others' screens
                    log.error("screen_failed", room=room_id, error=str(error))
            await asyncio.sleep(FRAME_S)

    async def tell(self, room_id: str) -> None:
        """Send what the screen of the show on air shows now."""
        frame = await self._db.read(self._frame, room_id)
        if frame is not None:
            self._hub.set_here(screen_topic(room_id), {"screen": frame})

    def _frame(self, tx: ReadTx, room_id: str) -> Frame | None:
        show = show_on_air(tx, room_id)
        return None if show is None else frame_of(tx, show, self._history(tx, show))

    def _history(self, tx: ReadTx, show: Show) -> History:
        now_s = tx.now_ms / 1000
        known = self._histories.get(show.room_id)
        if known is not None and known.show_id == show.id and now_s < known.until_s:
            return known.history
        _, room = show_for(tx, SYSTEM, show.id)
        history = history_of(tx, show, room.host_id)
        self._histories[show.room_id] = _Remembered(show.id, history, now_s + HISTORY_S)
        return history


def frame_of(tx: ReadTx, show: Show, history: History) -> Frame:
    screen = screen_of(tx, show)
    products = products_now(tx, show)
    skus = skus_now(tx, show, [each.product_id for each in products][:PRODUCTS_SHOWN])
    return Frame(
        show=show.id,
        at=screen.at_ms,
        values={name: value if value is None else round(value, 4) for name, value in screen.values.items()},
        from_minute=screen.from_minute,
        minutes=screen.minutes,
        sources=screen.sources,
        relations=screen.relations,
        funnel=funnel_of(screen.sums, shown=sum(each.shown for each in products)),
        skus=[
            SkuFrame(
                id=sku.sku_id,
                product_id=sku.product_id,
                title=sku.title_zh,
                title_en=sku.title_en,
                sku=sku.sku_zh,
                sku_en=sku.sku_en,
                sold=sku.sold,
                left=sku.left,
                amount_minor=sku.amount.minor,
                pinned=sku.is_pinned,
            )
            for sku in skus
        ],
        past=history.n,
        flag=flag_of(screen, history),
    )


def funnel_of(sums: Mapping[str, int], *, shown: int) -> list[int]:
    """Came in, were shown a product, opened one, ordered: views of people, of products, openings, orders."""
    return [sums.get("entries", 0), shown, sums.get("clicks", 0), sums.get("orders", 0)]


def flag_of(screen: Screen, history: History) -> Flag | None:
    worst = worst_now(screen, history)
    if worst is None:
        return None
    past = worst.past
    return Flag(metric=worst.metric, value=worst.value, median=past.median, low=past.low, high=past.high, n=past.n)


@contextlib.asynccontextmanager
async def screens_alive(app: Litestar) -> AsyncIterator[None]:
    """The feed of all screens, for as long as the application lives."""
    services: Services = app.state.services
    async with ScreenFeed(services.db, services.hub).running() as feed:
        app.state.screens = feed
        yield


@websocket("/ws/rooms/{room_id:str}/screen")
async def screen_socket(socket: WebSocket[Caller, None, State], room_id: Id) -> None:
    """For those who run the room; it only listens. What is said to it is not heard."""
    await socket.accept()
    services: Services = socket.app.state.services
    try:
        await services.db.read(room_to_run, socket.user.actor, room_id)
    except Refusal as refusal:
        await socket.close(code=4000 + refusal.status, reason=refusal.code)
        return
    feed: ScreenFeed = socket.app.state.screens
    transport = transport_of(socket.scope)
    hub, topic = services.hub, screen_topic(room_id)
    hub.join(topic, transport, socket.user.actor.id, after=hub.mark(topic))
    feed.begin(room_id)
    try:
        await feed.tell(room_id)
        await _listen(socket, services, room_id)
    finally:
        feed.leave(room_id)
        hub.leave(topic, transport)


async def _listen(socket: WebSocket[Caller, None, State], services: Services, room_id: str) -> None:
    """Until either side ends it; whoever may not run the room any more is shown out."""
    with contextlib.suppress(WebSocketDisconnect, ConnectionError):
        while True:
            try:
                async with asyncio.timeout(CALLER_S):
                    received = await socket.receive()
            except TimeoutError:
                if not await _still_may(socket, services, room_id):
                    await socket.close(code=4403, reason="not_your_room")
                    return
                continue
            if received["type"] == "websocket.receive":  # nothing is to be said here
                await socket.close(code=4400, reason="bad_message")
            return


async def _still_may(socket: WebSocket[Caller, None, State], services: Services, room_id: str) -> bool:
    caller = await caller_with_cookie(services.db, socket.user.token)
    try:
        await services.db.read(room_to_run, caller.actor, room_id)
    except Refusal:
        return False
    return True


router = Router("/", route_handlers=[screen_socket], include_in_schema=False)
