import pytest

from livefair.governance import AppealDecided, CaseDecided
from livefair.kernel import SYSTEM
from livefair.kernel.runner import run_due_now
from livefair.live import ask, show_on_air
from livefair.live.chat import check_line, line_called
from livefair.live.journal import Batch, journal
from livefair.live.on_air import show_for
from livefair.live.questions import question_called


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
