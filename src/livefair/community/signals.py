"""The journalled openings of reviews by people who are signed in, for whoever measures with their consent."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.community.models import REVIEW, REVIEW_OPENING
from livefair.kernel import ReadTx, query

SIGNALS_MAX = 500_000


class OpeningSeen(NamedTuple):
    review_id: str
    author_id: str
    person_id: str
    at_ms: int


_OPENINGS = query(
    OpeningSeen,
    select(REVIEW_OPENING.c.review_id, REVIEW.c.author_id, REVIEW_OPENING.c.person_id, REVIEW_OPENING.c.at_ms)
    .join_from(REVIEW_OPENING, REVIEW, REVIEW.c.id == REVIEW_OPENING.c.review_id)
    .where(
        REVIEW_OPENING.c.person_id.is_not(None),
        REVIEW_OPENING.c.at_ms >= bindparam("since"),
        REVIEW_OPENING.c.at_ms < bindparam("until"),
    )
    .order_by(REVIEW_OPENING.c.at_ms, REVIEW_OPENING.c.review_id, REVIEW_OPENING.c.viewer)
    .limit(SIGNALS_MAX),
)


def openings_between(tx: ReadTx, from_ms: int, to_ms: int) -> list[OpeningSeen]:
    """Reviews opened from `from_ms` up to but without `to_ms`, in the order of time."""
    return tx.all(_OPENINGS, since=from_ms, until=to_ms)
