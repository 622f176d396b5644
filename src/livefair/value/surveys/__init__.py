"""Micro-surveys: one or two questions at a quiet moment to people who agreed to it, drawn by chance.

Each is asked other items of the same survey, so that what is missing is missing by plan. An answer belongs to who gave
it: it can be deleted, and is then in no number and no file any more.
"""

from livefair.value.surveys.answering import (
    MyAnswer,
    Question,
    answer_question,
    delete_my_answers,
    my_answers,
    my_question,
    see_question,
    skip_question,
)
from livefair.value.surveys.bank import bank, items_for
from livefair.value.surveys.designing import Design, Survey, close_survey, latest_survey, open_survey
from livefair.value.surveys.reading import Findings, findings

__all__ = [
    "Design",
    "Findings",
    "MyAnswer",
    "Question",
    "Survey",
    "answer_question",
    "bank",
    "close_survey",
    "delete_my_answers",
    "findings",
    "items_for",
    "latest_survey",
    "my_answers",
    "my_question",
    "open_survey",
    "see_question",
    "skip_question",
]
