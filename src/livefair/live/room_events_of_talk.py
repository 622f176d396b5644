"""What browsers are told of viewers who answer each other, and of questions that become one."""

from collections.abc import Callable
from typing import Any

from livefair.kernel import Fact, ReadTx
from livefair.live import events_of_talk as events
from livefair.live.helping import help_called
from livefair.live.questions import question_called
from livefair.live.telling import RoomEvent, ToRoom
from livefair.people import person_card


class Helped(RoomEvent, frozen=True, tag="helped", kw_only=True):
    """A viewer has answered a question; `question` are its words, `id` its id."""

    id: str
    by: str
    name: str
    question: str
    text: str


class Thanked(RoomEvent, frozen=True, tag="thanked", kw_only=True):
    """The asker has accepted what `name` answered; `asker` is who thanks."""

    id: str
    by: str
    name: str
    asker: str


class Merged(RoomEvent, frozen=True, tag="merged", kw_only=True):
    """The question `id` is part of `into` now, which has so many votes."""

    id: str
    into: str
    votes: int


class Parted(RoomEvent, frozen=True, tag="parted", kw_only=True):
    """The question `id` waits for itself again, apart from `of`, which has so many votes."""

    id: str
    of: str
    votes: int


def _helped(tx: ReadTx, fact: events.QuestionHelped) -> ToRoom:
    found, question = help_called(tx, fact.help_id), question_called(tx, fact.question_id)
    name = person_card(tx, fact.author_id).name
    told = Helped(id=question.id, by=fact.author_id, name=name, question=question.text, text=found.text)
    return ToRoom(fact.room_id, told)


def _thanked(tx: ReadTx, fact: events.HelpAccepted) -> ToRoom:
    names = person_card(tx, fact.author_id).name, person_card(tx, fact.asker_id).name
    return ToRoom(fact.room_id, Thanked(id=fact.question_id, by=fact.author_id, name=names[0], asker=names[1]))


TELL_OF_TALK: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {
    events.QuestionHelped: _helped,
    events.HelpAccepted: _thanked,
    events.QuestionsMerged: lambda tx, fact: ToRoom(
        fact.room_id, Merged(id=fact.question_id, into=fact.into_id, votes=fact.votes)
    ),
    events.QuestionsParted: lambda tx, fact: ToRoom(
        fact.room_id, Parted(id=fact.question_id, of=fact.from_id, votes=fact.votes)
    ),
}
