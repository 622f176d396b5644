"""What the house earned and spent since some time, at the cost of that time and not of all history."""

from sqlalchemy import bindparam, or_, select

from livefair.kernel import ReadTx, TooLarge, query
from livefair.kernel.ids import ids_from
from livefair.ledger.chart import HOUSE
from livefair.ledger.models import ENTRY, TRANSFER
from livefair.ledger.statements import COLUMNS_OF_LINES, StatementLine, line_of

MOVEMENTS_MAX = 200_000

_is_of_house = or_(*(ENTRY.c.account.startswith(f"{kind}:") | (ENTRY.c.account == kind) for kind in HOUSE))
_MOVED = query(
    line_of,
    select(*COLUMNS_OF_LINES)
    .join(TRANSFER, TRANSFER.c.id == ENTRY.c.transfer_id)
    .where(ENTRY.c.transfer_id >= bindparam("first"), _is_of_house)
    .order_by(ENTRY.c.seq)
    .limit(MOVEMENTS_MAX + 1),
)
_ACCOUNTS = query(
    lambda account, currency: (account, currency),
    select(ENTRY.c.account, ENTRY.c.currency).where(_is_of_house).distinct().order_by(ENTRY.c.account),
)


def moved_on_house(tx: ReadTx, *, since_ms: int) -> list[StatementLine]:
    """Entries on the house's accounts, in their order. TooLarge `too_many_movements` beyond 200,000."""
    found = tx.all(_MOVED, first=ids_from(since_ms))
    if len(found) > MOVEMENTS_MAX:
        raise TooLarge("too_many_movements", most=MOVEMENTS_MAX)
    return found


def house_accounts(tx: ReadTx) -> list[tuple[str, str]]:
    """(account, currency) of all that ever moved there."""
    return tx.all(_ACCOUNTS)
