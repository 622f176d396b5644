"""Product knowledge: cards on regulated goods, and the quiz that a host passes before pinning them."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, func, select

from livefair.catalog.queries import categories_of
from livefair.catalog.rules import REGULATED
from livefair.kernel import (
    DAY_MS,
    Actor,
    NotAllowed,
    ReadTx,
    TooMany,
    WriteTx,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.live.events_of_hosting import QuizTaken
from livefair.live.models.knowledge import QUIZ
from livefair.live.rules import knowledge as rules
from livefair.live.rules import may_open_room


class Both(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str

    def on(self, locale: str) -> str:
        return self.zh if locale == "zh" else self.en


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Both
    text: Both


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`right` counts from 1; `why` is told after the quiz."""

    text: Both
    options: list[Both]
    right: int
    why: Both


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    category: str
    version: int
    cards: list[Card]
    questions: list[Question]


class _Registry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    subjects: list[Subject]


class Result(NamedTuple):
    """`wrong` are places of questions, from 1."""

    is_passed: bool
    wrong: list[int]


class _Passed(NamedTuple):
    version: int
    passed_at_ms: int


_PASSED = query(
    _Passed,
    select(QUIZ.c.version, QUIZ.c.passed_at_ms)
    .where(
        QUIZ.c.person_id == bindparam("person"),
        QUIZ.c.category == bindparam("kind"),
        QUIZ.c.passed_at_ms.is_not(None),
    )
    .order_by(QUIZ.c.passed_at_ms.desc())
    .limit(1),
)
_TAKEN = query(
    int,
    select(func.count())
    .select_from(QUIZ)
    .where(
        QUIZ.c.person_id == bindparam("person"),
        QUIZ.c.category == bindparam("kind"),
        QUIZ.c.taken_at_ms > bindparam("since"),
    ),
)


@cache
def subjects() -> dict[str, Subject]:
    """By category, every regulated one."""
    text = (resources.files("livefair.live") / "knowledge.toml").read_text("utf-8")
    return {each.category: each for each in msgspec.convert(tomllib.loads(text), _Registry).subjects}


def subject_called(category: str) -> Subject:
    return subjects().get(category) or not_found("quiz")


def take_quiz(tx: WriteTx, actor: Actor, category: str, *, answers: Sequence[int]) -> Result:
    """Answer all questions, each by an option's place from 1. TooMany quiz_tomorrow after a day's attempts."""
    subject = subject_called(category)
    require(may_open_room(actor), "hosts_only")
    require_valid(len(answers) == len(subject.questions) and all(answers), "answer_all")
    if tx.value(_TAKEN, person=actor.id, kind=category, since=tx.now_ms - DAY_MS) >= rules.ATTEMPTS_A_DAY_MAX:
        raise TooMany("quiz_tomorrow", limit=rules.ATTEMPTS_A_DAY_MAX)
    wrong = rules.wrong_among(answers, [question.right for question in subject.questions])
    is_passed = rules.is_passed(wrong)
    tx.insert(
        QUIZ,
        id=tx.new_id(),
        person_id=actor.id,
        category=category,
        version=subject.version,
        wrong=len(wrong),
        questions=len(answers),
        taken_at_ms=tx.now_ms,
        passed_at_ms=tx.now_ms if is_passed else None,
    )
    tx.announce(
        QuizTaken(
            person_id=actor.id,
            category=category,
            version=subject.version,
            wrong=len(wrong),
            questions=len(answers),
            is_passed=is_passed,
        )
    )
    return Result(is_passed, wrong)


def passed_at_ms(tx: ReadTx, person_id: str, category: str) -> int | None:
    """When the person passed the quiz of today's version; None if that was never or is too long ago."""
    passed = tx.one(_PASSED, person=person_id, kind=category)
    if passed is None or passed.version != subject_called(category).version:
        return None
    return passed.passed_at_ms if rules.still_holds(passed_at_ms=passed.passed_at_ms, now_ms=tx.now_ms) else None


def quizzes_missing(tx: ReadTx, person_id: str, product_ids: list[str]) -> dict[str, str]:
    """Product → the category whose quiz this person has to pass before pinning it."""
    regulated = {
        product_id: category for product_id, category in categories_of(tx, product_ids).items() if category in REGULATED
    }
    open_ = {category for category in set(regulated.values()) if passed_at_ms(tx, person_id, category) is None}
    return {product_id: category for product_id, category in regulated.items() if category in open_}


def require_knowledge(tx: ReadTx, host_id: str, product_id: str) -> None:
    """NotAllowed quiz_first: the host has not passed the quiz on goods of this kind."""
    if product_id in quizzes_missing(tx, host_id, [product_id]):
        raise NotAllowed("quiz_first")
