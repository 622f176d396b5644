"""What was asked on air and answered, by the host or by another viewer, with its moment in the video."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.kernel import ReadTx, query, text_in
from livefair.live import rules
from livefair.live.helping import Help, helps_for
from livefair.live.models import QUESTION, SHOW
from livefair.live.models.talk import HELP
from livefair.live.questions import Question, answers_about
from livefair.people import in_sight

CARDS_MAX = 10


class AnswerCard(NamedTuple):
    """`help` is the accepted answer of a viewer; `at_ms` the moment in the replay, None where none may be seen."""

    question: Question
    help: Help | None
    at_ms: int | None


class _Recorded(NamedTuple):
    id: str
    recorded_from_at_ms: int
    recorded_ms: int


_RECORDED = query(
    _Recorded,
    select(SHOW.c.id, SHOW.c.recorded_from_at_ms, SHOW.c.recorded_ms).where(
        text_in(SHOW.c.id, "ids"), SHOW.c.recording_key.is_not(None), SHOW.c.replay_hidden_at_ms.is_(None)
    ),
)
_HELPED = query(
    Question,
    select(*(QUESTION.c[name] for name in Question._fields))
    .join_from(QUESTION, HELP, HELP.c.question_id == QUESTION.c.id)
    .where(
        QUESTION.c.product_id == bindparam("product"),
        QUESTION.c.answered_at_ms.is_(None),
        QUESTION.c.hidden_at_ms.is_(None),
        HELP.c.accepted_at_ms.is_not(None),
        HELP.c.hidden_at_ms.is_(None),
        in_sight(QUESTION.c.asker_id),
    )
    .order_by(QUESTION.c.votes.desc(), QUESTION.c.asked_at_ms.desc())
    .limit(bindparam("most")),
)


def answer_cards(tx: ReadTx, product_id: str, *, most: int = CARDS_MAX) -> list[AnswerCard]:
    """For the product's page: the host's answers first, then those of viewers that the asker accepted."""
    limit = min(most, 50)
    asked = [*answers_about(tx, product_id, most=limit), *tx.all(_HELPED, product=product_id, most=limit)]
    return cards_of(tx, asked[:limit])


def cards_of(tx: ReadTx, questions: list[Question]) -> list[AnswerCard]:
    helps = helps_for(tx, questions)
    shows = {show.id: show for show in tx.all(_RECORDED, ids=sorted({each.show_id for each in questions}))}
    return [AnswerCard(each, _accepted(helps[each.id]), _moment(shows.get(each.show_id), each)) for each in questions]


def _accepted(helps: list[Help]) -> Help | None:
    return next((each for each in helps if each.accepted_at_ms is not None), None)


def _moment(show: _Recorded | None, question: Question) -> int | None:
    """When it was answered, as far as the recording goes; of what only viewers answered, when it was asked."""
    if show is None:
        return None
    at_ms = question.answered_at_ms or question.asked_at_ms
    return min(show.recorded_ms, rules.offset_ms(at_ms, from_at_ms=show.recorded_from_at_ms))
