"""New facts in the order of the log, for whoever keeps the rooms' browsers up to date."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.kernel import Fact, ReadTx, query, text_in
from livefair.kernel.facts import FACT_LOG, from_json
from livefair.live.room_events import TOLD

NEWS_MAX = 500


class _Row(NamedTuple):
    seq: int
    id: str
    kind: str
    body: str


class News(NamedTuple):
    seq: int
    fact_id: str
    fact: Fact


_LATEST = query(int, select(func.coalesce(func.max(FACT_LOG.c.seq), 0)))
_SINCE = query(
    _Row,
    select(FACT_LOG.c.seq, FACT_LOG.c.id, FACT_LOG.c.kind, FACT_LOG.c.body)
    .where(FACT_LOG.c.seq > bindparam("after"), text_in(FACT_LOG.c.kind, "kinds"))
    .order_by(FACT_LOG.c.seq)
    .limit(NEWS_MAX),
)
_KINDS = sorted(TOLD)


def latest_news(tx: ReadTx) -> int:
    """The place in the log after everything that has happened."""
    return tx.value(_LATEST)


def news_since(tx: ReadTx, after: int) -> list[News]:
    """The next facts that rooms hear of, NEWS_MAX at most."""
    rows = tx.all(_SINCE, after=after, kinds=_KINDS)
    return [News(row.seq, row.id, from_json(row.kind, row.body)) for row in rows]
