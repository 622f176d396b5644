import pytest

from livefair.governance import CaseDecided, Subject, decide, publish_rules, removing_case
from livefair.kernel import Conflict, Invalid, NotAllowed, NotFound
from tests.announced import Announced
from tests.governance.crowd import file_report, rules_stand
from tests.governance.test_rulebook import NEXT_YEAR, TOML


@pytest.fixture
def moderator(db, join):
    rules_stand(db)
    return join("mo", "moderator")


def test_a_decision_states_rule_version_rule_and_reason_and_is_announced(db, join, clock, moderator):
    author = join("ada")
    case_id = file_report(db, join("carl"), author).case_id
    clock.advance(60_000)
    facts = Announced(db)
    decision = db.write_now(decide, moderator, case_id, outcome="remove", rule_code="spam", reason="刷屏")
    assert (decision.rule_version, decision.rule_code, decision.reason) == (1, "spam", "刷屏")
    [fact] = [fact for fact in facts if isinstance(fact, CaseDecided)]
    assert (fact.subject_kind, fact.subject_id, fact.author_id) == ("video", "v1", author.id)
    assert (fact.outcome, fact.decided_by, fact.wait_ms) == ("remove", moderator.id, 60_000)
    assert db.read_now(removing_case, Subject("video", "v1")) == case_id


def test_a_case_is_judged_by_the_rules_that_stood_when_it_was_opened(db, join, clock, moderator):
    case_id = file_report(db, join("carl"), join("ada")).case_id
    newer = db.write_now(publish_rules, join("olga", "operator"), TOML.format(version=2, effective_at=NEXT_YEAR))
    clock.move_to(newer.effective_at_ms + 1)
    decision = db.write_now(decide, moderator, case_id, outcome="warn", rule_code="vulgar", reason="tone it down")
    assert decision.rule_version == 1


def test_a_case_is_decided_once(db, join, moderator):
    case_id = file_report(db, join("carl"), join("ada")).case_id
    db.write_now(decide, moderator, case_id, outcome="keep", rule_code=None, reason="within the rules")
    with pytest.raises(Conflict, match="case_decided"):
        db.write_now(decide, moderator, case_id, outcome="remove", rule_code="spam", reason="second thoughts")
    assert db.read_now(removing_case, Subject("video", "v1")) is None


def test_after_a_decision_a_new_report_opens_a_new_case(db, join, moderator):
    author, carl = join("ada"), join("carl")
    case_id = file_report(db, carl, author).case_id
    db.write_now(decide, moderator, case_id, outcome="keep", rule_code=None, reason="within the rules")
    assert file_report(db, join("dora"), author).case_id != case_id


def test_only_an_impartial_moderator_decides(db, join, moderator):
    author = join("ada", "moderator")
    reporter = join("rita", "moderator")
    operator = join("olga", "operator")
    case_id = file_report(db, reporter, author).case_id
    for who in (author, reporter, operator):
        with pytest.raises(NotAllowed):
            db.write_now(decide, who, case_id, outcome="keep", rule_code=None, reason="fine")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"outcome": "burn"}, "outcome_unknown"),
        ({"rule_code": None}, "rule_needed"),
        ({"rule_code": "no_such_rule"}, "not_found"),
        ({"reason": " \n "}, "empty"),
        ({"reason": "x" * 2_001}, "too_long"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(db, join, moderator, wrong, code):
    case_id = file_report(db, join("carl"), join("ada")).case_id
    call = {"outcome": "remove", "rule_code": "spam", "reason": "刷屏"} | wrong
    with pytest.raises((Invalid, NotFound), match=code):
        db.write_now(decide, moderator, case_id, **call)
    assert db.read_now(removing_case, Subject("video", "v1")) is None
