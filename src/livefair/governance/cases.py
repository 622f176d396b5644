"""Finding cases: only a moderator, an operator or the author of the subject may see one."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.governance import rules
from livefair.governance.models import APPEAL, CASE, DECISION, REPORT
from livefair.governance.subjects import Subject
from livefair.kernel import Actor, ReadTx, change, not_found, query


class Case(NamedTuple):
    id: str
    subject_kind: str
    subject_id: str
    author_id: str | None
    state: str
    report_count: int
    opened_at_ms: int
    due_at_ms: int

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)


class Decision(NamedTuple):
    case_id: str
    decided_by: str
    decided_at_ms: int
    outcome: str
    rule_version: int
    rule_code: str | None
    reason: str
    appeal_until_ms: int | None


class Appeal(NamedTuple):
    id: str
    case_id: str
    appealed_by: str
    appealed_at_ms: int
    text: str
    outcome: str | None
    decided_by: str | None
    decided_at_ms: int | None
    reason: str | None


CASE_COLUMNS = tuple(CASE.c[field] for field in Case._fields)
_CASE = query(Case, select(*CASE_COLUMNS).where(CASE.c.id == bindparam("one")))
_DECISION = query(
    Decision, select(*(DECISION.c[field] for field in Decision._fields)).where(DECISION.c.case_id == bindparam("one"))
)
_APPEAL_COLUMNS = tuple(APPEAL.c[field] for field in Appeal._fields)
_APPEAL_OF = query(Appeal, select(*_APPEAL_COLUMNS).where(APPEAL.c.case_id == bindparam("one")))
_APPEAL = query(Appeal, select(*_APPEAL_COLUMNS).where(APPEAL.c.id == bindparam("one")))
_REPORTED_BY = query(
    int,
    select(func.count())
    .select_from(REPORT)
    .where(REPORT.c.case_id == bindparam("one"), REPORT.c.reporter_id == bindparam("who")),
)
MOVE = change(
    update(CASE)
    .where(CASE.c.id == bindparam("one"), CASE.c.state == bindparam("from_state"))
    .values(state=bindparam("to_state"), due_at_ms=bindparam("due"))
)


def case_for(tx: ReadTx, actor: Actor, case_id: str) -> Case:
    """The author sees a case once it is decided: before that there is nothing to answer to."""
    case = tx.one(_CASE, one=case_id)
    if case is None or not _sees(actor, case):
        not_found("case")
    return case


def decision_of(tx: ReadTx, case_id: str) -> Decision | None:
    return tx.one(_DECISION, one=case_id)


def appeal_of(tx: ReadTx, case_id: str) -> Appeal | None:
    return tx.one(_APPEAL_OF, one=case_id)


def appeal_for(tx: ReadTx, actor: Actor, appeal_id: str) -> Appeal:
    appeal = tx.one(_APPEAL, one=appeal_id)
    if appeal is None or not (appeal.appealed_by == actor.id or rules.may_read_cases(actor.roles)):
        not_found("appeal")
    return appeal


def concern(tx: ReadTx, actor: Actor, case: Case) -> rules.Concern:
    decision = decision_of(tx, case.id)
    return rules.Concern(
        is_author=case.author_id == actor.id,
        is_reporter=tx.value(_REPORTED_BY, one=case.id, who=actor.id) > 0,
        is_first_decider=decision is not None and decision.decided_by == actor.id,
    )


def _sees(actor: Actor, case: Case) -> bool:
    if rules.may_read_cases(actor.roles):
        return True
    return bool(actor.id) and case.author_id == actor.id and case.state != "open"
