"""What must hold of goods at every moment; returns a sentence for each breach."""

from typing import NamedTuple

from sqlalchemy import Integer, and_, cast, func, or_, select

from livefair import ledger
from livefair.catalog.bundles import parts_of
from livefair.kernel import ReadTx, query, word_in
from livefair.supply.funds import Fund, account_of
from livefair.supply.location_invariants import location_breaches
from livefair.supply.models import RESERVATION, STOCK, STOCK_MOVEMENT
from livefair.supply.models.deals import DEAL, DEAL_LINE, DEAL_MILESTONE, DEAL_USE, DEAL_VERSION
from livefair.supply.models.funds import FUND, FUND_GRANT
from livefair.supply.models.resources import BOOKED_SLOT, BOOKING
from livefair.supply.resources import escrow_of
from livefair.supply.rules.resources import SLOT_MS


class _Bundled(NamedTuple):
    reference: str
    sku_id: str
    quantity: int
    state: str
    part_id: str
    part_quantity: int
    part_state: str


class _Breach(NamedTuple):
    sku_id: str
    kept: int
    expected: int


_slots = select(func.count()).where(BOOKED_SLOT.c.booking_id == BOOKING.c.id).correlate(BOOKING).scalar_subquery()
_WRONG_SLOTS = query(
    str,
    select(BOOKING.c.id).where(
        or_(
            and_(BOOKING.c.state == "cancelled", _slots != 0),
            and_(BOOKING.c.state != "cancelled", _slots * SLOT_MS != BOOKING.c.until_ms - BOOKING.c.from_ms),
        )
    ),
)
_BOOKING_FEES = query(
    lambda booking_id, currency, minor, state: (booking_id, currency, minor if state == "booked" else 0),
    select(BOOKING.c.id, BOOKING.c.currency, BOOKING.c.fee_minor, BOOKING.c.state),
)
_granted = select(func.coalesce(func.sum(FUND_GRANT.c.minor), 0)).where(FUND_GRANT.c.fund_id == FUND.c.id)
_WRONG_GRANTS = query(str, select(FUND.c.id).where(_granted.correlate(FUND).scalar_subquery() != FUND.c.granted_minor))
_FUNDS = query(Fund, select(*(FUND.c[field] for field in Fund._fields)))
_moved = (
    select(
        STOCK_MOVEMENT.c.sku_id,
        cast(func.sum(STOCK_MOVEMENT.c.on_hand_change), Integer).label("on_hand"),
        cast(func.sum(STOCK_MOVEMENT.c.reserved_change), Integer).label("reserved"),
    )
    .group_by(STOCK_MOVEMENT.c.sku_id)
    .subquery()
)
_held = (
    select(RESERVATION.c.sku_id, cast(func.sum(RESERVATION.c.quantity), Integer).label("reserved"))
    .where(RESERVATION.c.state == "held")
    .group_by(RESERVATION.c.sku_id)
    .subquery()
)
_NOT_THE_SUM = query(
    _Breach,
    select(STOCK.c.sku_id, STOCK.c.on_hand, func.coalesce(_moved.c.on_hand, 0))
    .join_from(STOCK, _moved, _moved.c.sku_id == STOCK.c.sku_id, isouter=True)
    .where(
        or_(
            STOCK.c.on_hand != func.coalesce(_moved.c.on_hand, 0),
            STOCK.c.reserved != func.coalesce(_moved.c.reserved, 0),
        )
    ),
)
_NOT_HELD = query(
    _Breach,
    select(STOCK.c.sku_id, STOCK.c.reserved, func.coalesce(_held.c.reserved, 0))
    .join_from(STOCK, _held, _held.c.sku_id == STOCK.c.sku_id, isouter=True)
    .where(STOCK.c.reserved != func.coalesce(_held.c.reserved, 0)),
)
_bundle, _part = RESERVATION.alias("bundle"), RESERVATION.alias("part")
_BUNDLES = query(
    _Bundled,
    select(
        _bundle.c.reference,
        _bundle.c.sku_id,
        _bundle.c.quantity,
        _bundle.c.state,
        _part.c.sku_id,
        _part.c.quantity,
        _part.c.state,
    ).join(_part, _part.c.part_of == _bundle.c.reference),
)
_BELOW_ZERO = query(
    _Breach,
    select(STOCK.c.sku_id, STOCK.c.on_hand, STOCK.c.reserved).where(
        or_(STOCK.c.on_hand < STOCK.c.reserved, STOCK.c.reserved < 0)
    ),
)
_used = (
    select(DEAL_USE.c.deal_id, DEAL_USE.c.version, cast(func.sum(DEAL_USE.c.pieces), Integer).label("pieces"))
    .where(DEAL_USE.c.given_back_at_ms.is_(None))
    .group_by(DEAL_USE.c.deal_id, DEAL_USE.c.version)
    .subquery()
)
_NOT_WHAT_WAS_SOLD = query(
    str,
    select(DEAL.c.id)
    .outerjoin(_used, and_(_used.c.deal_id == DEAL.c.id, _used.c.version == DEAL.c.signed_version))
    .where(DEAL.c.taken != func.coalesce(_used.c.pieces, 0)),
)
_SOLD_MORE_THAN_AGREED = query(
    str,
    select(DEAL.c.id)
    .join(DEAL_LINE, and_(DEAL_LINE.c.deal_id == DEAL.c.id, DEAL_LINE.c.version == DEAL.c.signed_version))
    .where(DEAL_LINE.c.quantity > 0, DEAL.c.taken > DEAL_LINE.c.quantity),
)
_NOT_SIGNED_BY_BOTH = query(
    str,
    select(DEAL_LINE.c.deal_id)
    .join(
        DEAL_VERSION,
        and_(DEAL_VERSION.c.deal_id == DEAL_LINE.c.deal_id, DEAL_VERSION.c.number == DEAL_LINE.c.version),
    )
    .where(or_(DEAL_VERSION.c.brand_signed_at_ms.is_(None), DEAL_VERSION.c.host_signed_at_ms.is_(None))),
)
_one, _two = DEAL_LINE.alias("one"), DEAL_LINE.alias("two")
_EXCLUSIVE_TWICE = query(
    str,
    select(_one.c.product_id)
    .join(
        _two,
        and_(
            _two.c.product_id == _one.c.product_id,
            _two.c.host_id != _one.c.host_id,
            _two.c.starts_at_ms < _one.c.ends_at_ms,
            _two.c.ends_at_ms > _one.c.starts_at_ms,
            _two.c.ended_at_ms.is_(None),
        ),
    )
    .where(_one.c.is_exclusive == 1, _one.c.ended_at_ms.is_(None)),
)
_FEES = query(
    lambda deal_id, currency, minor: (deal_id, currency, int(minor)),
    select(DEAL_MILESTONE.c.deal_id, DEAL_MILESTONE.c.currency, func.sum(DEAL_MILESTONE.c.amount_minor))
    .where(word_in(DEAL_MILESTONE.c.state, "open", "missed", "delivered"))
    .group_by(DEAL_MILESTONE.c.deal_id, DEAL_MILESTONE.c.currency),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"stock of {b.sku_id} is {b.kept}, its movements say {b.expected}" for b in tx.all(_NOT_THE_SUM)),
        *(f"stock of {b.sku_id} has {b.kept} reserved, orders hold {b.expected}" for b in tx.all(_NOT_HELD)),
        *(f"stock of {b.sku_id} is oversold: {b.kept} on hand, {b.expected} reserved" for b in tx.all(_BELOW_ZERO)),
        *(f"bundle of {one} does not hold what it consists of" for one in _broken_bundles(tx)),
        *location_breaches(tx),
        *_of_deals(tx),
        *_of_bookings(tx),
        *_of_funds(tx),
    ]


def _broken_bundles(tx: ReadTx) -> list[str]:
    """Those whose parts are held in other numbers than one bundle has, or went another way."""
    rows = tx.all(_BUNDLES)
    parts = parts_of(tx, sorted({row.sku_id for row in rows}))
    held: dict[str, set[tuple[str, int, str]]] = {}
    for row in rows:
        held.setdefault(row.reference, set()).add((row.part_id, row.part_quantity, row.part_state))
    expected = {
        row.reference: {(each.sku_id, each.pieces * row.quantity, row.state) for each in parts.get(row.sku_id, ())}
        for row in rows
    }
    return sorted(reference for reference, found in held.items() if found != expected[reference])


def _of_bookings(tx: ReadTx) -> list[str]:
    return [
        *(f"booking {one} does not hold the half hours that it is for" for one in tx.all(_WRONG_SLOTS)),
        *(
            f"booking {booking_id} has not its fee of {minor} in escrow"
            for booking_id, currency, minor in tx.all(_BOOKING_FEES)
            if ledger.balance(tx, escrow_of(booking_id), currency) != minor
        ),
    ]


def _of_funds(tx: ReadTx) -> list[str]:
    return [
        *(f"fund {one} counts other grants than it has" for one in tx.all(_WRONG_GRANTS)),
        *(
            f"fund {fund.id} has not {fund.left.minor} in the ledger"
            for fund in tx.all(_FUNDS)
            if ledger.balance(tx, account_of(fund.id), fund.currency) != fund.left.minor
        ),
    ]


def _of_deals(tx: ReadTx) -> list[str]:
    return [
        *(f"deal {one} counts other pieces than were sold on it" for one in tx.all(_NOT_WHAT_WAS_SOLD)),
        *(f"deal {one} has sold more than was agreed" for one in tx.all(_SOLD_MORE_THAN_AGREED)),
        *(f"deal {one} is in force without both signatures" for one in tx.all(_NOT_SIGNED_BY_BOTH)),
        *(f"product {one} is another's as well as exclusive" for one in tx.all(_EXCLUSIVE_TWICE)),
        *(
            f"deal {deal_id} has not its fee of {minor} in escrow"
            for deal_id, currency, minor in tx.all(_FEES)
            if ledger.balance(tx, f"escrow:deal-{deal_id}", currency) != minor
        ),
    ]
