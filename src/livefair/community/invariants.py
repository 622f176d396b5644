"""What must hold of the community at every moment; returns a sentence for each breach."""

from sqlalchemy import func, select

from livefair.community.models import HELPFUL_VOTE, REVIEW, REVIEW_PHOTO
from livefair.kernel import ReadTx, query

_votes = select(func.count()).where(HELPFUL_VOTE.c.review_id == REVIEW.c.id).correlate(REVIEW).scalar_subquery()
_photos = select(func.count()).where(REVIEW_PHOTO.c.review_id == REVIEW.c.id).correlate(REVIEW).scalar_subquery()
_MISCOUNTED = query(str, select(REVIEW.c.id).where(REVIEW.c.helpful != _votes))
_WITHOUT_PHOTO = query(str, select(REVIEW.c.id).where(_photos == 0))
_OWN_VOTE = query(
    str,
    select(REVIEW.c.id)
    .join_from(REVIEW, HELPFUL_VOTE, HELPFUL_VOTE.c.review_id == REVIEW.c.id)
    .where(HELPFUL_VOTE.c.person_id == REVIEW.c.author_id),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"review {review_id} does not count its helpful votes" for review_id in tx.all(_MISCOUNTED)),
        *(f"review {review_id} has no photo" for review_id in tx.all(_WITHOUT_PHOTO)),
        *(f"review {review_id} was found helpful by its own writer" for review_id in tx.all(_OWN_VOTE)),
    ]
