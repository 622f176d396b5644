"""Badges of the whole fair: for answers that helped, ideas that a brand accepted, reviews of what was kept."""

from sqlalchemy import bindparam, func, select

from livefair.community.models import IDEA, IDEA_CREDIT, REVIEW
from livefair.community.rules.fan_clubs import badge_level
from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, query, word_in
from livefair.live.helping import thanks_of
from livefair.people.badges import Badge, give_badge, take_badge

_kept = (
    REVIEW.c.line_id.is_not(None),
    REVIEW.c.returned_at_ms.is_(None),
    REVIEW.c.removed_at_ms.is_(None),
    REVIEW.c.hidden_case_id.is_(None),
)
_REVIEWS = query(int, select(func.count()).select_from(REVIEW).where(REVIEW.c.author_id == bindparam("person"), *_kept))
_IS_KEPT = query(int, select(func.count()).select_from(REVIEW).where(REVIEW.c.id == bindparam("review"), *_kept))
_OF_LINE = query(
    str, select(REVIEW.c.id).where(REVIEW.c.line_id == bindparam("line"), REVIEW.c.removed_at_ms.is_(None))
)
_IDEAS = query(
    int,
    select(func.count())
    .select_from(IDEA)
    .join(IDEA_CREDIT, IDEA_CREDIT.c.idea_id == IDEA.c.id)
    .where(
        IDEA_CREDIT.c.person_id == bindparam("person"),
        word_in(IDEA.c.state, "accepted", "launched"),
        IDEA.c.hidden_case_id.is_(None),
    ),
)


def follow_help(tx: WriteTx, actor: Actor, person_id: str) -> None:
    """Make the badge say how many answers have helped whoever asked."""
    _follow(tx, person_id, "helper", thanks_of(tx, person_id))


def follow_reviews(tx: WriteTx, actor: Actor, person_id: str) -> None:
    _follow(tx, person_id, "reviewer", tx.value(_REVIEWS, person=person_id))


def follow_ideas(tx: WriteTx, actor: Actor, person_id: str) -> None:
    _follow(tx, person_id, "author", tx.value(_IDEAS, person=person_id))


def review_of_line(tx: ReadTx, line_id: str) -> str | None:
    """What its buyer wrote about what they bought with that line, if it stands."""
    return tx.one(_OF_LINE, line=line_id)


def is_kept_review(tx: ReadTx, review_id: str) -> bool:
    """Of goods that were bought and kept, and it is shown."""
    return tx.value(_IS_KEPT, review=review_id) > 0


def _follow(tx: WriteTx, person_id: str, kind: str, deeds: int) -> None:
    level = badge_level(deeds)
    if level:
        give_badge(tx, SYSTEM, person_id, Badge(kind, level))
    else:
        take_badge(tx, SYSTEM, person_id, kind)
