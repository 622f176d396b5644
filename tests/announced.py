"""What was announced since a moment: read from the log, for a subscriber may be told later than the caller."""

from collections.abc import Iterator

from sqlalchemy import bindparam, func, select

from livefair.kernel import Database, Fact, query
from livefair.kernel.facts import FACT_LOG, from_json

_LAST = query(int, select(func.coalesce(func.max(FACT_LOG.c.seq), 0)))
_SINCE = query(
    from_json,
    select(FACT_LOG.c.kind, FACT_LOG.c.body).where(FACT_LOG.c.seq > bindparam("last")).order_by(FACT_LOG.c.seq),
)


class Announced:
    """Iterate to get the facts that were logged after this was made."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._last = db.read_now(lambda tx: tx.value(_LAST))

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._db.read_now(lambda tx: tx.all(_SINCE, last=self._last)))


def announced(db: Database, kind: type[Fact]) -> list[Fact]:
    """All facts of one kind that were ever logged, oldest first."""
    return [fact for fact in db.read_now(lambda tx: tx.all(_SINCE, last=0)) if isinstance(fact, kind)]
