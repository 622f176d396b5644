"""Looking at a mute again: its owner asks once, somebody else who moderates decides; governance has the last word.

Whoever is not content with the answer reports the mute like anything else that is shown; if moderators of the fair
remove it, it is lifted.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.governance import Shown, Subject
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.live import rules
from livefair.live.events_of_talk import MuteAppealDecided, MuteAppealed
from livefair.live.models.talk import MUTE_APPEAL, MUTE_APPEAL_OUTCOMES
from livefair.live.muting import Muted, lift, mute_called, mute_of
from livefair.live.rooms import room_to_moderate
from livefair.people import clean_line, clean_text


class MuteAppeal(NamedTuple):
    mute_id: str
    room_id: str
    text: str
    asked_at_ms: int
    outcome: str | None
    answer: str | None
    decided_at_ms: int | None


_COLUMNS = [MUTE_APPEAL.c[name] for name in MuteAppeal._fields]
_OF = query(MuteAppeal, select(*_COLUMNS).where(MUTE_APPEAL.c.mute_id == bindparam("mute")))
_OPEN = query(
    MuteAppeal,
    select(*_COLUMNS)
    .where(MUTE_APPEAL.c.room_id == bindparam("room"), MUTE_APPEAL.c.outcome.is_(None))
    .order_by(MUTE_APPEAL.c.asked_at_ms)
    .limit(100),
)
_DECIDE = change(
    update(MUTE_APPEAL)
    .where(MUTE_APPEAL.c.mute_id == bindparam("mute"), MUTE_APPEAL.c.outcome.is_(None))
    .values(
        outcome=bindparam("what"),
        answer=bindparam("words"),
        decided_by=bindparam("who"),
        decided_at_ms=bindparam("now"),
    )
)


def appeal_mute(tx: WriteTx, actor: Actor, room_id: str, *, text: str) -> None:
    """Ask the room's moderators to look again at one's mute, once. Conflict: not_muted, already_appealed."""
    require(not actor.is_guest, "sign_in_first")
    muted = mute_of(tx, room_id, actor.id)
    if muted is None:
        raise Conflict("not_muted")
    words = clean_text(text, limit=rules.ANSWER_CHARS_MAX, field="text")
    require_valid(bool(words), "empty", field="text")
    if not tx.insert_new(MUTE_APPEAL, mute_id=muted.id, room_id=room_id, text=words, asked_at_ms=tx.now_ms):
        raise Conflict("already_appealed")
    tx.announce(MuteAppealed(room_id=room_id, mute_id=muted.id, person_id=actor.id))


def decide_mute_appeal(tx: WriteTx, actor: Actor, mute_id: str, *, outcome: str, answer: str) -> None:
    """Lift the mute or uphold it, with a sentence for its owner. Refusals: not_impartial, appeal_decided."""
    muted = mute_called(tx, mute_id)
    room = room_to_moderate(tx, actor, muted.room_id)
    require(actor.id != muted.person_id, "not_yourself")
    require(actor.id != muted.muted_by or rules.may_stop(actor, room), "not_impartial")
    require_valid(outcome in MUTE_APPEAL_OUTCOMES, "outcome_unknown", field="outcome")
    words = clean_line(answer, limit=rules.NOTE_CHARS_MAX, field="answer")
    if mute_appeal_of(tx, mute_id) is None:
        not_found("appeal")
    if not tx.change(_DECIDE, mute=mute_id, what=outcome, words=words, who=actor.id, now=tx.now_ms):
        raise Conflict("appeal_decided")
    if outcome == "lifted":
        lift(tx, actor, muted)
    tx.announce(
        MuteAppealDecided(
            room_id=muted.room_id, mute_id=mute_id, person_id=muted.person_id, decided_by=actor.id, outcome=outcome
        )
    )


def mute_appeal_of(tx: ReadTx, mute_id: str) -> MuteAppeal | None:
    return tx.one(_OF, mute=mute_id)


def open_mute_appeals(tx: ReadTx, actor: Actor, room_id: str) -> list[tuple[MuteAppeal, Muted]]:
    """Those that wait for an answer, oldest first, 100 at most; for those who moderate."""
    room_to_moderate(tx, actor, room_id)
    return [(appeal, mute_called(tx, appeal.mute_id)) for appeal in tx.all(_OPEN, room=room_id)]


def mute_shown(tx: ReadTx, actor: Actor, mute_id: str) -> Shown:
    """For the moderators of the fair, as its owner reports it; whoever muted may appeal against their decision."""
    muted = mute_called(tx, mute_id)
    if actor.id != muted.person_id and not rules.may_see_mutes(actor):
        not_found("mute")
    appeal = mute_appeal_of(tx, mute_id)
    said = [muted.reason, muted.note, appeal.text if appeal else "", (appeal.answer or "") if appeal else ""]
    return Shown(Subject("mute", muted.id), muted.muted_by, "\n".join(line for line in said if line))
