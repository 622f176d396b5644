"""Topics: what videos are about, in their authors' words; found, put before everybody, taken away."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair import discovery
from livefair.content.events import TopicHidden, TopicOpened, TopicRestored, TopicSeeded, TopicsSet, TopicUnseeded
from livefair.content.models import TOPIC, VIDEO_TOPIC
from livefair.content.rules import may_moderate
from livefair.content.rules import topics as rules
from livefair.content.videos import own_video_for
from livefair.governance import Shown, Subject
from livefair.kernel import (
    DAY_MS,
    Actor,
    Conflict,
    Invalid,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)

SEEDED_MAX = 12


class Topic(NamedTuple):
    id: str
    key: str
    name: str
    opened_by: str
    opened_at_ms: int
    seeded_at_ms: int | None
    hidden_case_id: str | None
    heat_milli: int
    accounts: int
    ranked_at_ms: int


class TopicTag(NamedTuple):
    """A topic beside a video."""

    video_id: str
    id: str
    name: str


TOPIC_COLUMNS = tuple(TOPIC.c[field] for field in Topic._fields)
is_seen = TOPIC.c.hidden_case_id.is_(None)
_ONE = query(Topic, select(*TOPIC_COLUMNS).where(TOPIC.c.id == bindparam("one")))
_BY_KEY = query(Topic, select(*TOPIC_COLUMNS).where(TOPIC.c.key == bindparam("the_key")))
_TODAY = query(
    int,
    select(func.count())
    .select_from(TOPIC)
    .where(TOPIC.c.opened_by == bindparam("who"), TOPIC.c.opened_at_ms > bindparam("since")),
)
_TAGS = query(
    TopicTag,
    select(VIDEO_TOPIC.c.video_id, TOPIC.c.id, TOPIC.c.name)
    .join_from(VIDEO_TOPIC, TOPIC, TOPIC.c.id == VIDEO_TOPIC.c.topic_id)
    .where(text_in(VIDEO_TOPIC.c.video_id, "ids"), is_seen)
    .order_by(VIDEO_TOPIC.c.video_id, VIDEO_TOPIC.c.position),
)
_UNTAG = change(delete(VIDEO_TOPIC).where(VIDEO_TOPIC.c.video_id == bindparam("video")))
_HIDE = change(update(TOPIC).where(TOPIC.c.id == bindparam("one")).values(hidden_case_id=bindparam("case")))
_SEEDED = query(int, select(func.count()).select_from(TOPIC).where(TOPIC.c.seeded_at_ms.is_not(None)))
_SEED = change(
    update(TOPIC)
    .where(TOPIC.c.id == bindparam("one"), TOPIC.c.seeded_at_ms.is_(None))
    .values(seeded_at_ms=bindparam("now"), seeded_by=bindparam("who"))
)
_UNSEED = change(
    update(TOPIC)
    .where(TOPIC.c.id == bindparam("one"), TOPIC.c.seeded_at_ms.is_not(None))
    .values(seeded_at_ms=None, seeded_by=None)
)


def topic_for(tx: ReadTx, actor: Actor, topic_id: str) -> Topic:
    """A topic that this actor may see: not hidden, or to moderate."""
    topic = tx.one(_ONE, one=topic_id)
    if topic is None or (topic.hidden_case_id is not None and not may_moderate(actor.roles)):
        not_found("topic")
    return topic


def shown_topic(tx: ReadTx, actor: Actor, topic_id: str) -> Shown:
    """The topic as governance takes it when somebody reports it."""
    topic = topic_for(tx, actor, topic_id)
    return Shown(Subject("topic", topic.id), topic.opened_by, topic.name)


def set_topics(tx: WriteTx, actor: Actor, video_id: str, names: list[str]) -> list[str]:
    """Say what one's video is about, in place of what was said before; returns the topics' ids.

    Words that nobody has used make a new topic. Invalid: too_many_topics, topic_bad_name. Conflict: topic_hidden.
    """
    video = own_video_for(tx, actor, video_id)
    require_valid(
        len(names) <= rules.TOPICS_PER_VIDEO_MAX, "too_many_topics", field="topics", limit=rules.TOPICS_PER_VIDEO_MAX
    )
    ids = list(dict.fromkeys(topic_called(tx, actor, name).id for name in names))
    tx.change(_UNTAG, video=video.id)
    for position, topic_id in enumerate(ids):
        tx.insert(VIDEO_TOPIC, video_id=video.id, topic_id=topic_id, position=position)
    tx.announce(TopicsSet(video_id=video.id, author_id=actor.id, topic_ids=ids))
    return ids


def topic_called(tx: WriteTx, actor: Actor, typed: str) -> Topic:
    """The topic of these words; a new one if nobody has used them."""
    name = rules.name_of(typed)
    if not name:
        raise Invalid("topic_bad_name", field="topics", limit=rules.NAME_CHARS_MAX)
    if (known := tx.one(_BY_KEY, the_key=rules.key_of(name))) is not None:
        if known.hidden_case_id is not None:
            raise Conflict("topic_hidden")
        return known
    if tx.value(_TODAY, who=actor.id, since=tx.now_ms - DAY_MS) >= rules.NEW_TOPICS_PER_DAY_MAX:
        raise TooMany("too_many_new_topics", limit=rules.NEW_TOPICS_PER_DAY_MAX)
    topic = Topic(tx.new_id(), rules.key_of(name), name, actor.id, tx.now_ms, None, None, 0, 0, tx.now_ms)
    if not tx.insert_new(TOPIC, **topic._asdict()):  # somebody was faster
        return topic_called(tx, actor, typed)
    discovery.index(tx, "topic", topic.id, title=[name])
    tx.announce(TopicOpened(topic_id=topic.id, opened_by=actor.id))
    return topic


def topics_of(tx: ReadTx, video_ids: list[str]) -> dict[str, list[TopicTag]]:
    """By video, in the author's order; hidden ones are nowhere."""
    found: dict[str, list[TopicTag]] = {}
    for tag in tx.all(_TAGS, ids=video_ids) if video_ids else []:
        found.setdefault(tag.video_id, []).append(tag)
    return found


def seed(tx: WriteTx, actor: Actor, topic_id: str, *, is_seeded: bool) -> None:
    """Put a topic before everybody, of twelve at most, or no longer."""
    require(actor.has("operator"), "operators_only")
    topic = topic_for(tx, actor, topic_id)
    if not is_seeded:
        if tx.change(_UNSEED, one=topic.id):
            tx.announce(TopicUnseeded(topic_id=topic.id))
        return
    if topic.seeded_at_ms is None and tx.value(_SEEDED) >= SEEDED_MAX:
        raise Conflict("too_many_seeded", limit=SEEDED_MAX)
    if tx.change(_SEED, one=topic.id, now=tx.now_ms, who=actor.id):
        tx.announce(TopicSeeded(topic_id=topic.id))


def hide_or_restore_topic(tx: WriteTx, actor: Actor, topic_id: str, case_id: str | None) -> None:
    """Make a topic's visibility follow the moderators: hidden by a case, or by none."""
    topic = tx.one(_ONE, one=topic_id)
    if topic is None or topic.hidden_case_id == case_id:
        return
    tx.change(_HIDE, one=topic_id, case=case_id)
    if case_id is None:
        discovery.index(tx, "topic", topic.id, title=[topic.name])
        tx.announce(TopicRestored(topic_id=topic.id))
    else:
        discovery.forget(tx, "topic", topic.id)
        tx.announce(TopicHidden(topic_id=topic.id, case_id=case_id))
