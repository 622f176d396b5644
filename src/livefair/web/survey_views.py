"""A question of a micro-survey and one's own answers, as pages and programs show them."""

from typing import NamedTuple

from livefair.kernel import Actor, ReadTx
from livefair.people.consents import has_consented
from livefair.value.surveys import MyAnswer, Question, bank, my_answers, my_question, see_question
from livefair.web.readings import as_locale
from livefair.web.requests import AppRequest


class AskedItem(NamedTuple):
    id: str
    text: str


class QuestionView(NamedTuple):
    id: str
    items: list[AskedItem]
    scale: str


class AnswerView(NamedTuple):
    text: str
    value: int
    at_ms: int


class SurveyView(NamedTuple):
    """`is_member`: agreed to be asked."""

    is_member: bool
    question: QuestionView | None
    answers: list[AnswerView]


async def question_now(request: AppRequest) -> QuestionView | None:
    """What waits for whoever looks at a quiet page; that it was seen is kept."""
    found = await request.read(my_question, request.actor)
    if found is None:
        return None
    if found.seen_at_ms is None:
        await request.write(see_question, found.id)
    return view_of(found, request.locale)


def survey_view(tx: ReadTx, actor: Actor, locale: str) -> SurveyView:
    question = my_question(tx, actor)
    return SurveyView(
        is_member=has_consented(tx, actor.id, "surveys"),
        question=None if question is None else view_of(question, locale),
        answers=[_answer(one, locale) for one in my_answers(tx, actor)],
    )


def view_of(question: Question, locale: str) -> QuestionView:
    words = as_locale(locale)
    return QuestionView(
        question.id, [AskedItem(item.id, item.on(words)) for item in question.items], bank().scale.on(words)
    )


def _answer(one: MyAnswer, locale: str) -> AnswerView:
    return AnswerView(one.item.on(as_locale(locale)) if one.item else "–", one.value, one.answered_at_ms)
