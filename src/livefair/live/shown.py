"""What can be reported in a room, as it was shown to the one who reports it."""

from livefair.governance import Shown, Subject
from livefair.kernel import Actor, ReadTx, not_found
from livefair.live.chat import line_called
from livefair.live.helping import help_called
from livefair.live.mute_appeals import mute_shown
from livefair.live.on_air import show_for
from livefair.live.questions import question_called
from livefair.live.rooms import room_for


def shown(tx: ReadTx, actor: Actor, kind: str, subject_id: str) -> Shown:
    """Of kind chat_line, question, help, mute, show or room. NotFound for anything this actor cannot see."""
    reading = _KINDS.get(kind)
    if reading is None:
        not_found(kind[:32])
    return reading(tx, actor, subject_id)


def _chat_line(tx: ReadTx, actor: Actor, line_id: str) -> Shown:
    line = line_called(tx, line_id)
    room_for(tx, actor, line.room_id)
    return Shown(Subject("chat_line", line.id), line.author_id, line.text)


def _question(tx: ReadTx, actor: Actor, question_id: str) -> Shown:
    question = question_called(tx, question_id)
    room_for(tx, actor, question.room_id)
    return Shown(Subject("question", question.id), question.asker_id, f"{question.text}\n{question.answer or ''}")


def _help(tx: ReadTx, actor: Actor, help_id: str) -> Shown:
    found = help_called(tx, help_id)
    question = question_called(tx, found.question_id)
    room_for(tx, actor, question.room_id)
    return Shown(Subject("help", found.id), found.author_id, f"{found.text}\n{question.text}")


def _show(tx: ReadTx, actor: Actor, show_id: str) -> Shown:
    show, room = show_for(tx, actor, show_id)
    return Shown(Subject("show", show.id), room.host_id, f"{show.title}\n{room.title}")


def _room(tx: ReadTx, actor: Actor, room_id: str) -> Shown:
    room = room_for(tx, actor, room_id)
    return Shown(Subject("room", room.id), room.host_id, f"{room.title}\n{room.about}")


_KINDS = {
    "chat_line": _chat_line,
    "question": _question,
    "help": _help,
    "mute": mute_shown,
    "show": _show,
    "room": _room,
}
