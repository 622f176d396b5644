"""Rehearsals: the run of show before a simulated crowd that only the host sees, and the grade afterwards."""

from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, func, select, update

from livefair.kernel import (
    HOUR_MS,
    MINUTE_MS,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require_valid,
)
from livefair.live.coverage import points_of
from livefair.live.events_of_hosting import RehearsalBegan, RehearsalEnded
from livefair.live.models import CHAT_LINE, QUESTION, ROOM, SHOW
from livefair.live.models.rehearsing import DEEDS, REHEARSAL, REHEARSAL_DEED, REHEARSAL_MEASURE
from livefair.live.planning import show_to_plan
from livefair.live.rules.crowd import Cue, Past, crowd
from livefair.live.rules.picture_and_sound import RUN_LEAST, Measure
from livefair.live.rules.rehearsal import Deed, Grade, Planned, Sold, grade
from livefair.live.run_of_show import run_of
from livefair.live.sales import sold_in

LASTS_MS_MAX = 3 * HOUR_MS
REHEARSALS_MAX = 50
DEEDS_MAX = 2_000
MEASURES_MAX = 6_000
PAST_LINES = 300
PAST_QUESTIONS = 100
PAST_SHOWS = 10
# What a crowd says whose host has no past yet.
FIRST_LINES = (
    "来了来了",
    "Hello!",
    "画面好清楚",
    "这个颜色好看",
    "Nice!",
    "第一次来",
    "求链接",
    "How much is it?",
    "支持主播",
)
FIRST_QUESTIONS = (
    "什么材质？",
    "多大尺寸？",
    "可以退货吗？",
    "What is it made of?",
    "什么时候发货？",
    "有别的颜色吗？",
    "How do I clean it?",
    "和上一款有什么区别？",
)
FIRST_RATES = (6.0, 1.0, 0.5)


class Rehearsal(NamedTuple):
    id: str
    show_id: str
    host_id: str
    seed: int
    cues: str
    began_at_ms: int
    ended_at_ms: int | None
    grade: str | None

    @property
    def crowd(self) -> list[Cue]:
        return msgspec.json.decode(self.cues, type=list[Cue])

    @property
    def graded(self) -> Grade | None:
        return msgspec.json.decode(self.grade, type=Grade) if self.grade else None


_COLUMNS = [getattr(REHEARSAL.c, field) for field in Rehearsal._fields]
_ONE = query(Rehearsal, select(*_COLUMNS).where(REHEARSAL.c.id == bindparam("one")))
_OF_SHOW = query(
    Rehearsal,
    select(*_COLUMNS)
    .where(REHEARSAL.c.show_id == bindparam("show"))
    .order_by(REHEARSAL.c.id.desc())
    .limit(REHEARSALS_MAX),
)
_DONE_BY = query(
    Rehearsal,
    select(*_COLUMNS)
    .where(REHEARSAL.c.host_id == bindparam("host"), REHEARSAL.c.ended_at_ms.is_not(None))
    .order_by(REHEARSAL.c.id.desc())
    .limit(REHEARSALS_MAX),
)
_DEEDS = query(
    Deed,
    select(REHEARSAL_DEED.c.at_ms, REHEARSAL_DEED.c.kind, REHEARSAL_DEED.c.subject)
    .where(REHEARSAL_DEED.c.rehearsal_id == bindparam("one"))
    .order_by(REHEARSAL_DEED.c.number),
)
_MEASURES = query(
    Measure,
    select(*(getattr(REHEARSAL_MEASURE.c, field) for field in Measure._fields))
    .where(REHEARSAL_MEASURE.c.rehearsal_id == bindparam("one"))
    .order_by(REHEARSAL_MEASURE.c.at_ms),
)
_LATEST = query(
    Measure,
    select(*(getattr(REHEARSAL_MEASURE.c, field) for field in Measure._fields))
    .where(REHEARSAL_MEASURE.c.rehearsal_id == bindparam("one"))
    .order_by(REHEARSAL_MEASURE.c.at_ms.desc())
    .limit(RUN_LEAST),
)
_MEASURED = query(
    int,
    select(func.count()).select_from(REHEARSAL_MEASURE).where(REHEARSAL_MEASURE.c.rehearsal_id == bindparam("one")),
)
_END = change(
    update(REHEARSAL)
    .where(REHEARSAL.c.id == bindparam("one"), REHEARSAL.c.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"), grade=bindparam("given"))
)
_RAISE = change(
    update(REHEARSAL)
    .where(
        REHEARSAL.c.id == bindparam("one"),
        REHEARSAL.c.ended_at_ms.is_(None),
        ~select(REHEARSAL_DEED.c.number).where(REHEARSAL_DEED.c.rehearsal_id == REHEARSAL.c.id).exists(),
    )
    .values(began_at_ms=bindparam("now"))
)
_PAST_LINES = query(
    str,
    select(CHAT_LINE.c.text)
    .join_from(CHAT_LINE, ROOM, ROOM.c.id == CHAT_LINE.c.room_id)
    .where(
        ROOM.c.host_id == bindparam("host"), CHAT_LINE.c.author_id != ROOM.c.host_id, CHAT_LINE.c.hidden_at_ms.is_(None)
    )
    .order_by(CHAT_LINE.c.id.desc())
    .limit(PAST_LINES),
)
_PAST_QUESTIONS = query(
    str,
    select(QUESTION.c.text)
    .join_from(QUESTION, ROOM, ROOM.c.id == QUESTION.c.room_id)
    .where(ROOM.c.host_id == bindparam("host"), QUESTION.c.hidden_at_ms.is_(None), QUESTION.c.dismissed_at_ms.is_(None))
    .order_by(QUESTION.c.id.desc())
    .limit(PAST_QUESTIONS),
)
_asked = select(func.count()).where(QUESTION.c.show_id == SHOW.c.id).correlate(SHOW).scalar_subquery()
_BUSY = query(
    lambda show_id, lines, asked, started, ended: (show_id, lines, asked, ended - started),
    select(SHOW.c.id, SHOW.c.lines, _asked, SHOW.c.started_at_ms, SHOW.c.ended_at_ms)
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(ROOM.c.host_id == bindparam("host"), SHOW.c.ended_at_ms.is_not(None))
    .order_by(SHOW.c.ended_at_ms.desc())
    .limit(PAST_SHOWS),
)


def begin_rehearsal(tx: WriteTx, actor: Actor, show_id: str, *, seed: int) -> str:
    """Rehearse a show that is to come. Conflict has_started, no_block. The same seed brings the same crowd."""
    show, room = show_to_plan(tx, actor, show_id)
    if not show.is_to_come:
        raise Conflict("has_started")
    run = run_of(tx, show_id)
    require_valid(bool(run), "no_block")
    if len(rehearsals_of(tx, actor, show_id)) >= REHEARSALS_MAX:
        raise Conflict("too_many_rehearsals", limit=REHEARSALS_MAX)
    lasts_ms = min(LASTS_MS_MAX, sum(block.lasts_ms for block in run))
    cues = crowd(past_of_host(tx, room.host_id), seed=seed, lasts_ms=lasts_ms)
    rehearsal_id = tx.new_id()
    tx.insert(
        REHEARSAL,
        id=rehearsal_id,
        show_id=show_id,
        host_id=room.host_id,
        seed=seed,
        cues=msgspec.json.encode(cues).decode(),
        began_at_ms=tx.now_ms,
    )
    tx.announce(RehearsalBegan(rehearsal_id=rehearsal_id, show_id=show_id, host_id=room.host_id, seed=seed))
    return rehearsal_id


def raise_curtain(tx: WriteTx, actor: Actor, rehearsal_id: str) -> None:
    """The host goes on air: time is counted from now, unless something has been done already."""
    going_on(tx, actor, rehearsal_id)
    tx.change(_RAISE, one=rehearsal_id, now=tx.now_ms)


def do_in_rehearsal(tx: WriteTx, actor: Actor, rehearsal_id: str, *, kind: str, subject: str) -> None:
    """Begin a block, explain a point (`product/point`), answer the question at a cue's place."""
    rehearsal = going_on(tx, actor, rehearsal_id)
    require_valid(kind in DEEDS and len(subject) <= 120, "unknown_kind", field="kind")
    deeds = deeds_of(tx, rehearsal_id)
    if len(deeds) >= DEEDS_MAX:
        raise Conflict("too_long_a_rehearsal")
    if kind == "block":
        require_valid(subject in {block.id for block in run_of(tx, rehearsal.show_id)}, "unknown_kind", field="subject")
    elif any((deed.kind, deed.subject) == (kind, subject) for deed in deeds):
        return
    tx.insert(
        REHEARSAL_DEED,
        rehearsal_id=rehearsal_id,
        number=len(deeds) + 1,
        kind=kind,
        subject=subject,
        at_ms=tx.now_ms - rehearsal.began_at_ms,
    )


def measure_rehearsal(tx: WriteTx, actor: Actor, rehearsal_id: str, measure: Measure) -> list[Measure]:
    """Keep one measure of picture and sound; its moment is now. Returns the latest ones."""
    rehearsal = going_on(tx, actor, rehearsal_id)
    _check(measure)
    if tx.value(_MEASURED, one=rehearsal_id) < MEASURES_MAX:
        kept = measure._replace(at_ms=tx.now_ms - rehearsal.began_at_ms)
        tx.insert_new(REHEARSAL_MEASURE, rehearsal_id=rehearsal_id, **kept._asdict())
    return latest_measures(tx, rehearsal_id)


def end_rehearsal(tx: WriteTx, actor: Actor, rehearsal_id: str, *, sold: Sold | None = None) -> Grade:
    """End it and say how it went; `sold`: what its crowd bought, if there was one that buys. Twice is once."""
    rehearsal = rehearsal_for(tx, actor, rehearsal_id)
    if rehearsal.graded is not None:
        return rehearsal.graded
    given = grade(
        planned_in(tx, rehearsal.show_id),
        rehearsal.crowd,
        deeds_of(tx, rehearsal_id),
        measures_of(tx, rehearsal_id),
        ended_ms=min(LASTS_MS_MAX, tx.now_ms - rehearsal.began_at_ms),
        sold=sold,
    )
    tx.change(_END, one=rehearsal_id, now=tx.now_ms, given=msgspec.json.encode(given).decode())
    tx.announce(
        RehearsalEnded(
            rehearsal_id=rehearsal_id, show_id=rehearsal.show_id, host_id=rehearsal.host_id, score=given.score
        )
    )
    return given


def rehearsal_for(tx: ReadTx, actor: Actor, rehearsal_id: str) -> Rehearsal:
    """For those who run the room, and nobody else."""
    rehearsal = tx.one(_ONE, one=rehearsal_id) or not_found("rehearsal")
    show_to_plan(tx, actor, rehearsal.show_id)
    return rehearsal


def going_on(tx: ReadTx, actor: Actor, rehearsal_id: str) -> Rehearsal:
    rehearsal = rehearsal_for(tx, actor, rehearsal_id)
    if rehearsal.ended_at_ms is not None:
        raise Conflict("rehearsal_over")
    return rehearsal


def rehearsals_of(tx: ReadTx, actor: Actor, show_id: str) -> list[Rehearsal]:
    """Newest first."""
    show_to_plan(tx, actor, show_id)
    return tx.all(_OF_SHOW, show=show_id)


def has_been_rehearsed(tx: ReadTx, show_id: str) -> bool:
    return any(each.ended_at_ms is not None for each in tx.all(_OF_SHOW, show=show_id))


def grades_of(tx: ReadTx, host_id: str) -> list[Grade]:
    """Of a host's last rehearsals that are over, newest first."""
    return [each.graded for each in tx.all(_DONE_BY, host=host_id) if each.graded is not None]


def deeds_of(tx: ReadTx, rehearsal_id: str) -> list[Deed]:
    return tx.all(_DEEDS, one=rehearsal_id)


def measures_of(tx: ReadTx, rehearsal_id: str) -> list[Measure]:
    return tx.all(_MEASURES, one=rehearsal_id)


def latest_measures(tx: ReadTx, rehearsal_id: str) -> list[Measure]:
    """Those that tell what is wrong now, in time's order."""
    return tx.all(_LATEST, one=rehearsal_id)[::-1]


def planned_in(tx: ReadTx, show_id: str) -> list[Planned]:
    """The run of show as a rehearsal is graded by it."""
    run = run_of(tx, show_id)
    points = points_of(tx, show_id, sorted({block.product_id for block in run if block.product_id}))
    return [
        Planned(block.id, block.lasts_ms, block.script, block.product_id, points.get(block.product_id or "", []))
        for block in run
    ]


def past_of_host(tx: ReadTx, host_id: str) -> Past:
    """How busy the host's last shows were, and the words of their viewers; a first crowd where there is no past."""
    shows = tx.all(_BUSY, host=host_id)
    minutes = sum(lasted_ms for _, _, _, lasted_ms in shows) / MINUTE_MS
    lines, questions = tx.all(_PAST_LINES, host=host_id), tx.all(_PAST_QUESTIONS, host=host_id)
    lines_rate, questions_rate, orders_rate = FIRST_RATES
    if minutes >= 1:
        lines_rate = sum(said for _, said, _, _ in shows) / minutes
        questions_rate = sum(asked for _, _, asked, _ in shows) / minutes
        orders_rate = sum(sold.orders for show_id, *_ in shows for sold in sold_in(tx, show_id)) / minutes
    asked = list(dict.fromkeys([*questions, *FIRST_QUESTIONS]))
    return Past(lines_rate, questions_rate, lines or FIRST_LINES, asked, orders_rate)


def _check(measure: Measure) -> None:
    limits = {"luma": (0, 255), "loudness_db": (-120, 6), "peak_db": (-120, 6), "change": (0, 2_550)}
    for field, (least, most) in limits.items():
        value = getattr(measure, field)
        require_valid(value is None or least <= value <= most, "out_of_range", field=field)
