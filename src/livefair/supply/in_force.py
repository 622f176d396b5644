"""What is in force when something is sold: the signed terms of the host through whom it is bought, else the open
commission. Only this decides a line's price and commission."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, or_, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, text_in
from livefair.supply.commissions import commission_of
from livefair.supply.models.deals import DEAL, DEAL_LINE, DEAL_PRICE, DEAL_USE
from livefair.supply.rules import deals as rules


class Sale(NamedTuple):
    """Something that is about to be sold through `host_id`, at the price that everybody pays."""

    host_id: str | None
    product_id: str
    sku_id: str
    listed_minor: int
    pieces: int = 1


class SaleTerms(NamedTuple):
    """`deal_id` is None where no signed deal decides."""

    unit_minor: int
    commission_bp: int
    deal_id: str | None = None
    version: int = 0


class _Line(NamedTuple):
    deal_id: str
    version: int
    host_id: str
    commission_bp: int
    quantity: int
    taken: int
    is_exclusive: int
    price_minor: int | None


_now = (
    DEAL_LINE.c.starts_at_ms <= bindparam("now"),
    DEAL_LINE.c.ends_at_ms > bindparam("now"),
    DEAL_LINE.c.ended_at_ms.is_(None),
)
_LINES = query(
    _Line,
    select(
        DEAL_LINE.c.deal_id,
        DEAL_LINE.c.version,
        DEAL_LINE.c.host_id,
        DEAL_LINE.c.commission_bp,
        DEAL_LINE.c.quantity,
        DEAL.c.taken,
        DEAL_LINE.c.is_exclusive,
        DEAL_PRICE.c.price_minor,
    )
    .join_from(DEAL_LINE, DEAL, DEAL.c.id == DEAL_LINE.c.deal_id)
    .outerjoin(
        DEAL_PRICE,
        (DEAL_PRICE.c.deal_id == DEAL_LINE.c.deal_id)
        & (DEAL_PRICE.c.version == DEAL_LINE.c.version)
        & (DEAL_PRICE.c.sku_id == bindparam("sku")),
    )
    .where(DEAL_LINE.c.product_id == bindparam("product"), *_now)
    .order_by(DEAL_LINE.c.deal_id),
)
_PRICES = query(
    lambda sku_id, minor: (sku_id, minor),
    select(DEAL_PRICE.c.sku_id, DEAL_PRICE.c.price_minor)
    .join_from(DEAL_LINE, DEAL, DEAL.c.id == DEAL_LINE.c.deal_id)
    .join(DEAL_PRICE, (DEAL_PRICE.c.deal_id == DEAL_LINE.c.deal_id) & (DEAL_PRICE.c.version == DEAL_LINE.c.version))
    .where(
        text_in(DEAL_PRICE.c.sku_id, "skus"),
        DEAL_LINE.c.host_id == bindparam("host"),
        or_(DEAL_LINE.c.quantity == 0, DEAL.c.taken < DEAL_LINE.c.quantity),
        *_now,
    ),
)
_pieces = bindparam("pieces", type_=Integer)
# One statement decides, so two buyers can never both get the last piece at the agreed price.
_TAKE = change(
    update(DEAL)
    .where(
        DEAL.c.id == bindparam("deal"),
        DEAL.c.signed_version == bindparam("version"),
        or_(bindparam("most", type_=Integer) == 0, DEAL.c.taken + _pieces <= bindparam("most", type_=Integer)),
    )
    .values(taken=DEAL.c.taken + _pieces)
)
_QUANTITY = query(
    int,
    select(DEAL_LINE.c.quantity)
    .where(DEAL_LINE.c.deal_id == bindparam("deal"), DEAL_LINE.c.version == bindparam("version"))
    .limit(1),
)


class _Used(NamedTuple):
    deal_id: str
    version: int
    pieces: int


_GIVE_BACK = query(
    _Used,
    update(DEAL_USE)
    .where(DEAL_USE.c.reference == bindparam("of"), DEAL_USE.c.given_back_at_ms.is_(None))
    .values(given_back_at_ms=bindparam("now"))
    .returning(DEAL_USE.c.deal_id, DEAL_USE.c.version, DEAL_USE.c.pieces),
)
# Only while that version still counts: another one has begun to count anew.
_UNTAKE = change(
    update(DEAL)
    .where(DEAL.c.id == bindparam("deal_id"), DEAL.c.signed_version == bindparam("version"))
    .values(taken=DEAL.c.taken - _pieces)
)


def terms_of_sale(tx: ReadTx, sale: Sale) -> SaleTerms:
    """The host's own signed deal; 0 where another host has the goods alone; else what is open to every host."""
    if sale.host_id is None:
        return SaleTerms(sale.listed_minor, 0)
    lines = tx.all(_LINES, product=sale.product_id, sku=sale.sku_id, now=tx.now_ms)
    for line in lines:
        if line.host_id == sale.host_id and rules.has_left(
            quantity=line.quantity, taken=line.taken, pieces=sale.pieces
        ):
            unit = rules.charged_minor(listed_minor=sale.listed_minor, agreed_minor=line.price_minor)
            return SaleTerms(unit, line.commission_bp, line.deal_id, line.version)
    if any(line.is_exclusive and line.host_id != sale.host_id for line in lines):
        return SaleTerms(sale.listed_minor, 0)
    return SaleTerms(sale.listed_minor, commission_of(tx, sale.product_id))


def agreed_prices(tx: ReadTx, host_id: str | None, sku_ids: list[str]) -> dict[str, int]:
    """SKU → minor units, where this host has agreed on one that is in force now."""
    found: dict[str, int] = {}
    for sku_id, minor in tx.all(_PRICES, skus=sku_ids, host=host_id, now=tx.now_ms) if host_id and sku_ids else ():
        found[sku_id] = min(minor, found.get(sku_id, minor))
    return found


def use_deal(tx: WriteTx, actor: Actor, terms: SaleTerms, *, pieces: int, reference: str) -> None:
    """Keep on which version the order line `reference` was sold. Conflict deal_changed: used up, or over."""
    if terms.deal_id is None:
        return
    most = tx.one(_QUANTITY, deal=terms.deal_id, version=terms.version) or 0
    if not tx.change(_TAKE, deal=terms.deal_id, version=terms.version, pieces=pieces, most=most):
        raise Conflict("deal_changed")
    tx.insert(
        DEAL_USE,
        reference=reference,
        deal_id=terms.deal_id,
        version=terms.version,
        pieces=pieces,
        commission_bp=terms.commission_bp,
        unit_minor=terms.unit_minor,
        at_ms=tx.now_ms,
    )


def give_back(tx: WriteTx, actor: Actor, reference: str) -> None:
    """The order line will not be bought: its pieces can be sold on the same terms again."""
    used = tx.one(_GIVE_BACK, of=reference, now=tx.now_ms)
    if used is not None:
        tx.change(_UNTAKE, **used._asdict())
