"""What a show has brought: the screen's own sums, who stayed how long, and three ways to divide the money."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import bindparam, distinct, func, select

from livefair.kernel import MINUTE_MS, Actor, ReadTx, query
from livefair.live.civility import Civility, civility_of
from livefair.live.coverage import Coverage, coverage_of
from livefair.live.models import SALE, STAY
from livefair.live.models.measuring import VISITOR
from livefair.live.on_air import Show
from livefair.live.rules.highlights import WEIGHTS, Highlight, highlights, scores
from livefair.live.screen import History, ProductCounts, Screen, history_of, products_now, screen_of, show_for_host
from livefair.live.tallies import minute_of, minutes_of

STAYS_MAX = 200_000
PART_MINUTES = 10
ELSEWHERE = "elsewhere"


class Shared(NamedTuple):
    """One part of the money: of a kind of buyers, or of ten minutes."""

    code: str
    buyers: int
    amount_minor: int


class Report(NamedTuple):
    """`here` is how many people were there at the end of each minute; `kept` the share of stays that lasted so long."""

    screen: Screen
    history: History
    products: list[ProductCounts]
    by_people: list[Shared]
    by_time: list[Shared]
    here: list[int]
    kept: list[float]
    highlights: list[Highlight]
    coverage: list[Coverage]
    refunded_minor: int
    civility: Civility


class _Stay(NamedTuple):
    viewer: str
    joined_at_ms: int
    left_at_ms: int | None


_STAYS = query(
    _Stay,
    select(STAY.c.viewer, STAY.c.joined_at_ms, STAY.c.left_at_ms)
    .where(STAY.c.show_id == bindparam("show"))
    .order_by(STAY.c.joined_at_ms)
    .limit(STAYS_MAX),
)
_BY_RELATION = query(
    Shared,
    select(
        func.coalesce(VISITOR.c.relation, ELSEWHERE),
        func.count(distinct(SALE.c.buyer_id)),
        func.sum(SALE.c.amount_minor),
    )
    .join_from(
        SALE, VISITOR, (VISITOR.c.show_id == SALE.c.show_id) & (VISITOR.c.viewer == SALE.c.buyer_id), isouter=True
    )
    .where(SALE.c.show_id == bindparam("show"))
    .group_by(VISITOR.c.relation),
)


def report_for(tx: ReadTx, actor: Actor, show_id: str) -> Report:
    """For those who run the room; its totals are those of the big screen, read from the same sums."""
    show, host_id = show_for_host(tx, actor, show_id)
    screen = screen_of(tx, show)
    stays = tx.all(_STAYS, show=show_id)
    minutes = _minutes(tx, show)
    return Report(
        screen=screen,
        history=history_of(tx, show, host_id),
        products=products_now(tx, show),
        by_people=[
            Shared(row.code, int(row.buyers), int(row.amount_minor)) for row in tx.all(_BY_RELATION, show=show_id)
        ],
        by_time=_by_time(minutes["paid_minor"], minutes["buyers"]),
        here=_here(stays, show, len(minutes["paid_minor"])),
        kept=_kept(stays, screen.at_ms, len(minutes["paid_minor"])),
        highlights=highlights(scores(minutes)),
        coverage=coverage_of(tx, show),
        refunded_minor=screen.sums["refunded_minor"],
        civility=civility_of(tx, show_id),
    )


def _minutes(tx: ReadTx, show: Show) -> dict[str, list[int]]:
    """Every minute of the whole show."""
    names = ["paid_minor", "buyers", *WEIGHTS]
    rows = minutes_of(tx, show.id, names)
    last = minute_of(show.ended_at_ms or tx.now_ms, show.started_at_ms or tx.now_ms)
    length = max([last, *(row.minute for row in rows)]) + 1
    series = {name: [0] * length for name in names}
    for row in rows:
        series[row.metric][row.minute] += row.amount
    return series


def _by_people(tx: ReadTx, show_id: str) -> list[Shared]:
    return [Shared(row.code, int(row.buyers), int(row.amount_minor)) for row in tx.all(_BY_RELATION, show=show_id)]


def _by_time(paid: list[int], buyers: list[int]) -> list[Shared]:
    """Ten minutes each, so that the parts sum to the whole."""
    return [
        Shared(str(start), sum(buyers[start : start + PART_MINUTES]), sum(paid[start : start + PART_MINUTES]))
        for start in range(0, len(paid), PART_MINUTES)
    ]


def _here(stays: list[_Stay], show: Show, length: int) -> list[int]:
    """Different people at the end of each minute, in one walk through all comings and goings."""
    moves = [(stay.joined_at_ms, 1, stay.viewer) for stay in stays]
    moves += [(stay.left_at_ms, -1, stay.viewer) for stay in stays if stay.left_at_ms is not None]
    moves.sort()
    present, place, here = Counter[str](), 0, []
    for minute in range(length):
        end_ms = (show.started_at_ms or 0) + (minute + 1) * MINUTE_MS
        while place < len(moves) and moves[place][0] <= end_ms:
            _, change, viewer = moves[place]
            present[viewer] += change
            if not present[viewer]:
                del present[viewer]
            place += 1
        here.append(len(present))
    return here


def _kept(stays: list[_Stay], until_ms: int, length: int) -> list[float]:
    """The share of stays that lasted at least so many minutes; 1 at the beginning."""
    if not stays:
        return []
    lasted = [((stay.left_at_ms or until_ms) - stay.joined_at_ms) / MINUTE_MS for stay in stays]
    return [sum(each >= minute for each in lasted) / len(stays) for minute in range(min(length, 60) + 1)]
