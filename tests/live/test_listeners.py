import pytest

from livefair.catalog.removals import shown_product
from livefair.governance import AppealDecided, CaseDecided, publish_shipped_rules, report
from livefair.governance import decide as decide_case
from livefair.kernel import DAY_MS, GUEST, SYSTEM, Money, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import Goods, ask, pin, show_on_air
from livefair.live.chat import check_line, line_called
from livefair.live.journal import Batch, journal
from livefair.live.knowledge import subject_called, take_quiz
from livefair.live.on_air import show_for
from livefair.live.pins import current_pin, pins_of
from livefair.live.queries import room_state
from livefair.live.questions import question_called
from livefair.live.room_events import Removed, events_of
from livefair.live.rooms import is_stream_key, issue_stream_key
from livefair.people.removals import hide_or_restore
from tests.catalog.permitted import larder, permitted
from tests.live.conftest import SCARF
from tests.stall import set_up


@pytest.fixture
def decide(db):
    """A moderator's decision, as governance announces it."""

    def announce(tx, actor, fact):
        tx.announce(fact)

    def decided(kind, subject, outcome):
        fact = CaseDecided(
            case_id="case",
            subject_kind=kind,
            subject_id=subject,
            author_id="author",
            outcome=outcome,
            rule_version=1,
            rule_code="spam",
            decided_by="mo",
            reports=1,
            wait_ms=0,
        )
        db.write_now(announce, SYSTEM, fact)
        assert run_due_now(db) >= 1

    def overturned(kind, subject):
        fact = AppealDecided(
            appeal_id="appeal",
            case_id="case",
            subject_kind=kind,
            subject_id=subject,
            author_id="author",
            first_outcome="remove",
            outcome="overturned",
            decided_by="mia",
        )
        db.write_now(announce, SYSTEM, fact)
        assert run_due_now(db) >= 1

    return decided, overturned


def test_a_removed_line_and_question_go_and_come_back_on_appeal(db, join, stage, decide):
    decided, overturned = decide
    zoe = join("zoe")
    line = db.read_now(check_line, zoe, stage.room_id, line_id="line", text="hello")
    db.write_now(journal, SYSTEM, Batch("b", lines=(line,)))
    asked = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    for kind, subject, reading in (("chat_line", "line", line_called), ("question", asked.id, question_called)):
        decided(kind, subject, "keep")
        assert db.read_now(reading, subject).hidden_at_ms is None
        decided(kind, subject, "remove")
        assert db.read_now(reading, subject).hidden_at_ms is not None
        overturned(kind, subject)
        overturned(kind, subject)
        assert db.read_now(reading, subject).hidden_at_ms is None


def test_a_removed_show_leaves_the_air_and_its_replay_is_hidden(db, stage, decide):
    decided, overturned = decide
    decided("show", stage.show_id, "remove")
    assert db.read_now(show_on_air, stage.room_id) is None
    assert db.read_now(show_for, SYSTEM, stage.show_id)[0].replay_hidden_at_ms is not None
    overturned("show", stage.show_id)
    assert db.read_now(show_for, SYSTEM, stage.show_id)[0].replay_hidden_at_ms is None


def test_a_removed_room_is_off_the_air(db, stage, decide):
    decide[0]("room", stage.room_id, "remove")
    decide[0]("video", "of somebody else", "remove")
    assert db.read_now(show_on_air, stage.room_id) is None


def test_a_removed_product_is_unpinned_at_once_and_gone_from_the_chapters(db, join, stage, facts):
    stall = set_up(db, join)
    db.write_now(pin, stage.host, stage.room_id, Goods(stall.product_id, None, "杯子", "Mug", Money(9900)))
    assert db.read_now(current_pin, stage.show_id) is not None
    db.write_now(publish_shipped_rules, SYSTEM)
    receipt = db.write_now(
        report, join("rob"), db.read_now(shown_product, GUEST, stall.product_id), reason="danger", note="", key="r"
    )
    moderator = join("mo", "moderator")
    db.write_now(decide_case, moderator, receipt.case_id, outcome="remove", rule_code="spam", reason="It burns.")
    run_due_now(db)
    assert db.read_now(current_pin, stage.show_id) is None
    assert db.read_now(pins_of, stage.show_id) == []


def test_goods_that_lose_their_permit_are_unpinned_and_others_stay(db, join, stage, clock):
    on = larder(db, join)
    permitted(on, days=0.1)
    tea = Goods(on.stall.product_id, None, "茶", "Tea", Money(4900))
    db.write_now(pin, stage.host, stage.room_id, SCARF)
    clock.advance(DAY_MS // 20)
    run_due_now(db)
    assert db.read_now(current_pin, stage.show_id) is not None
    db.write_now(take_quiz, stage.host, "food", answers=[one.right for one in subject_called("food").questions])
    db.write_now(pin, stage.host, stage.room_id, tea)
    clock.advance(DAY_MS // 10)
    run_due_now(db)
    assert db.read_now(current_pin, stage.show_id) is None
    assert len(db.read_now(pins_of, stage.show_id)) == 2


def test_whoever_was_removed_leaves_the_air_and_the_chat(db, join, stage, facts):
    zoe = join("zoe")
    line = db.read_now(check_line, zoe, stage.room_id, line_id="line", text="hello")
    db.write_now(journal, SYSTEM, Batch("b", lines=(line,)))
    asked = db.write_now(ask, zoe, stage.room_id, text="Warm?")
    facts.clear()
    db.write_now(hide_or_restore, SYSTEM, zoe.id, "case")
    told = [event for fact in facts for event in db.read_now(events_of, fact)]
    assert [(to_room.room_id, to_room.event) for to_room in told] == [(stage.room_id, Removed(id="line"))]
    state = db.read_now(room_state, GUEST, stage.room_id)
    assert (state.show.lines, state.show.questions) == ([], [])
    with pytest.raises(NotAllowed, match="account_removed"):
        db.read_now(check_line, zoe, stage.room_id, line_id="other", text="still here")
    with pytest.raises(NotAllowed, match="account_removed"):
        db.write_now(ask, zoe, stage.room_id, text="And wet?")
    db.write_now(hide_or_restore, SYSTEM, zoe.id, None)
    state = db.read_now(room_state, GUEST, stage.room_id)
    assert [line.id for line in state.show.lines] == ["line"]
    assert [question.id for question in state.show.questions] == [asked.id]


def test_a_removed_host_is_off_the_air_and_their_key_is_void(db, stage):
    token = db.write_now(issue_stream_key, stage.host, stage.room_id)
    assert db.read_now(is_stream_key, stage.room_id, token)
    db.write_now(hide_or_restore, SYSTEM, stage.host.id, "case")
    run_due_now(db)
    assert db.read_now(show_on_air, stage.room_id) is None
    assert not db.read_now(is_stream_key, stage.room_id, token)
    with pytest.raises(NotFound):
        db.read_now(room_state, GUEST, stage.room_id)
