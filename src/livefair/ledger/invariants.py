"""What must always hold in the book. Each check is one query that finds nothing when all is well."""

from sqlalchemy import and_, func, or_, select

from livefair.kernel import ReadTx, query
from livefair.ledger.chart import CHART
from livefair.ledger.models import BALANCE, ENTRY, HOLD, TRANSFER

FOUND_MAX = 20

_resolution, _pending = TRANSFER.alias("resolution"), TRANSFER.alias("pending")
_fold = (
    select(ENTRY.c.account, ENTRY.c.currency, func.sum(ENTRY.c.minor).label("minor"))
    .group_by(ENTRY.c.account, ENTRY.c.currency)
    .subquery("fold")
)
_held = (
    select(HOLD.c.source.label("account"), HOLD.c.currency, func.sum(HOLD.c.minor).label("minor"))
    .outerjoin(_resolution, _resolution.c.pending_id == HOLD.c.transfer_id)
    .where(_resolution.c.id.is_(None))
    .group_by(HOLD.c.source, HOLD.c.currency)
    .subquery("held")
)
_sums = (
    select(ENTRY.c.transfer_id, func.sum(ENTRY.c.minor).label("minor"), func.count().label("legs"))
    .group_by(ENTRY.c.transfer_id)
    .subquery("sums")
)
_bounded = [kind for kind, bounds in CHART.items() if not bounds.is_open]
_moves = or_(TRANSFER.c.phase == "posted", TRANSFER.c.phase == "settled")

CHECKS = {
    "transfer does not add up to 0": select(_sums.c.transfer_id).where(_sums.c.minor != 0),
    "currency does not add up to 0": select(ENTRY.c.currency)
    .group_by(ENTRY.c.currency)
    .having(func.sum(ENTRY.c.minor) != 0),
    "transfer has no entries, or entries before it takes effect": select(TRANSFER.c.id)
    .outerjoin(_sums, _sums.c.transfer_id == TRANSFER.c.id)
    .where(or_(and_(_moves, _sums.c.transfer_id.is_(None)), and_(~_moves, _sums.c.transfer_id.is_not(None)))),
    "entry is in another currency than its transfer": select(ENTRY.c.transfer_id)
    .join(TRANSFER, TRANSFER.c.id == ENTRY.c.transfer_id)
    .where(TRANSFER.c.currency != ENTRY.c.currency),
    "balance is not what its entries add up to": select(BALANCE.c.account)
    .outerjoin(_fold, and_(_fold.c.account == BALANCE.c.account, _fold.c.currency == BALANCE.c.currency))
    .where(BALANCE.c.balance_minor != func.coalesce(_fold.c.minor, 0)),
    "bounded account has entries and no balance": select(_fold.c.account)
    .outerjoin(BALANCE, and_(_fold.c.account == BALANCE.c.account, _fold.c.currency == BALANCE.c.currency))
    .where(BALANCE.c.account.is_(None), or_(*(_fold.c.account.like(f"{kind}:%") for kind in _bounded))),
    "balance is beyond its bound": select(BALANCE.c.account).where(
        or_(
            BALANCE.c.balance_minor - BALANCE.c.held_minor < BALANCE.c.floor_minor,
            BALANCE.c.balance_minor > BALANCE.c.ceiling_minor,
        )
    ),
    "held is not what the open holds add up to": select(BALANCE.c.account)
    .outerjoin(_held, and_(_held.c.account == BALANCE.c.account, _held.c.currency == BALANCE.c.currency))
    .where(
        BALANCE.c.floor_minor.is_not(None),
        BALANCE.c.held_minor != func.coalesce(_held.c.minor, 0),
    ),
    "hold was resolved more than once": select(_resolution.c.pending_id)
    .where(_resolution.c.pending_id.is_not(None))
    .group_by(_resolution.c.pending_id)
    .having(func.count() > 1),
    "resolution of what was not pending": select(_resolution.c.id)
    .join(_pending, _pending.c.id == _resolution.c.pending_id)
    .where(_pending.c.phase != "pending"),
    "more was settled than held": select(HOLD.c.transfer_id)
    .join(_resolution, _resolution.c.pending_id == HOLD.c.transfer_id)
    .join(ENTRY, ENTRY.c.transfer_id == _resolution.c.id)
    .where(ENTRY.c.minor > HOLD.c.minor),
}
_QUERIES = {what: query(str, found.limit(FOUND_MAX)) for what, found in CHECKS.items()}


def check(tx: ReadTx) -> list[str]:
    """Every breach in words with the row it was found at; empty when the book is sound."""
    return [f"ledger: {what}: {found}" for what, statement in _QUERIES.items() for found in tx.all(statement)]
