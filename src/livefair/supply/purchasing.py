"""Purchase orders: draft, sent, received in parts, closed. What is good goes on the shelf, the rest is noted."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, cast, func, or_, select, update

from livefair.catalog import own_product_for, sku_for
from livefair.kernel import (
    DAY_MS,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
    word_in,
)
from livefair.people import clean_line, clean_text
from livefair.supply import stock
from livefair.supply.events_of_purchasing import GoodsReceived, PurchaseClosed, PurchaseDrafted, PurchaseSent
from livefair.supply.models.purchasing import PURCHASE, PURCHASE_LINE, RECEIPT, SUPPLIER
from livefair.supply.rules import NOTE_CHARS_MAX, QUANTITY_MAX
from livefair.supply.rules import purchasing as rules


class Supplier(NamedTuple):
    id: str
    name: str
    contact: str
    lead_days: int


class Purchase(NamedTuple):
    id: str
    brand_id: str
    supplier_id: str | None
    state: str
    made_at_ms: int
    sent_at_ms: int | None
    due_at_ms: int | None
    closed_at_ms: int | None


class PurchaseLine(NamedTuple):
    purchase_id: str
    sku_id: str
    ordered: int
    good: int
    damaged: int
    unit_minor: int

    @property
    def missing(self) -> int:
        return self.ordered - self.good - self.damaged


class Arrival(NamedTuple):
    """What came of one SKU, as it was found: `key` names the delivery."""

    sku_id: str
    good: int
    damaged: int
    key: str
    note: str = ""


class Receipt(NamedTuple):
    sku_id: str
    good: int
    damaged: int
    note: str
    at_ms: int


_SUPPLIERS = query(
    Supplier,
    select(*(getattr(SUPPLIER.c, field) for field in Supplier._fields))
    .where(SUPPLIER.c.brand_id == bindparam("brand"))
    .order_by(SUPPLIER.c.name)
    .limit(rules.SUPPLIERS_MAX),
)
_COUNT = query(int, select(func.count()).select_from(SUPPLIER).where(SUPPLIER.c.brand_id == bindparam("brand")))
_COLUMNS = [getattr(PURCHASE.c, field) for field in Purchase._fields]
_ONE = query(Purchase, select(*_COLUMNS).where(PURCHASE.c.id == bindparam("one")))
_OF_BRAND = query(
    Purchase,
    select(*_COLUMNS)
    .where(PURCHASE.c.brand_id == bindparam("brand"))
    .order_by(PURCHASE.c.made_at_ms.desc(), PURCHASE.c.id.desc())
    .limit(rules.PURCHASES_MAX),
)
_LINES = query(
    PurchaseLine,
    select(*(getattr(PURCHASE_LINE.c, field) for field in PurchaseLine._fields))
    .where(text_in(PURCHASE_LINE.c.purchase_id, "ids"))
    .order_by(PURCHASE_LINE.c.purchase_id, PURCHASE_LINE.c.sku_id),
)
_RECEIPTS = query(
    Receipt,
    select(*(getattr(RECEIPT.c, field) for field in Receipt._fields))
    .where(RECEIPT.c.purchase_id == bindparam("one"))
    .order_by(RECEIPT.c.seq),
)
_ON_ORDER = query(
    lambda sku_id, pieces: (sku_id, int(pieces)),
    select(
        PURCHASE_LINE.c.sku_id,
        cast(func.sum(PURCHASE_LINE.c.ordered - PURCHASE_LINE.c.good - PURCHASE_LINE.c.damaged), Integer),
    )
    .join_from(PURCHASE_LINE, PURCHASE, PURCHASE.c.id == PURCHASE_LINE.c.purchase_id)
    .where(text_in(PURCHASE_LINE.c.sku_id, "ids"), word_in(PURCHASE.c.state, "sent", "part_received"))
    .group_by(PURCHASE_LINE.c.sku_id),
)
_DRAFT = query(
    str,
    select(PURCHASE.c.id)
    .where(PURCHASE.c.brand_id == bindparam("brand"), PURCHASE.c.state == "draft")
    .order_by(PURCHASE.c.id.desc())
    .limit(1),
)
_SET_LINE = change(
    update(PURCHASE_LINE)
    .where(PURCHASE_LINE.c.purchase_id == bindparam("purchase"), PURCHASE_LINE.c.sku_id == bindparam("sku"))
    .values(ordered=bindparam("pieces"), unit_minor=bindparam("cost"))
)
_SEND = change(
    update(PURCHASE)
    .where(PURCHASE.c.id == bindparam("one"), PURCHASE.c.state == "draft")
    .values(state="sent", supplier_id=bindparam("supplier"), sent_at_ms=bindparam("now"), due_at_ms=bindparam("due"))
)
_CANCEL = change(
    update(PURCHASE)
    .where(PURCHASE.c.id == bindparam("one"), PURCHASE.c.state == "draft")
    .values(state="cancelled", closed_at_ms=bindparam("now"))
)
_good, _damaged = bindparam("more_good", type_=Integer), bindparam("more_damaged", type_=Integer)
# Never more than was ordered: one statement decides.
_TAKE_IN = change(
    update(PURCHASE_LINE)
    .where(
        PURCHASE_LINE.c.purchase_id == bindparam("purchase"),
        PURCHASE_LINE.c.sku_id == bindparam("sku"),
        PURCHASE_LINE.c.good + PURCHASE_LINE.c.damaged + _good + _damaged <= PURCHASE_LINE.c.ordered,
    )
    .values(good=PURCHASE_LINE.c.good + _good, damaged=PURCHASE_LINE.c.damaged + _damaged)
)
_GO_ON = change(
    update(PURCHASE)
    .where(PURCHASE.c.id == bindparam("one"), or_(PURCHASE.c.state == "sent", PURCHASE.c.state == "part_received"))
    .values(state=bindparam("becomes"), closed_at_ms=bindparam("closed"))
)


def add_supplier(tx: WriteTx, actor: Actor, *, name: str, contact: str, lead_days: int) -> str:
    brand_id = _brand(actor)
    require_valid(0 <= lead_days <= 365, "out_of_range", field="lead_days")
    if tx.value(_COUNT, brand=brand_id) >= rules.SUPPLIERS_MAX:
        raise Conflict("too_many_suppliers", limit=rules.SUPPLIERS_MAX)
    supplier_id = tx.new_id()
    is_new = tx.insert_new(
        SUPPLIER,
        id=supplier_id,
        brand_id=brand_id,
        name=clean_line(name, limit=80, field="name"),
        contact=clean_text(contact, limit=200, field="contact"),
        lead_days=lead_days,
        made_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("name_taken", field="name")
    return supplier_id


def draft_purchase(tx: WriteTx, actor: Actor, sku_id: str, *, pieces: int, unit_minor: int = 0) -> str:
    """Put pieces of a SKU on the brand's draft, which begins one if there is none. Returns the order's id."""
    brand_id = _brand(actor)
    own_product_for(tx, actor, sku_for(tx, actor, sku_id).product_id)
    require_valid(0 < pieces <= QUANTITY_MAX, "out_of_range", field="pieces")
    require_valid(0 <= unit_minor <= 10**9, "out_of_range", field="unit")
    purchase_id = tx.one(_DRAFT, brand=brand_id)
    if purchase_id is None:
        purchase_id = tx.new_id()
        tx.insert(PURCHASE, id=purchase_id, brand_id=brand_id, state="draft", made_by=actor.id, made_at_ms=tx.now_ms)
        tx.announce(PurchaseDrafted(purchase_id=purchase_id, brand_id=brand_id))
    lines = lines_of(tx, [purchase_id])[purchase_id]
    if len(lines) >= rules.LINES_MAX and all(line.sku_id != sku_id for line in lines):
        raise Conflict("too_many_lines", limit=rules.LINES_MAX)
    is_new = tx.insert_new(
        PURCHASE_LINE, purchase_id=purchase_id, sku_id=sku_id, ordered=pieces, good=0, damaged=0, unit_minor=unit_minor
    )
    if not is_new:
        tx.change(_SET_LINE, purchase=purchase_id, sku=sku_id, pieces=pieces, cost=unit_minor)
    return purchase_id


def send_purchase(tx: WriteTx, actor: Actor, purchase_id: str, supplier_id: str) -> None:
    """It is with the supplier, who delivers within the usual days. Conflict purchase_over."""
    purchase = purchase_for(tx, actor, purchase_id)
    supplier = next((one for one in suppliers_of(tx, purchase.brand_id) if one.id == supplier_id), None)
    if supplier is None:
        not_found("supplier")
    due_at_ms = tx.now_ms + supplier.lead_days * DAY_MS
    if not tx.change(_SEND, one=purchase_id, supplier=supplier_id, now=tx.now_ms, due=due_at_ms):
        raise Conflict("purchase_over")
    tx.announce(
        PurchaseSent(purchase_id=purchase_id, brand_id=purchase.brand_id, supplier_id=supplier_id, due_at_ms=due_at_ms)
    )


def cancel_purchase(tx: WriteTx, actor: Actor, purchase_id: str) -> None:
    """Only a draft can be thrown away. Conflict purchase_over."""
    purchase_for(tx, actor, purchase_id)
    if not tx.change(_CANCEL, one=purchase_id, now=tx.now_ms):
        raise Conflict("purchase_over")


def take_in(tx: WriteTx, actor: Actor, purchase_id: str, arrival: Arrival) -> None:
    """Goods have come: the good ones can be sold at once. The same key twice is one delivery.

    NotFound: the SKU is not on this order. Conflict: purchase_over, more_than_ordered.
    """
    purchase = purchase_for(tx, actor, purchase_id)
    _require_pieces(arrival)
    if all(line.sku_id != arrival.sku_id for line in lines_of(tx, [purchase_id])[purchase_id]):
        not_found("sku")
    is_new = tx.insert_new(
        RECEIPT,
        key=f"{purchase_id}:{arrival.sku_id}:{arrival.key}",
        purchase_id=purchase_id,
        sku_id=arrival.sku_id,
        good=arrival.good,
        damaged=arrival.damaged,
        note=clean_text(arrival.note, limit=NOTE_CHARS_MAX, field="note"),
        by=actor.id,
        at_ms=tx.now_ms,
    )
    if not is_new:
        return
    if not tx.change(_GO_ON, one=purchase_id, becomes="part_received", closed=None):
        raise Conflict("purchase_over")
    pieces = {"more_good": arrival.good, "more_damaged": arrival.damaged}
    if not tx.change(_TAKE_IN, purchase=purchase_id, sku=arrival.sku_id, **pieces):
        raise Conflict("more_than_ordered")
    if arrival.good:
        key = f"purchase:{purchase_id}:{arrival.sku_id}:{arrival.key}"
        stock.receive(tx, actor, arrival.sku_id, quantity=arrival.good, key=key, note=arrival.note)
    tx.announce(
        GoodsReceived(
            purchase_id=purchase_id,
            brand_id=purchase.brand_id,
            sku_id=arrival.sku_id,
            good=arrival.good,
            damaged=arrival.damaged,
        )
    )
    if not any(line.missing for line in lines_of(tx, [purchase_id])[purchase_id]):
        close_purchase(tx, actor, purchase_id)


def close_purchase(tx: WriteTx, actor: Actor, purchase_id: str) -> None:
    """Nothing more is to come. Conflict purchase_over."""
    purchase = purchase_for(tx, actor, purchase_id)
    if not tx.change(_GO_ON, one=purchase_id, becomes="closed", closed=tx.now_ms):
        raise Conflict("purchase_over")
    missing = sum(line.missing for line in lines_of(tx, [purchase_id])[purchase_id])
    tx.announce(PurchaseClosed(purchase_id=purchase_id, brand_id=purchase.brand_id, missing=missing))


def purchase_for(tx: ReadTx, actor: Actor, purchase_id: str) -> Purchase:
    purchase = tx.one(_ONE, one=purchase_id)
    if purchase is None or purchase.brand_id != _brand(actor):
        not_found("purchase")
    return purchase


def purchases_of(tx: ReadTx, brand_id: str) -> list[Purchase]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def lines_of(tx: ReadTx, purchase_ids: list[str]) -> dict[str, list[PurchaseLine]]:
    found: dict[str, list[PurchaseLine]] = {purchase_id: [] for purchase_id in purchase_ids}
    for line in tx.all(_LINES, ids=purchase_ids) if purchase_ids else ():
        found[line.purchase_id].append(line)
    return found


def receipts_of(tx: ReadTx, purchase_id: str) -> list[Receipt]:
    return tx.all(_RECEIPTS, one=purchase_id)


def suppliers_of(tx: ReadTx, brand_id: str) -> list[Supplier]:
    return tx.all(_SUPPLIERS, brand=brand_id)


def on_order(tx: ReadTx, sku_ids: list[str]) -> dict[str, int]:
    """SKU → pieces that suppliers have not delivered yet."""
    return dict(tx.all(_ON_ORDER, ids=sku_ids)) if sku_ids else {}


def _brand(actor: Actor) -> str:
    require(actor.has("brand") and actor.organisation_id is not None, "brands_only")
    return str(actor.organisation_id)


def _require_pieces(arrival: Arrival) -> None:
    is_sound = arrival.good >= 0 and arrival.damaged >= 0 and 0 < arrival.good + arrival.damaged <= QUANTITY_MAX
    require_valid(is_sound, "out_of_range", field="good")
    require_valid(0 < len(arrival.key) <= 80, "bad_key", field="key")
