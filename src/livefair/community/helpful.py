"""Finding a review helpful: once per person, never one's own."""

from sqlalchemy import bindparam, delete, update

from livefair.community import rules
from livefair.community.events import ReviewFoundHelpful
from livefair.community.models import HELPFUL_VOTE, REVIEW
from livefair.community.reviews import CARD, Review, review_for
from livefair.content import set_endorsements
from livefair.kernel import Actor, WriteTx, change, require

_WITHDRAW = change(
    delete(HELPFUL_VOTE).where(
        HELPFUL_VOTE.c.review_id == bindparam("one"), HELPFUL_VOTE.c.person_id == bindparam("who")
    )
)
_MORE = change(update(REVIEW).where(REVIEW.c.id == bindparam("one")).values(helpful=REVIEW.c.helpful + 1))
_LESS = change(update(REVIEW).where(REVIEW.c.id == bindparam("one")).values(helpful=REVIEW.c.helpful - 1))


def find_helpful(tx: WriteTx, actor: Actor, review_id: str) -> int:
    """Vote; voting twice is voting once. Returns the number of votes."""
    review = _votable_for(tx, actor, review_id)
    if not tx.insert_new(HELPFUL_VOTE, person_id=actor.id, review_id=review.id, at_ms=tx.now_ms):
        return review.helpful
    tx.change(_MORE, one=review.id)
    set_endorsements(tx, actor, CARD, review.id, review.helpful + 1)
    tx.announce(ReviewFoundHelpful(review_id=review.id, person_id=actor.id, author_id=review.author_id))
    return review.helpful + 1


def withdraw_helpful(tx: WriteTx, actor: Actor, review_id: str) -> int:
    review = _votable_for(tx, actor, review_id)
    if not tx.change(_WITHDRAW, one=review.id, who=actor.id):
        return review.helpful
    tx.change(_LESS, one=review.id)
    set_endorsements(tx, actor, CARD, review.id, review.helpful - 1)
    return review.helpful - 1


def _votable_for(tx: WriteTx, actor: Actor, review_id: str) -> Review:
    require(not actor.is_guest, "sign_in_first")
    review = review_for(tx, actor, review_id)
    require(rules.may_vote(voter_id=actor.id, author_id=review.author_id), "not_yourself")
    return review
