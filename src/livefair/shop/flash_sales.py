"""Flash sales: a brand plans one for a host, the host starts it in a room, and every piece is counted out exactly.

The host may end it or lower its pieces, never raise price or pieces. Its price is remembered like any other.
"""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, select, update

from livefair.catalog import own_product_for, price_truth, record_price, sku_for
from livefair.catalog.price_claims import require_product_without_claims
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    Invalid,
    Money,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require_valid,
    text_in,
)
from livefair.people.queries import profile
from livefair.shop.events import FlashSaleEnded, FlashSaleLowered, FlashSaleOpened, FlashSalePlanned, FlashSaleStarted
from livefair.shop.models.promotions import FLASH_CLAIM, FLASH_SALE, FLASH_SHARE
from livefair.shop.rules import flash_sales as rules
from livefair.shop.rules.quote import Flash
from livefair.supply import level


class FlashSale(NamedTuple):
    id: str
    brand_id: str
    host_id: str
    product_id: str
    sku_id: str
    price_minor: int
    currency: str
    lowest_minor: int
    pieces: int
    pieces_planned: int
    taken: int
    limit_per_buyer: int
    countdown_ms: int
    lasts_ms: int
    planned_at_ms: int
    room_id: str | None
    started_at_ms: int | None
    opens_at_ms: int | None
    closes_at_ms: int | None
    ended_at_ms: int | None

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def left(self) -> int:
        return self.pieces - self.taken

    def state(self, now_ms: int) -> str:
        return rules.state_of(
            opens_at_ms=self.opens_at_ms,
            closes_at_ms=self.closes_at_ms,
            ended_at_ms=self.ended_at_ms,
            now_ms=now_ms,
        )


class _Claim(NamedTuple):
    sale_id: str
    buyer_id: str
    pieces: int


_sale = FLASH_SALE.c
_COLUMNS = [_sale[name] for name in FlashSale._fields]
_this = _sale.id == bindparam("sale")
_running = (_sale.started_at_ms.is_not(None), _sale.ended_at_ms.is_(None))
_pieces = bindparam("n", type_=Integer)
_ONE = query(FlashSale, select(*_COLUMNS).where(_this))
_OF_BRAND = query(
    FlashSale,
    select(*_COLUMNS).where(_sale.brand_id == bindparam("brand")).order_by(_sale.id.desc()).limit(200),
)
_OF_PRODUCT = query(
    FlashSale,
    select(*_COLUMNS).where(_sale.product_id == bindparam("product")).order_by(_sale.id.desc()).limit(500),
)
_FOR_HOST = query(
    FlashSale,
    select(*_COLUMNS)
    .where(_sale.host_id == bindparam("host"), _sale.started_at_ms.is_(None), _sale.ended_at_ms.is_(None))
    .order_by(_sale.id)
    .limit(rules.WAITING_MAX),
)
_WAITING = query(
    int,
    select(func.count())
    .select_from(FLASH_SALE)
    .where(_sale.host_id == bindparam("host"), _sale.started_at_ms.is_(None), _sale.ended_at_ms.is_(None)),
)
_LATEST_IN_ROOM = query(
    FlashSale,
    select(*_COLUMNS)
    .where(_sale.room_id == bindparam("room"), _sale.started_at_ms >= bindparam("since"))
    .order_by(_sale.started_at_ms.desc(), _sale.id.desc())
    .limit(1),
)
_RUNNING_IN_ROOM = query(str, select(_sale.id).where(_sale.room_id == bindparam("room"), *_running))
_ALL_RUNNING = query(FlashSale, select(*_COLUMNS).where(*_running).order_by(_sale.id).limit(500))
_OPEN = query(
    FlashSale,
    select(*_COLUMNS).where(
        text_in(_sale.sku_id, "skus"),
        *_running,
        _sale.opens_at_ms <= bindparam("now"),
        _sale.closes_at_ms > bindparam("now"),
    ),
)
_SHARE_OF = query(
    int,
    select(FLASH_SHARE.c.pieces).where(
        FLASH_SHARE.c.sale_id == bindparam("sale"), FLASH_SHARE.c.buyer_id == bindparam("buyer")
    ),
)
_START = change(
    update(FLASH_SALE)
    .where(_this, _sale.started_at_ms.is_(None), _sale.ended_at_ms.is_(None))
    .values(
        room_id=bindparam("room"),
        started_by=bindparam("who"),
        started_at_ms=bindparam("now"),
        opens_at_ms=bindparam("opens"),
        closes_at_ms=bindparam("closes"),
        lowest_minor=bindparam("lowest"),
    )
)
_LOWER = change(
    update(FLASH_SALE)
    .where(_this, _sale.ended_at_ms.is_(None), _sale.pieces > _pieces, _sale.taken <= _pieces)
    .values(pieces=_pieces)
)
_OPENED = change(
    update(FLASH_SALE)
    .where(_this, _sale.opened_at_ms.is_(None), _sale.opens_at_ms <= bindparam("now"))
    .values(opened_at_ms=_sale.opens_at_ms)
)
_END = change(
    update(FLASH_SALE)
    .where(_this, _sale.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("at"), ended_by=bindparam("who"))
)
# One statement decides: two buyers can never both get the last piece, nor anybody one after the end.
_TAKE = change(
    update(FLASH_SALE)
    .where(
        _this,
        *_running,
        _sale.opens_at_ms <= bindparam("now"),
        _sale.closes_at_ms > bindparam("now"),
        _sale.taken + _pieces <= _sale.pieces,
    )
    .values(taken=_sale.taken + _pieces)
)
_share = (FLASH_SHARE.c.sale_id == bindparam("sale"), FLASH_SHARE.c.buyer_id == bindparam("buyer"))
_TAKE_SHARE = change(
    update(FLASH_SHARE)
    .where(*_share, FLASH_SHARE.c.pieces + _pieces <= bindparam("most", type_=Integer))
    .values(pieces=FLASH_SHARE.c.pieces + _pieces)
)
_GIVE_BACK = query(
    _Claim,
    update(FLASH_CLAIM)
    .where(FLASH_CLAIM.c.line_id == bindparam("line"), FLASH_CLAIM.c.given_back_at_ms.is_(None))
    .values(given_back_at_ms=bindparam("now"))
    .returning(FLASH_CLAIM.c.sale_id, FLASH_CLAIM.c.buyer_id, FLASH_CLAIM.c.pieces),
)
_FEWER = change(update(FLASH_SALE).where(_this).values(taken=_sale.taken - _pieces))
_FEWER_OF_BUYER = change(update(FLASH_SHARE).where(*_share).values(pieces=FLASH_SHARE.c.pieces - _pieces))


def plan_flash_sale(tx: WriteTx, actor: Actor, sku_id: str, plan: rules.Plan, *, host_id: str) -> str:
    """The brand gives a host pieces at a price below all of the last 14 days. Returns the sale's id.

    Refusals: out_of_range, hosts_only, price_claim_untrue, too_many_sales, flash_price_not_low (with the price that it
    has to be below).
    """
    sku = sku_for(tx, actor, sku_id)
    product = own_product_for(tx, actor, sku.product_id)
    rules.check_plan(plan)
    require_product_without_claims(tx, product.id)
    require_valid(bool(profile(tx, host_id).is_host), "hosts_only", field="host_id")
    if tx.value(_WAITING, host=host_id) >= rules.WAITING_MAX:
        raise Conflict("too_many_sales", limit=rules.WAITING_MAX)
    lowest_minor = _require_low(tx, sku_id, plan.price_minor, sku.currency)
    sale_id = tx.new_id()
    tx.insert(
        FLASH_SALE,
        id=sale_id,
        brand_id=product.brand_id,
        host_id=host_id,
        product_id=product.id,
        sku_id=sku_id,
        price_minor=plan.price_minor,
        currency=sku.currency,
        lowest_minor=lowest_minor,
        pieces=plan.pieces,
        pieces_planned=plan.pieces,
        taken=0,
        limit_per_buyer=plan.limit_per_buyer,
        countdown_ms=plan.countdown_ms,
        lasts_ms=plan.lasts_ms,
        planned_by=actor.id,
        planned_at_ms=tx.now_ms,
    )
    tx.announce(
        FlashSalePlanned(
            sale_id=sale_id,
            sku_id=sku_id,
            host_id=host_id,
            price_minor=plan.price_minor,
            currency=sku.currency,
            pieces=plan.pieces,
        )
    )
    return sale_id


def withdraw_flash_sale(tx: WriteTx, actor: Actor, sale_id: str) -> None:
    """The brand takes back what the host has not started yet. Conflict: flash_sale_started."""
    sale = flash_sale_called(tx, sale_id)
    own_product_for(tx, actor, sale.product_id)
    if sale.started_at_ms is not None:
        raise Conflict("flash_sale_started")
    _end(tx, actor, sale)


def start_flash_sale(tx: WriteTx, actor: Actor, sale_id: str, *, room_id: str, host_id: str) -> FlashSale:
    """Let the countdown run, in a room that the caller has found to be this host's and on air.

    Conflict: flash_sale_over, flash_price_not_low, flash_more_than_stock, flash_sale_running.
    """
    sale = flash_sale_called(tx, sale_id)
    if sale.host_id != host_id:
        not_found("flash_sale")
    if tx.one(_RUNNING_IN_ROOM, room=room_id) is not None:
        raise Conflict("flash_sale_running")
    lowest_minor = _require_low(tx, sale.sku_id, sale.price_minor, sale.currency)
    left = level(tx, sale.sku_id).sellable
    if left < sale.pieces:
        raise Conflict("flash_more_than_stock", left=left, pieces=sale.pieces)
    opens_at_ms = tx.now_ms + sale.countdown_ms
    times = {"opens": opens_at_ms, "closes": opens_at_ms + sale.lasts_ms, "now": tx.now_ms}
    if not tx.change(_START, sale=sale_id, room=room_id, who=actor.id, lowest=lowest_minor, **times):
        raise Conflict("flash_sale_over")
    tx.announce(FlashSaleStarted(sale_id=sale_id, room_id=room_id, sku_id=sale.sku_id, opens_at_ms=opens_at_ms))
    tx.later(open_flash_sale, after_ms=sale.countdown_ms, key=f"flash_open:{sale_id}", sale_id=sale_id)
    close_after_ms = sale.countdown_ms + sale.lasts_ms
    tx.later(close_flash_sale, after_ms=close_after_ms, key=f"flash_close:{sale_id}", sale_id=sale_id)
    return flash_sale_called(tx, sale_id)


def lower_flash_sale(tx: WriteTx, actor: Actor, sale_id: str, *, pieces: int) -> None:
    """Fewer pieces than now, never more, and never fewer than are taken. Invalid: flash_only_fewer."""
    sale = flash_sale_called(tx, sale_id)
    if pieces < 1 or not tx.change(_LOWER, sale=sale_id, n=pieces):
        raise Invalid("flash_only_fewer", field="pieces", pieces=sale.pieces, taken=sale.taken)
    tx.announce(FlashSaleLowered(sale_id=sale_id, room_id=sale.room_id, pieces=pieces))


def end_flash_sale(tx: WriteTx, actor: Actor, sale_id: str) -> None:
    """Now, whatever the clock says; twice is once."""
    _end(tx, actor, flash_sale_called(tx, sale_id))


def end_flash_sale_in(tx: WriteTx, actor: Actor, room_id: str) -> None:
    """When a show is over, so is what it sells for less."""
    if (sale_id := tx.one(_RUNNING_IN_ROOM, room=room_id)) is not None:
        _end(tx, actor, flash_sale_called(tx, sale_id))


@job
def open_flash_sale(tx: WriteTx, actor: Actor, *, sale_id: str) -> None:
    sale = flash_sale_called(tx, sale_id)
    if sale.ended_at_ms is None:
        _remember_opening(tx, sale)


@job
def close_flash_sale(tx: WriteTx, actor: Actor, *, sale_id: str) -> None:
    _end(tx, SYSTEM, flash_sale_called(tx, sale_id))


def take_flash_pieces(tx: WriteTx, buyer_id: str, line_id: str, flash: Flash, *, pieces: int) -> None:
    """Count the pieces of an order line out of the sale and of the buyer's share. Conflict: flash_sold_out."""
    sale = flash_sale_called(tx, flash.sale_id)
    tx.insert_new(FLASH_SHARE, sale_id=sale.id, buyer_id=buyer_id, pieces=0)
    taken = tx.change(_TAKE, sale=sale.id, now=tx.now_ms, n=pieces)
    if not taken or not tx.change(_TAKE_SHARE, sale=sale.id, buyer=buyer_id, n=pieces, most=sale.limit_per_buyer):
        raise Conflict("flash_sold_out")
    tx.insert(FLASH_CLAIM, line_id=line_id, sale_id=sale.id, buyer_id=buyer_id, pieces=pieces, taken_at_ms=tx.now_ms)


def give_flash_pieces_back(tx: WriteTx, line_id: str) -> None:
    """Nobody pays for the line: somebody else can have its pieces."""
    claim = tx.one(_GIVE_BACK, line=line_id, now=tx.now_ms)
    if claim is not None:
        tx.change(_FEWER, sale=claim.sale_id, n=claim.pieces)
        tx.change(_FEWER_OF_BUYER, sale=claim.sale_id, buyer=claim.buyer_id, n=claim.pieces)


def flash_for(tx: ReadTx, buyer_id: str, met: list[tuple[str, str | None]]) -> dict[tuple[str, str], Flash]:
    """By (SKU, room), for goods that the buyer met in a room: the sale that is open there, and their part in it."""
    wanted = {(sku_id, room_id) for sku_id, room_id in met if room_id is not None}
    if not wanted:
        return {}
    found = tx.all(_OPEN, skus=sorted({sku_id for sku_id, _ in wanted}), now=tx.now_ms)
    return {
        (sale.sku_id, sale.room_id): Flash(
            sale.id, sale.price_minor, _pieces_for(tx, sale, buyer_id), sale.closes_at_ms or 0
        )
        for sale in found
        if sale.room_id is not None and (sale.sku_id, sale.room_id) in wanted
    }


def require_still_flash(tx: ReadTx, actor: Actor, sku_id: str, room_id: str, sale_id: str) -> None:
    """Conflict flash_over_meanwhile: the buyer has seen a price that nobody gives any more, and is to be asked again.

    A variant that the sale was never about costs what it did.
    """
    sale = tx.one(_ONE, sale=sale_id)
    if sale is None or sale.sku_id != sku_id:
        return
    flash = flash_for(tx, actor.id, [(sku_id, room_id)]).get((sku_id, room_id))
    if flash is None or flash.sale_id != sale_id or not flash.pieces:
        raise Conflict("flash_over_meanwhile")


def flash_sale_called(tx: ReadTx, sale_id: str) -> FlashSale:
    return tx.one(_ONE, sale=sale_id) or not_found("flash_sale")


def flash_sales_of_brand(tx: ReadTx, brand_id: str) -> list[FlashSale]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def flash_sales_of_product(tx: ReadTx, product_id: str) -> list[FlashSale]:
    """Newest first."""
    return tx.all(_OF_PRODUCT, product=product_id)


def flash_sales_for_host(tx: ReadTx, host_id: str) -> list[FlashSale]:
    """Those that wait to be started, in the order of their planning."""
    return tx.all(_FOR_HOST, host=host_id)


def latest_flash_sale(tx: ReadTx, room_id: str, *, since_ms: int) -> FlashSale | None:
    """The sale that runs in the room, or the last one since a moment."""
    return tx.one(_LATEST_IN_ROOM, room=room_id, since=since_ms)


def running_flash_sales(tx: ReadTx) -> list[FlashSale]:
    """Those of all rooms whose countdown or sale runs."""
    return tx.all(_ALL_RUNNING)


def _pieces_for(tx: ReadTx, sale: FlashSale, buyer_id: str) -> int:
    has = tx.one(_SHARE_OF, sale=sale.id, buyer=buyer_id) or 0
    return rules.pieces_for(left=sale.left, limit=sale.limit_per_buyer, has=has)


def _require_low(tx: ReadTx, sku_id: str, price_minor: int, currency: str) -> int:
    lowest_minor = price_truth(tx, sku_id, window_ms=rules.LOW_WINDOW_MS).lowest_minor
    if not rules.is_low_enough(price_minor, lowest_minor):
        raise Invalid("flash_price_not_low", field="price", lowest_minor=lowest_minor, currency=currency)
    return lowest_minor


def _remember_opening(tx: WriteTx, sale: FlashSale) -> None:
    """From the end of the countdown on this was a price that was asked, however late the program comes to note it."""
    if tx.change(_OPENED, sale=sale.id, now=tx.now_ms):
        record_price(tx, SYSTEM, sale.sku_id, at_ms=sale.opens_at_ms or tx.now_ms, price=sale.price)
        tx.announce(FlashSaleOpened(sale_id=sale.id, room_id=sale.room_id or "", sku_id=sale.sku_id))


def _end(tx: WriteTx, actor: Actor, sale: FlashSale) -> None:
    at_ms = min(tx.now_ms, sale.closes_at_ms or tx.now_ms)
    if not tx.change(_END, sale=sale.id, at=at_ms, who=actor.id):
        return
    _remember_opening(tx, sale)
    if sale.opens_at_ms is not None and sale.opens_at_ms <= at_ms:
        record_price(tx, SYSTEM, sale.sku_id, at_ms=at_ms)
    tx.announce(FlashSaleEnded(sale_id=sale.id, room_id=sale.room_id, sku_id=sale.sku_id, taken=sale.taken))
