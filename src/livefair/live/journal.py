"""Signals become rows: lines, taps (likes, pulses), stays. One batch is one use case; the same batch twice is once."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, change, query, require
from livefair.live import rules
from livefair.live.chat import Line
from livefair.live.models import CHAT_LINE, SHOW, STAY, TAP
from livefair.live.on_air import show_for
from livefair.live.stays import Arrival, Click, Departure, forget_open_stays, keep_clicks, keep_stays
from livefair.live.tallies import Tallies
from livefair.live.tasks import look_at_task
from livefair.live.violations import check_claims


class Tap(NamedTuple):
    """Likes (`like`) or pulses of one kind (`pulse:too_fast`) by one viewer.

    `key`, if any, is the viewer's own name for them: the same key again adds nothing.
    """

    show_id: str
    viewer: str
    kind: str
    times: int
    key: str = ""


class Batch(NamedTuple):
    """What rooms signalled since the last one. `viewers` is how many people each show had at once."""

    id: str
    lines: tuple[Line, ...] = ()
    taps: tuple[Tap, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    departures: tuple[Departure, ...] = ()
    viewers: tuple[tuple[str, int], ...] = ()
    clicks: tuple[Click, ...] = ()


class _Pulses(NamedTuple):
    kind: str
    times: int


_ADD = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"))
    .values(likes=SHOW.c.likes + bindparam("more_likes"), lines=SHOW.c.lines + bindparam("more_lines"))
)
_PEAK = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.viewers_max < bindparam("here"))
    .values(viewers_max=bindparam("here"))
)
_ABANDONED = change(update(STAY).where(STAY.c.left_at_ms.is_(None)).values(left_at_ms=STAY.c.joined_at_ms))
_LIKES_NOW = query(int, select(SHOW.c.likes).where(SHOW.c.id == bindparam("show")))
_LIKES = query(
    int,
    select(func.coalesce(func.sum(TAP.c.count), 0)).where(TAP.c.show_id == bindparam("show"), TAP.c.kind == "like"),
)
_PULSES = query(
    _Pulses,
    select(TAP.c.kind, func.sum(TAP.c.count))
    .where(TAP.c.show_id == bindparam("show"), TAP.c.kind != "like", TAP.c.at_ms > bindparam("since"))
    .group_by(TAP.c.kind)
    .order_by(TAP.c.kind),
)
_MISCOUNTED = query(
    str,
    select(SHOW.c.id).where(
        SHOW.c.likes
        != select(func.coalesce(func.sum(TAP.c.count), 0))
        .where(TAP.c.show_id == SHOW.c.id, TAP.c.kind == "like")
        .correlate(SHOW)
        .scalar_subquery()
    ),
)


def journal(tx: WriteTx, actor: Actor, batch: Batch) -> dict[str, int]:
    """Keep a batch. Only the program may; every row has an id of its own, so doing it again changes nothing.

    Returns the likes that each show has now, of those that got some.
    """
    require(actor == SYSTEM, "program_only")
    tallies = Tallies(tx)
    likes = _keep_taps(tx, batch, tallies)
    lines = _keep_lines(tx, batch.lines, tallies)
    for show_id in {*likes, *lines}:
        tx.change(_ADD, show=show_id, more_likes=likes[show_id], more_lines=lines[show_id])
    for show_id in likes:
        look_at_task(tx, show_id, "likes")
    keep_stays(tx, batch.arrivals, batch.departures, tallies)
    keep_clicks(tx, batch.clicks, tallies)
    tallies.write()
    for show_id, here in batch.viewers:
        tx.change(_PEAK, show=show_id, here=here)
    return {show_id: tx.value(_LIKES_NOW, show=show_id) for show_id in likes}


def end_abandoned_stays(tx: WriteTx, actor: Actor) -> int:
    """After a crash nobody knows when the viewers of that time left; their stays count as no time at all."""
    require(actor == SYSTEM, "program_only")
    forget_open_stays(tx)
    return tx.change(_ABANDONED)


def counted_likes(tx: ReadTx, show_id: str) -> int:
    """The sum of all taps, which `Show.likes` must equal."""
    return tx.value(_LIKES, show=show_id)


def pulses_of(tx: ReadTx, show_id: str, *, since_ms: int) -> dict[str, int]:
    """What viewers have tapped since, by kind without its prefix."""
    return {row.kind.removeprefix("pulse:"): int(row.times) for row in tx.all(_PULSES, show=show_id, since=since_ms)}


def miscounted_likes(tx: ReadTx) -> list[str]:
    """Shows whose likes are not the sum of their taps: none, if all is well."""
    return tx.all(_MISCOUNTED)


def _keep_taps(tx: WriteTx, batch: Batch, tallies: Tallies) -> Counter[str]:
    likes: Counter[str] = Counter()
    for tap in batch.taps:
        times = min(tap.times, rules.TAPS_PER_VIEWER_AND_BATCH_MAX)
        is_new = tx.insert_new(
            TAP,
            batch_id=f"key:{tap.key}" if tap.key else batch.id,
            show_id=tap.show_id,
            viewer=tap.viewer,
            kind=tap.kind,
            count=times,
            at_ms=tx.now_ms,
        )
        if not is_new:
            continue
        tallies.add(tap.show_id, "likes" if tap.kind == "like" else "pulses", times, at_ms=tx.now_ms)
        if tap.kind == "like":
            likes[tap.show_id] += times
    return likes


def _keep_lines(tx: WriteTx, lines: Iterable[Line], tallies: Tallies) -> Counter[str]:
    kept: Counter[str] = Counter()
    for line in lines:
        is_new = tx.insert_new(
            CHAT_LINE,
            id=line.id,
            room_id=line.room_id,
            show_id=line.show_id,
            author_id=line.by.id,
            text=line.text,
            reply_to=line.reply_to,
            at_ms=line.at_ms,
        )
        if is_new:
            kept[line.show_id] += 1
            tallies.add(line.show_id, "lines", 1, at_ms=line.at_ms)
            if line.is_host:
                check_claims(tx, show_for(tx, SYSTEM, line.show_id)[0], place="chat", subject=line.id, text=line.text)
    return kept
