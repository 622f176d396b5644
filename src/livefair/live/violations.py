"""Violations during a show: claims that need evidence, and what moderators decide, told to the host at once.

The host attaches evidence, or corrects with one tap: the correction goes to all viewers and stays in the replay.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.governance import rules_in_force
from livefair.governance.claims import CLAIM_RULE, claim_words, claims_in
from livefair.governance.events import CaseDecided
from livefair.kernel import (
    SECOND_MS,
    Actor,
    Conflict,
    NotFound,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.live import rules
from livefair.live.events_of_hosting import ViolationCleared, ViolationCorrected, ViolationNoticed
from livefair.live.models import SHOW
from livefair.live.models.violations import VIOLATION
from livefair.live.on_air import Show, show_for
from livefair.people import clean_text

VIOLATIONS_MAX = 200
BEFORE_MS, AFTER_MS = 20 * SECOND_MS, 10 * SECOND_MS
EVIDENCE_CHARS_MAX = 500
CORRECTION_CHARS_MAX = 200
SAID_CHARS_MAX = 300


class Violation(NamedTuple):
    """`said` are the words in question, or what was decided; `offset_ms` counts from the show's beginning."""

    id: str
    room_id: str
    show_id: str
    kind: str
    place: str
    subject: str
    said: str
    rule_code: str
    rule_version: int
    offset_ms: int
    noticed_at_ms: int
    evidence: str | None
    correction: str | None
    corrected_at_ms: int | None

    @property
    def is_open(self) -> bool:
        return self.evidence is None and self.correction is None


class Moment(NamedTuple):
    """Where the recording shows it: `recording` is its key, the others are moments."""

    recording: str
    from_at_ms: int
    to_at_ms: int


class _Noticed(NamedTuple):
    kind: str
    place: str
    subject: str
    said: str
    rule_code: str
    rule_version: int


_COLUMNS = [getattr(VIOLATION.c, field) for field in Violation._fields]
_ONE = query(Violation, select(*_COLUMNS).where(VIOLATION.c.id == bindparam("one")))
_OF_SHOW = query(
    Violation,
    select(*_COLUMNS)
    .where(VIOLATION.c.show_id == bindparam("show"))
    .order_by(VIOLATION.c.noticed_at_ms, VIOLATION.c.id)
    .limit(VIOLATIONS_MAX),
)
_OPEN_ON_AIR = query(
    Violation,
    select(*_COLUMNS)
    .join_from(VIOLATION, SHOW, SHOW.c.id == VIOLATION.c.show_id)
    .where(
        SHOW.c.started_at_ms.is_not(None),
        SHOW.c.ended_at_ms.is_(None),
        VIOLATION.c.kind == "claim",
        VIOLATION.c.cleared_at_ms.is_(None),
        VIOLATION.c.corrected_at_ms.is_(None),
    )
    .order_by(VIOLATION.c.noticed_at_ms.desc(), VIOLATION.c.id.desc())
    .limit(bindparam("most")),
)
_COUNT = query(int, select(func.count()).select_from(VIOLATION).where(VIOLATION.c.show_id == bindparam("show")))
_CLEAR = change(
    update(VIOLATION)
    .where(
        VIOLATION.c.id == bindparam("one"), VIOLATION.c.cleared_at_ms.is_(None), VIOLATION.c.corrected_at_ms.is_(None)
    )
    .values(evidence=bindparam("words"), cleared_at_ms=bindparam("now"), settled_by=bindparam("who"))
)
_CORRECT = change(
    update(VIOLATION)
    .where(VIOLATION.c.id == bindparam("one"), VIOLATION.c.corrected_at_ms.is_(None))
    .values(correction=bindparam("words"), corrected_at_ms=bindparam("now"), settled_by=bindparam("who"))
)


def check_claims(tx: WriteTx, show: Show, *, place: str, subject: str, text: str) -> list[str]:
    """Note what a host wrote or said on air, if it promises too much. Returns the words."""
    found = claims_in(text)
    if found and show.is_on_air:
        noticed = _Noticed("claim", place, subject, " · ".join(found), CLAIM_RULE, _version_in_force(tx))
        _note(tx, show, noticed)
    return found


def note_decision(tx: WriteTx, show: Show, decided: CaseDecided) -> None:
    """A moderator has removed something of the host's, or warned, while they are on air."""
    rule_code = decided.rule_code or CLAIM_RULE
    noticed = _Noticed(
        "decision", decided.subject_kind, decided.case_id, decided.outcome, rule_code, decided.rule_version
    )
    _note(tx, show, noticed)


def attach_evidence(tx: WriteTx, actor: Actor, violation_id: str, *, evidence: str) -> None:
    """Say on what a claim rests; that clears it. Conflict settled_already."""
    violation, _ = violation_to_settle(tx, actor, violation_id)
    require(violation.kind == "claim", "appeal_instead")
    require_valid(bool(evidence.strip()), "empty", field="evidence")
    words = clean_text(evidence, limit=EVIDENCE_CHARS_MAX, field="evidence")
    if not tx.change(_CLEAR, one=violation_id, words=words, now=tx.now_ms, who=actor.id):
        raise Conflict("settled_already")
    tx.announce(ViolationCleared(room_id=violation.room_id, show_id=violation.show_id, violation_id=violation_id))


def correct(tx: WriteTx, actor: Actor, violation_id: str, *, text: str = "") -> None:
    """Tell all viewers that it was not right, with words of one's own or none. Twice is once."""
    violation, show = violation_to_settle(tx, actor, violation_id)
    words = clean_text(text, limit=CORRECTION_CHARS_MAX, field="text") if text.strip() else ""
    if not tx.change(_CORRECT, one=violation_id, words=words, now=tx.now_ms, who=actor.id):
        return
    tx.announce(
        ViolationCorrected(
            room_id=violation.room_id,
            show_id=violation.show_id,
            violation_id=violation_id,
            offset_ms=rules.offset_ms(tx.now_ms, from_at_ms=show.started_at_ms or tx.now_ms),
        )
    )


def violations_of(tx: ReadTx, show_id: str) -> list[Violation]:
    """In the order in which they were noticed; for callers who have checked who may see them."""
    return tx.all(_OF_SHOW, show=show_id)


def corrections_of(tx: ReadTx, show_id: str) -> list[Violation]:
    """What viewers and the replay are told."""
    return [each for each in violations_of(tx, show_id) if each.corrected_at_ms is not None]


def open_claims_on_air(tx: ReadTx, actor: Actor, *, most: int = 50) -> list[Violation]:
    """Written or said in any room that is on air, neither proved nor taken back, newest first; for moderators."""
    require(actor.has("moderator") or actor.has("operator"), "moderators_only")
    return tx.all(_OPEN_ON_AIR, most=min(most, VIOLATIONS_MAX))


def violation_called(tx: ReadTx, violation_id: str) -> Violation:
    return tx.one(_ONE, one=violation_id) or not_found("violation")


def moment_of_violation(tx: ReadTx, actor: Actor, violation_id: str) -> tuple[Violation, Show, Moment]:
    """The seconds around it, for whoever runs the room and whoever keeps order; NotFound where nothing was recorded."""
    violation = violation_called(tx, violation_id)
    show, room = show_for(tx, actor, violation.show_id)
    require(rules.may_stop(actor, room), "not_your_room")
    from_at_ms, to_at_ms = violation.noticed_at_ms - BEFORE_MS, min(tx.now_ms, violation.noticed_at_ms + AFTER_MS)
    if show.recorded_from_at_ms is not None and show.recorded_ms is not None:
        from_at_ms = max(from_at_ms, show.recorded_from_at_ms)
        to_at_ms = min(to_at_ms, show.recorded_from_at_ms + show.recorded_ms)
    if to_at_ms <= from_at_ms or not (show.is_on_air or show.recording_key):
        not_found("clip")
    key = show.recording_key or f"{show.room_id}/{show.id}"
    return violation, show, Moment(key, max(from_at_ms, show.started_at_ms or from_at_ms), to_at_ms)


def violation_to_settle(tx: ReadTx, actor: Actor, violation_id: str) -> tuple[Violation, Show]:
    violation = violation_called(tx, violation_id)
    show, room = show_for(tx, actor, violation.show_id)
    require(rules.may_run(actor, room), "not_your_room")
    return violation, show


def _note(tx: WriteTx, show: Show, noticed: _Noticed) -> None:
    """The same thing twice is noticed once."""
    if tx.value(_COUNT, show=show.id) >= VIOLATIONS_MAX:
        return
    violation_id, kind = tx.new_id(), noticed.kind
    is_new = tx.insert_new(
        VIOLATION,
        id=violation_id,
        room_id=show.room_id,
        show_id=show.id,
        kind=kind,
        place=noticed.place,
        subject=noticed.subject,
        said=noticed.said[:SAID_CHARS_MAX],
        rule_code=noticed.rule_code,
        rule_version=noticed.rule_version,
        words_version=claim_words().version if kind == "claim" else 0,
        offset_ms=rules.offset_ms(tx.now_ms, from_at_ms=show.started_at_ms or tx.now_ms),
        noticed_at_ms=tx.now_ms,
    )
    if is_new:
        tx.announce(
            ViolationNoticed(
                room_id=show.room_id,
                show_id=show.id,
                violation_id=violation_id,
                violation_kind=kind,
                place=noticed.place,
                rule_code=noticed.rule_code,
                rule_version=noticed.rule_version,
            )
        )


def _version_in_force(tx: ReadTx) -> int:
    """0 before the first rules are published."""
    try:
        return rules_in_force(tx).version
    except NotFound:
        return 0
