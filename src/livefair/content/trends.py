"""The trend of topics: counted anew every few minutes from what accounts did with their videos."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import bindparam, case, literal, select, union_all, update

from livefair.content.models import COMMENT, TOPIC, VIDEO, VIDEO_LIKE, VIDEO_TOPIC, VIDEO_VIEW
from livefair.content.rules import topics as rules
from livefair.content.videos import is_shown
from livefair.kernel import (
    HOUR_MS,
    MINUTE_MS,
    SYSTEM,
    Actor,
    JobContext,
    ReadTx,
    WriteTx,
    change,
    cron,
    long_job,
    query,
)
from livefair.people import in_sight
from livefair.shop.purchases import has_kept

RANK_EVERY_MS = 5 * MINUTE_MS
LIMIT_MS = 4 * MINUTE_MS
DEEDS_MAX = 200_000
"""Those of proven accounts come first: however much the others do, it crowds out none of them."""
WATCHED_MS = 3_000


class _Done(NamedTuple):
    topic_id: str
    account: str
    at_ms: int
    kind: str
    is_proven: int


class _Ranked(NamedTuple):
    id: str
    heat_milli: int
    accounts: int


_about = VIDEO_TOPIC.join(VIDEO, VIDEO.c.id == VIDEO_TOPIC.c.video_id)
_topic = VIDEO_TOPIC.c.topic_id
_made = (
    select(_topic, VIDEO.c.author_id.label("account"), VIDEO.c.published_at_ms.label("at_ms"), literal("made"))
    .select_from(_about)
    .where(*is_shown, VIDEO.c.published_at_ms > bindparam("since"))
)
_liked = (
    select(_topic, VIDEO_LIKE.c.person_id, VIDEO_LIKE.c.at_ms, literal("like"))
    .select_from(_about.join(VIDEO_LIKE, VIDEO_LIKE.c.video_id == VIDEO.c.id))
    .where(*is_shown, VIDEO_LIKE.c.at_ms > bindparam("since"), VIDEO_LIKE.c.person_id != VIDEO.c.author_id)
)
_said = (
    select(_topic, COMMENT.c.author_id, COMMENT.c.written_at_ms, literal("comment"))
    .select_from(_about.join(COMMENT, COMMENT.c.video_id == VIDEO.c.id))
    .where(
        *is_shown,
        COMMENT.c.written_at_ms > bindparam("since"),
        COMMENT.c.author_id != VIDEO.c.author_id,
        COMMENT.c.removed_at_ms.is_(None),
        COMMENT.c.hidden_case_id.is_(None),
    )
)
_watched = (
    select(_topic, VIDEO_VIEW.c.person_id, VIDEO_VIEW.c.last_at_ms, literal("watch"))
    .select_from(_about.join(VIDEO_VIEW, VIDEO_VIEW.c.video_id == VIDEO.c.id))
    .where(
        *is_shown,
        VIDEO_VIEW.c.last_at_ms > bindparam("since"),
        VIDEO_VIEW.c.watch_ms >= WATCHED_MS,
        VIDEO_VIEW.c.person_id.is_not(None),
        VIDEO_VIEW.c.person_id != VIDEO.c.author_id,
    )
)
_all = union_all(_made, _liked, _said, _watched).subquery()
_topic_id, _account, _at_ms, _kind = _all.c
_is_proven = case((has_kept(_account), 1), else_=0).label("is_proven")
_DONE = query(
    _Done,
    select(_topic_id, _account, _at_ms, _kind, _is_proven)
    .where(in_sight(_account))
    .order_by(_is_proven.desc(), _at_ms.desc(), _topic_id, _account, _kind)
    .limit(bindparam("most")),
)
_RANKED = query(_Ranked, select(TOPIC.c.id, TOPIC.c.heat_milli, TOPIC.c.accounts).where(TOPIC.c.accounts > 0))
_RANK = change(
    update(TOPIC)
    .where(TOPIC.c.id == bindparam("one"))
    .values(heat_milli=bindparam("heat"), accounts=bindparam("how_many"), ranked_at_ms=bindparam("now"))
)


@cron(every_ms=RANK_EVERY_MS)
def rank_topics(tx: WriteTx, actor: Actor) -> None:
    tx.later(count_topics, key=f"topics:{tx.now_ms // RANK_EVERY_MS}")


@long_job(limit_ms=LIMIT_MS)
async def count_topics(ctx: JobContext) -> None:
    """What everybody did within two days is read beside the writers, who wait for none of it."""
    heats = await ctx.db.analyse(heats_of_topics)
    await ctx.db.write(keep_heats, SYSTEM, heats)


def heats_of_topics(tx: ReadTx) -> dict[str, rules.Heat]:
    """Of every topic with which something was done in the window."""
    found: dict[str, list[rules.Deed]] = defaultdict(list)
    for deed in tx.all(_DONE, since=tx.now_ms - rules.WINDOW_HOURS * HOUR_MS, most=DEEDS_MAX):
        found[deed.topic_id].append(rules.Deed(deed.account, deed.at_ms, deed.kind, bool(deed.is_proven)))
    return {topic_id: rules.heat(deeds, tx.now_ms) for topic_id, deeds in found.items()}


def keep_heats(tx: WriteTx, actor: Actor, heats: dict[str, rules.Heat]) -> None:
    """Write down what has changed; topics that are not among them have none."""
    known = {ranked.id: ranked for ranked in tx.all(_RANKED)}
    for topic_id in sorted(heats.keys() | known.keys()):
        heat = heats.get(topic_id, rules.Heat(0.0, 0))
        new = _Ranked(topic_id, round(heat.score * 1_000), heat.accounts)
        if new != known.get(topic_id):
            tx.change(_RANK, one=topic_id, heat=new.heat_milli, how_many=new.accounts, now=tx.now_ms)
