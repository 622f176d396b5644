"""The journal of what was shown: written in batches, kept for a season, its sums for two years."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.content import rules
from livefair.content.feed import FeedItem, Shown
from livefair.content.models import IMPRESSION, TRAFFIC
from livefair.content.programmes import spend_quota
from livefair.kernel import DAY_MS, Actor, ReadTx, WriteTx, change, cron, day_of, query


class Impression(NamedTuple):
    """One slot of a page that was answered. `viewer` is "" where nobody may know who. `propensity`: above 0, to 1.

    `source`, `reason` and `given` are words of `rules`; what somebody has asked for has the reason "asked".
    """

    page: str
    slot: int
    viewer: str
    kind: str
    item_id: str
    creator_id: str
    source: str
    reason: str
    propensity: float
    policy_version: int
    shown_at_ms: int
    given: str = "none"
    is_small: bool = False


class _Sum(NamedTuple):
    """What the sums are kept by."""

    creator_id: str
    day: int
    kind: str
    source: str
    reason: str
    given: str
    policy_version: int


def chosen(page_id: str, item: FeedItem, shown: Shown, now_ms: int) -> Impression:
    """What the feed has chosen, as a line of the journal."""
    return Impression(
        page=page_id,
        slot=shown.slot,
        viewer=shown.viewer,
        kind=item.kind,
        item_id=item.id,
        creator_id=item.creator_id,
        source=rules.source_of(item.video.advertising if item.video else ""),
        reason=item.reason,
        propensity=shown.propensity,
        policy_version=shown.policy_version,
        shown_at_ms=now_ms,
        given=shown.given,
        is_small=shown.is_small,
    )


_FORGET = change(delete(IMPRESSION).where(IMPRESSION.c.shown_at_ms < bindparam("before")))
_FORGET_SUMS = change(delete(TRAFFIC).where(TRAFFIC.c.day < bindparam("before")))
_COUNT = query(
    int,
    select(func.count())
    .select_from(IMPRESSION)
    .where(IMPRESSION.c.creator_id == bindparam("creator"), IMPRESSION.c.shown_at_ms >= bindparam("since")),
)
_ADD = change(
    update(TRAFFIC)
    .where(*(TRAFFIC.c[field] == bindparam(f"of_{field}") for field in _Sum._fields))
    .values(
        impressions=TRAFFIC.c.impressions + bindparam("more"), of_small=TRAFFIC.c.of_small + bindparam("more_small")
    )
)


def journal_impressions(tx: WriteTx, actor: Actor, lines: Sequence[Impression]) -> int:
    """Write a batch of at most 2,000; returns how many were new. The same slot of a page is written once."""
    new = [line for line in lines[: rules.IMPRESSIONS_PER_BATCH_MAX] if _write(tx, line)]
    sums = Counter(_sum_of(line) for line in new)
    of_small = Counter(_sum_of(line) for line in new if line.is_small)
    for one in sorted(sums):
        _add(tx, one, sums[one], of_small[one])
    given = Counter(line.creator_id for line in new if line.given == "support")
    for creator_id in sorted(given):
        spend_quota(tx, actor, creator_id, given[creator_id])
    return len(new)


def _write(tx: WriteTx, line: Impression) -> bool:
    values = line._asdict()
    values["propensity_ppm"] = max(1, round(values.pop("propensity") * 1_000_000))
    values["is_small"] = int(line.is_small)
    return tx.insert_new(IMPRESSION, **values)


def _sum_of(line: Impression) -> _Sum:
    day = day_of(line.shown_at_ms)
    return _Sum(line.creator_id, day, line.kind, line.source, line.reason, line.given, line.policy_version)


def _add(tx: WriteTx, one: _Sum, more: int, more_small: int) -> None:
    if not tx.insert_new(TRAFFIC, impressions=more, of_small=more_small, **one._asdict()):
        named = {f"of_{field}": value for field, value in one._asdict().items()}
        tx.change(_ADD, more=more, more_small=more_small, **named)


def impressions_of(tx: ReadTx, creator_id: str, *, days: int = 30) -> int:
    """How many there were today and in the days before, out of the journal: what a receipt has to sum to."""
    return tx.value(_COUNT, creator=creator_id, since=(day_of(tx.now_ms) - days + 1) * DAY_MS)


@cron(every_ms=DAY_MS)
def forget_old_impressions(tx: WriteTx, actor: Actor) -> None:
    """Whole days only: so the sums of every day that is kept can be counted again."""
    today = day_of(tx.now_ms)
    tx.change(_FORGET, before=(today - rules.IMPRESSIONS_KEPT_DAYS) * DAY_MS)
    tx.change(_FORGET_SUMS, before=today - rules.TRAFFIC_KEPT_DAYS)
