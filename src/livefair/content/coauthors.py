"""Videos made together: the author asks somebody, for a part of what the video earns the author; both must agree."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.content.events import CoauthorAsked, CoauthorJoined, CoauthorLeft
from livefair.content.models import VIDEO, VIDEO_COAUTHOR
from livefair.content.rules import coauthors as rules
from livefair.content.rules import may_describe
from livefair.content.videos import own_video_for
from livefair.kernel import (
    DAY_MS,
    Actor,
    Conflict,
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
from livefair.people import in_sight, is_blocked, person_card, person_for
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note

SHOWN_MAX = 100


class Coauthor(NamedTuple):
    """`share_bp`: their part of what the video earns its author. Waits while nobody has said yes, or no."""

    id: str
    video_id: str
    person_id: str
    share_bp: int
    asked_at_ms: int
    accepted_at_ms: int | None
    ended_at_ms: int | None


class Together(NamedTuple):
    """A video that somebody was asked to be named with."""

    id: str
    video_id: str
    title: str
    poster_key: str | None
    author_id: str
    share_bp: int
    asked_at_ms: int
    accepted_at_ms: int | None
    ended_at_ms: int | None


class Part(NamedTuple):
    person_id: str
    share_bp: int


_c = VIDEO_COAUTHOR.c
_COLUMNS = tuple(_c[field] for field in Coauthor._fields)
_open = _c.ended_at_ms.is_(None)
_ONE = query(Coauthor, select(*_COLUMNS).where(_c.id == bindparam("coauthor")))
_OF = query(
    Coauthor,
    select(*_COLUMNS).where(text_in(_c.video_id, "ids"), _open).order_by(_c.video_id, _c.asked_at_ms, _c.id),
)
_NAMED = query(
    lambda *row: row,
    select(_c.video_id, _c.person_id)
    .where(text_in(_c.video_id, "ids"), _open, _c.accepted_at_ms.is_not(None), in_sight(_c.person_id))
    .order_by(_c.video_id, _c.asked_at_ms, _c.id),
)
_MINE = query(
    Together,
    select(
        *(VIDEO.c[field] if field in ("title", "poster_key", "author_id") else _c[field] for field in Together._fields)
    )
    .join_from(VIDEO_COAUTHOR, VIDEO, VIDEO.c.id == _c.video_id)
    .where(_c.person_id == bindparam("who"), VIDEO.c.state != "removed")
    .order_by(_c.asked_at_ms.desc(), _c.id.desc())
    .limit(SHOWN_MAX),
)
_AUTHOR = query(str, select(VIDEO.c.author_id).where(VIDEO.c.id == bindparam("video")))
_ASKED_TODAY = query(
    int,
    select(func.count())
    .select_from(VIDEO_COAUTHOR)
    .join(VIDEO, VIDEO.c.id == _c.video_id)
    .where(VIDEO.c.author_id == bindparam("who"), _c.asked_at_ms > bindparam("since")),
)
_ACCEPT = change(
    update(VIDEO_COAUTHOR)
    .where(_c.id == bindparam("coauthor"), _open, _c.accepted_at_ms.is_(None))
    .values(accepted_at_ms=bindparam("now"))
)
_END = change(update(VIDEO_COAUTHOR).where(_c.id == bindparam("coauthor"), _open).values(ended_at_ms=bindparam("now")))
_AT = query(
    Part,
    select(_c.person_id, _c.share_bp)
    .join_from(VIDEO_COAUTHOR, VIDEO, VIDEO.c.id == _c.video_id)
    .where(
        _c.video_id == bindparam("video"),
        VIDEO.c.author_id == bindparam("author"),
        _c.accepted_at_ms <= bindparam("at"),
        _open | (_c.ended_at_ms > bindparam("at")),
        _c.share_bp > 0,
    )
    .order_by(_c.asked_at_ms, _c.id),
)
_agreed = func.sum(_c.share_bp)
_OVERPROMISED = query(
    str,
    select(_c.video_id)
    .where(_open)
    .group_by(_c.video_id)
    .having((_agreed > rules.SHARE_BP_MAX) | (func.count() > rules.COAUTHORS_MAX))
    .order_by(_c.video_id),
)


def ask_coauthor(tx: WriteTx, actor: Actor, video_id: str, person_id: str, *, share_bp: int) -> Coauthor:
    """The author of a video wants somebody named beside them.

    Refusals: not_found, not_yours, video_over, is_author, coauthor_asked, too_many_coauthors, coauthor_share,
    asked_too_often.
    """
    video = own_video_for(tx, actor, video_id)
    if not may_describe(video.state):
        raise Conflict("video_over", state=video.state)
    person = person_for(tx, actor, person_id)
    if is_blocked(tx, actor.id, person.id):
        not_found("person")
    require_valid(person.id != actor.id, "is_author", field="page")
    beside = coauthors_of(tx, [video_id])[video_id]
    if any(each.person_id == person.id for each in beside):
        raise Conflict("coauthor_asked", field="page")
    require_valid(len(beside) < rules.COAUTHORS_MAX, "too_many_coauthors", field="page", limit=rules.COAUTHORS_MAX)
    agreed = sum(each.share_bp for each in beside)
    fitting = share_bp >= 0 and rules.fits(agreed, share_bp)
    require_valid(fitting, "coauthor_share", field="share", percent=(rules.SHARE_BP_MAX - agreed) // 100)
    if tx.value(_ASKED_TODAY, who=actor.id, since=tx.now_ms - DAY_MS) >= rules.ASKED_PER_DAY_MAX:
        raise TooMany("asked_too_often", limit=rules.ASKED_PER_DAY_MAX)
    asked = Coauthor(tx.new_id(), video_id, person.id, share_bp, tx.now_ms, None, None)
    tx.insert(VIDEO_COAUTHOR, **asked._asdict())
    words = {"name": person_card(tx, actor.id).name, "title": video.title or "…"}
    leave_note(tx, actor, person.id, DeviceNote("coauthor_asked_you", words, "/me/together", asked.id))
    tx.announce(CoauthorAsked(coauthor_id=asked.id, video_id=video_id, person_id=person.id, share_bp=share_bp))
    return asked


def accept_coauthorship(tx: WriteTx, actor: Actor, coauthor_id: str) -> None:
    """Say yes: from now on they are named, and have their part of what is bought through the video."""
    asked, author_id = _asked_of(tx, actor, coauthor_id)
    require(asked.person_id == actor.id, "not_yours")
    if asked.ended_at_ms is not None:
        raise Conflict("coauthor_over")
    if not tx.change(_ACCEPT, coauthor=coauthor_id, now=tx.now_ms):
        return
    words = {"name": person_card(tx, actor.id).name}
    leave_note(tx, actor, author_id, DeviceNote("coauthor_joined", words, "/studio/videos", asked.id))
    tx.announce(
        CoauthorJoined(
            coauthor_id=asked.id, video_id=asked.video_id, person_id=asked.person_id, share_bp=asked.share_bp
        )
    )


def end_coauthorship(tx: WriteTx, actor: Actor, coauthor_id: str) -> None:
    """Say no, or no longer: either of the two may. What was bought before keeps its parts."""
    asked, _ = _asked_of(tx, actor, coauthor_id)
    if tx.change(_END, coauthor=coauthor_id, now=tx.now_ms):
        tx.announce(CoauthorLeft(coauthor_id=asked.id, video_id=asked.video_id, person_id=asked.person_id))


def coauthors_of(tx: ReadTx, video_ids: list[str]) -> dict[str, list[Coauthor]]:
    """Who was asked and has not said no, by video, those without any included."""
    found: dict[str, list[Coauthor]] = {video_id: [] for video_id in video_ids}
    for each in tx.all(_OF, ids=video_ids):
        found[each.video_id].append(each)
    return found


def named_beside(tx: ReadTx, video_ids: list[str]) -> dict[str, list[str]]:
    """The ids of those who agreed and are in sight, by video."""
    found: dict[str, list[str]] = {}
    for video_id, person_id in tx.all(_NAMED, ids=video_ids):
        found.setdefault(video_id, []).append(person_id)
    return found


def my_coauthorships(tx: ReadTx, actor: Actor) -> list[Together]:
    """What this person was asked to be named with, the newest first; at most 100."""
    return tx.all(_MINE, who=actor.id)


def parts_at(tx: ReadTx, video_id: str, author_id: str, at_ms: int) -> list[Part]:
    """Who had which part, at that moment, of what the video earned this author; none if it is another's."""
    return tx.all(_AT, video=video_id, author=author_id, at=at_ms)


def overpromised_videos(tx: ReadTx) -> list[str]:
    return tx.all(_OVERPROMISED)


def _asked_of(tx: ReadTx, actor: Actor, coauthor_id: str) -> tuple[Coauthor, str]:
    """For the two whom it concerns; for others it is not there."""
    asked = tx.one(_ONE, coauthor=coauthor_id)
    author_id = tx.one(_AUTHOR, video=asked.video_id) if asked is not None else None
    if asked is None or author_id is None or actor.id not in {asked.person_id, author_id}:
        not_found("coauthor")
    return asked, author_id
