"""What must hold of the community at every moment; returns a sentence for each breach."""

from sqlalchemy import func, select

from livefair import ledger
from livefair.community.licences import escrow_of
from livefair.community.models import (
    HELPFUL_VOTE,
    IDEA,
    IDEA_CREDIT,
    IDEA_SUPPORT,
    REVIEW,
    REVIEW_LICENCE,
    REVIEW_PHOTO,
)
from livefair.community.models.fans import FAN, FAN_CLUB, FAN_DEED
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
_supporters = select(func.count()).where(IDEA_SUPPORT.c.idea_id == IDEA.c.id).correlate(IDEA).scalar_subquery()
_IDEA_MISCOUNTED = query(str, select(IDEA.c.id).where(IDEA.c.state != "merged", IDEA.c.supporters != _supporters))
_OWN_SUPPORT = query(
    str,
    select(IDEA_SUPPORT.c.idea_id).join_from(
        IDEA_SUPPORT,
        IDEA_CREDIT,
        (IDEA_CREDIT.c.idea_id == IDEA_SUPPORT.c.idea_id) & (IDEA_CREDIT.c.person_id == IDEA_SUPPORT.c.person_id),
    ),
)
_credits = select(func.count()).where(IDEA_CREDIT.c.idea_id == IDEA.c.id).correlate(IDEA).scalar_subquery()
_NOBODYS_IDEA = query(str, select(IDEA.c.id).where(_credits == 0))
_FEES = query(
    lambda licence_id, currency, minor, ended_at_ms: (licence_id, currency, 0 if ended_at_ms else minor),
    select(REVIEW_LICENCE.c.id, REVIEW_LICENCE.c.currency, REVIEW_LICENCE.c.fee_minor, REVIEW_LICENCE.c.ended_at_ms),
)

_members = (
    select(func.count())
    .where(FAN.c.club_id == FAN_CLUB.c.id, FAN.c.left_at_ms.is_(None))
    .correlate(FAN_CLUB)
    .scalar_subquery()
)
_CLUB_MISCOUNTED = query(str, select(FAN_CLUB.c.id).where(FAN_CLUB.c.members != _members))
_deeds = (
    select(func.coalesce(func.sum(FAN_DEED.c.points), 0))
    .where(
        FAN_DEED.c.club_id == FAN.c.club_id,
        FAN_DEED.c.person_id == FAN.c.person_id,
        FAN_DEED.c.undone_at_ms.is_(None),
    )
    .correlate(FAN)
    .scalar_subquery()
)
_FAN_MISCOUNTED = query(str, select(FAN.c.person_id).where(FAN.c.points != _deeds))
_OWN_CLUB = query(
    str,
    select(FAN_CLUB.c.id)
    .join_from(FAN_CLUB, FAN, FAN.c.club_id == FAN_CLUB.c.id)
    .where(FAN.c.person_id == FAN_CLUB.c.host_id),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"review {review_id} does not count its helpful votes" for review_id in tx.all(_MISCOUNTED)),
        *(f"review {review_id} has no photo" for review_id in tx.all(_WITHOUT_PHOTO)),
        *(f"review {review_id} was found helpful by its own writer" for review_id in tx.all(_OWN_VOTE)),
        *(f"idea {idea_id} does not count its supporters" for idea_id in tx.all(_IDEA_MISCOUNTED)),
        *(f"idea {idea_id} is supported by its own author" for idea_id in tx.all(_OWN_SUPPORT)),
        *(f"idea {idea_id} is credited to nobody" for idea_id in tx.all(_NOBODYS_IDEA)),
        *(
            f"licence {licence_id} has not its fee of {minor} in escrow"
            for licence_id, currency, minor in tx.all(_FEES)
            if ledger.balance(tx, escrow_of(licence_id), currency) != minor
        ),
        *(f"fan club {club_id} does not count its members" for club_id in tx.all(_CLUB_MISCOUNTED)),
        *(f"the points of fan {person_id} are not those of their deeds" for person_id in tx.all(_FAN_MISCOUNTED)),
        *(f"fan club {club_id} has its own host as a member" for club_id in tx.all(_OWN_CLUB)),
    ]
