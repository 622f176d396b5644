"""The journal of what the feed has shown: written in batches, kept for a season, summed up for those who were shown."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select

from livefair.content import rules
from livefair.content.models import FEED_IMPRESSION
from livefair.kernel import DAY_MS, Actor, ReadTx, WriteTx, change, cron, query


class Impression(NamedTuple):
    """One slot of a page that was answered. `viewer` is "" where nobody may know who. `propensity`: above 0, to 1."""

    page: str
    slot: int
    viewer: str
    kind: str
    item_id: str
    creator_id: str
    reason: str
    propensity: float
    policy_version: int
    shown_at_ms: int


class Traffic(NamedTuple):
    """So many times things of a kind were shown for a reason, to so many known viewers."""

    kind: str
    reason: str
    impressions: int


_FORGET = change(delete(FEED_IMPRESSION).where(FEED_IMPRESSION.c.shown_at_ms < bindparam("before")))
_shown = FEED_IMPRESSION.c.creator_id == bindparam("creator"), FEED_IMPRESSION.c.shown_at_ms >= bindparam("since")
_TRAFFIC = query(
    Traffic,
    select(FEED_IMPRESSION.c.kind, FEED_IMPRESSION.c.reason, func.count())
    .where(*_shown)
    .group_by(FEED_IMPRESSION.c.kind, FEED_IMPRESSION.c.reason)
    .order_by(func.count().desc(), FEED_IMPRESSION.c.kind, FEED_IMPRESSION.c.reason),
)
_COUNT = query(int, select(func.count()).select_from(FEED_IMPRESSION).where(*_shown))


def journal_impressions(tx: WriteTx, actor: Actor, lines: Sequence[Impression]) -> int:
    """Write a batch of at most 2,000; returns how many were new. The same slot of a page is written once."""
    return sum(_write(tx, line) for line in lines[: rules.IMPRESSIONS_PER_BATCH_MAX])


def _write(tx: WriteTx, line: Impression) -> bool:
    values = line._asdict()
    values["propensity_ppm"] = max(1, round(values.pop("propensity") * 1_000_000))
    return tx.insert_new(FEED_IMPRESSION, **values)


def traffic_of(tx: ReadTx, creator_id: str, *, days: int = 30) -> list[Traffic]:
    """A creator's receipt: what of theirs was shown why, within the last days; most often first."""
    return tx.all(_TRAFFIC, creator=creator_id, since=tx.now_ms - days * DAY_MS)


def impressions_of(tx: ReadTx, creator_id: str, *, days: int = 30) -> int:
    """How many there were in all: what a receipt has to sum to."""
    return tx.value(_COUNT, creator=creator_id, since=tx.now_ms - days * DAY_MS)


@cron(every_ms=DAY_MS)
def forget_old_impressions(tx: WriteTx, actor: Actor) -> None:
    tx.change(_FORGET, before=tx.now_ms - rules.IMPRESSIONS_KEPT_MS)
