import pytest

from livefair.kernel import MINUTE_MS, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import assort, end_show, open_room, plan_show, start_show
from livefair.live.assortments import assortment_of, cast_product
from livefair.live.events import BlockBegan, BlockEnded
from livefair.live.pins import current_pin
from livefair.live.room_events import events_of
from livefair.live.rules import missing_roles
from livefair.live.run_of_show import (
    BlockDraft,
    add_block,
    begin_block,
    change_block,
    drop_block,
    follow_clock,
    move_block,
    run_of,
)
from tests.stall import set_up


class Prepared:
    def __init__(self, db, join):
        self.db, self.host = db, join("hana", "host")
        self.room_id = db.write_now(open_room, self.host, title="Hana's corner")
        self.show_id = db.write_now(plan_show, self.host, self.room_id, title="Evening show")
        self.product_id = set_up(db, join).product_id
        drafts = [
            BlockDraft("greeting", 2 * MINUTE_MS, "Hello"),
            BlockDraft("product", 5 * MINUTE_MS, product_id=self.product_id, script="Feel the clay."),
            BlockDraft("questions", 3 * MINUTE_MS),
        ]
        self.blocks = [db.write_now(add_block, self.host, self.show_id, draft) for draft in drafts]

    def pinned(self):
        found = self.db.read_now(current_pin, self.show_id)
        return found and found.product_id

    def going_on(self):
        return [place for place, block in enumerate(self.db.read_now(run_of, self.show_id)) if block.is_going_on]


@pytest.fixture
def prepared(db, join):
    return Prepared(db, join)


def test_running_the_show_by_taps_goes_through_its_blocks_and_the_pin_follows(db, prepared, clock, facts):
    host, blocks = prepared.host, prepared.blocks
    with pytest.raises(Conflict):
        db.write_now(begin_block, host, blocks[0])
    db.write_now(start_show, host, prepared.show_id)
    run_due_now(db)
    assert prepared.going_on() == []
    for place, pinned in enumerate([None, prepared.product_id, None]):
        clock.advance(MINUTE_MS)
        db.write_now(begin_block, host, blocks[place])
        assert (prepared.going_on(), prepared.pinned()) == ([place], pinned)
    began = [fact for fact in facts if isinstance(fact, BlockBegan)]
    assert [(fact.block_kind, fact.by, fact.offset_ms) for fact in began] == [
        ("greeting", "tap", MINUTE_MS),
        ("product", "tap", 2 * MINUTE_MS),
        ("questions", "tap", 3 * MINUTE_MS),
    ]
    (told,) = db.read_now(events_of, began[1])
    assert (told.event.kind, told.event.product_id) == ("product", prepared.product_id)
    db.write_now(end_show, host, prepared.show_id)
    run_due_now(db)
    assert prepared.going_on() == []
    assert [fact.lasted_ms for fact in facts if isinstance(fact, BlockEnded)] == [MINUTE_MS, MINUTE_MS, 0]


def test_by_the_clock_each_block_gives_way_when_its_time_is_over(db, prepared, clock):
    db.write_now(follow_clock, prepared.host, prepared.show_id, clocked=True)
    db.write_now(start_show, prepared.host, prepared.show_id)
    run_due_now(db)
    assert prepared.going_on() == [0]
    clock.advance(2 * MINUTE_MS - 1)
    run_due_now(db)
    assert prepared.going_on() == [0]
    clock.advance(1)
    run_due_now(db)
    assert (prepared.going_on(), prepared.pinned()) == ([1], prepared.product_id)
    clock.advance(5 * MINUTE_MS)
    run_due_now(db)
    assert (prepared.going_on(), prepared.pinned()) == ([2], None)
    clock.advance(30 * MINUTE_MS)
    run_due_now(db)
    assert prepared.going_on() == [2]


def test_a_tap_goes_before_the_clock(db, prepared, clock):
    db.write_now(follow_clock, prepared.host, prepared.show_id, clocked=True)
    db.write_now(start_show, prepared.host, prepared.show_id)
    run_due_now(db)
    clock.advance(MINUTE_MS)
    db.write_now(begin_block, prepared.host, prepared.blocks[1])
    clock.advance(MINUTE_MS)
    run_due_now(db)  # the time of the greeting is over: it is not what goes on any more
    assert prepared.going_on() == [1]
    db.write_now(follow_clock, prepared.host, prepared.show_id, clocked=False)
    clock.advance(10 * MINUTE_MS)
    run_due_now(db)
    assert prepared.going_on() == [1]
    db.write_now(follow_clock, prepared.host, prepared.show_id, clocked=True)
    run_due_now(db)
    assert prepared.going_on() == [2]


def test_a_product_that_cannot_be_shown_does_not_stop_the_show(db, prepared, join):
    from_nowhere = set_up(db, join, name="empty")
    block_id = db.write_now(
        add_block, prepared.host, prepared.show_id, BlockDraft("product", MINUTE_MS, product_id=from_nowhere.product_id)
    )
    db.write_now(start_show, prepared.host, prepared.show_id)
    db.write_now(begin_block, prepared.host, prepared.blocks[1])
    db.write_now(begin_block, prepared.host, block_id)
    assert prepared.going_on() == [3]


def test_blocks_are_moved_changed_and_dropped_until_they_were_on_air(db, prepared):
    host = prepared.host
    first, second, third = prepared.blocks
    db.write_now(move_block, host, third, by=-1)
    db.write_now(move_block, host, first, by=-1)
    db.write_now(change_block, host, second, title="The mug", lasts_ms=4 * MINUTE_MS, script="Hold it up.\nTurn it.")
    run = db.read_now(run_of, prepared.show_id)
    assert [block.id for block in run] == [first, third, second]
    assert (run[2].title, run[2].lasts_ms, run[2].script) == ("The mug", 4 * MINUTE_MS, "Hold it up.\nTurn it.")
    db.write_now(start_show, host, prepared.show_id)
    db.write_now(begin_block, host, first)
    db.write_now(drop_block, host, third)
    with pytest.raises(Conflict):
        db.write_now(drop_block, host, first)


@pytest.mark.parametrize(
    "draft",
    [
        BlockDraft("dance", MINUTE_MS),
        BlockDraft("product", MINUTE_MS),
        BlockDraft("greeting", MINUTE_MS, product_id="x"),
        BlockDraft("greeting", 1),
        BlockDraft("greeting", 10**9),
        BlockDraft("greeting", MINUTE_MS, script="x" * 2_001),
    ],
)
def test_a_block_is_of_a_known_kind_and_bounded(db, prepared, draft):
    with pytest.raises(Invalid):
        db.write_now(add_block, prepared.host, prepared.show_id, draft)


def test_strangers_neither_write_nor_run_it(db, prepared, join):
    eve = join("eve", "host")
    db.write_now(start_show, prepared.host, prepared.show_id)
    with pytest.raises(NotAllowed):
        db.write_now(add_block, eve, prepared.show_id, BlockDraft("break", MINUTE_MS))
    with pytest.raises(NotAllowed):
        db.write_now(begin_block, eve, prepared.blocks[0])


def test_the_list_says_which_role_is_missing(db, prepared):
    db.write_now(assort, prepared.host, prepared.show_id, prepared.product_id)
    db.write_now(cast_product, prepared.host, prepared.show_id, prepared.product_id, role="profit")
    roles = [each.role for each in db.read_now(assortment_of, prepared.show_id)]
    assert missing_roles(roles) == ["traffic", "image"]
    with pytest.raises(NotFound):
        db.write_now(cast_product, prepared.host, prepared.show_id, "no-such", role="profit")
    with pytest.raises(Invalid):
        db.write_now(cast_product, prepared.host, prepared.show_id, prepared.product_id, role="main")
