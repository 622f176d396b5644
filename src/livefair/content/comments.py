"""Comments on a video, and replies to them: one level of threads."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select, update

from livefair.content import rules
from livefair.content.events import CommentRemoved, CommentWritten
from livefair.content.models import COMMENT, VIDEO_TALLY
from livefair.content.videos import video_for
from livefair.governance import Shown, Subject
from livefair.kernel import (
    MINUTE_MS,
    Actor,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line, clean_text, hidden_from, in_sight, is_blocked, is_removed

PAGE_MAX = 50
LAST = "~"
"""Sorts after every id: the cursor of the first page."""


class Comment(NamedTuple):
    id: str
    video_id: str
    author_id: str
    thread_id: str | None
    reply_to_id: str | None
    text: str
    reply_count: int
    written_at_ms: int


_COLUMNS = tuple(COMMENT.c[field] for field in Comment._fields)
_is_shown = and_(COMMENT.c.removed_at_ms.is_(None), COMMENT.c.hidden_case_id.is_(None))
_is_met = and_(_is_shown, in_sight(COMMENT.c.author_id))
_BY_KEY = query(
    Comment, select(*_COLUMNS).where(COMMENT.c.author_id == bindparam("who"), COMMENT.c.key == bindparam("the_key"))
)
_COMMENT = query(Comment, select(*_COLUMNS).where(COMMENT.c.id == bindparam("one"), _is_shown))
_RECENT = query(
    int,
    select(func.count())
    .select_from(COMMENT)
    .where(COMMENT.c.author_id == bindparam("who"), COMMENT.c.written_at_ms > bindparam("since")),
)
_THREADS = query(
    Comment,
    select(*_COLUMNS)
    .where(
        COMMENT.c.video_id == bindparam("video"),
        COMMENT.c.thread_id.is_(None),
        COMMENT.c.id < bindparam("before"),
        _is_met,
    )
    .order_by(COMMENT.c.id.desc())
    .limit(bindparam("most")),
)
_REPLIES = query(
    Comment,
    select(*_COLUMNS)
    .where(COMMENT.c.thread_id == bindparam("thread"), COMMENT.c.id > bindparam("after"), _is_met)
    .order_by(COMMENT.c.id)
    .limit(bindparam("most")),
)
_HIDDEN_CASE = query(
    Comment, select(*_COLUMNS).where(COMMENT.c.id == bindparam("one"), COMMENT.c.removed_at_ms.is_(None))
)
_REMOVE = change(
    update(COMMENT)
    .where(COMMENT.c.id == bindparam("one"), _is_shown)
    .values(removed_at_ms=bindparam("now"), removed_by=bindparam("who"))
)
_HIDE = change(
    update(COMMENT)
    .where(COMMENT.c.id == bindparam("one"), COMMENT.c.hidden_case_id.is_(None))
    .values(hidden_case_id=bindparam("case"))
)
_UNHIDE = change(
    update(COMMENT)
    .where(COMMENT.c.id == bindparam("one"), COMMENT.c.hidden_case_id.is_not(None))
    .values(hidden_case_id=None)
)
_COUNT = change(
    update(VIDEO_TALLY)
    .where(VIDEO_TALLY.c.video_id == bindparam("video"))
    .values(comments=VIDEO_TALLY.c.comments + bindparam("by"))
)
_COUNT_REPLY = change(
    update(COMMENT)
    .where(COMMENT.c.id == bindparam("thread"))
    .values(reply_count=COMMENT.c.reply_count + bindparam("by"))
)


def comment(
    tx: WriteTx, actor: Actor, video_id: str, *, text: str, reply_to_id: str | None = None, key: str
) -> Comment:
    """Say something about a video, or answer somebody who did. The same `key` twice is the same comment."""
    require(not actor.is_guest, "sign_in_first")
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, who=actor.id, the_key=key)) is not None:
        return earlier
    video = video_for(tx, actor, video_id)
    require(video.state == "published", "not_published")
    answered = _answered_for(tx, actor, video_id, reply_to_id) if reply_to_id else None
    if tx.value(_RECENT, who=actor.id, since=tx.now_ms - MINUTE_MS) >= rules.COMMENTS_PER_MINUTE_MAX:
        raise TooMany("too_many_comments", limit=rules.COMMENTS_PER_MINUTE_MAX)
    text = clean_text(text, limit=rules.COMMENT_CHARS_MAX, field="text")
    require_valid(bool(text), "empty", field="text")
    thread_id = (answered.thread_id or answered.id) if answered else None
    written = Comment(tx.new_id(), video.id, actor.id, thread_id, reply_to_id, text, 0, tx.now_ms)
    tx.insert(COMMENT, key=key, **written._asdict())
    _count(tx, written, +1)
    tx.announce(
        CommentWritten(
            comment_id=written.id,
            video_id=video.id,
            video_author_id=video.author_id,
            author_id=actor.id,
            reply_to_author_id=answered.author_id if answered else None,
        )
    )
    return written


def comment_for(tx: ReadTx, actor: Actor, comment_id: str) -> Comment:
    """A comment that still stands, on a video that this actor may see, by nobody blocked or removed."""
    found = tx.one(_COMMENT, one=comment_id) or not_found("comment")
    video_for(tx, actor, found.video_id)
    if found.author_id != actor.id and is_removed(tx, found.author_id):
        not_found("comment")
    if not actor.is_guest and is_blocked(tx, actor.id, found.author_id):
        not_found("comment")
    return found


def shown_comment(tx: ReadTx, actor: Actor, comment_id: str) -> Shown:
    """The comment as governance takes it when somebody reports it."""
    found = comment_for(tx, actor, comment_id)
    return Shown(Subject("comment", found.id), found.author_id, found.text)


def remove_comment(tx: WriteTx, actor: Actor, comment_id: str) -> None:
    """Whoever wrote it, or whose video it stands under, may take a comment away."""
    found = comment_for(tx, actor, comment_id)
    video = video_for(tx, actor, found.video_id)
    allowed = rules.may_remove_comment(by=actor.id, comment_author=found.author_id, video_author=video.author_id)
    require(allowed, "not_yours")
    if tx.change(_REMOVE, one=found.id, now=tx.now_ms, who=actor.id):
        _count(tx, found, -1)
        tx.announce(CommentRemoved(comment_id=found.id, video_id=found.video_id, removed_by=actor.id))


def hide_or_restore_comment(tx: WriteTx, actor: Actor, comment_id: str, case_id: str | None) -> None:
    """Make a comment's visibility follow the moderators."""
    found = tx.one(_HIDDEN_CASE, one=comment_id)
    if found is None:
        return
    if case_id is not None and tx.change(_HIDE, one=found.id, case=case_id):
        _count(tx, found, -1)
    elif case_id is None and tx.change(_UNHIDE, one=found.id):
        _count(tx, found, +1)


def threads(tx: ReadTx, actor: Actor, video_id: str, *, before: str = LAST, most: int = 20) -> list[Comment]:
    """The comments that open threads, newest first. `before`: the id of the last one of the page before."""
    video_for(tx, actor, video_id)
    found = tx.all(_THREADS, video=video_id, before=before, most=max(1, min(most, PAGE_MAX)))
    return _without_hidden(tx, actor, found)


def replies(tx: ReadTx, actor: Actor, thread_id: str, *, after: str = "", most: int = 20) -> list[Comment]:
    """The replies in a thread, oldest first. `after`: the id of the last one of the page before."""
    thread = comment_for(tx, actor, thread_id)
    found = tx.all(_REPLIES, thread=thread.id, after=after, most=max(1, min(most, PAGE_MAX)))
    return _without_hidden(tx, actor, found)


def _answered_for(tx: ReadTx, actor: Actor, video_id: str, comment_id: str) -> Comment:
    answered = comment_for(tx, actor, comment_id)
    require_valid(answered.video_id == video_id, "not_in_this_thread", field="reply_to_id")
    return answered


def _without_hidden(tx: ReadTx, actor: Actor, found: list[Comment]) -> list[Comment]:
    hidden = frozenset() if actor.is_guest else hidden_from(tx, actor.id)
    return [each for each in found if each.author_id not in hidden]


def _count(tx: WriteTx, written: Comment, by: int) -> None:
    tx.change(_COUNT, video=written.video_id, by=by)
    if written.thread_id:
        tx.change(_COUNT_REPLY, thread=written.thread_id, by=by)
