from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair.community import accept_idea, idea_for, support_idea, withdraw_support
from livefair.community.events import IdeaLeftUnanswered, IdeaNeedsAnswer, IdeaSupported
from livefair.community.idea_queries import supported_among
from livefair.kernel import DAY_MS, GUEST, Conflict, NotAllowed
from livefair.kernel.runner import run_due_now
from livefair.people.notes import my_notes
from tests.announced import Announced
from tests.community.inventing import idea, needing, supported
from tests.stall import set_up


def test_everybody_supports_an_idea_once_and_may_change_their_mind(db, join):
    stall, ana, bo = set_up(db, join), join("ana"), join("bo")
    idea_id = idea(stall, ana)
    facts = Announced(db)
    assert [db.write_now(support_idea, bo, idea_id) for _ in range(2)] == [1, 1]
    assert db.read_now(supported_among, bo, [idea_id]) == {idea_id}
    assert db.write_now(withdraw_support, bo, idea_id) == 0
    assert db.read_now(supported_among, bo, [idea_id]) == frozenset()
    assert [(type(fact), fact.supporters) for fact in facts] == [(IdeaSupported, 1)]


def test_neither_author_nor_brand_nor_a_guest_supports_it(db, join):
    stall, ana = set_up(db, join), join("ana")
    idea_id = idea(stall, ana)
    for who, code in ((ana, "own_idea"), (stall.brand, "brands_own_idea"), (GUEST, "sign_in_first")):
        with pytest.raises(NotAllowed, match=code):
            db.write_now(support_idea, who, idea_id)


def test_with_enough_supporters_the_brands_time_to_answer_runs(db, clock, join):
    needing(db, join, 3, answer_days=10)
    stall, ana = set_up(db, join), join("ana")
    idea_id = idea(stall, ana)
    late = [join(f"late{n}") for n in range(2)]
    supported(db, join, idea_id, 2)
    facts = Announced(db)
    for fan in late:
        db.write_now(support_idea, fan, idea_id)
    found = db.read_now(idea_for, GUEST, idea_id)
    assert (found.state, found.supporters, found.due_at_ms) == ("due", 4, clock() + 10 * DAY_MS)
    assert [type(fact) for fact in facts] == [IdeaSupported, IdeaNeedsAnswer, IdeaSupported]
    [note] = db.read_now(my_notes, stall.brand)
    assert (note.code, note.words, note.href) == (
        "idea_needs_answer",
        {"title": "A lid that is a coaster"},
        f"/desk/ideas/{idea_id}",
    )


def test_that_a_brand_has_not_answered_in_time_is_known(db, clock, join):
    needing(db, join, 1, answer_days=10)
    stall, ana = set_up(db, join), join("ana")
    silent, answered = idea(stall, ana), idea(stall, ana, key="j")
    supported(db, join, silent, 1)
    supported(db, join, answered, 1, name="other")
    db.write_now(accept_idea, stall.brand, answered, text="We will.", royalty_bp=100)
    facts = Announced(db)
    clock.advance(10 * DAY_MS)
    run_due_now(db)
    assert [fact.idea_id for fact in facts if isinstance(fact, IdeaLeftUnanswered)] == [silent]
    assert {note.code for note in db.read_now(my_notes, stall.brand)} == {"idea_needs_answer", "idea_unanswered"}
    db.write_now(accept_idea, stall.brand, silent, text="Late, but yes.", royalty_bp=100)


def test_an_idea_gathers_support_for_so_long_and_no_longer(db, clock, join):
    needing(db, join, 2, support_days=5)
    stall, ana = set_up(db, join), join("ana")
    idea_id = idea(stall, ana)
    clock.advance(5 * DAY_MS)
    for use_case in (support_idea, withdraw_support):
        with pytest.raises(Conflict, match="idea_closed"):
            db.write_now(use_case, join(use_case.__name__), idea_id)


def test_many_who_support_at_once_are_counted_exactly_and_ask_the_brand_once(db, join):
    needing(db, join, 10)
    stall, ana = set_up(db, join), join("ana")
    idea_id = idea(stall, ana)
    fans = [join(f"fan{n}") for n in range(24)]
    facts = Announced(db)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda fan: db.write_now(support_idea, fan, idea_id), fans * 2))
    assert db.read_now(idea_for, GUEST, idea_id).supporters == 24
    assert [type(fact) for fact in facts].count(IdeaNeedsAnswer) == 1
