import pytest

from livefair.governance import AppealDecided, Subject, appeal, decide, decide_appeal, removing_case, rules
from livefair.governance.queries import my_notices, queue_page
from livefair.kernel import Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from tests.announced import Announced
from tests.governance.crowd import file_report, rules_stand


@pytest.fixture
def removed(db, join):
    """Ada's video, reported by Carl, removed by Mo."""
    rules_stand(db)
    ada, carl, mo = join("ada"), join("carl"), join("mo", "moderator")
    case_id = file_report(db, carl, ada).case_id
    db.write_now(decide, mo, case_id, outcome="remove", rule_code="spam", reason="刷屏")
    return ada, carl, mo, case_id


def test_report_decision_appeal_reversal_all_are_told(db, join, removed):
    ada, carl, _mo, case_id = removed
    second = join("mei", "moderator")
    facts = Announced(db)
    asked = db.write_now(appeal, ada, case_id, text="It was a quotation.")
    judged = db.write_now(decide_appeal, second, asked.id, outcome="overturned", reason="It was indeed.")
    run_due_now(db)
    assert (judged.outcome, judged.decided_by) == ("overturned", second.id)
    [fact] = [fact for fact in facts if isinstance(fact, AppealDecided)]
    assert (fact.subject_kind, fact.subject_id, fact.first_outcome) == ("video", "v1", "remove")
    assert db.read_now(removing_case, Subject("video", "v1")) is None
    assert {notice.kind for notice in db.read_now(my_notices, ada)} == {"case_decided", "appeal_decided"}
    assert {notice.kind for notice in db.read_now(my_notices, carl)} == {"report_answered", "report_reversed"}


def test_an_upheld_removal_stays_and_is_final(db, join, removed):
    ada, _, _, case_id = removed
    second = join("mei", "moderator")
    asked = db.write_now(appeal, ada, case_id, text="Please look again.")
    db.write_now(decide_appeal, second, asked.id, outcome="upheld", reason="It was flooding.")
    assert db.read_now(removing_case, Subject("video", "v1")) == case_id
    with pytest.raises(Conflict, match="already_appealed"):
        db.write_now(appeal, ada, case_id, text="And again?")
    with pytest.raises(Conflict, match="appeal_decided"):
        db.write_now(decide_appeal, second, asked.id, outcome="overturned", reason="On second thought")


def test_who_decided_first_does_not_decide_the_appeal_nor_see_it_in_the_queue(db, join, removed):
    ada, _, mo, case_id = removed
    asked = db.write_now(appeal, ada, case_id, text="Please look again.")
    with pytest.raises(NotAllowed, match="not_impartial"):
        db.write_now(decide_appeal, mo, asked.id, outcome="upheld", reason="I was right.")
    assert db.read_now(queue_page, mo).cases == []
    [waiting] = db.read_now(queue_page, join("mei", "moderator")).cases
    assert (waiting.id, waiting.state) == (case_id, "appealed")


def test_only_the_author_appeals_once_and_in_time(db, clock, removed):
    ada, carl, mo, case_id = removed
    with pytest.raises(NotFound):
        db.write_now(appeal, carl, case_id, text="not mine")
    with pytest.raises(NotAllowed):
        db.write_now(appeal, mo, case_id, text="not mine")
    with pytest.raises(Invalid):
        db.write_now(appeal, ada, case_id, text="")
    clock.advance(rules.APPEAL_WITHIN_MS + 1)
    with pytest.raises(Conflict, match="appeal_too_late"):
        db.write_now(appeal, ada, case_id, text="I was on holiday.")


def test_what_was_kept_cannot_be_appealed(db, join):
    rules_stand(db)
    ada, carl, mo = join("ada"), join("carl"), join("mo", "moderator")
    case_id = file_report(db, carl, ada).case_id
    db.write_now(decide, mo, case_id, outcome="keep", rule_code=None, reason="fine")
    with pytest.raises(NotAllowed, match="nothing_to_appeal"):
        db.write_now(appeal, ada, case_id, text="but why")


def test_strangers_do_not_find_an_appeal(db, join, removed):
    ada, carl, _, case_id = removed
    asked = db.write_now(appeal, ada, case_id, text="Please look again.")
    with pytest.raises(NotAllowed):
        db.write_now(decide_appeal, carl, asked.id, outcome="overturned", reason="yes")
    with pytest.raises(NotFound):
        db.write_now(decide_appeal, join("mei", "moderator"), "nothing", outcome="upheld", reason="no")
