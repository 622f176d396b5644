import pytest

from livefair.kernel import DAY_MS, Conflict, Invalid, NotAllowed, NotFound
from livefair.live.briefs import (
    BriefDraft,
    accept_brief,
    assign_brief,
    brief_for,
    briefs_of_host,
    briefs_of_mcn,
    deliver_brief,
    goods_of_briefs,
    send_back,
    withdraw_brief,
)
from livefair.people.notes import my_notes
from livefair.people.organisations import end_contract
from tests.live.agency import agency
from tests.stall import set_up


@pytest.fixture
def bright(db, join):
    return agency(db, join)


def assigned(db, bright, *, key="brief-1", goods=()):
    draft = BriefDraft(bright.host.id, "Tea at eight", "Two pots.", db.clock() + 3 * DAY_MS, goods)
    return db.write_now(assign_brief, bright.planner, draft, key=key)


def codes(db, actor):
    return sorted(note.code for note in db.read_now(my_notes, actor))


def test_a_brief_is_assigned_delivered_sent_back_delivered_again_and_accepted(db, join, bright):
    stall = set_up(db, join)
    brief_id = assigned(db, bright, goods=[stall.product_id])
    assert assigned(db, bright, goods=[stall.product_id]) == brief_id
    assert db.read_now(goods_of_briefs, [brief_id]) == {brief_id: [stall.product_id]}
    with pytest.raises(Conflict, match="brief_not_delivered"):
        db.write_now(accept_brief, bright.planner, brief_id)
    db.write_now(deliver_brief, bright.host, brief_id, text="Shown for ten minutes.")
    db.write_now(send_back, bright.planner, brief_id, answer="The second pot is missing.")
    brief = db.read_now(brief_for, bright.host, brief_id)
    assert (brief.state, brief.answer) == ("assigned", "The second pot is missing.")
    db.write_now(deliver_brief, bright.host, brief_id, text="Both pots shown.")
    db.write_now(accept_brief, bright.owner, brief_id)
    [brief] = db.read_now(briefs_of_host, bright.host.id)
    assert (brief.state, brief.delivered, brief.answer) == ("accepted", "Both pots shown.", None)
    with pytest.raises(Conflict, match="brief_over"):
        db.write_now(deliver_brief, bright.host, brief_id, text="More.")
    with pytest.raises(Conflict, match="brief_over"):
        db.write_now(withdraw_brief, bright.planner, brief_id)
    assert codes(db, bright.host) == ["brief_accepted", "brief_assigned", "brief_sent_back"]
    assert set(codes(db, bright.planner)) == {"brief_delivered"}


def test_a_withdrawn_brief_asks_for_nothing(db, bright):
    brief_id = assigned(db, bright)
    db.write_now(withdraw_brief, bright.owner, brief_id)
    with pytest.raises(Conflict, match="brief_over"):
        db.write_now(deliver_brief, bright.host, brief_id, text="Done.")
    assert [brief.state for brief in db.read_now(briefs_of_mcn, bright.id)] == ["withdrawn"]


def test_only_hosts_under_contract_now_get_briefs_and_only_with_a_day_to_come(db, join, bright):
    eve = join("eve", "host")
    for host_id, at_ms, code in (
        (eve.id, db.clock() + DAY_MS, "not_on_roster"),
        (bright.host.id, db.clock(), "due_day"),
        (bright.host.id, db.clock() + 400 * DAY_MS, "due_day"),
    ):
        with pytest.raises(Invalid, match=code):
            db.write_now(assign_brief, bright.owner, BriefDraft(host_id, "T", "", at_ms), key="k")
    with pytest.raises(NotFound):
        assigned(db, bright, goods=["0" * 36])
    db.write_now(end_contract, bright.host, bright.contract_id)
    with pytest.raises(Invalid, match="not_on_roster"):
        assigned(db, bright)


def test_a_brief_is_nobody_elses_business(db, join, bright):
    brief_id, eve = assigned(db, bright), join("eve", "host")
    with pytest.raises(NotFound):
        db.read_now(brief_for, eve, brief_id)
    with pytest.raises(NotFound):
        db.write_now(deliver_brief, eve, brief_id, text="Mine.")
    with pytest.raises(NotAllowed, match="mcns_only"):
        db.write_now(assign_brief, bright.host, BriefDraft(bright.host.id, "T", "", db.clock() + DAY_MS), key="k")
    with pytest.raises(NotAllowed, match="mcns_only"):
        db.write_now(withdraw_brief, bright.host, brief_id)
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(deliver_brief, bright.owner, brief_id, text="Theirs.")
