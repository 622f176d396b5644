"""The cart: what somebody means to buy, and where they met it."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, delete, func, select, update

from livefair.catalog import offered_product_for, sku_for
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.shop import rules
from livefair.shop.events import CartLineAdded
from livefair.shop.models import CART_LINE
from livefair.shop.rules import NOWHERE, Source


class CartLine(NamedTuple):
    id: str
    sku_id: str
    quantity: int
    room_id: str | None
    video_id: str | None
    review_id: str | None
    host_id: str | None
    reviewer_id: str | None

    @property
    def source(self) -> Source:
        return Source(self.room_id, self.video_id, self.review_id, self.host_id, self.reviewer_id)


_mine = CART_LINE.c.buyer_id == bindparam("buyer")
_CART = query(
    CartLine,
    select(*(getattr(CART_LINE.c, field) for field in CartLine._fields)).where(_mine).order_by(CART_LINE.c.id),
)
_COUNT = query(int, select(func.count()).select_from(CART_LINE).where(_mine))
_ADD = change(
    update(CART_LINE)
    .where(_mine, CART_LINE.c.sku_id == bindparam("sku"))
    .values(
        quantity=CART_LINE.c.quantity + bindparam("pieces", type_=Integer),
        **{field: bindparam(f"new_{field}") for field in Source._fields},
    )
)
_SET = change(update(CART_LINE).where(_mine, CART_LINE.c.id == bindparam("one")).values(quantity=bindparam("pieces")))
_REMOVE = change(delete(CART_LINE).where(_mine, CART_LINE.c.id == bindparam("one")))
_EMPTY = change(delete(CART_LINE).where(_mine))
_QUANTITY = query(int, select(CART_LINE.c.quantity).where(_mine, CART_LINE.c.sku_id == bindparam("sku")))


def add_to_cart(tx: WriteTx, actor: Actor, sku_id: str, *, quantity: int = 1, source: Source = NOWHERE) -> None:
    """Add pieces of a SKU; the latest place where the buyer met it counts."""
    require(not actor.is_guest, "sign_in_first")
    require_valid(0 < quantity <= rules.QUANTITY_MAX, "out_of_range", field="quantity")
    sku = sku_for(tx, actor, sku_id)
    offered_product_for(tx, actor, sku.product_id)
    came_from = source.credited_to(actor.id)
    in_cart = tx.one(_QUANTITY, buyer=actor.id, sku=sku_id)
    require_valid((in_cart or 0) + quantity <= rules.QUANTITY_MAX, "out_of_range", field="quantity")
    if in_cart is None:
        _put_new(tx, actor, sku_id, quantity, came_from)
    else:
        named = {f"new_{field}": value for field, value in came_from._asdict().items()}
        tx.change(_ADD, buyer=actor.id, sku=sku_id, pieces=quantity, **named)
    tx.announce(
        CartLineAdded(
            buyer_id=actor.id,
            sku_id=sku_id,
            product_id=sku.product_id,
            quantity=quantity,
            room_id=came_from.room_id,
            video_id=came_from.video_id,
            review_id=came_from.review_id,
        )
    )


def set_quantity(tx: WriteTx, actor: Actor, cart_line_id: str, quantity: int) -> None:
    """0 takes the line out."""
    require_valid(0 <= quantity <= rules.QUANTITY_MAX, "out_of_range", field="quantity")
    if quantity == 0:
        found = tx.change(_REMOVE, buyer=actor.id, one=cart_line_id)
    else:
        found = tx.change(_SET, buyer=actor.id, one=cart_line_id, pieces=quantity)
    if not found:
        not_found("cart_line")


def empty_cart(tx: WriteTx, actor: Actor) -> None:
    tx.apply(_EMPTY, buyer=actor.id)


def cart_of(tx: ReadTx, actor: Actor) -> list[CartLine]:
    return tx.all(_CART, buyer=actor.id)


def cart_count(tx: ReadTx, actor: Actor) -> int:
    return tx.value(_COUNT, buyer=actor.id)


def _put_new(tx: WriteTx, actor: Actor, sku_id: str, quantity: int, source: Source) -> None:
    if cart_count(tx, actor) >= rules.CART_LINES_MAX:
        raise Conflict("cart_full", limit=rules.CART_LINES_MAX)
    tx.insert(
        CART_LINE,
        id=tx.new_id(),
        buyer_id=actor.id,
        sku_id=sku_id,
        quantity=quantity,
        at_ms=tx.now_ms,
        **source._asdict(),
    )
