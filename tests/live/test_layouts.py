import pytest

from livefair.kernel import GUEST, MINUTE_MS, Conflict, Invalid, NotAllowed
from livefair.live import end_show
from livefair.live.events_of_hosting import LayoutSet
from livefair.live.layouts import layout_of, set_layout
from livefair.live.queries import room_state
from livefair.live.room_events import events_of
from livefair.live.run_of_show import BlockDraft, add_block, begin_block, lay_out_block


def test_a_switched_layout_is_told_to_the_room_and_to_whoever_comes_later(db, stage, facts):
    assert db.read_now(room_state, GUEST, stage.room_id).show.layout == "standard"
    for _ in range(2):
        db.write_now(set_layout, stage.host, stage.room_id, layout="product")
    db.write_now(set_layout, stage.host, stage.room_id, layout="talk")
    told = [fact for fact in facts if isinstance(fact, LayoutSet)]
    assert [fact.layout for fact in told] == ["product", "talk"]
    [event] = db.read_now(events_of, told[-1])
    assert (event.room_id, event.event.layout) == (stage.room_id, "talk")
    assert db.read_now(room_state, GUEST, stage.room_id).show.layout == "talk"


def test_a_block_brings_its_layout_and_one_without_leaves_the_room_as_it_is(db, stage):
    drafts = [
        BlockDraft("greeting", MINUTE_MS, layout="clean"),
        BlockDraft("questions", MINUTE_MS),
        BlockDraft("break", MINUTE_MS),
    ]
    blocks = [db.write_now(add_block, stage.host, stage.show_id, draft) for draft in drafts]
    db.write_now(lay_out_block, stage.host, blocks[2], layout="talk")
    seen = []
    for block_id in blocks:
        db.write_now(begin_block, stage.host, block_id)
        seen.append(db.read_now(layout_of, stage.show_id))
    assert seen == ["clean", "clean", "talk"]


def test_only_who_runs_the_room_arranges_it_in_a_way_that_exists_on_air(db, stage, join):
    with pytest.raises(Invalid):
        db.write_now(set_layout, stage.host, stage.room_id, layout="upside_down")
    with pytest.raises(Invalid):
        db.write_now(add_block, stage.host, stage.show_id, BlockDraft("greeting", MINUTE_MS, layout="upside_down"))
    with pytest.raises(NotAllowed):
        db.write_now(set_layout, join("eve", "host"), stage.room_id, layout="clean")
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Conflict):
        db.write_now(set_layout, stage.host, stage.room_id, layout="clean")
