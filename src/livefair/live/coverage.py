"""Coverage: which points of each product have been explained, by the script that was read and by taps."""

from typing import Literal, NamedTuple

from sqlalchemy import bindparam, delete, select

from livefair.catalog.queries import categories_of
from livefair.kernel import SYSTEM, Actor, Conflict, ReadTx, WriteTx, change, not_found, query
from livefair.live import rules
from livefair.live.assortments import assortment_of
from livefair.live.events import BlockEnded
from livefair.live.events_of_hosting import PointCovered, PointReopened
from livefair.live.explaining import own_points, shipped_points
from livefair.live.models.explaining import COVERED
from livefair.live.on_air import Show, show_for
from livefair.live.pins import current_pin, pins_of
from livefair.live.planning import show_to_plan
from livefair.live.rules.coverage import Point, reached, said_at_ms
from livefair.live.run_of_show import Block, block_called, run_of

State = Literal["covered", "coming", "open"]


class PointNow(NamedTuple):
    """`coming`: the script that is being read has it further down. `by` is script or tap where it is covered."""

    point: Point
    state: State
    by: str | None


class Coverage(NamedTuple):
    product_id: str
    points: list[PointNow]

    @property
    def covered(self) -> int:
        return sum(each.state == "covered" for each in self.points)

    @property
    def open_points(self) -> list[Point]:
        return [each.point for each in self.points if each.state == "open"]


class _Covered(NamedTuple):
    product_id: str
    point: str
    by: str


_ALL = query(
    _Covered,
    select(COVERED.c.product_id, COVERED.c.point, COVERED.c.means).where(COVERED.c.show_id == bindparam("show")),
)
_REOPEN = change(
    delete(COVERED).where(
        COVERED.c.show_id == bindparam("show"),
        COVERED.c.product_id == bindparam("product"),
        COVERED.c.point == bindparam("code"),
    )
)


def cover_point(tx: WriteTx, actor: Actor, show_id: str, product_id: str, *, point: str) -> None:
    """It has been explained. Twice is once. Conflict not_on_air; NotFound point."""
    show = _show_on_air(tx, actor, show_id)
    _require_point(tx, show_id, product_id, point)
    _cover(tx, show, product_id, point, by="tap", who=actor.id)


def reopen_point(tx: WriteTx, actor: Actor, show_id: str, product_id: str, *, point: str) -> None:
    """It has not been explained after all."""
    show = _show_on_air(tx, actor, show_id)
    if tx.change(_REOPEN, show=show_id, product=product_id, code=point):
        tx.announce(PointReopened(room_id=show.room_id, show_id=show_id, product_id=product_id, point=point))


def cover_by_script(tx: WriteTx, fact: BlockEnded) -> None:
    """What the block's script had said when it ended counts as explained."""
    block = block_called(tx, fact.block_id)
    if block.product_id is None:
        return
    show, _ = show_for(tx, SYSTEM, block.show_id)
    points = points_of(tx, block.show_id, [block.product_id])[block.product_id]
    for point in reached(block.script, points, spoken_ms=fact.lasted_ms):
        _cover(tx, show, block.product_id, point, by="script", who=None)


def coverage_of(tx: ReadTx, show: Show) -> list[Coverage]:
    """Every product that was explained or is being explained, in the order of the show."""
    run = [block for block in run_of(tx, show.id) if block.product_id and block.began_at_ms]
    run.sort(key=lambda block: block.began_at_ms or 0)
    ids = dict.fromkeys([*(block.product_id or "" for block in run), *(pin.product_id for pin in pins_of(tx, show.id))])
    points, covered = points_of(tx, show.id, list(ids)), _covered_in(tx, show.id)
    going_on = next((block for block in run if block.is_going_on), None)
    return [
        Coverage(product_id, [_now(tx, product_id, point, covered, going_on) for point in points[product_id]])
        for product_id in ids
    ]


def product_now(tx: ReadTx, show: Show) -> str | None:
    """What is being explained: the product of the block that goes on, else the pinned one."""
    going_on = next((block for block in run_of(tx, show.id) if block.is_going_on and block.product_id), None)
    pinned = current_pin(tx, show.id)
    return going_on.product_id if going_on else pinned.product_id if pinned else None


def not_in_script(tx: ReadTx, show_id: str, product_ids: list[str]) -> dict[str, list[Point]]:
    """For the plan: the points that no script of the product mentions."""
    scripts: dict[str, str] = {}
    for block in run_of(tx, show_id):
        if block.product_id is not None:
            scripts[block.product_id] = f"{scripts.get(block.product_id, '')}\n{block.script}"
    return {
        product_id: [point for point in points if said_at_ms(scripts.get(product_id, ""), point) is None]
        for product_id, points in points_of(tx, show_id, product_ids).items()
    }


def points_of(tx: ReadTx, show_id: str, product_ids: list[str]) -> dict[str, list[Point]]:
    """What has to be explained of each of these products in this show."""
    own = {each.product_id: each.talking_points for each in assortment_of(tx, show_id)}
    categories = categories_of(tx, product_ids)
    return {
        product_id: [*shipped_points(categories.get(product_id)), *own_points(own.get(product_id, ""))]
        for product_id in product_ids
    }


def _now(
    tx: ReadTx, product_id: str, point: Point, covered: dict[tuple[str, str], str], going_on: Block | None
) -> PointNow:
    by = covered.get((product_id, point.id))
    if by is not None:
        return PointNow(point, "covered", by)
    if going_on is None or going_on.product_id != product_id:
        return PointNow(point, "open", None)
    said_ms = said_at_ms(going_on.script, point)
    if said_ms is None:
        return PointNow(point, "open", None)
    is_said = said_ms <= tx.now_ms - (going_on.began_at_ms or tx.now_ms)
    return PointNow(point, "covered", "script") if is_said else PointNow(point, "coming", None)


def _covered_in(tx: ReadTx, show_id: str) -> dict[tuple[str, str], str]:
    return {(row.product_id, row.point): row.by for row in tx.all(_ALL, show=show_id)}


def _show_on_air(tx: ReadTx, actor: Actor, show_id: str) -> Show:
    show, _ = show_to_plan(tx, actor, show_id)
    if not show.is_on_air:
        raise Conflict("not_on_air")
    return show


def _require_point(tx: ReadTx, show_id: str, product_id: str, point: str) -> None:
    """Of a product of this show alone."""
    ids = {each.product_id for each in assortment_of(tx, show_id)}
    ids |= {block.product_id or "" for block in run_of(tx, show_id)} | {pin.product_id for pin in pins_of(tx, show_id)}
    if product_id not in ids:
        not_found("product")
    if point not in {each.id for each in points_of(tx, show_id, [product_id])[product_id]}:
        not_found("point")


def _cover(tx: WriteTx, show: Show, product_id: str, point: str, *, by: str, who: str | None) -> None:
    is_new = tx.insert_new(
        COVERED,
        show_id=show.id,
        product_id=product_id,
        point=point,
        means=by,
        covered_by=who,
        covered_at_ms=tx.now_ms,
    )
    if is_new:
        offset_ms = rules.offset_ms(tx.now_ms, from_at_ms=show.started_at_ms or tx.now_ms)
        tx.announce(
            PointCovered(
                room_id=show.room_id, show_id=show.id, product_id=product_id, point=point, by=by, offset_ms=offset_ms
            )
        )
