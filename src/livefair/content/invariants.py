"""What must hold of content at every moment; returns a sentence for each breach."""

from typing import NamedTuple

from sqlalchemy import BigInteger, cast, func, or_, select

from livefair import ledger
from livefair.content.challenges import CHALLENGE_COLUMNS, Challenge, account_of
from livefair.content.coauthors import overpromised_videos
from livefair.content.models import (
    CHALLENGE,
    CHALLENGE_WINNER,
    COMMENT,
    IMPRESSION,
    PROGRAMME,
    PROGRAMME_MEMBER,
    SHARE,
    TRAFFIC,
    VIDEO,
    VIDEO_LIKE,
    VIDEO_PRODUCT,
    VIDEO_SAVE,
    VIDEO_TALLY,
)
from livefair.content.programmes import PROGRAMME_COLUMNS, Programme
from livefair.content.programmes import account_of as pool_of
from livefair.kernel import DAY_MS, ReadTx, query


class _Tally(NamedTuple):
    video_id: str
    likes: int
    comments: int
    saves: int
    shares: int


_of = VIDEO_TALLY.c.video_id
_likes = select(func.count()).where(VIDEO_LIKE.c.video_id == _of).correlate(VIDEO_TALLY).scalar_subquery()
_saves = select(func.count()).where(VIDEO_SAVE.c.video_id == _of).correlate(VIDEO_TALLY).scalar_subquery()
_shares = select(func.count()).where(SHARE.c.video_id == _of).correlate(VIDEO_TALLY).scalar_subquery()
_comments = (
    select(func.count())
    .where(COMMENT.c.video_id == _of, COMMENT.c.removed_at_ms.is_(None), COMMENT.c.hidden_case_id.is_(None))
    .correlate(VIDEO_TALLY)
    .scalar_subquery()
)
_MISCOUNTED = query(
    _Tally,
    select(_of, VIDEO_TALLY.c.likes, VIDEO_TALLY.c.comments, VIDEO_TALLY.c.saves, VIDEO_TALLY.c.shares).where(
        or_(
            VIDEO_TALLY.c.likes != _likes,
            VIDEO_TALLY.c.comments != _comments,
            VIDEO_TALLY.c.saves != _saves,
            VIDEO_TALLY.c.shares != _shares,
        )
    ),
)
_UNLABELLED = query(
    str,
    select(VIDEO.c.id)
    .join_from(VIDEO, VIDEO_PRODUCT, VIDEO_PRODUCT.c.video_id == VIDEO.c.id)
    .where(VIDEO.c.advertising == "none")
    .distinct(),
)
_UNPLAYABLE = query(
    str, select(VIDEO.c.id).where(VIDEO.c.state == "published", or_(VIDEO.c.mp4_key.is_(None), VIDEO.c.title == ""))
)


class _Traffic(NamedTuple):
    creator_id: str
    day: int
    source: str
    impressions: int


_day = (IMPRESSION.c.shown_at_ms // DAY_MS).label("day")
_JOURNALLED = query(
    _Traffic,
    select(IMPRESSION.c.creator_id, _day, IMPRESSION.c.source, func.count()).group_by(
        IMPRESSION.c.creator_id, _day, IMPRESSION.c.source
    ),
)
_KEPT_SINCE = select(func.min(IMPRESSION.c.shown_at_ms) // DAY_MS).scalar_subquery()
_SUMMED = query(
    _Traffic,
    select(TRAFFIC.c.creator_id, TRAFFIC.c.day, TRAFFIC.c.source, cast(func.sum(TRAFFIC.c.impressions), BigInteger))
    .where(TRAFFIC.c.day >= _KEPT_SINCE)
    .group_by(TRAFFIC.c.creator_id, TRAFFIC.c.day, TRAFFIC.c.source),
)


def breaches(tx: ReadTx) -> list[str]:
    return [
        *(f"the tally of video {tally.video_id} is not the sum of its rows" for tally in tx.all(_MISCOUNTED)),
        *(f"video {video_id} tags products without declaring advertising" for video_id in tx.all(_UNLABELLED)),
        *(f"video {video_id} is published but cannot be shown" for video_id in tx.all(_UNPLAYABLE)),
        *(f"the parts of video {video_id} leave its author none" for video_id in overpromised_videos(tx)),
        *_miscounted_traffic(tx),
        *_wrong_prizes(tx),
        *_wrong_budgets(tx),
    ]


def _miscounted_traffic(tx: ReadTx) -> list[str]:
    """A receipt sums to the impressions, for each creator, day and source that the journal still has."""
    apart = set(tx.all(_JOURNALLED)) ^ set(tx.all(_SUMMED))
    return [f"the traffic of {one.creator_id} on day {one.day} is not the sum of its rows" for one in sorted(apart)]


_CHALLENGES = query(Challenge, select(*CHALLENGE_COLUMNS).where(CHALLENGE.c.prize_minor > 0))
_won = select(func.coalesce(func.sum(CHALLENGE_WINNER.c.prize_minor), 0)).where(
    CHALLENGE_WINNER.c.topic_id == CHALLENGE.c.topic_id
)
_WRONGLY_SPLIT = query(
    str,
    select(CHALLENGE.c.topic_id).where(
        CHALLENGE.c.judged_at_ms.is_not(None),
        CHALLENGE.c.prize_minor != _won.correlate(CHALLENGE).scalar_subquery(),
    ),
)


def _wrong_prizes(tx: ReadTx) -> list[str]:
    """A prize waits until it is won or has gone back, and then nothing of it does."""
    found = [f"the prizes of challenge {one} are not what was set apart" for one in tx.all(_WRONGLY_SPLIT)]
    for challenge in tx.all(_CHALLENGES):
        is_over = challenge.judged_at_ms is not None or challenge.lapsed_at_ms is not None
        waits = ledger.balance(tx, account_of(challenge.topic_id), challenge.currency)
        if waits != (0 if is_over else challenge.prize_minor):
            found.append(f"challenge {challenge.topic_id} does not hold its prize")
    return found


_PROGRAMMES = query(Programme, select(*PROGRAMME_COLUMNS))
_paid = select(func.coalesce(func.sum(PROGRAMME_MEMBER.c.paid_minor), 0)).where(
    PROGRAMME_MEMBER.c.programme_id == PROGRAMME.c.id
)
_WRONGLY_PAID = query(
    str, select(PROGRAMME.c.id).where(PROGRAMME.c.paid_minor != _paid.correlate(PROGRAMME).scalar_subquery())
)


def _wrong_budgets(tx: ReadTx) -> list[str]:
    """What a programme has not paid waits in its pool until it is closed."""
    found = [f"programme {one} did not pay what its members got" for one in tx.all(_WRONGLY_PAID)]
    for programme in tx.all(_PROGRAMMES):
        left = 0 if programme.closed_at_ms is not None else programme.budget_minor - programme.paid_minor
        if ledger.balance(tx, pool_of(programme.id), programme.currency) != left:
            found.append(f"programme {programme.id} does not hold its budget")
    return found
