"""Product knowledge: cards on regulated goods with their quizzes, and what is known of one product."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.catalog import offered_product_for
from livefair.catalog.rules import CATEGORIES, REGULATED
from livefair.kernel import SYSTEM, Actor, Invalid, ReadTx, Refusal
from livefair.live import answers_about
from livefair.live.explaining import shipped_points
from livefair.live.knowledge import Result, Subject, passed_at_ms, quizzes_missing, subject_called, take_quiz
from livefair.live.rooms import room_for
from livefair.web.goods import FactView, fact_views
from livefair.web.paths import Id, Word
from livefair.web.requests import Answer, AppRequest


class SubjectRow(NamedTuple):
    category: str
    cards: int
    questions: int
    passed_at_ms: int | None


class CardView(NamedTuple):
    title: str
    text: str


class QuizQuestion(NamedTuple):
    """`given` is the option that was chosen, 0 before; `why` is told once the quiz has been taken."""

    text: str
    options: list[str]
    given: int
    is_wrong: bool
    why: str


class SubjectPage(NamedTuple):
    category: str
    cards: list[CardView]
    questions: list[QuizQuestion]
    passed_at_ms: int | None


class Answered(NamedTuple):
    question: str
    answer: str


class ProductKnowledge(NamedTuple):
    """`points` are what has to be explained; `quiz` is the category to pass first."""

    id: str
    title: str
    about: str
    category: str
    facts: list[FactView]
    points: list[str]
    answers: list[Answered]
    quiz: str | None


def quizzes_in(tx: ReadTx, room_id: str, product_ids: list[str]) -> dict[str, str]:
    """Product → the category whose quiz the room's host has to pass before it can be pinned."""
    return quizzes_missing(tx, room_for(tx, SYSTEM, room_id).host_id, product_ids)


def subject_rows(tx: ReadTx, actor: Actor) -> list[SubjectRow]:
    found = [subject_called(category) for category in CATEGORIES if category in REGULATED]
    return [
        SubjectRow(each.category, len(each.cards), len(each.questions), passed_at_ms(tx, actor.id, each.category))
        for each in found
    ]


def subject_page(tx: ReadTx, actor: Actor, category: str, locale: str) -> SubjectPage:
    subject = subject_called(category)
    return SubjectPage(
        category=category,
        cards=[CardView(card.title.on(locale), card.text.on(locale)) for card in subject.cards],
        questions=quiz_questions(subject, [], None, locale),
        passed_at_ms=passed_at_ms(tx, actor.id, category),
    )


def quiz_questions(subject: Subject, answers: list[int], result: Result | None, locale: str) -> list[QuizQuestion]:
    return [
        QuizQuestion(
            text=question.text.on(locale),
            options=[option.on(locale) for option in question.options],
            given=answers[place - 1] if place <= len(answers) else 0,
            is_wrong=result is not None and place in result.wrong,
            why=question.why.on(locale) if result is not None else "",
        )
        for place, question in enumerate(subject.questions, 1)
    ]


def product_knowledge(tx: ReadTx, actor: Actor, product_id: str, locale: str) -> ProductKnowledge:
    product = offered_product_for(tx, actor, product_id)
    return ProductKnowledge(
        id=product.id,
        title=product.title(locale),
        about=product.about(locale),
        category=product.category,
        facts=fact_views(tx, product_id, locale),
        points=[point.name(locale) for point in shipped_points(product.category)],
        answers=[Answered(each.text, each.answer) for each in answers_about(tx, product_id) if each.answer],
        quiz=quizzes_missing(tx, actor.id, [product_id]).get(product_id),
    )


@get("/knowledge")
async def show_subjects(request: AppRequest) -> Answer:
    subjects = await request.read(subject_rows, request.actor)
    return await request.page("studio/knowledge.html", {"subjects": subjects})


@get("/knowledge/{category:str}")
async def show_subject(request: AppRequest, category: Word) -> Answer:
    return await _subject(request, category)


@post("/knowledge/{category:str}")
async def answer_quiz(request: AppRequest, category: Word) -> Answer:
    """The answers come as q1, q2, …; what was wrong is shown with its reason."""
    subject, typed = subject_called(category), await request.typed()
    answers = [_place(typed.first(f"q{number}")) for number in range(1, len(subject.questions) + 1)]
    try:
        result = await request.write(take_quiz, category, answers=answers)
    except (Invalid, Refusal) as refusal:
        return await _subject(request, category, answers, refusal=refusal)
    return await _subject(request, category, answers, result)


def _place(typed: str) -> int:
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 3 else 0


async def _subject(
    request: AppRequest,
    category: str,
    answers: list[int] | None = None,
    result: Result | None = None,
    refusal: Refusal | None = None,
) -> Answer:
    page = await request.read(subject_page, request.actor, category, request.locale)
    questions = quiz_questions(subject_called(category), answers or [], result, request.locale)
    context = {**page._asdict(), "questions": questions, "result": result}
    if refusal is not None:
        return await request.again("studio/quiz.html", refusal, context)
    return await request.page("studio/quiz.html", context)


@get("/goods/{product_id:str}")
async def show_product(request: AppRequest, product_id: Id) -> Answer:
    product = await request.read(product_knowledge, request.actor, product_id, request.locale)
    return await request.page("studio/product.html", {"product": product})


router = Router("/", route_handlers=[show_subjects, show_subject, answer_quiz, show_product])
