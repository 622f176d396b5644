"""A short show of another host, once, so that the fair has a replay with chapters, a film of a clip and a draft."""

import asyncio

from livefair.content.cuttings import draft_from_show
from livefair.kernel import ReadTx, WriteTx
from livefair.kernel.actors import Actor
from livefair.live import assort, end_show, pin, plan_show, start_show
from livefair.live.explanations import explanations_in
from livefair.live.exports import Span, ask_for_film
from livefair.live.replays import replays_of
from livefair.live.showing import goods_now
from livefair.world import show
from livefair.world.cast import HOSTS
from livefair.world.ground import Ground, Stage, stage_of
from livefair.world.premieres import are_to_come

HOST = 2
GOODS = 3
LOOK_S = 5.0
PIN_S = 40.0
LOOKS_MAX = 60


async def hold_encore(ground: Ground) -> None:
    """When the films are all there; not where there is a replay already."""
    stage = await ground.db.analyse(stage_of, HOST)
    if stage is None or await ground.db.read(is_recorded, stage.room_id):
        return
    while await ground.db.read(are_to_come):
        await asyncio.sleep(LOOK_S)
    show_id = await ground.db.write(_begin, stage.host, stage)
    try:
        await _broadcast(ground, stage, show_id)
    finally:
        ground.db.write_now(end_show, stage.host, show_id)
    for _ in range(LOOKS_MAX):
        if await ground.db.read(is_recorded, stage.room_id):
            await ground.db.write(cut, stage.host, show_id)
            return
        await asyncio.sleep(LOOK_S)


def _begin(tx: WriteTx, actor: Actor, stage: Stage) -> str:
    show_id = plan_show(tx, actor, stage.room_id, title=f"{HOSTS[HOST].zh} · 出发前十分钟 · Before I leave")
    for offered in stage.goods[:GOODS]:
        assort(tx, actor, show_id, offered.product_id)
    start_show(tx, actor, show_id)
    return show_id


async def _broadcast(ground: Ground, stage: Stage, show_id: str) -> None:
    url, key = await ground.ingest(stage.host, stage.room_id, show_id)
    labels = [offered.label for offered in stage.goods[:GOODS]]
    playing = await show.start(url, key, ground.seed, labels, host=HOST)
    try:
        await playing.until("publishing", within_s=120)
        for index, offered in enumerate(stage.goods[:GOODS]):
            goods = await ground.db.read(goods_now, stage.host, offered.product_id)
            await ground.db.write(pin, stage.host, stage.room_id, goods)
            await playing.pin(index)
            await asyncio.sleep(PIN_S)
    finally:
        await playing.stop()


def is_recorded(tx: ReadTx, room_id: str) -> bool:
    return bool(replays_of(tx, room_id, most=1))


def cut(tx: WriteTx, actor: Actor, show_id: str) -> None:
    """The first explanation as a film to take away, the last as a draft of a short video."""
    clips = explanations_in(tx, show_id)
    if clips:
        ask_for_film(tx, actor, show_id, span=Span(clips[0].from_at_ms, clips[0].to_at_ms))
        draft_from_show(tx, actor, show_id, Span(clips[-1].from_at_ms, clips[-1].to_at_ms))
