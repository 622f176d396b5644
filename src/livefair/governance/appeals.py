"""The author's second chance: one appeal per decision, judged by somebody else."""

from sqlalchemy import bindparam, update

from livefair.governance import rules
from livefair.governance.cases import MOVE, Appeal, Case, appeal_for, case_for, concern, decision_of
from livefair.governance.events import AppealDecided, DecisionAppealed
from livefair.governance.models import APPEAL
from livefair.governance.notices import notify, tell_of_reversal
from livefair.kernel import Actor, Conflict, WriteTx, change, not_found, require, require_valid
from livefair.people import clean_text

_JUDGE = change(
    update(APPEAL)
    .where(APPEAL.c.id == bindparam("one"), APPEAL.c.decided_at_ms.is_(None))
    .values(
        outcome=bindparam("the_outcome"),
        decided_by=bindparam("judge"),
        decided_at_ms=bindparam("now"),
        reason=bindparam("the_reason"),
    )
)


def appeal(tx: WriteTx, actor: Actor, case_id: str, *, text: str) -> Appeal:
    """Ask for a second look, once, while the time for it runs. Conflict: already_appealed, appeal_too_late."""
    case = case_for(tx, actor, case_id)
    require(case.author_id is not None and case.author_id == actor.id, "authors_only")
    decision = decision_of(tx, case.id) or not_found("decision")
    if case.state != "decided":
        raise Conflict("already_appealed")
    require(decision.appeal_until_ms is not None, "nothing_to_appeal")
    if tx.now_ms > (decision.appeal_until_ms or 0):
        raise Conflict("appeal_too_late", until_ms=decision.appeal_until_ms or 0)
    text = clean_text(text, limit=rules.APPEAL_CHARS_MAX, field="text")
    require_valid(bool(text), "empty", field="text")
    due_at_ms = tx.now_ms + rules.APPEAL_ANSWER_WITHIN_MS
    if not tx.change(MOVE, one=case.id, from_state="decided", to_state="appealed", due=due_at_ms):
        raise Conflict("already_appealed")
    appeal_id = tx.new_id()
    tx.insert(APPEAL, id=appeal_id, case_id=case.id, appealed_by=actor.id, appealed_at_ms=tx.now_ms, text=text)
    tx.announce(DecisionAppealed(appeal_id=appeal_id, case_id=case.id, author_id=actor.id))
    return appeal_for(tx, actor, appeal_id)


def decide_appeal(tx: WriteTx, actor: Actor, appeal_id: str, *, outcome: str, reason: str) -> Appeal:
    """A second moderator has the last word: upheld or overturned. Conflict: appeal_decided."""
    require(rules.may_moderate(actor.roles), "moderators_only")
    asked = appeal_for(tx, actor, appeal_id)
    case = case_for(tx, actor, asked.case_id)
    require(rules.is_impartial(concern(tx, actor, case)), "not_impartial")
    require_valid(outcome in rules.APPEAL_OUTCOMES, "outcome_unknown", field="outcome")
    reason = clean_text(reason, limit=rules.REASON_CHARS_MAX, field="reason")
    require_valid(bool(reason), "empty", field="reason")
    if not tx.change(_JUDGE, one=asked.id, the_outcome=outcome, judge=actor.id, now=tx.now_ms, the_reason=reason):
        raise Conflict("appeal_decided")
    tx.change(MOVE, one=case.id, from_state="appealed", to_state="final", due=case.due_at_ms)
    _tell(tx, case, outcome)
    first = decision_of(tx, case.id) or not_found("decision")
    tx.announce(
        AppealDecided(
            appeal_id=asked.id,
            case_id=case.id,
            subject_kind=case.subject_kind,
            subject_id=case.subject_id,
            author_id=asked.appealed_by,
            first_outcome=first.outcome,
            outcome=outcome,
            decided_by=actor.id,
        )
    )
    return appeal_for(tx, actor, asked.id)


def _tell(tx: WriteTx, case: Case, outcome: str) -> None:
    notify(tx, case.author_id, "appeal_decided", case.id)
    if outcome == "overturned":
        tx.later(tell_of_reversal, key=f"reversal:{case.id}", case_id=case.id, after="")
