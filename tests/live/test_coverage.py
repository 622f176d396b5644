import pytest

from livefair.kernel import MINUTE_MS, SECOND_MS, Conflict, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import assort, end_show, open_room, plan_show, start_show
from livefair.live.coverage import cover_point, coverage_of, not_in_script, product_now, reopen_point
from livefair.live.events_of_hosting import PointCovered, PointReopened
from livefair.live.explaining import own_points
from livefair.live.on_air import show_for
from livefair.live.reports import report_for
from livefair.live.run_of_show import BlockDraft, add_block, begin_block
from tests.stall import set_up

SCRIPT = "这只杯子是高温陶瓷的。" + "慢慢看它的釉色。" * 20 + "价格今天只要九十九，七天无理由退货。"


class Explaining:
    def __init__(self, db, join):
        self.db, self.host = db, join("hana", "host")
        self.room_id = db.write_now(open_room, self.host, title="Hana's corner")
        self.show_id = db.write_now(plan_show, self.host, self.room_id, title="Evening show")
        self.mug = set_up(db, join).product_id
        db.write_now(assort, self.host, self.show_id, self.mug, talking_points="每只都不同\nSigned below")
        drafts = [BlockDraft("product", 5 * MINUTE_MS, "", self.mug, SCRIPT), BlockDraft("questions", MINUTE_MS)]
        self.blocks = [db.write_now(add_block, self.host, self.show_id, draft) for draft in drafts]

    def show(self):
        return self.db.read_now(show_for, self.host, self.show_id)[0]

    def states(self):
        [mug] = self.db.read_now(coverage_of, self.show())
        return {now.point.id: (now.state, now.by) for now in mug.points if not now.point.id.startswith("own:")}

    def go(self, block):
        self.db.write_now(begin_block, self.host, self.blocks[block])
        run_due_now(self.db)


@pytest.fixture
def explaining(db, join):
    return Explaining(db, join)


def test_the_list_fills_itself_while_the_script_is_read_and_keeps_what_was_said(db, explaining, clock, facts):
    db.write_now(start_show, explaining.host, explaining.show_id)
    assert db.read_now(coverage_of, explaining.show()) == []
    explaining.go(0)
    assert db.read_now(product_now, explaining.show()) == explaining.mug
    clock.advance(5 * SECOND_MS)
    assert explaining.states()["material"] == ("covered", "script")
    assert explaining.states()["price"] == ("coming", None)
    assert explaining.states()["size"] == ("open", None)
    explaining.go(1)  # the host has hurried on: the end of the script was never said
    clock.advance(10 * MINUTE_MS)
    assert explaining.states()["material"] == ("covered", "script")
    assert (explaining.states()["price"], explaining.states()["return"]) == (("open", None), ("open", None))
    said = [fact for fact in facts if isinstance(fact, PointCovered)]
    assert [(fact.point, fact.by, fact.offset_ms) for fact in said] == [("material", "script", 5 * SECOND_MS)]


def test_a_tap_covers_once_and_another_reopens(db, explaining, facts):
    host, show_id, mug = explaining.host, explaining.show_id, explaining.mug
    with pytest.raises(Conflict, match="not_on_air"):
        db.write_now(cover_point, host, show_id, mug, point="size")
    db.write_now(start_show, host, show_id)
    explaining.go(0)
    for _ in range(2):
        db.write_now(cover_point, host, show_id, mug, point="size")
    assert explaining.states()["size"] == ("covered", "tap")
    for _ in range(2):
        db.write_now(reopen_point, host, show_id, mug, point="size")
    assert explaining.states()["size"] == ("open", None)
    told = [type(fact) for fact in facts if isinstance(fact, PointCovered | PointReopened)]
    assert told == [PointCovered, PointReopened]


def test_only_who_runs_the_room_ticks_and_only_points_of_its_goods(db, explaining, join):
    db.write_now(start_show, explaining.host, explaining.show_id)
    for product_id, point in ((explaining.mug, "battery"), (explaining.mug, "own:nothing"), ("unknown", "size")):
        with pytest.raises(NotFound):
            db.write_now(cover_point, explaining.host, explaining.show_id, product_id, point=point)
    with pytest.raises(NotAllowed):
        db.write_now(cover_point, join("eve", "host"), explaining.show_id, explaining.mug, point="size")


def test_the_points_of_a_product_are_those_of_its_category_and_the_hosts_own(db, explaining):
    missing = db.read_now(not_in_script, explaining.show_id, [explaining.mug])[explaining.mug]
    assert [point.name_en for point in missing] == [
        "Size", "Delivery", "Safe with food", "每只都不同", "Signed below",
    ]  # fmt: skip


def test_the_report_says_what_was_explained_and_what_was_not(db, explaining, clock):
    db.write_now(start_show, explaining.host, explaining.show_id)
    explaining.go(0)
    own = own_points("每只都不同")[0].id
    db.write_now(cover_point, explaining.host, explaining.show_id, explaining.mug, point=own)
    clock.advance(3 * MINUTE_MS)
    db.write_now(end_show, explaining.host, explaining.show_id)
    run_due_now(db)
    [mug] = db.read_now(report_for, explaining.host, explaining.show_id).coverage
    assert mug.covered == 4
    assert [point.name_en for point in mug.open_points] == ["Size", "Delivery", "Safe with food", "Signed below"]
