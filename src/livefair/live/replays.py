"""Replays: what was recorded, with a chapter for each product that was pinned and a jump to each answer."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import SYSTEM, Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.live import rules
from livefair.live.events import ReplayHidden, ReplayPublished, ReplayRestored
from livefair.live.models import SHOW
from livefair.live.on_air import SHOW_COLUMNS, Show, show_for
from livefair.live.pins import Pin, pins_of
from livefair.live.questions import Question, answered_questions
from livefair.live.rooms import Room


class Recording(NamedTuple):
    """A file or playlist that the media engine has kept, when its first picture was shown, and its length."""

    key: str
    from_at_ms: int
    lasts_ms: int


class Unrecorded(NamedTuple):
    room_id: str
    show_id: str


class Chapter(NamedTuple):
    """A product and the stretch of the video in which it was pinned."""

    pin: Pin
    from_ms: int
    to_ms: int


class Jump(NamedTuple):
    question: Question
    at_ms: int


class Replay(NamedTuple):
    show: Show
    room: Room
    recording: Recording
    chapters: list[Chapter]
    jumps: list[Jump]


_KEEP = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.ended_at_ms.is_not(None))
    .values(recording_key=bindparam("key"), recorded_from_at_ms=bindparam("start"), recorded_ms=bindparam("lasts"))
)
_HIDE = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.ended_at_ms.is_not(None), SHOW.c.replay_hidden_at_ms.is_(None))
    .values(replay_hidden_at_ms=bindparam("now"), replay_hidden_by=bindparam("who"))
)
_RESTORE = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.replay_hidden_at_ms.is_not(None))
    .values(replay_hidden_at_ms=None, replay_hidden_by=None)
)
_WITHOUT = query(
    Unrecorded,
    select(SHOW.c.room_id, SHOW.c.id)
    .where(SHOW.c.ended_at_ms >= bindparam("since"), SHOW.c.recording_key.is_(None))
    .order_by(SHOW.c.id.desc())
    .limit(200),
)
_HIDDEN_BY = query(str, select(SHOW.c.replay_hidden_by).where(SHOW.c.id == bindparam("show")))
_LATEST = query(
    Show,
    select(*SHOW_COLUMNS)
    .where(SHOW.c.room_id == bindparam("room"), SHOW.c.recording_key.is_not(None), SHOW.c.replay_hidden_at_ms.is_(None))
    .order_by(SHOW.c.started_at_ms.desc())
    .limit(bindparam("most")),
)


def publish_replay(tx: WriteTx, actor: Actor, show_id: str, recording: Recording) -> None:
    """Keep what the media engine recorded of a show that is over. Only the program says so; the same again is once."""
    require(actor == SYSTEM, "program_only")
    show, room = show_for(tx, actor, show_id)
    require_valid(recording.lasts_ms > 0 and bool(recording.key), "out_of_range", field="recording")
    if show.recording_key == recording.key:
        return
    if not tx.change(_KEEP, show=show_id, key=recording.key, start=recording.from_at_ms, lasts=recording.lasts_ms):
        raise Conflict("not_over")
    tx.announce(
        ReplayPublished(
            room_id=room.id,
            show_id=show_id,
            host_id=room.host_id,
            recording_key=recording.key,
            recorded_ms=recording.lasts_ms,
        )
    )


def shows_without_replay(tx: ReadTx, *, since_ms: int) -> list[Unrecorded]:
    """Shows that ended since then and of which nothing is kept, newest first, 200 at most."""
    return tx.all(_WITHOUT, since=since_ms)


def hide_replay(tx: WriteTx, actor: Actor, show_id: str) -> None:
    show, room = show_for(tx, actor, show_id)
    require(rules.may_stop(actor, room), "not_your_room")
    if tx.change(_HIDE, show=show_id, now=tx.now_ms, who=actor.id):
        tx.announce(ReplayHidden(room_id=room.id, show_id=show.id))


def restore_replay(tx: WriteTx, actor: Actor, show_id: str) -> None:
    """Show it again: whoever hid it may, and those who may take any show off the air."""
    show, room = show_for(tx, actor, show_id)
    require(rules.may_stop(actor, room), "not_your_room")
    hidden_by = tx.one(_HIDDEN_BY, show=show_id)
    require(hidden_by in {None, actor.id} or not rules.may_run(actor, room), "hidden_by_another")
    if tx.change(_RESTORE, show=show_id):
        tx.announce(ReplayRestored(room_id=room.id, show_id=show.id))


def replay_for(tx: ReadTx, actor: Actor, show_id: str) -> Replay:
    """The replay as this actor may watch it; a hidden one only by those who could hide it."""
    show, room = show_for(tx, actor, show_id)
    hidden = show.replay_hidden_at_ms is not None and not rules.may_stop(actor, room)
    if hidden or show.recording_key is None or show.recorded_from_at_ms is None or show.recorded_ms is None:
        not_found("replay")
    recording = Recording(show.recording_key, show.recorded_from_at_ms, show.recorded_ms)
    jumps = [
        Jump(question, _within(recording, question.answered_at_ms or recording.from_at_ms))
        for question in answered_questions(tx, show_id)
    ]
    return Replay(show, room, recording, chapters(pins_of(tx, show_id), recording), jumps)


def replays_of(tx: ReadTx, room_id: str, *, most: int = 20) -> list[Show]:
    return tx.all(_LATEST, room=room_id, most=min(most, 100))


def chapters(pins: list[Pin], recording: Recording) -> list[Chapter]:
    """One for each pin of which the recording shows something."""
    end_at_ms = recording.from_at_ms + recording.lasts_ms
    stretches = [
        Chapter(pin, _within(recording, pin.pinned_at_ms), _within(recording, pin.unpinned_at_ms or end_at_ms))
        for pin in pins
    ]
    return [chapter for chapter in stretches if chapter.to_ms > chapter.from_ms]


def _within(recording: Recording, at_ms: int) -> int:
    return min(recording.lasts_ms, rules.offset_ms(at_ms, from_at_ms=recording.from_at_ms))
