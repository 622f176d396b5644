"""Deciding a case, once, by a rule that was in force, with a reason that its author and reporters can read."""

from livefair.governance import rules
from livefair.governance.cases import MOVE, Case, Decision, case_for, concern
from livefair.governance.events import CaseDecided
from livefair.governance.models import DECISION
from livefair.governance.notices import answer_reports, notify
from livefair.governance.rulebook import rule_called, rules_in_force
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, require, require_valid
from livefair.people import clean_text


def decide(tx: WriteTx, actor: Actor, case_id: str, *, outcome: str, rule_code: str | None, reason: str) -> Decision:
    """Keep, remove or warn. The decision rests on the version in force when the case was opened.

    `rule_code` may be None only for `keep`. Conflict: case_decided.
    """
    require(rules.may_moderate(actor.roles), "moderators_only")
    case = case_for(tx, actor, case_id)
    if case.state != "open":
        raise Conflict("case_decided")
    require(rules.is_impartial(concern(tx, actor, case)), "not_impartial")
    decision = _decision(tx, actor, case, outcome, rule_code, reason)
    moved = tx.change(MOVE, one=case.id, from_state="open", to_state="decided", due=case.due_at_ms)
    if not moved:
        raise Conflict("case_decided")
    tx.insert(DECISION, **decision._asdict())
    if outcome != "keep":
        notify(tx, case.author_id, "case_decided", case.id)
    tx.later(answer_reports, key=f"answer:{case.id}", case_id=case.id)
    tx.announce(_announcement(tx, case, decision))
    return decision


def _decision(tx: ReadTx, actor: Actor, case: Case, outcome: str, rule_code: str | None, reason: str) -> Decision:
    require_valid(outcome in rules.OUTCOMES, "outcome_unknown", field="outcome")
    require_valid(bool(rule_code) or not rules.needs_rule(outcome), "rule_needed", field="rule_code")
    version = rules_in_force(tx, case.opened_at_ms).version
    code = rule_called(tx, version, rule_code).code if rule_code else None
    reason = clean_text(reason, limit=rules.REASON_CHARS_MAX, field="reason")
    require_valid(bool(reason), "empty", field="reason")
    until_ms = rules.appeal_until(outcome, tx.now_ms)
    return Decision(case.id, actor.id, tx.now_ms, outcome, version, code, reason, until_ms)


def _announcement(tx: ReadTx, case: Case, decision: Decision) -> CaseDecided:
    return CaseDecided(
        case_id=case.id,
        subject_kind=case.subject_kind,
        subject_id=case.subject_id,
        author_id=case.author_id,
        outcome=decision.outcome,
        rule_version=decision.rule_version,
        rule_code=decision.rule_code,
        decided_by=decision.decided_by,
        reports=case.report_count,
        wait_ms=tx.now_ms - case.opened_at_ms,
    )
