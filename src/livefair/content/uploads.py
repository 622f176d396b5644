"""A place for a file that is about to come: first the slot, then the bytes, then the processing."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.content import rules
from livefair.content.events import VideoUploaded
from livefair.content.models import UPLOAD_PART, VIDEO, VIDEO_TALLY
from livefair.content.processing import process_video
from livefair.kernel import (
    DAY_MS,
    HOUR_MS,
    Actor,
    Conflict,
    ReadTx,
    TooLarge,
    TooMany,
    WriteTx,
    change,
    cron,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line


class Upload(NamedTuple):
    """A slot; `source_key` names the bytes in the file store once they have come, and is empty before."""

    video_id: str
    source_key: str
    state: str
    byte_count: int


class _Drafts(NamedTuple):
    unpublished: int
    today: int


_upload = select(VIDEO.c.id, VIDEO.c.source_key, VIDEO.c.state, VIDEO.c.byte_count)
_BY_KEY = query(Upload, _upload.where(VIDEO.c.author_id == bindparam("who"), VIDEO.c.key == bindparam("the_key")))
_MINE = query(Upload, _upload.where(VIDEO.c.author_id == bindparam("who"), VIDEO.c.id == bindparam("video")))
_DRAFTS = query(
    _Drafts,
    select(
        func.count().filter(VIDEO.c.state != "published", VIDEO.c.state != "removed", VIDEO.c.state != "failed"),
        func.count().filter(VIDEO.c.opened_at_ms > bindparam("since")),
    ).where(VIDEO.c.author_id == bindparam("who")),
)
_ARRIVED = change(
    update(VIDEO)
    .where(VIDEO.c.id == bindparam("video"), VIDEO.c.state == "uploading")
    .values(state="uploaded", source_key=bindparam("stored"), byte_count=bindparam("bytes"))
)
_ABANDONED = query(
    str,
    select(VIDEO.c.id)
    .where(VIDEO.c.state == "uploading", VIDEO.c.opened_at_ms < bindparam("before"))
    .order_by(VIDEO.c.id)
    .limit(500),
)
_DROP_TALLY = change(delete(VIDEO_TALLY).where(VIDEO_TALLY.c.video_id == bindparam("video")))
_DROP_PARTS = change(delete(UPLOAD_PART).where(UPLOAD_PART.c.video_id == bindparam("video")))
_DROP = change(delete(VIDEO).where(VIDEO.c.id == bindparam("video"), VIDEO.c.state == "uploading"))


def open_upload(tx: WriteTx, actor: Actor, *, byte_count: int, key: str) -> Upload:
    """Get a slot for a file of `byte_count` bytes. The same `key` twice is the same slot."""
    require(not actor.is_guest, "sign_in_first")
    require(rules.may_upload(actor.roles), "hosts_only")
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, who=actor.id, the_key=key)) is not None:
        return earlier
    _require_size(byte_count)
    _require_room(tx, actor)
    video_id = tx.new_id()
    upload = Upload(video_id, "", "uploading", byte_count)
    tx.insert(
        VIDEO,
        id=video_id,
        author_id=actor.id,
        state=upload.state,
        key=key,
        source_key=upload.source_key,
        byte_count=byte_count,
        opened_at_ms=tx.now_ms,
        progress_percent=0,
        attempts=0,
        title="",
        caption="",
        advertising="none",
        publish_at_ms=0,
    )
    tx.insert(
        VIDEO_TALLY,
        video_id=video_id,
        likes=0,
        comments=0,
        saves=0,
        shares=0,
        share_visits=0,
        viewers=0,
        completions=0,
        watch_ms=0,
    )
    return upload


def upload_for(tx: ReadTx, actor: Actor, video_id: str) -> Upload:
    """One's own slot: the web floor asks before it takes a single byte."""
    return tx.one(_MINE, who=actor.id, video=video_id) or not_found("video")


def finish_upload(tx: WriteTx, actor: Actor, video_id: str, *, file_key: str, byte_count: int) -> Upload:
    """All bytes have been stored under `file_key`: process them. Done twice, it is done once. Conflict: upload_over."""
    upload = upload_for(tx, actor, video_id)
    if upload.state in {"uploaded", "processing", "ready", "published"}:
        return upload
    _require_size(byte_count)
    if not tx.change(_ARRIVED, video=video_id, stored=file_key, bytes=byte_count):
        raise Conflict("upload_over")
    tx.later(process_video, key=f"video:{video_id}", video_id=video_id)
    tx.announce(VideoUploaded(video_id=video_id, author_id=actor.id, byte_count=byte_count))
    return upload_for(tx, actor, video_id)


@cron(every_ms=HOUR_MS)
def forget_abandoned_uploads(tx: WriteTx, actor: Actor) -> None:
    """A slot whose bytes never came is no video."""
    for video_id in tx.all(_ABANDONED, before=tx.now_ms - rules.UPLOAD_WITHIN_MS):
        tx.change(_DROP_PARTS, video=video_id)
        tx.change(_DROP_TALLY, video=video_id)
        tx.change(_DROP, video=video_id)


def _require_size(byte_count: int) -> None:
    require_valid(byte_count > 0, "empty", field="file")
    if byte_count > rules.UPLOAD_BYTES_MAX:
        raise TooLarge("file_too_large", field="file", limit=rules.UPLOAD_BYTES_MAX >> 20)


def _require_room(tx: ReadTx, actor: Actor) -> None:
    drafts = tx.value(_DRAFTS, who=actor.id, since=tx.now_ms - DAY_MS)
    if drafts.unpublished >= rules.DRAFTS_MAX:
        raise Conflict("too_many_drafts", limit=rules.DRAFTS_MAX)
    if drafts.today >= rules.UPLOADS_PER_DAY_MAX:
        raise TooMany("too_many_uploads", limit=rules.UPLOADS_PER_DAY_MAX)
