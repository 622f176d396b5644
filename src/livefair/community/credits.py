"""Whom a purchase that came through a review is credited to, and the journal of who opened which review."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.community import rules
from livefair.community.models import REVIEW, REVIEW_OPENING
from livefair.community.reviews import review_for
from livefair.kernel import Actor, ReadTx, WriteTx, day_of, query, text_in


class Credit(NamedTuple):
    """For the source of a cart line (`review_id`, `reviewer_id`). The review counts for this product alone."""

    review_id: str
    reviewer_id: str | None
    product_id: str


class OpeningLine(NamedTuple):
    """One opening: by a person (`person_id`) or by a guest's session (`guest`, an opaque hash)."""

    review_id: str
    person_id: str | None
    guest: str
    at_ms: int


class Touch(NamedTuple):
    """A person opened a review."""

    review_id: str
    author_id: str
    product_id: str
    at_ms: int


class _Known(NamedTuple):
    id: str
    author_id: str


_KNOWN = query(_Known, select(REVIEW.c.id, REVIEW.c.author_id).where(text_in(REVIEW.c.id, "ids")))
_TOUCHES = query(
    Touch,
    select(REVIEW_OPENING.c.review_id, REVIEW.c.author_id, REVIEW.c.product_id, REVIEW_OPENING.c.at_ms)
    .join_from(REVIEW_OPENING, REVIEW, REVIEW.c.id == REVIEW_OPENING.c.review_id)
    .where(REVIEW_OPENING.c.person_id == bindparam("who"), REVIEW_OPENING.c.at_ms >= bindparam("since"))
    .order_by(REVIEW_OPENING.c.at_ms, REVIEW_OPENING.c.review_id)
    .limit(1_000),
)


def credit_for(tx: ReadTx, actor: Actor, review_id: str) -> Credit:
    """Who earns when this actor buys by this review; nobody (`reviewer_id` None) where it would be their own pocket."""
    review = review_for(tx, actor, review_id)
    earns = rules.may_earn(
        buyer_id=actor.id,
        reviewer_id=review.author_id,
        is_verified=review.is_verified,
        disclosure=review.disclosure,
    )
    return Credit(review.id, review.author_id if earns else None, review.product_id)


def journal_openings(tx: WriteTx, actor: Actor, lines: Sequence[OpeningLine]) -> int:
    """Write a batch of openings, once per viewer, review and day; returns how many were new. At most 1,000 lines."""
    lines = lines[: rules.OPENING_LINES_MAX]
    authors = {known.id: known.author_id for known in tx.all(_KNOWN, ids=sorted({line.review_id for line in lines}))}
    return sum(_journal(tx, line) for line in lines if authors.get(line.review_id, line.person_id) != line.person_id)


def opened_by(tx: ReadTx, person_id: str, since_ms: int) -> list[Touch]:
    """Which reviews somebody has opened since a moment, in the order of time; at most 1,000."""
    return tx.all(_TOUCHES, who=person_id, since=since_ms)


def _journal(tx: WriteTx, line: OpeningLine) -> bool:
    if not (line.person_id or line.guest):
        return False
    at_ms = min(line.at_ms, tx.now_ms)
    return tx.insert_new(
        REVIEW_OPENING,
        day=day_of(at_ms),
        review_id=line.review_id,
        viewer=line.person_id or f"guest:{line.guest[:64]}",
        person_id=line.person_id,
        at_ms=at_ms,
    )
