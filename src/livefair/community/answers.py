"""The brand answers a review, once, where everybody reads it."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.catalog import product_cards
from livefair.community import rules
from livefair.community.events import ReviewAnswered
from livefair.community.models import REVIEW_ANSWER
from livefair.community.reviews import review_for
from livefair.governance import Shown, Subject
from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.people import clean_text


class Answer(NamedTuple):
    review_id: str
    brand_id: str
    answered_by: str
    text: str
    answered_at_ms: int


_COLUMNS = tuple(REVIEW_ANSWER.c[field] for field in Answer._fields)
_ANSWERS = query(
    Answer,
    select(*_COLUMNS).where(text_in(REVIEW_ANSWER.c.review_id, "ids"), REVIEW_ANSWER.c.hidden_case_id.is_(None)),
)
_HIDE = change(
    update(REVIEW_ANSWER).where(REVIEW_ANSWER.c.review_id == bindparam("one")).values(hidden_case_id=bindparam("case"))
)


def answer_review(tx: WriteTx, actor: Actor, review_id: str, *, text: str) -> Answer:
    """A member of the product's brand answers. Conflict: already_answered."""
    review = review_for(tx, actor, review_id)
    brand_id = product_cards(tx, [review.product_id])[review.product_id].brand_id
    require(rules.may_answer(organisation_id=actor.organisation_id, brand_id=brand_id), "brands_only")
    text = clean_text(text, limit=rules.ANSWER_CHARS_MAX, field="text")
    require_valid(bool(text), "empty", field="text")
    answer = Answer(review.id, brand_id, actor.id, text, tx.now_ms)
    if not tx.insert_new(REVIEW_ANSWER, **answer._asdict()):
        raise Conflict("already_answered")
    wait_ms = tx.now_ms - review.published_at_ms
    tx.announce(ReviewAnswered(review_id=review.id, brand_id=brand_id, answered_by=actor.id, wait_ms=wait_ms))
    return answer


def answers_to(tx: ReadTx, review_ids: list[str]) -> dict[str, Answer]:
    return {answer.review_id: answer for answer in tx.all(_ANSWERS, ids=review_ids)}


def shown_answer(tx: ReadTx, actor: Actor, review_id: str) -> Shown:
    """The answer as governance takes it when somebody reports it."""
    review = review_for(tx, actor, review_id)
    answer = answers_to(tx, [review.id]).get(review.id) or not_found("answer")
    return Shown(Subject("review_answer", review.id), answer.answered_by, answer.text)


def hide_or_restore_answer(tx: WriteTx, actor: Actor, review_id: str, case_id: str | None) -> None:
    """Make an answer's visibility follow the moderators."""
    tx.change(_HIDE, one=review_id, case=case_id)
