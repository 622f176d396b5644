"""Questions of a room as its viewers see them, with what other viewers answered."""

from typing import NamedTuple

from livefair.kernel import Actor, ReadTx
from livefair.live.helping import Help, helps_for
from livefair.live.questions import Question, answered_questions, open_questions, votes_of
from livefair.people import PersonCard, person_cards

QUESTIONS_SHOWN = 50
HELPS_SHOWN = 3


class HelpView(NamedTuple):
    id: str
    person_id: str
    name: str
    text: str
    is_accepted: bool
    is_mine: bool


class QuestionView(NamedTuple):
    """`may_accept`: the reader asked it and has thanked nobody yet. `at_s`: where in the replay it is answered."""

    id: str
    name: str
    text: str
    votes: int
    has_voted: bool
    answer: str | None
    state: str
    helps: tuple[HelpView, ...] = ()
    may_help: bool = False
    may_accept: bool = False
    at_s: float | None = None


def question_views(tx: ReadTx, actor: Actor, show_id: str) -> list[QuestionView]:
    """Those that wait, most wanted first, then those that were answered."""
    waiting = open_questions(tx, show_id, most=QUESTIONS_SHOWN)
    return views_of(tx, actor, [*waiting, *answered_questions(tx, show_id, most=QUESTIONS_SHOWN)])


def views_of(tx: ReadTx, actor: Actor, questions: list[Question]) -> list[QuestionView]:
    helps = helps_for(tx, questions)
    people = {question.asker_id for question in questions} | {one.author_id for each in helps.values() for one in each}
    cards = person_cards(tx, sorted(people))
    voted = votes_of(tx, actor, [question.id for question in questions])
    return [_view(question, actor, cards, helps[question.id], question.id in voted) for question in questions]


def _view(
    question: Question, actor: Actor, cards: dict[str, PersonCard], helps: list[Help], has_voted: bool
) -> QuestionView:
    is_accepted = any(each.accepted_at_ms is not None for each in helps)
    is_mine = not actor.is_guest and actor.id == question.asker_id
    has_helped = any(each.author_id == actor.id for each in helps)
    return QuestionView(
        id=question.id,
        name=cards[question.asker_id].name,
        text=question.text,
        votes=question.votes,
        has_voted=has_voted,
        answer=question.answer,
        state="open" if question.is_open else "answered",
        helps=tuple(_help(each, actor, cards[each.author_id].name) for each in helps[:HELPS_SHOWN]),
        may_help=not actor.is_guest and not is_mine and not has_helped,
        may_accept=is_mine and not is_accepted,
    )


def _help(each: Help, actor: Actor, name: str) -> HelpView:
    is_accepted = each.accepted_at_ms is not None
    return HelpView(each.id, each.author_id, name, each.text, is_accepted, each.author_id == actor.id)
