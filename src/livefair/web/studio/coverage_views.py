"""What the host sees of coverage: the points of each product, and which are missing."""

from typing import NamedTuple

from livefair.catalog import product_cards
from livefair.kernel import ReadTx
from livefair.live import show_on_air
from livefair.live.coverage import Coverage, coverage_of, product_now
from livefair.live.on_air import Show


class PointView(NamedTuple):
    id: str
    name: str
    state: str
    by: str | None


class CoverageView(NamedTuple):
    product_id: str
    title: str
    is_now: bool
    covered: int
    points: list[PointView]
    missing: list[str]


def coverage_views(tx: ReadTx, show: Show, locale: str) -> list[CoverageView]:
    """What is being explained comes first, then what was left incomplete."""
    found = coverage_of(tx, show)
    cards = product_cards(tx, [each.product_id for each in found])
    now = product_now(tx, show) if show.is_on_air else None
    views = [
        coverage_view(each, cards[each.product_id].title(locale), each.product_id == now, locale)
        for each in found
        if each.product_id in cards
    ]
    return sorted(views, key=lambda view: not view.is_now)


def coverage_view(coverage: Coverage, title: str, is_now: bool, locale: str) -> CoverageView:
    return CoverageView(
        product_id=coverage.product_id,
        title=title,
        is_now=is_now,
        covered=coverage.covered,
        points=[PointView(each.point.id, each.point.name(locale), each.state, each.by) for each in coverage.points],
        missing=[point.name(locale) for point in coverage.open_points],
    )


def coverage_in(tx: ReadTx, room_id: str, locale: str) -> list[CoverageView]:
    """Of the show on air; for callers who have checked who may see it."""
    show = show_on_air(tx, room_id)
    return coverage_views(tx, show, locale) if show else []
