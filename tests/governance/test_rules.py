from livefair.governance import rules
from livefair.governance.rulebook import parse_rules, shipped_rules


def test_a_graver_report_brings_a_case_forward_and_a_lighter_one_does_not_put_it_back():
    first = rules.due_at("spam", 0, already_due_at_ms=None)
    graver = rules.due_at("danger", 1000, already_due_at_ms=first)
    assert graver < first
    assert rules.due_at("spam", 2000, already_due_at_ms=graver) == graver


def test_nobody_judges_their_own_work_their_own_report_or_twice():
    assert rules.is_impartial(rules.Concern(is_author=False, is_reporter=False, is_first_decider=False))
    for tie in range(3):
        assert not rules.is_impartial(rules.Concern(*(place == tie for place in range(3))))


def test_only_what_was_not_kept_can_be_appealed():
    assert rules.appeal_until("keep", 5) is None
    assert rules.appeal_until("warn", 5) == 5 + rules.APPEAL_WITHIN_MS


def test_a_removal_ends_when_it_is_overturned():
    assert rules.is_removed("remove", None)
    assert rules.is_removed("remove", "upheld")
    assert not rules.is_removed("remove", "overturned")
    assert not rules.is_removed("warn", None)


def test_every_reason_but_other_has_a_rule_to_rest_on():
    codes = {rule.code for rule in parse_rules(shipped_rules()[-1]).rule}
    assert set(rules.REASONS) - codes == {"other"}
