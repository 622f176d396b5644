"""The journal of views: signals of the players, written in batches, counted once per viewer, video and day."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.content import rules
from livefair.content.models import VIDEO, VIDEO_TALLY, VIDEO_VIEW
from livefair.kernel import Actor, WriteTx, change, day_of, query, text_in


class ViewLine(NamedTuple):
    """One play: by a person (`person_id`) or by a guest's session (`guest`, an opaque hash).

    `at_ms` is when it began, `watch_ms` how long it played, `completed` 1 if it reached the end.
    """

    video_id: str
    person_id: str | None
    guest: str
    at_ms: int
    watch_ms: int
    completed: int


class _Known(NamedTuple):
    id: str
    author_id: str


class _Sums(NamedTuple):
    viewers: int
    completions: int
    watch_ms: int


_KNOWN = query(
    _Known,
    select(VIDEO.c.id, VIDEO.c.author_id).where(text_in(VIDEO.c.id, "ids"), VIDEO.c.published_at_ms.is_not(None)),
)
_AGAIN = change(
    update(VIDEO_VIEW)
    .where(
        VIDEO_VIEW.c.day == bindparam("the_day"),
        VIDEO_VIEW.c.video_id == bindparam("video"),
        VIDEO_VIEW.c.viewer == bindparam("who"),
    )
    .values(
        plays=VIDEO_VIEW.c.plays + 1,
        completions=VIDEO_VIEW.c.completions + bindparam("completed"),
        watch_ms=VIDEO_VIEW.c.watch_ms + bindparam("watched"),
        last_at_ms=bindparam("at"),
    )
)
_ADD = change(
    update(VIDEO_TALLY)
    .where(VIDEO_TALLY.c.video_id == bindparam("video"))
    .values(
        viewers=VIDEO_TALLY.c.viewers + bindparam("more_viewers"),
        completions=VIDEO_TALLY.c.completions + bindparam("more_completions"),
        watch_ms=VIDEO_TALLY.c.watch_ms + bindparam("more_ms"),
    )
)


def journal_views(tx: WriteTx, actor: Actor, lines: Sequence[ViewLine]) -> int:
    """Write a batch; returns how many lines counted. What makes no sense is dropped: a signal is no order.

    An author's own plays and plays of unknown videos do not count. At most 1,000 lines.
    """
    lines = lines[: rules.VIEW_LINES_MAX]
    authors = {known.id: known.author_id for known in tx.all(_KNOWN, ids=sorted({line.video_id for line in lines}))}
    sums: dict[str, _Sums] = defaultdict(lambda: _Sums(0, 0, 0))
    counted = 0
    for line in lines:
        if line.video_id not in authors or not (line.person_id or line.guest):
            continue
        if line.person_id != authors[line.video_id]:
            sums[line.video_id] = _added(sums[line.video_id], _journal(tx, line))
            counted += 1
    for video_id, sum_ in sorted(sums.items()):
        tx.change(
            _ADD,
            video=video_id,
            more_viewers=sum_.viewers,
            more_completions=sum_.completions,
            more_ms=sum_.watch_ms,
        )
    return counted


def _journal(tx: WriteTx, line: ViewLine) -> _Sums:
    """Write one line; what it adds. A viewer of a day is new once, and completes once."""
    viewer = line.person_id or f"guest:{line.guest[:64]}"
    at_ms = min(line.at_ms, tx.now_ms)
    watch_ms = max(0, min(line.watch_ms, rules.WATCH_MS_PER_LINE_MAX))
    completed = 1 if line.completed else 0
    is_new = tx.insert_new(
        VIDEO_VIEW,
        day=day_of(at_ms),
        video_id=line.video_id,
        viewer=viewer,
        person_id=line.person_id,
        plays=1,
        completions=completed,
        watch_ms=watch_ms,
        first_at_ms=at_ms,
        last_at_ms=at_ms,
    )
    if is_new:
        return _Sums(1, completed, watch_ms)
    tx.change(
        _AGAIN,
        the_day=day_of(at_ms),
        video=line.video_id,
        who=viewer,
        completed=completed,
        watched=watch_ms,
        at=at_ms,
    )
    return _Sums(0, 0, watch_ms)


def _added(sums: _Sums, more: _Sums) -> _Sums:
    return _Sums(*(one + other for one, other in zip(sums, more, strict=True)))
