"""When a fact became true: listeners come later, and what they count belongs to the moment itself."""

from sqlalchemy import bindparam, func, select

from livefair.kernel import Fact, ReadTx, query
from livefair.kernel.clock import DAY_MS
from livefair.kernel.facts import FACT_LOG, kind_of, to_json

_AT = query(
    int,
    select(func.max(FACT_LOG.c.at_ms)).where(
        FACT_LOG.c.kind == bindparam("kind"),
        FACT_LOG.c.at_ms >= bindparam("since"),
        FACT_LOG.c.body == bindparam("body"),
    ),
)


def became_true_at(tx: ReadTx, fact: Fact) -> int:
    """The moment of a fact of the last day; of an older one, now."""
    at_ms = tx.one(_AT, kind=kind_of(type(fact)), since=tx.now_ms - DAY_MS, body=to_json(fact))
    return tx.now_ms if at_ms is None else at_ms
