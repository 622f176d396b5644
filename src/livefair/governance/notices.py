"""Telling people what became of their report, their work, their appeal."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.governance.events import PersonNotified
from livefair.governance.models import NOTICE, REPORT
from livefair.kernel import SYSTEM, Actor, WriteTx, change, job, query, require, text_in
from livefair.people.devices import DeviceNote, tell_devices

ANSWERS_PER_RUN = 200


class _Waiting(NamedTuple):
    id: str
    reporter_id: str


_WAITING = query(
    _Waiting,
    select(REPORT.c.id, REPORT.c.reporter_id)
    .where(REPORT.c.case_id == bindparam("one"), REPORT.c.answered_at_ms.is_(None))
    .order_by(REPORT.c.id)
    .limit(ANSWERS_PER_RUN),
)
_ANSWERED = query(
    _Waiting,
    select(REPORT.c.id, REPORT.c.reporter_id)
    .where(REPORT.c.case_id == bindparam("one"), REPORT.c.id > bindparam("after"))
    .order_by(REPORT.c.id)
    .limit(ANSWERS_PER_RUN),
)
_ANSWER = change(update(REPORT).where(REPORT.c.id == bindparam("one")).values(answered_at_ms=bindparam("now")))
_READ = change(
    update(NOTICE)
    .where(NOTICE.c.person_id == bindparam("who"), text_in(NOTICE.c.id, "ids"), NOTICE.c.read_at_ms.is_(None))
    .values(read_at_ms=bindparam("now"))
)


def notify(tx: WriteTx, person_id: str | None, kind: str, case_id: str) -> None:
    """Leave a notice, once per person, case and kind."""
    if person_id is None:
        return
    notice_id = tx.new_id()
    is_new = tx.insert_new(NOTICE, id=notice_id, person_id=person_id, kind=kind, case_id=case_id, given_at_ms=tx.now_ms)
    if is_new:
        is_theirs = kind in {"case_decided", "appeal_decided"}
        href = f"/cases/{case_id}" if is_theirs else "/me/notifications"
        tell_devices(tx, SYSTEM, person_id, DeviceNote(f"notice_{kind}", {}, href, case_id))
        tx.announce(PersonNotified(notice_id=notice_id, person_id=person_id, notice_kind=kind, case_id=case_id))


def read_notices(tx: WriteTx, actor: Actor, notice_ids: list[str]) -> int:
    """Mark one's own notices as read; returns how many were unread."""
    require(not actor.is_guest, "sign_in_first")
    return tx.change(_READ, who=actor.id, ids=notice_ids[:500], now=tx.now_ms)


@job
def answer_reports(tx: WriteTx, actor: Actor, *, case_id: str) -> None:
    """Tell everybody who reported, a bounded number per transaction."""
    waiting = tx.all(_WAITING, one=case_id)
    for each in waiting:
        tx.change(_ANSWER, one=each.id, now=tx.now_ms)
        notify(tx, each.reporter_id, "report_answered", case_id)
    if len(waiting) == ANSWERS_PER_RUN:
        tx.later(answer_reports, key=f"answer:{case_id}", case_id=case_id)


@job
def tell_of_reversal(tx: WriteTx, actor: Actor, *, case_id: str, after: str) -> None:
    """Tell everybody who reported that a second moderator saw it differently."""
    answered = tx.all(_ANSWERED, one=case_id, after=after)
    for each in answered:
        notify(tx, each.reporter_id, "report_reversed", case_id)
    if len(answered) == ANSWERS_PER_RUN:
        tx.later(tell_of_reversal, key=f"reversal:{case_id}", case_id=case_id, after=answered[-1].id)
