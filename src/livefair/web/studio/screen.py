"""The host's big screen: the page; its numbers then come over the socket (screen_feed.py)."""

from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import SYSTEM, Actor, Money, ReadTx
from livefair.live import show_on_air
from livefair.live.metrics import Metric, metrics
from livefair.live.on_air import Show, show_for
from livefair.live.rooms import room_to_run
from livefair.live.screen import History, history_of
from livefair.web import i18n
from livefair.web.labels import label
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.screen_feed import Flag, Frame, frame_of

HEADLINES = ("paid", "online", "orders", "conversion")
BLOCKS = ("core", "people", "talk", "goods")
STEPS = ("entered", "shown", "opened", "ordered")


class Tile(NamedTuple):
    """`text` is the value as it is read; `sources` names facts and journals."""

    id: str
    name: str
    formula: str
    unit: str
    text: str
    sources: list[str]
    is_flagged: bool


class BlockTiles(NamedTuple):
    code: str
    tiles: list[Tile]


class FlagView(NamedTuple):
    name: str
    value: str
    median: str
    low: str
    high: str
    n: int


class SkuRow(NamedTuple):
    id: str
    title: str
    sku: str
    sold: int
    left: int
    through: float
    amount: Money
    is_pinned: bool


class Part(NamedTuple):
    code: str
    label: str
    value: int
    share: float


class ScreenView(NamedTuple):
    show_id: str
    room_id: str
    title: str
    started_at_ms: int
    headlines: list[Tile]
    blocks: list[BlockTiles]
    flag: FlagView | None
    past: int
    funnel: list[Part]
    skus: list[SkuRow]
    sources: list[Part]
    relations: list[Part]


def screen_view(tx: ReadTx, show: Show, locale: str) -> ScreenView:
    """For callers who have checked who may see it."""
    _, room = show_for(tx, SYSTEM, show.id)
    history: History = history_of(tx, show, room.host_id)
    frame = frame_of(tx, show, history)
    tiles = {metric.id: tile_of(metric, frame, locale) for metric in metrics()}
    return ScreenView(
        show_id=show.id,
        room_id=show.room_id,
        title=show.title,
        started_at_ms=show.started_at_ms or 0,
        headlines=[tiles[name] for name in HEADLINES],
        blocks=[BlockTiles(code, [tiles[one.id] for one in metrics() if one.block == code]) for code in BLOCKS],
        flag=flag_view(frame.flag, locale) if frame.flag else None,
        past=frame.past,
        funnel=parts_of(dict(zip(STEPS, frame.funnel, strict=True)), "step", locale, of=max(frame.funnel)),
        skus=sku_rows(frame, locale),
        sources=parts_of(frame.sources, "source", locale),
        relations=parts_of(frame.relations, "relation", locale),
    )


def tile_of(metric: Metric, frame: Frame, locale: str) -> Tile:
    return Tile(
        id=metric.id,
        name=metric.name.on(locale),
        formula=metric.formula.on(locale),
        unit=metric.unit,
        text=words_for(metric.unit, frame.values.get(metric.id), locale),
        sources=metric.sources,
        is_flagged=frame.flag is not None and frame.flag.metric == metric.id,
    )


def words_for(unit: str, value: float | None, locale: str) -> str:
    """`—` where there was nothing to divide by."""
    if value is None:
        return "—"
    if unit == "money":
        return i18n.money(Money(round(value)), locale)
    if unit == "share":
        return i18n.percent(value, locale)
    if unit == "seconds":
        return i18n.duration(value)
    return i18n.number(round(value, 1) if unit == "per_thousand" else round(value), locale)


def flag_view(flag: Flag, locale: str) -> FlagView:
    metric = next(one for one in metrics() if one.id == flag.metric)
    value, median, low, high = (
        words_for(metric.unit, number, locale) for number in (flag.value, flag.median, flag.low, flag.high)
    )
    return FlagView(metric.name.on(locale), value, median, low, high, flag.n)


def parts_of(counts: dict[str, int], kind: str, locale: str, *, of: int | None = None) -> list[Part]:
    whole = (sum(counts.values()) if of is None else of) or 1
    return [Part(code, label(kind, code, locale), count, count / whole) for code, count in counts.items()]


def sku_rows(frame: Frame, locale: str) -> list[SkuRow]:
    return [
        SkuRow(
            id=sku.id,
            title=sku.title if locale == "zh" else sku.title_en,
            sku=sku.sku if locale == "zh" else sku.sku_en,
            sold=sku.sold,
            left=sku.left,
            through=sku.sold / (sku.sold + sku.left) if sku.sold + sku.left else 0,
            amount=Money(sku.amount_minor),
            is_pinned=sku.pinned,
        )
        for sku in frame.skus
    ]


def screen_page(tx: ReadTx, actor: Actor, room_id: str, locale: str) -> ScreenView | None:
    room_to_run(tx, actor, room_id)
    show = show_on_air(tx, room_id)
    return None if show is None else screen_view(tx, show, locale)


@get("/rooms/{room_id:str}/screen")
async def show_screen(request: AppRequest, room_id: Id) -> Answer:
    screen = await request.read(screen_page, request.actor, room_id, request.locale)
    if screen is None:
        return request.go(f"/studio/rooms/{room_id}")
    if request.is_fragment:
        return await request.page("studio/_skus.html", {"screen": screen})
    return await request.page("studio/screen.html", {"screen": screen})


router = Router("/", route_handlers=[show_screen])
