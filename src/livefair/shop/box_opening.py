"""Opening blind boxes: the promised secret, the buyer's own word and all boxes before decide what is in the next one.

The order line of an opened box is one of what was in it: it is packed, shipped, reviewed and returned as that.
"""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select, update

from livefair.catalog.products import goods_called
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    secret_token,
)
from livefair.shop.events_of_boxes import BoxOpened, BoxSeriesSettled
from livefair.shop.models import ORDER, ORDER_LINE
from livefair.shop.models.boxes import BOX, BOX_CONTENT, BOX_SERIES, BOX_SHARE
from livefair.shop.rules import boxes as rules
from livefair.supply.boxing import unbox, unpack

AT_A_TIME = 200


class Outcome(NamedTuple):
    """What was in a box."""

    line_id: str
    order_id: str
    series_id: str
    position: int
    sku_id: str
    is_rare: bool
    by_guarantee: bool


class _Sealed(NamedTuple):
    line_id: str
    order_id: str
    series_id: str
    buyer_id: str
    bought_at_ms: int
    given_back_at_ms: int | None
    position: int | None
    order_state: str


class _Pool(NamedTuple):
    id: str
    brand_id: str
    sku_id: str
    boxes: int
    guarantee_after: int
    kept: int
    root: str
    opened: int
    last_secret: str
    settled_at_ms: int | None


class _Content(NamedTuple):
    position: int
    sku_id: str
    remaining: int
    is_rare: int


_s, _b = BOX_SERIES.c, BOX.c
_this = _s.id == bindparam("series")
_SEALED = select(
    _b.line_id, _b.order_id, _b.series_id, _b.buyer_id, _b.bought_at_ms, _b.given_back_at_ms, _b.position, ORDER.c.state
).join_from(BOX, ORDER, ORDER.c.id == _b.order_id)
_ONE = query(_Sealed, _SEALED.where(_b.line_id == bindparam("line")))
_OF_ORDER = query(_Sealed, _SEALED.where(_b.order_id == bindparam("order")).order_by(_b.line_id))
_UNOPENED = query(
    _Sealed,
    _SEALED.where(_b.series_id == bindparam("series"), _b.position.is_(None), _b.given_back_at_ms.is_(None))
    .order_by(_b.line_id)
    .limit(AT_A_TIME),
)
# Whoever counts the next box keeps the others waiting until its outcome is written.
_COUNT = change(update(BOX_SERIES).where(_this, _s.opened < _s.boxes).values(opened=_s.opened + 1))
_POOL = query(_Pool, select(*(_s[name] for name in _Pool._fields)).where(_this))
_CHAIN = change(update(BOX_SERIES).where(_this).values(root=bindparam("hash")))
_KEEP = change(update(BOX_SERIES).where(_this, _s.kept > 0).values(kept=_s.kept - 1))
_SETTLE = change(
    update(BOX_SERIES)
    .where(_this, _s.settled_at_ms.is_(None), _s.ended_at_ms.is_not(None))
    .values(settled_at_ms=bindparam("now"))
)
_CONTENTS = query(
    _Content,
    select(*(BOX_CONTENT.c[name] for name in _Content._fields))
    .where(BOX_CONTENT.c.series_id == bindparam("series"))
    .order_by(BOX_CONTENT.c.position),
)
_DRAW = change(
    update(BOX_CONTENT)
    .where(
        BOX_CONTENT.c.series_id == bindparam("series"),
        BOX_CONTENT.c.position == bindparam("which"),
        BOX_CONTENT.c.remaining > 0,
    )
    .values(remaining=BOX_CONTENT.c.remaining - 1)
)
_share = (BOX_SHARE.c.series_id == bindparam("series"), BOX_SHARE.c.buyer_id == bindparam("buyer"))
_MARK = query(lambda mark, misses: (mark, misses), select(BOX_SHARE.c.mark, BOX_SHARE.c.misses).where(*_share))
_MISS = change(update(BOX_SHARE).where(*_share).values(misses=bindparam("misses_now", type_=Integer)))
_FEWER = change(update(BOX_SHARE).where(*_share).values(boxes=BOX_SHARE.c.boxes - 1))
_OPEN = change(
    update(BOX)
    .where(_b.line_id == bindparam("line"), _b.position.is_(None), _b.given_back_at_ms.is_(None))
    .values(
        opened_at_ms=bindparam("now"),
        position=bindparam("place"),
        content=bindparam("which"),
        by_guarantee=bindparam("guaranteed"),
        ticket=bindparam("word"),
        running_hash=bindparam("hash"),
    )
)
_GIVE_BACK = change(
    update(BOX)
    .where(_b.line_id == bindparam("line"), _b.position.is_(None), _b.given_back_at_ms.is_(None))
    .values(given_back_at_ms=bindparam("now"))
)
_BECOMES = change(
    update(ORDER_LINE)
    .where(ORDER_LINE.c.id == bindparam("line"))
    .values(
        sku_id=bindparam("sku"),
        product_id=bindparam("product"),
        title_zh=bindparam("zh"),
        title_en=bindparam("en"),
        sku_name_zh=bindparam("name_zh"),
        sku_name_en=bindparam("name_en"),
    )
)


def open_box(tx: WriteTx, actor: Actor, line_id: str, *, word: str = "") -> Outcome:
    """Open one's own box, once it is paid; again is the same box. `word`: the buyer's own part in what decides.

    Conflict: box_not_paid.
    """
    sealed = tx.one(_ONE, line=line_id)
    if sealed is None or sealed.buyer_id != actor.id:
        not_found("box")
    if sealed.position is not None:
        return outcome_of(tx, line_id)
    if sealed.order_state != "paid" or sealed.given_back_at_ms is not None:
        raise Conflict("box_not_paid")
    return _open(tx, actor, sealed, word[: rules.WORD_CHARS_MAX] or secret_token())


@job
def open_later(tx: WriteTx, actor: Actor, *, order_id: str) -> None:
    """The buyer has not come: what is paid is opened, so that it can be packed."""
    for sealed in tx.all(_OF_ORDER, order=order_id):
        if sealed.position is None and sealed.given_back_at_ms is None and sealed.order_state == "paid":
            _open(tx, SYSTEM, sealed, secret_token())


@job
def settle_series(tx: WriteTx, actor: Actor, *, series_id: str) -> None:
    """Open what is sold, put the rest back into the shelves, show the last secret. Nobody is paying any more."""
    waiting = tx.all(_UNOPENED, series=series_id)
    for sealed in waiting:
        if sealed.order_state == "paid":
            _open(tx, SYSTEM, sealed, secret_token())
    if len(waiting) == AT_A_TIME or any(sealed.order_state != "paid" for sealed in waiting):
        # More of them, or somebody still pays.
        tx.later(settle_series, after_ms=60_000, key=f"boxes_settle:{series_id}:{tx.now_ms}", series_id=series_id)
        return
    if not tx.change(_SETTLE, series=series_id, now=tx.now_ms):
        return
    pool = tx.value(_POOL, series=series_id)
    contents = {each.sku_id: each.remaining + pool.kept * each.is_rare for each in tx.all(_CONTENTS, series=series_id)}
    unpack(tx, SYSTEM, pool.sku_id, contents, key=series_id)
    tx.announce(BoxSeriesSettled(series_id=series_id, brand_id=pool.brand_id, opened=pool.opened))


def give_box_back(tx: WriteTx, line_id: str) -> None:
    """Nobody pays for a sealed box, or its money goes back: it counts for nobody's limit any more."""
    if tx.change(_GIVE_BACK, line=line_id, now=tx.now_ms):
        sealed = tx.value(_ONE, line=line_id)
        tx.change(_FEWER, series=sealed.series_id, buyer=sealed.buyer_id)


def require_opened(tx: ReadTx, order_id: str) -> None:
    """Conflict boxes_sealed: the brand cannot know yet what to pack."""
    sealed = [each for each in tx.all(_OF_ORDER, order=order_id) if each.given_back_at_ms is None]
    if any(each.position is None for each in sealed):
        raise Conflict("boxes_sealed")


def opened_lines(tx: ReadTx, order_id: str) -> frozenset[str]:
    return frozenset(each.line_id for each in tx.all(_OF_ORDER, order=order_id) if each.position is not None)


def outcome_of(tx: ReadTx, line_id: str) -> Outcome:
    return tx.one(_OUTCOME, line=line_id) or not_found("box")


_OUTCOME = query(
    lambda line_id, order_id, series_id, position, sku_id, is_rare, guaranteed: Outcome(
        line_id, order_id, series_id, position, sku_id, bool(is_rare), bool(guaranteed)
    ),
    select(
        _b.line_id, _b.order_id, _b.series_id, _b.position, BOX_CONTENT.c.sku_id, BOX_CONTENT.c.is_rare, _b.by_guarantee
    )
    .join_from(BOX, BOX_CONTENT, (BOX_CONTENT.c.series_id == _b.series_id) & (BOX_CONTENT.c.position == _b.content))
    .where(_b.line_id == bindparam("line")),
)


def _open(tx: WriteTx, actor: Actor, sealed: _Sealed, word: str) -> Outcome:
    require(tx.change(_COUNT, series=sealed.series_id) > 0, "box_not_paid")
    pool: _Pool = tx.value(_POOL, series=sealed.series_id)
    if tx.value(_ONE, line=sealed.line_id).position is not None:  # another tab had opened it when this one's turn came
        raise Conflict("box_opened_already")
    contents = tx.all(_CONTENTS, series=pool.id)
    mark, misses = tx.value(_MARK, series=pool.id, buyer=sealed.buyer_id)
    rare = next((each.position for each in contents if each.is_rare), None)
    drawing = rules.Drawing(
        root=pool.root,
        position=pool.opened,
        ticket=rules.ticket_of(word),
        left=tuple(each.remaining for each in contents),
        misses=misses,
        guarantee_after=pool.guarantee_after,
        rare=rare,
    )
    drawn = rules.draw(rules.secret_at(pool.last_secret, pool.opened, pool.boxes), drawing)
    box = rules.Opened(
        pool.opened, mark, drawing.ticket, sealed.bought_at_ms, tx.now_ms, drawn.content, drawn.by_guarantee
    )
    _write_down(tx, sealed, pool, box)
    tx.change(_MISS, series=pool.id, buyer=sealed.buyer_id, misses_now=0 if drawn.content == rare else misses + 1)
    sku_id = contents[drawn.content].sku_id
    _become(tx, actor, sealed.line_id, sku_id)
    outcome = Outcome(
        sealed.line_id, sealed.order_id, pool.id, pool.opened, sku_id, drawn.content == rare, drawn.by_guarantee
    )
    tx.announce(BoxOpened(**outcome._asdict(), buyer_id=sealed.buyer_id, by=actor.id))
    return outcome


def _write_down(tx: WriteTx, sealed: _Sealed, pool: _Pool, box: rules.Opened) -> None:
    taken = (
        tx.change(_KEEP, series=pool.id) if box.by_guarantee else tx.change(_DRAW, series=pool.id, which=box.content)
    )
    running = rules.next_hash(pool.root, box)
    is_open = tx.change(
        _OPEN,
        line=sealed.line_id,
        now=tx.now_ms,
        place=box.position,
        which=box.content,
        guaranteed=int(box.by_guarantee),
        word=box.ticket,
        hash=running,
    )
    if not taken or not is_open:
        raise Conflict("box_opened_already")
    tx.change(_CHAIN, series=pool.id, hash=running)


def _become(tx: WriteTx, actor: Actor, line_id: str, sku_id: str) -> None:
    unbox(tx, actor, line_id, sku_id)
    sku, product = goods_called(tx, sku_id)
    tx.change(
        _BECOMES,
        line=line_id,
        sku=sku.id,
        product=product.id,
        zh=product.title_zh,
        en=product.title_en,
        name_zh=sku.name_zh,
        name_en=sku.name_en,
    )
