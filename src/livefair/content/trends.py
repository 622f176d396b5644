"""The trend of topics: counted anew every few minutes from what accounts did with their videos."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import bindparam, literal, select, union_all, update

from livefair.content.models import COMMENT, TOPIC, VIDEO, VIDEO_LIKE, VIDEO_TOPIC, VIDEO_VIEW
from livefair.content.rules import topics as rules
from livefair.content.videos import is_shown
from livefair.kernel import HOUR_MS, MINUTE_MS, Actor, ReadTx, WriteTx, change, cron, query
from livefair.people import in_sight
from livefair.shop.purchases import who_kept

RANK_EVERY_MS = 5 * MINUTE_MS
DEEDS_MAX = 200_000
WATCHED_MS = 3_000


class _Done(NamedTuple):
    topic_id: str
    account: str
    at_ms: int
    kind: str


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
    )
)
_all = union_all(_made, _liked, _said, _watched).subquery()
_topic_id, _account, _at_ms, _kind = _all.c
_DONE = query(
    _Done,
    select(_topic_id, _account, _at_ms, _kind)
    .where(in_sight(_account))
    .order_by(_at_ms.desc(), _topic_id, _account, _kind)
    .limit(DEEDS_MAX),
)
_RANKED = query(_Ranked, select(TOPIC.c.id, TOPIC.c.heat_milli, TOPIC.c.accounts).where(TOPIC.c.heat_milli > 0))
_RANK = change(
    update(TOPIC)
    .where(TOPIC.c.id == bindparam("one"))
    .values(heat_milli=bindparam("heat"), accounts=bindparam("how_many"), ranked_at_ms=bindparam("now"))
)


@cron(every_ms=RANK_EVERY_MS)
def rank_topics(tx: WriteTx, actor: Actor) -> None:
    """Count the heat of every topic with which something was done in the window; of the others it is none."""
    deeds = deeds_by_topic(tx)
    heats = {topic_id: rules.heat(found, tx.now_ms) for topic_id, found in deeds.items()}
    known = {ranked.id: ranked for ranked in tx.all(_RANKED)}
    for topic_id in sorted(heats.keys() | known.keys()):
        heat = heats.get(topic_id, rules.Heat(0.0, 0))
        new = _Ranked(topic_id, round(heat.score * 1_000), heat.accounts)
        if new != known.get(topic_id):
            tx.change(_RANK, one=topic_id, heat=new.heat_milli, how_many=new.accounts, now=tx.now_ms)


def deeds_by_topic(tx: ReadTx) -> dict[str, list[rules.Deed]]:
    done = tx.all(_DONE, since=tx.now_ms - rules.WINDOW_HOURS * HOUR_MS)
    proven = who_kept(tx, sorted({deed.account for deed in done}))
    found: dict[str, list[rules.Deed]] = defaultdict(list)
    for topic_id, account, at_ms, kind in done:
        found[topic_id].append(rules.Deed(account, at_ms, kind, account in proven))
    return found
