"""The run of show (流程单): blocks in order, begun by a tap or by the clock; what is pinned follows the block."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.catalog import product_for
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    ReadTx,
    Refusal,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require_valid,
)
from livefair.live import rules
from livefair.live.events import BlockBegan, BlockEnded
from livefair.live.layouts import arrange
from livefair.live.models.layouts import LAYOUTS
from livefair.live.models.planning import BLOCK, BLOCKS, PLAN
from livefair.live.on_air import Show, show_for
from livefair.live.pins import current_pin, pin, take_down
from livefair.live.planning import ensure_plan, plan_of, show_to_plan
from livefair.live.rooms import Room
from livefair.live.showing import goods_now
from livefair.people import clean_line, clean_text


class BlockDraft(NamedTuple):
    """`product_id` goes with kind product alone; `script` is what the host says, for the prompter."""

    kind: str
    lasts_ms: int
    title: str = ""
    product_id: str | None = None
    script: str = ""
    layout: str | None = None


class Block(NamedTuple):
    id: str
    show_id: str
    position: int
    kind: str
    title: str
    lasts_ms: int
    product_id: str | None
    script: str
    layout: str | None
    began_at_ms: int | None
    over_at_ms: int | None

    @property
    def is_going_on(self) -> bool:
        return self.began_at_ms is not None and self.over_at_ms is None


_COLUMNS = [BLOCK.c[name] for name in Block._fields]
_ONE = query(Block, select(*_COLUMNS).where(BLOCK.c.id == bindparam("block")))
_ALL = query(
    Block,
    select(*_COLUMNS)
    .where(BLOCK.c.show_id == bindparam("show"))
    .order_by(BLOCK.c.position, BLOCK.c.id)
    .limit(rules.BLOCKS_MAX),
)
_LAST = query(int, select(func.coalesce(func.max(BLOCK.c.position), 0)).where(BLOCK.c.show_id == bindparam("show")))
_WRITE = change(
    update(BLOCK)
    .where(BLOCK.c.id == bindparam("block"))
    .values(title=bindparam("new_title"), lasts_ms=bindparam("new_lasts"), script=bindparam("new_script"))
)
_LAY_OUT = change(update(BLOCK).where(BLOCK.c.id == bindparam("block")).values(layout=bindparam("new_layout")))
_PLACE = change(update(BLOCK).where(BLOCK.c.id == bindparam("block")).values(position=bindparam("place")))
_DROP = change(delete(BLOCK).where(BLOCK.c.id == bindparam("block"), BLOCK.c.began_at_ms.is_(None)))
_OVER = change(
    update(BLOCK)
    .where(BLOCK.c.id == bindparam("block"), BLOCK.c.began_at_ms.is_not(None), BLOCK.c.over_at_ms.is_(None))
    .values(over_at_ms=bindparam("now"))
)
_BEGIN = change(
    update(BLOCK).where(BLOCK.c.id == bindparam("block")).values(began_at_ms=bindparam("now"), over_at_ms=None)
)
_CLOCK = change(
    update(PLAN)
    .where(PLAN.c.show_id == bindparam("show"))
    .values(clocked_at_ms=bindparam("at"), clocked_by=bindparam("who"))
)


def add_block(tx: WriteTx, actor: Actor, show_id: str, draft: BlockDraft) -> str:
    """Put a block at the end. Returns its id."""
    show_to_plan(tx, actor, show_id)
    _check(tx, actor, draft)
    if len(run_of(tx, show_id)) >= rules.BLOCKS_MAX:
        raise Conflict("too_many_blocks_in_show", limit=rules.BLOCKS_MAX)
    block_id = tx.new_id()
    tx.insert(
        BLOCK,
        id=block_id,
        show_id=show_id,
        position=tx.value(_LAST, show=show_id) + 1,
        kind=draft.kind,
        title=_title(draft.title),
        lasts_ms=draft.lasts_ms,
        product_id=draft.product_id,
        script=clean_text(draft.script, limit=rules.SCRIPT_CHARS_MAX, field="script"),
        layout=draft.layout,
        made_by=actor.id,
        made_at_ms=tx.now_ms,
    )
    return block_id


def change_block(tx: WriteTx, actor: Actor, block_id: str, *, title: str, lasts_ms: int, script: str) -> None:
    block_to_plan(tx, actor, block_id)
    _check_length(lasts_ms)
    script = clean_text(script, limit=rules.SCRIPT_CHARS_MAX, field="script")
    tx.change(_WRITE, block=block_id, new_title=_title(title), new_lasts=lasts_ms, new_script=script)


def lay_out_block(tx: WriteTx, actor: Actor, block_id: str, *, layout: str | None) -> None:
    """How the room is arranged when this block begins; None leaves it as it is."""
    block_to_plan(tx, actor, block_id)
    require_valid(layout is None or layout in LAYOUTS, "unknown_kind", field="layout")
    tx.change(_LAY_OUT, block=block_id, new_layout=layout)


def move_block(tx: WriteTx, actor: Actor, block_id: str, *, by: int) -> None:
    """Up (−1) or down (+1) by one place; at the end of the list nothing happens."""
    block = block_to_plan(tx, actor, block_id)
    require_valid(by in {-1, 1}, "out_of_range", field="by")
    ids = [each.id for each in run_of(tx, block.show_id)]
    place = ids.index(block_id)
    if 0 <= place + by < len(ids):
        ids[place], ids[place + by] = ids[place + by], ids[place]
        for number, each in enumerate(ids, start=1):
            tx.change(_PLACE, block=each, place=number)


def drop_block(tx: WriteTx, actor: Actor, block_id: str) -> None:
    """Conflict has_started: what went on air stays in the record."""
    block_to_plan(tx, actor, block_id)
    if not tx.change(_DROP, block=block_id):
        raise Conflict("has_started")


def follow_clock(tx: WriteTx, actor: Actor, show_id: str, *, clocked: bool) -> None:
    """Let blocks give way when their time is over, or wait for taps."""
    show_to_plan(tx, actor, show_id)
    ensure_plan(tx, show_id)
    tx.change(_CLOCK, show=show_id, at=tx.now_ms if clocked else None, who=actor.id if clocked else None)
    going_on = next((block for block in run_of(tx, show_id) if block.is_going_on), None)
    if clocked and going_on is not None:
        _wake_for_next(tx, going_on, from_ms=going_on.began_at_ms or tx.now_ms)


def begin_block(tx: WriteTx, actor: Actor, block_id: str) -> Block:
    """Go on with this block, whatever its place. Conflict not_on_air. What goes on already is left alone."""
    block = block_to_plan(tx, actor, block_id)
    show, room = show_for(tx, actor, block.show_id)
    if not show.is_on_air:
        raise Conflict("not_on_air")
    return block if block.is_going_on else _begin(tx, actor, show, room, block, by="tap")


def begin_run(tx: WriteTx, show_id: str) -> None:
    """When a show starts by the clock, its first block begins with it."""
    run = run_of(tx, show_id)
    if run and plan_of(tx, show_id).clocked_at_ms is not None:
        show, room = show_for(tx, SYSTEM, show_id)
        if show.is_on_air:
            _begin(tx, host_of(tx, show_id), show, room, run[0], by="clock")


def end_run(tx: WriteTx, show: Show) -> None:
    """When a show is over, so is its block."""
    for block in run_of(tx, show.id):
        if block.is_going_on:
            _end(tx, show, block)


@job
def begin_next_block(tx: WriteTx, actor: Actor, *, block_id: str, began_at_ms: int) -> None:
    """The time of a block is over. Nothing happens if somebody has tapped meanwhile, or the clock is off."""
    block = tx.one(_ONE, block=block_id)
    if block is None or not block.is_going_on or block.began_at_ms != began_at_ms:
        return
    host = host_of(tx, block.show_id)
    show, room = show_for(tx, host, block.show_id)
    run = run_of(tx, show.id)
    place = [each.id for each in run].index(block_id)
    if plan_of(tx, show.id).clocked_at_ms is not None and show.is_on_air and place + 1 < len(run):
        _begin(tx, host, show, room, run[place + 1], by="clock")


def run_of(tx: ReadTx, show_id: str) -> list[Block]:
    return tx.all(_ALL, show=show_id)


def block_called(tx: ReadTx, block_id: str) -> Block:
    return tx.one(_ONE, block=block_id) or not_found("block")


def block_to_plan(tx: ReadTx, actor: Actor, block_id: str) -> Block:
    block = block_called(tx, block_id)
    show_to_plan(tx, actor, block.show_id)
    return block


def host_of(tx: ReadTx, show_id: str) -> Actor:
    """Who answers for what the clock does in a show."""
    _, room = show_for(tx, SYSTEM, show_id)
    return Actor(room.host_id, frozenset({"host"}))


def _begin(tx: WriteTx, actor: Actor, show: Show, room: Room, block: Block, *, by: str) -> Block:
    end_run(tx, show)
    tx.change(_BEGIN, block=block.id, now=tx.now_ms)
    tx.announce(
        BlockBegan(
            room_id=room.id,
            show_id=show.id,
            block_id=block.id,
            block_kind=block.kind,
            product_id=block.product_id,
            by=by,
            offset_ms=rules.offset_ms(tx.now_ms, from_at_ms=show.started_at_ms or tx.now_ms),
        )
    )
    if block.layout is not None:
        arrange(tx, actor, show, block.layout)
    _show_goods(tx, actor, show, block)
    if plan_of(tx, show.id).clocked_at_ms is not None:
        _wake_for_next(tx, block, from_ms=tx.now_ms)
    return block_called(tx, block.id)


def _end(tx: WriteTx, show: Show, block: Block) -> None:
    if tx.change(_OVER, block=block.id, now=tx.now_ms):
        lasted_ms = tx.now_ms - (block.began_at_ms or tx.now_ms)
        tx.announce(BlockEnded(room_id=show.room_id, show_id=show.id, block_id=block.id, lasted_ms=lasted_ms))


def _show_goods(tx: WriteTx, actor: Actor, show: Show, block: Block) -> None:
    """A product block shows its product; any other clears the table. A refusal must not stop the show."""
    if block.product_id is None:
        take_down(tx, actor, show)
        return
    shown = current_pin(tx, show.id)
    if shown is not None and shown.product_id == block.product_id:
        return
    try:
        pin(tx, actor, show.room_id, goods_now(tx, actor, block.product_id))
    except Refusal:  # nothing to sell any more, or not to be shown: the block goes on without it
        take_down(tx, actor, show)


def _wake_for_next(tx: WriteTx, block: Block, *, from_ms: int) -> None:
    after_ms = max(0, from_ms + block.lasts_ms - tx.now_ms)
    key = f"block:{block.id}:{from_ms}"
    tx.later(begin_next_block, after_ms=after_ms, key=key, block_id=block.id, began_at_ms=from_ms)


def _check(tx: ReadTx, actor: Actor, draft: BlockDraft) -> None:
    require_valid(draft.kind in BLOCKS, "unknown_kind", field="kind")
    require_valid(draft.layout is None or draft.layout in LAYOUTS, "unknown_kind", field="layout")
    require_valid((draft.kind == "product") == (draft.product_id is not None), "choose_a_product", field="product_id")
    _check_length(draft.lasts_ms)
    if draft.product_id is not None:
        product_for(tx, actor, draft.product_id)


def _check_length(lasts_ms: int) -> None:
    require_valid(rules.BLOCK_MS_MIN <= lasts_ms <= rules.BLOCK_MS_MAX, "out_of_range", field="minutes")


def _title(title: str) -> str:
    return clean_line(title, limit=rules.TITLE_CHARS_MAX, field="title") if title.strip() else ""
