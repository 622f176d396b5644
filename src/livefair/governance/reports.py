"""Reporting anything that is shown. Reports on one subject collect in one case with a deadline."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.governance import rules
from livefair.governance.events import ReportFiled
from livefair.governance.models import CASE, REPORT
from livefair.governance.subjects import Shown, Subject, checked
from livefair.kernel import DAY_MS, Actor, Conflict, ReadTx, TooMany, WriteTx, change, query, require, require_valid
from livefair.people import clean_line, clean_text


class Receipt(NamedTuple):
    """What the reporter gets: their report, and until when somebody will have looked."""

    report_id: str
    case_id: str
    filed_at_ms: int
    due_at_ms: int


class _OpenCase(NamedTuple):
    id: str
    due_at_ms: int


_receipt = select(REPORT.c.id, REPORT.c.case_id, REPORT.c.filed_at_ms, CASE.c.due_at_ms).join_from(
    REPORT, CASE, CASE.c.id == REPORT.c.case_id
)
_BY_KEY = query(Receipt, _receipt.where(REPORT.c.reporter_id == bindparam("who"), REPORT.c.key == bindparam("the_key")))
_UNANSWERED = query(
    Receipt,
    _receipt.where(
        REPORT.c.reporter_id == bindparam("who"),
        REPORT.c.subject_kind == bindparam("kind"),
        REPORT.c.subject_id == bindparam("subject"),
        REPORT.c.answered_at_ms.is_(None),
    ),
)
_RECENT = query(
    int,
    select(func.count())
    .select_from(REPORT)
    .where(REPORT.c.reporter_id == bindparam("who"), REPORT.c.filed_at_ms > bindparam("since")),
)
_OPEN_CASE = query(
    _OpenCase,
    select(CASE.c.id, CASE.c.due_at_ms).where(
        CASE.c.subject_kind == bindparam("kind"), CASE.c.subject_id == bindparam("subject"), CASE.c.state == "open"
    ),
)
_ADD = change(
    update(CASE)
    .where(CASE.c.id == bindparam("one"), CASE.c.state == "open")
    .values(report_count=CASE.c.report_count + 1, due_at_ms=bindparam("due"))
)


def report(tx: WriteTx, actor: Actor, shown: Shown, *, reason: str, note: str, key: str) -> Receipt:
    """Report something as it was shown. The same `key` twice is the same report.

    Conflict already_reported (report_id) while an earlier report on it waits; TooMany above 50 a day.
    """
    require(not actor.is_guest, "sign_in_first")
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, who=actor.id, the_key=key)) is not None:
        return earlier
    require_valid(reason in rules.REASONS, "reason_unknown", field="reason")
    shown = checked(shown)
    require(shown.author_id != actor.id, "not_yourself")
    _require_room_for_another(tx, actor, shown.subject)
    note = clean_text(note, limit=rules.NOTE_CHARS_MAX, field="note")
    case = _case_about(tx, shown, reason)
    report_id = tx.new_id()
    tx.insert(
        REPORT,
        id=report_id,
        case_id=case.id,
        reporter_id=actor.id,
        subject_kind=shown.subject.kind,
        subject_id=shown.subject.id,
        reason=reason,
        note=note,
        snapshot=shown.snapshot,
        key=key,
        filed_at_ms=tx.now_ms,
    )
    tx.announce(
        ReportFiled(
            report_id=report_id,
            case_id=case.id,
            reporter_id=actor.id,
            subject_kind=shown.subject.kind,
            subject_id=shown.subject.id,
            reason=reason,
            due_at_ms=case.due_at_ms,
        )
    )
    return Receipt(report_id, case.id, tx.now_ms, case.due_at_ms)


def _require_room_for_another(tx: ReadTx, actor: Actor, subject: Subject) -> None:
    waiting = tx.one(_UNANSWERED, who=actor.id, kind=subject.kind, subject=subject.id)
    if waiting is not None:
        raise Conflict("already_reported", report_id=waiting.report_id)
    if tx.value(_RECENT, who=actor.id, since=tx.now_ms - DAY_MS) >= rules.REPORTS_PER_DAY_MAX:
        raise TooMany("too_many_reports", limit=rules.REPORTS_PER_DAY_MAX)


def _case_about(tx: WriteTx, shown: Shown, reason: str) -> _OpenCase:
    """The open case about the subject, its deadline brought forward if need be; else a new one."""
    kind, subject_id = shown.subject
    case = tx.one(_OPEN_CASE, kind=kind, subject=subject_id)
    if case is not None:
        due_at_ms = rules.due_at(reason, tx.now_ms, already_due_at_ms=case.due_at_ms)
        tx.change(_ADD, one=case.id, due=due_at_ms)
        return _OpenCase(case.id, due_at_ms)
    case = _OpenCase(tx.new_id(), rules.due_at(reason, tx.now_ms, already_due_at_ms=None))
    tx.insert(
        CASE,
        id=case.id,
        subject_kind=kind,
        subject_id=subject_id,
        author_id=shown.author_id,
        state="open",
        report_count=1,
        opened_at_ms=tx.now_ms,
        due_at_ms=case.due_at_ms,
    )
    return case
