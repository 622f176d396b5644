"""Lists of topics and challenges: what is trending, what the fair puts first, what runs, comes and is over."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.content.challenges import CHALLENGE_COLUMNS, Challenge
from livefair.content.models import CHALLENGE, TOPIC, VIDEO, VIDEO_TOPIC
from livefair.content.topics import TOPIC_COLUMNS, Topic, is_seen
from livefair.content.videos import is_shown
from livefair.kernel import DAY_MS, ReadTx, query, text_in

TRENDING_MAX = 20
NEW_MAX = 20
CHALLENGES_MAX = 60
OVER_SHOWN_MS = 60 * DAY_MS


class Named(NamedTuple):
    """A challenge with the name of its topic."""

    name: str
    challenge: Challenge


_topics = select(*TOPIC_COLUMNS).where(is_seen)
_TRENDING = query(
    Topic, _topics.where(TOPIC.c.heat_milli > 0).order_by(TOPIC.c.heat_milli.desc(), TOPIC.c.id).limit(TRENDING_MAX)
)
_SEEDED = query(
    Topic, _topics.where(TOPIC.c.seeded_at_ms.is_not(None)).order_by(TOPIC.c.seeded_at_ms.desc(), TOPIC.c.id).limit(50)
)
_NEW = query(Topic, _topics.order_by(TOPIC.c.id.desc()).limit(NEW_MAX))
_CHALLENGES = query(
    lambda name, *challenge: Named(name, Challenge(*challenge)),
    select(TOPIC.c.name, *CHALLENGE_COLUMNS)
    .join_from(CHALLENGE, TOPIC, TOPIC.c.id == CHALLENGE.c.topic_id)
    .where(is_seen, CHALLENGE.c.ends_at_ms > bindparam("since"))
    .order_by(CHALLENGE.c.starts_at_ms, CHALLENGE.c.topic_id)
    .limit(CHALLENGES_MAX),
)
_COUNTS = query(
    lambda topic_id, videos: (topic_id, videos),
    select(VIDEO_TOPIC.c.topic_id, func.count())
    .join_from(VIDEO_TOPIC, VIDEO, VIDEO.c.id == VIDEO_TOPIC.c.video_id)
    .where(text_in(VIDEO_TOPIC.c.topic_id, "ids"), *is_shown)
    .group_by(VIDEO_TOPIC.c.topic_id),
)


def trending(tx: ReadTx) -> list[Topic]:
    """Hottest first; those without a trend are not among them."""
    return tx.all(_TRENDING)


def seeded(tx: ReadTx) -> list[Topic]:
    """What operators put before everybody, the last first."""
    return tx.all(_SEEDED)


def newest(tx: ReadTx) -> list[Topic]:
    return tx.all(_NEW)


def challenges(tx: ReadTx) -> list[Named]:
    """Those that come, run, or were over within 60 days, by their beginning."""
    return tx.all(_CHALLENGES, since=tx.now_ms - OVER_SHOWN_MS)


def video_counts(tx: ReadTx, topic_ids: list[str]) -> dict[str, int]:
    return dict(tx.all(_COUNTS, ids=topic_ids)) if topic_ids else {}
