"""Where traffic came from: a creator's receipt, and what each version of the feed's policy has done for all of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, cast, func, select

from livefair.content import rules
from livefair.content.models import FEED_CARD, IMPRESSION, TRAFFIC, VIDEO, VIDEO_TALLY
from livefair.content.videos import is_shown
from livefair.kernel import DAY_MS, HOUR_MS, ReadTx, day_of, query, word_in
from livefair.people import in_sight

DAYS_MAX = 90
LINES_MAX = 20_000
CREATORS_MAX = 100_000
COVERED_WITHIN_MS = 7 * DAY_MS
CHOSEN = ("feed", "declared")
"""The sources whose impressions the feed has chosen."""


class TrafficLine(NamedTuple):
    """So many impressions of one day (since 1970, UTC) that were alike."""

    day: int
    kind: str
    source: str
    reason: str
    given: str
    impressions: int


class Part(NamedTuple):
    word: str
    impressions: int


class DayOf(NamedTuple):
    """`sources`: one number for each of `rules.SOURCES`."""

    day: int
    impressions: int
    sources: tuple[int, ...]


class Receipt(NamedTuple):
    """Each of the lists sums to what it is a list of: `reasons` and `given` to what the feed chose, others to all.

    Parts of nothing are left out; most often first. `days`: newest first.
    """

    impressions: int
    chosen: int
    sources: list[Part]
    kinds: list[Part]
    reasons: list[Part]
    given: list[Part]
    days: list[DayOf]


class OnTrial(NamedTuple):
    """A video that takes part in the lot of a slot until so many have watched it, or its time is over."""

    video_id: str
    title: str
    viewers: int
    hours_left: int


class PolicyNumbers(NamedTuple):
    """What one version has done; shares from 0 to 1. `gini`: of impressions among the creators who had any."""

    version: int
    impressions: int
    creators: int
    gini: float
    small: float
    explored: float
    tried: float
    floored: float
    supported: float
    first_day: int
    last_day: int


class Coverage(NamedTuple):
    """How much of what could be shown was shown by the feed within a week."""

    shown: int
    there: int

    @property
    def share(self) -> float:
        return self.shown / self.there if self.there else 0.0


class _PerCreator(NamedTuple):
    version: int
    impressions: int
    of_small: int
    explored: int
    tried: int
    floored: int
    supported: int
    first_day: int
    last_day: int


class _Trial(NamedTuple):
    id: str
    title: str
    viewers: int
    published_at_ms: int


_t = TRAFFIC.c
_sum = cast(func.sum(_t.impressions), BigInteger)
_LINES = query(
    TrafficLine,
    select(_t.day, _t.kind, _t.source, _t.reason, _t.given, _sum)
    .where(_t.creator_id == bindparam("creator"), _t.day >= bindparam("first"))
    .group_by(_t.day, _t.kind, _t.source, _t.reason, _t.given)
    .order_by(_t.day.desc(), _t.kind, _t.source, _t.reason, _t.given)
    .limit(LINES_MAX),
)
_BY_CREATOR = query(
    lambda creator_id, impressions: (creator_id, impressions),
    select(_t.creator_id, _sum)
    .where(_t.day >= bindparam("first"))
    .group_by(_t.creator_id)
    .order_by(_sum.desc(), _t.creator_id)
    .limit(CREATORS_MAX),
)
_PER_CREATOR = query(
    _PerCreator,
    select(
        _t.policy_version,
        _sum,
        cast(func.sum(_t.of_small), BigInteger),
        *(
            cast(func.coalesce(func.sum(_t.impressions).filter(_t.given == word), 0), BigInteger)
            for word in rules.GIVEN[1:]
        ),
        func.min(_t.day),
        func.max(_t.day),
    )
    .where(word_in(_t.source, *CHOSEN))
    .group_by(_t.policy_version, _t.creator_id)
    .order_by(_t.policy_version.desc(), _sum.desc(), _t.creator_id)
    .limit(CREATORS_MAX),
)
_lately = (
    select(IMPRESSION.c.item_id)
    .where(IMPRESSION.c.shown_at_ms >= bindparam("since"), word_in(IMPRESSION.c.source, *CHOSEN))
    .distinct()
)
_cards = (FEED_CARD.c.withdrawn_at_ms.is_(None), in_sight(FEED_CARD.c.author_id))
_COVERAGE = query(
    lambda videos, cards, all_videos, all_cards: Coverage(videos + cards, all_videos + all_cards),
    select(
        select(func.count()).select_from(VIDEO).where(*is_shown, VIDEO.c.id.in_(_lately)).scalar_subquery(),
        select(func.count()).select_from(FEED_CARD).where(*_cards, FEED_CARD.c.id.in_(_lately)).scalar_subquery(),
        select(func.count()).select_from(VIDEO).where(*is_shown).scalar_subquery(),
        select(func.count()).select_from(FEED_CARD).where(*_cards).scalar_subquery(),
    ),
)
_ON_TRIAL = query(
    _Trial,
    select(VIDEO.c.id, VIDEO.c.title, VIDEO_TALLY.c.viewers, VIDEO.c.published_at_ms)
    .join_from(VIDEO, VIDEO_TALLY, VIDEO_TALLY.c.video_id == VIDEO.c.id)
    .where(
        VIDEO.c.author_id == bindparam("author"),
        *is_shown,
        VIDEO.c.published_at_ms > bindparam("since"),
        VIDEO_TALLY.c.viewers < rules.TRIAL_VIEWERS,
    )
    .order_by(VIDEO.c.published_at_ms.desc(), VIDEO.c.id)
    .limit(20),
)


def traffic_of(tx: ReadTx, creator_id: str, *, days: int = 30) -> list[TrafficLine]:
    """A creator's impressions of today and the days before, of 90 at most; newest first."""
    days = max(1, min(days, DAYS_MAX))
    return tx.all(_LINES, creator=creator_id, first=day_of(tx.now_ms) - days + 1)


def receipt_of(lines: Sequence[TrafficLine]) -> Receipt:
    """What lines sum up to."""
    chosen = [line for line in lines if line.source in CHOSEN]
    days = sorted({line.day for line in lines}, reverse=True)
    return Receipt(
        impressions=_total(lines),
        chosen=_total(chosen),
        sources=_parts((line.source, line.impressions) for line in lines),
        kinds=_parts((line.kind, line.impressions) for line in lines),
        reasons=_parts((line.reason, line.impressions) for line in chosen),
        given=_parts((line.given, line.impressions) for line in chosen),
        days=[_day(day, [line for line in lines if line.day == day]) for day in days],
    )


def _day(day: int, lines: Sequence[TrafficLine]) -> DayOf:
    sources = tuple(_total(line for line in lines if line.source == source) for source in rules.SOURCES)
    return DayOf(day, _total(lines), sources)


def _total(lines: Iterable[TrafficLine]) -> int:
    return sum(line.impressions for line in lines)


def _parts(counted: Iterable[tuple[str, int]]) -> list[Part]:
    sums: dict[str, int] = {}
    for word, impressions in counted:
        sums[word] = sums.get(word, 0) + impressions
    return [Part(*part) for part in sorted(sums.items(), key=lambda part: (-part[1], part[0]))]


def impressions_by_creator(tx: ReadTx, *, days: int) -> dict[str, int]:
    """Of everybody who was shown today or in the days before."""
    return dict(tx.all(_BY_CREATOR, first=day_of(tx.now_ms) - days + 1))


def on_trial_of(tx: ReadTx, author_id: str) -> list[OnTrial]:
    """An author's new videos that the feed tries now."""
    rows = tx.all(_ON_TRIAL, author=author_id, since=tx.now_ms - rules.TRIAL_MS)
    return [OnTrial(row.id, row.title, row.viewers, _hours_left(row.published_at_ms, tx.now_ms)) for row in rows]


def _hours_left(published_at_ms: int, now_ms: int) -> int:
    return -(-(published_at_ms + rules.TRIAL_MS - now_ms) // HOUR_MS)


def coverage(tx: ReadTx) -> Coverage:
    """Of videos, reviews and ideas that can be seen, how many the feed has shown to somebody within a week."""
    return tx.value(_COVERAGE, since=tx.now_ms - COVERED_WITHIN_MS)


def policy_numbers(tx: ReadTx) -> list[PolicyNumbers]:
    """Every version that has chosen something within two years, newest first."""
    by_version: dict[int, list[_PerCreator]] = {}
    for row in tx.all(_PER_CREATOR):
        by_version.setdefault(row.version, []).append(row)
    return [_numbers(version, rows) for version, rows in by_version.items()]


def _numbers(version: int, rows: Sequence[_PerCreator]) -> PolicyNumbers:
    total = sum(row.impressions for row in rows)
    return PolicyNumbers(
        version=version,
        impressions=total,
        creators=len(rows),
        gini=rules.gini([row.impressions for row in rows]),
        small=sum(row.of_small for row in rows) / total,
        explored=sum(row.explored for row in rows) / total,
        tried=sum(row.tried for row in rows) / total,
        floored=sum(row.floored for row in rows) / total,
        supported=sum(row.supported for row in rows) / total,
        first_day=min(row.first_day for row in rows),
        last_day=max(row.last_day for row in rows),
    )
