"""Checkout: the cart becomes one payment and one order for each brand, with the pieces promised to it."""

from itertools import groupby
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, select

from livefair.catalog import offered
from livefair.kernel import Actor, Conflict, Invalid, ReadTx, WriteTx, query, require
from livefair.people import contract_in_force
from livefair.shop import rules
from livefair.shop.addresses import Address, address_for
from livefair.shop.carts import cart_of, empty_cart
from livefair.shop.coupons import use_coupon
from livefair.shop.events import OrderPlaced
from livefair.shop.flash_sales import take_flash_pieces
from livefair.shop.models import ORDER, ORDER_LINE, PAYMENT
from livefair.shop.models.promotions import REDUCTION
from livefair.shop.own_limits import require_within_own_limit
from livefair.shop.payments import expire_payment
from livefair.shop.quoting import Ready, quoted
from livefair.shop.rules.quote import COUPONS
from livefair.supply import reserve, use_deal

_BY_KEY = query(
    str, select(PAYMENT.c.id).where(PAYMENT.c.buyer_id == bindparam("buyer"), PAYMENT.c.key == bindparam("k"))
)


def check_out(tx: WriteTx, actor: Actor, *, address_id: str, expected_minor: int, provider: str, key: str) -> str:
    """Order all that is in the cart. Returns the payment's id; the same `key` twice is the same payment.

    Conflict: cart_empty, sold_out, price_changed (the buyer saw another total than `expected_minor`), mixed_currencies,
    over_own_limit, flash_sold_out, coupon_used.
    """
    require(not actor.is_guest, "sign_in_first")
    if not 0 < len(key) <= rules.FIELD_CHARS_MAX:
        raise Invalid("bad_key", field="key")
    if (earlier := tx.one(_BY_KEY, buyer=actor.id, k=key)) is not None:
        return earlier
    address = address_for(tx, actor, address_id)
    lines = ready_cart(tx, actor)
    total_minor = _agreed_total(lines, expected_minor)
    require_within_own_limit(tx, actor, total_minor, lines[0].sku.currency)
    payment_id = place(tx, actor, lines, Placing(address, provider, key))
    empty_cart(tx, actor)
    return payment_id


class Placing(NamedTuple):
    """Where the goods go and how they are paid. `sold_as` is one of the formats of selling, None: from the cart.

    `paid_before_minor`: a deposit that counts towards it.
    """

    address: Address
    provider: str
    key: str
    sold_as: str | None = None
    pay_within_ms: int = rules.PAY_WITHIN_MS
    paid_before_minor: int = 0


def place(tx: WriteTx, actor: Actor, lines: list[Ready], placing: Placing) -> str:
    """One open payment, and an order of these lines for each brand, in the order of brands. Returns the payment's id.

    Conflict: sold_out, deal_changed, flash_sold_out, coupon_used.
    """
    payment_id = tx.new_id()
    tx.insert(
        PAYMENT,
        id=payment_id,
        buyer_id=actor.id,
        key=placing.key,
        amount_minor=sum(line.amount_minor for line in lines) - placing.paid_before_minor,
        currency=lines[0].sku.currency,
        provider=placing.provider,
        state="open",
        opened_at_ms=tx.now_ms,
        expires_at_ms=tx.now_ms + placing.pay_within_ms,
    )
    for _brand, of_brand in groupby(lines, key=lambda line: line.product.brand_id):
        _place_order(tx, actor, payment_id, placing, list(of_brand))
    tx.later(expire_payment, after_ms=placing.pay_within_ms, key=f"expire:{payment_id}", payment_id=payment_id)
    return payment_id


def payment_by_key(tx: ReadTx, buyer_id: str, key: str) -> str | None:
    """The payment that this buyer has begun under this key."""
    return tx.one(_BY_KEY, buyer=buyer_id, k=key)


def ready_cart(tx: ReadTx, actor: Actor) -> list[Ready]:
    """The cart with today's prices, brand by brand."""
    carts = cart_of(tx, actor)
    found = offered(tx, [cart.sku_id for cart in carts])
    lines = [(cart, *found[cart.sku_id]) for cart in carts]
    return quoted(tx, actor.id, sorted(lines, key=lambda line: (line[2].brand_id, line[0].id)))


def _agreed_total(lines: list[Ready], expected_minor: int) -> int:
    if not lines:
        raise Conflict("cart_empty")
    if len({line.sku.currency for line in lines}) > 1:
        raise Conflict("mixed_currencies")
    total_minor = sum(line.amount_minor for line in lines)
    if total_minor != expected_minor:
        raise Conflict("price_changed", total_minor=total_minor, currency=lines[0].sku.currency)
    return total_minor


def _place_order(tx: WriteTx, actor: Actor, payment_id: str, placing: Placing, lines: list[Ready]) -> None:
    order_id, first = tx.new_id(), lines[0]
    total_minor = sum(line.amount_minor for line in lines)
    tx.insert(
        ORDER,
        id=order_id,
        payment_id=payment_id,
        buyer_id=actor.id,
        brand_id=first.product.brand_id,
        state="awaiting_payment",
        total_minor=total_minor,
        currency=first.sku.currency,
        address=msgspec.json.encode(placing.address.place._asdict()).decode(),
        sold_as=placing.sold_as,
        placed_at_ms=tx.now_ms,
    )
    for line in lines:
        _place_line(tx, actor, order_id, line)
    for grant_id in {each.source_id for line in lines for each in line.priced.reductions if each.kind in COUPONS}:
        use_coupon(tx, actor.id, grant_id, order_id)
    tx.announce(
        OrderPlaced(
            order_id=order_id,
            payment_id=payment_id,
            buyer_id=actor.id,
            brand_id=first.product.brand_id,
            total_minor=total_minor,
            currency=first.sku.currency,
        )
    )


def _place_line(tx: WriteTx, actor: Actor, order_id: str, line: Ready) -> None:
    line_id, source = tx.new_id(), line.cart.source
    contract = contract_in_force(tx, source.host_id) if source.host_id else None
    reserve(tx, actor, line.sku.id, quantity=line.quantity, reference=line_id)
    use_deal(tx, actor, line.terms, pieces=line.quantity, reference=line_id)
    tx.insert(
        ORDER_LINE,
        id=line_id,
        order_id=order_id,
        sku_id=line.sku.id,
        product_id=line.product.id,
        title_zh=line.product.title_zh,
        title_en=line.product.title_en,
        sku_name_zh=line.sku.name_zh,
        sku_name_en=line.sku.name_en,
        quantity=line.quantity,
        unit_minor=line.priced.unit_minor,
        discount_minor=line.priced.discount_minor,
        host_bears_minor=line.priced.host_bears_minor,
        house_bears_minor=line.priced.house_bears_minor,
        amount_minor=line.amount_minor,
        refunded_minor=0,
        mcn_id=contract.mcn_id if contract else None,
        mcn_share_bp=contract.share_bp if contract else 0,
        commission_bp=line.terms.commission_bp,
        room_id=source.room_id,
        video_id=source.video_id,
        review_id=source.review_id,
        host_id=source.host_id,
        reviewer_id=source.reviewer_id,
    )
    _say_why(tx, actor, line_id, line)


def _say_why(tx: WriteTx, actor: Actor, line_id: str, line: Ready) -> None:
    """Keep what made the line cheaper, and take it out of what there is of it."""
    for each in line.priced.reductions:
        tx.insert(REDUCTION, line_id=line_id, kind=each.kind, source_id=each.source_id, minor=each.minor)
    if line.flash is not None:
        take_flash_pieces(tx, actor.id, line_id, line.flash, pieces=line.quantity)
