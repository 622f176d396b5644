"""Read models: the moderators' queue, a case with its history, one's own reports and notices."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from livefair.governance import rules
from livefair.governance.cases import (
    CASE_COLUMNS,
    Appeal,
    Case,
    Decision,
    appeal_of,
    case_for,
    decision_of,
)
from livefair.governance.models import APPEAL, CASE, DECISION, NOTICE, REPORT
from livefair.governance.rulebook import Rule, rule_called
from livefair.governance.subjects import Subject
from livefair.kernel import Actor, ReadTx, query, require, word_in

PAGE_MAX = 100


class FiledReport(NamedTuple):
    id: str
    reporter_id: str
    reason: str
    note: str
    snapshot: str
    filed_at_ms: int


class MyReport(NamedTuple):
    """`outcome` is None while nobody has decided; `appeal_outcome` tells of a reversal."""

    id: str
    case_id: str
    subject_kind: str
    subject_id: str
    reason: str
    filed_at_ms: int
    due_at_ms: int
    answered_at_ms: int | None
    outcome: str | None
    rule_version: int | None
    rule_code: str | None
    decision_reason: str | None
    appeal_outcome: str | None


class MyNotice(NamedTuple):
    id: str
    kind: str
    given_at_ms: int
    read_at_ms: int | None
    case_id: str
    subject_kind: str
    subject_id: str
    outcome: str
    rule_version: int
    rule_code: str | None
    reason: str
    appeal_until_ms: int | None
    appeal_outcome: str | None
    appeal_reason: str | None


class CasePage(NamedTuple):
    """`reports` and `earlier` are empty for the author, who must not learn who reported."""

    case: Case
    reports: list[FiledReport]
    decision: Decision | None
    rule: Rule | None
    appeal: Appeal | None
    earlier: list[Case]


class Queue(NamedTuple):
    cases: list[Case]
    waiting: int
    overdue: int


class _Verdict(NamedTuple):
    case_id: str
    outcome: str
    appeal_outcome: str | None


class _Waiting(NamedTuple):
    waiting: int
    overdue: int


_waits = or_(CASE.c.state == "open", CASE.c.state == "appealed")
_DECIDED = query(
    Case,
    select(*CASE_COLUMNS)
    .where(word_in(CASE.c.state, "decided", "final"))
    .order_by(CASE.c.opened_at_ms.desc())
    .limit(bindparam("most")),
)
_QUEUE = query(
    Case,
    select(*CASE_COLUMNS)
    .join_from(CASE, DECISION, DECISION.c.case_id == CASE.c.id, isouter=True)
    .where(
        _waits,
        or_(CASE.c.author_id.is_(None), CASE.c.author_id != bindparam("who")),
        or_(DECISION.c.decided_by.is_(None), DECISION.c.decided_by != bindparam("who")),
        or_(
            CASE.c.due_at_ms > bindparam("after_due"),
            and_(CASE.c.due_at_ms == bindparam("after_due"), CASE.c.id > bindparam("after_id")),
        ),
    )
    .order_by(CASE.c.due_at_ms, CASE.c.id)
    .limit(bindparam("most")),
)
_WAITING = query(
    _Waiting,
    select(func.count(), func.count().filter(CASE.c.due_at_ms < bindparam("now"))).select_from(CASE).where(_waits),
)
_REPORTS = query(
    FiledReport,
    select(*(REPORT.c[field] for field in FiledReport._fields))
    .where(REPORT.c.case_id == bindparam("one"))
    .order_by(REPORT.c.id)
    .limit(PAGE_MAX),
)
_EARLIER = query(
    Case,
    select(*CASE_COLUMNS)
    .where(
        CASE.c.id != bindparam("one"),
        or_(
            and_(CASE.c.subject_kind == bindparam("kind"), CASE.c.subject_id == bindparam("subject")),
            CASE.c.author_id == bindparam("author"),
        ),
    )
    .order_by(CASE.c.id.desc())
    .limit(20),
)
_MY_REPORTS = query(
    MyReport,
    select(
        REPORT.c.id,
        REPORT.c.case_id,
        REPORT.c.subject_kind,
        REPORT.c.subject_id,
        REPORT.c.reason,
        REPORT.c.filed_at_ms,
        CASE.c.due_at_ms,
        REPORT.c.answered_at_ms,
        DECISION.c.outcome,
        DECISION.c.rule_version,
        DECISION.c.rule_code,
        DECISION.c.reason,
        APPEAL.c.outcome,
    )
    .join_from(REPORT, CASE, CASE.c.id == REPORT.c.case_id)
    .join(DECISION, DECISION.c.case_id == CASE.c.id, isouter=True)
    .join(APPEAL, APPEAL.c.case_id == CASE.c.id, isouter=True)
    .where(REPORT.c.reporter_id == bindparam("who"))
    .order_by(REPORT.c.filed_at_ms.desc(), REPORT.c.id.desc())
    .limit(PAGE_MAX),
)
_MY_NOTICES = query(
    MyNotice,
    select(
        NOTICE.c.id,
        NOTICE.c.kind,
        NOTICE.c.given_at_ms,
        NOTICE.c.read_at_ms,
        CASE.c.id,
        CASE.c.subject_kind,
        CASE.c.subject_id,
        DECISION.c.outcome,
        DECISION.c.rule_version,
        DECISION.c.rule_code,
        DECISION.c.reason,
        DECISION.c.appeal_until_ms,
        APPEAL.c.outcome,
        APPEAL.c.reason,
    )
    .join_from(NOTICE, CASE, CASE.c.id == NOTICE.c.case_id)
    .join(DECISION, DECISION.c.case_id == CASE.c.id)
    .join(APPEAL, APPEAL.c.case_id == CASE.c.id, isouter=True)
    .where(NOTICE.c.person_id == bindparam("who"))
    .order_by(NOTICE.c.id.desc())
    .limit(PAGE_MAX),
)
_UNREAD = query(
    int,
    select(func.count())
    .select_from(NOTICE)
    .where(NOTICE.c.person_id == bindparam("who"), NOTICE.c.read_at_ms.is_(None)),
)
_VERDICTS = query(
    _Verdict,
    select(CASE.c.id, DECISION.c.outcome, APPEAL.c.outcome)
    .join_from(CASE, DECISION, DECISION.c.case_id == CASE.c.id)
    .join(APPEAL, APPEAL.c.case_id == CASE.c.id, isouter=True)
    .where(CASE.c.subject_kind == bindparam("kind"), CASE.c.subject_id == bindparam("subject"))
    .order_by(CASE.c.id),
)


def queue_page(tx: ReadTx, actor: Actor, *, after_due_ms: int = -1, after_id: str = "", limit: int = 20) -> Queue:
    """What waits for a decision, the next deadline first, without what this moderator may not judge.

    The next page starts after the last case's `due_at_ms` and `id`.
    """
    require(rules.may_read_cases(actor.roles), "moderators_only")
    cases = tx.all(
        _QUEUE,
        who=actor.id,
        after_due=after_due_ms,
        after_id=after_id,
        most=max(1, min(limit, PAGE_MAX)),
    )
    return Queue(cases, *tx.value(_WAITING, now=tx.now_ms))


def decided_cases(tx: ReadTx, actor: Actor, *, limit: int = 50) -> list[Case]:
    """What was decided last, newest first."""
    require(rules.may_read_cases(actor.roles), "moderators_only")
    return tx.all(_DECIDED, most=min(limit, 200))


def case_page(tx: ReadTx, actor: Actor, case_id: str) -> CasePage:
    case = case_for(tx, actor, case_id)
    decision = decision_of(tx, case.id)
    rule = rule_called(tx, decision.rule_version, decision.rule_code) if decision and decision.rule_code else None
    page = CasePage(case, [], decision, rule, appeal_of(tx, case.id), [])
    if case.author_id == actor.id or not rules.may_read_cases(actor.roles):
        return page
    earlier = tx.all(
        _EARLIER, one=case.id, kind=case.subject_kind, subject=case.subject_id, author=case.author_id or ""
    )
    return page._replace(reports=tx.all(_REPORTS, one=case.id), earlier=earlier)


def my_reports(tx: ReadTx, actor: Actor) -> list[MyReport]:
    """The newest hundred, with what became of each."""
    return tx.all(_MY_REPORTS, who=actor.id)


def my_notices(tx: ReadTx, actor: Actor) -> list[MyNotice]:
    return tx.all(_MY_NOTICES, who=actor.id)


def unread_notices(tx: ReadTx, actor: Actor) -> int:
    return tx.value(_UNREAD, who=actor.id)


def removing_case(tx: ReadTx, subject: Subject) -> str | None:
    """The case by which a subject stays removed now, if any.

    Owners ask this in their listeners rather than trust the order in which facts arrive.
    """
    removing = [
        verdict.case_id
        for verdict in tx.all(_VERDICTS, kind=subject.kind, subject=subject.id)
        if rules.is_removed(verdict.outcome, verdict.appeal_outcome)
    ]
    return removing[-1] if removing else None
