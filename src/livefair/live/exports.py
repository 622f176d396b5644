"""A recording, or a stretch of it, as a film to take away: asked for by the host, made in a job, with progress."""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, func, or_, select, update

from livefair.kernel import (
    HOUR_MS,
    MINUTE_MS,
    SYSTEM,
    Actor,
    Conflict,
    JobContext,
    ReadTx,
    WriteTx,
    change,
    long_job,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.live import rules
from livefair.live.events_of_hosting import RecordingExported, RecordingNotExported
from livefair.live.models import SHOW
from livefair.live.models.exporting import EXPORT, EXPORT_PURPOSES
from livefair.live.on_air import show_for
from livefair.live.replays import Recording

EXPORTS_PER_SHOW_MAX = 50
EXPORT_MS_MAX = 4 * HOUR_MS
EXPORT_LIMIT_MS = 35 * MINUTE_MS
ATTEMPTS_MAX = 3
STEP_PERCENT = 5
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Span(NamedTuple):
    """From one moment to another."""

    from_at_ms: int
    to_at_ms: int


class Exported(NamedTuple):
    """A film in the file store."""

    file_key: str
    byte_count: int
    lasts_ms: int


class ExportRefused(Exception):
    """The film cannot be made, however often it is tried. `code` is shown, translated."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Exporter(Protocol):
    """Whoever can make films of recordings. Given to the program's jobs as `services[Exporter]`."""

    def export(self, recording: str, span: Span) -> AsyncGenerator[int | Exported]:
        """Yield how many percent are done, and `Exported` at the end. Must bear being started again.

        `recording` is the key of what was recorded. Raises ExportRefused for good; anything else is tried again.
        """


class Export(NamedTuple):
    id: str
    room_id: str
    show_id: str
    purpose: str
    from_at_ms: int
    to_at_ms: int
    state: str
    progress_percent: int
    attempts: int
    file_key: str | None
    byte_count: int | None
    lasts_ms: int | None
    failure_code: str | None
    asked_by: str

    @property
    def is_whole(self) -> bool:
        return self.to_at_ms - self.from_at_ms == rules.SHOW_MS_MAX


_COLUMNS = [getattr(EXPORT.c, field) for field in Export._fields]
_ONE = query(Export, select(*_COLUMNS).where(EXPORT.c.id == bindparam("one")))
_SAME = query(
    Export,
    select(*_COLUMNS).where(
        EXPORT.c.show_id == bindparam("show"),
        EXPORT.c.purpose == bindparam("what_for"),
        EXPORT.c.from_at_ms == bindparam("since"),
        EXPORT.c.to_at_ms == bindparam("until"),
        EXPORT.c.state != "failed",
    ),
)
_OF_SHOW = query(
    Export,
    select(*_COLUMNS)
    .where(EXPORT.c.show_id == bindparam("show"))
    .order_by(EXPORT.c.asked_at_ms.desc(), EXPORT.c.id.desc())
    .limit(EXPORTS_PER_SHOW_MAX),
)
_COUNT = query(int, select(func.count()).select_from(EXPORT).where(EXPORT.c.show_id == bindparam("show")))
_RECORDING = query(
    Recording,
    select(SHOW.c.recording_key, SHOW.c.recorded_from_at_ms, SHOW.c.recorded_ms).where(
        SHOW.c.id == bindparam("show"), SHOW.c.recording_key.is_not(None)
    ),
)
_in_work = (EXPORT.c.id == bindparam("one"), EXPORT.c.state == "working")
_BEGIN = change(
    update(EXPORT)
    .where(EXPORT.c.id == bindparam("one"), or_(EXPORT.c.state == "waiting", EXPORT.c.state == "working"))
    .values(state="working", attempts=EXPORT.c.attempts + 1, progress_percent=0)
)
_PROGRESS = change(
    update(EXPORT)
    .where(*_in_work, EXPORT.c.progress_percent < bindparam("percent"))
    .values(progress_percent=bindparam("percent"))
)
_READY = change(
    update(EXPORT)
    .where(*_in_work)
    .values(
        state="ready",
        progress_percent=100,
        file_key=bindparam("key"),
        byte_count=bindparam("bytes"),
        lasts_ms=bindparam("lasts"),
        settled_at_ms=bindparam("now"),
    )
)
_FAIL = change(
    update(EXPORT)
    .where(*_in_work)
    .values(state="failed", failure_code=bindparam("code"), settled_at_ms=bindparam("now"))
)


def ask_for_film(tx: WriteTx, actor: Actor, show_id: str, *, span: Span | None = None, purpose: str = "film") -> str:
    """Have a film made of a show that was recorded, or of a stretch of it. The same again is the same film.

    Conflict: not_recorded, too_many_films. Invalid: out_of_range.
    """
    show, room = show_for(tx, actor, show_id)
    require(rules.may_run(actor, room), "not_your_room")
    require_valid(purpose in EXPORT_PURPOSES, "unknown_word", field="purpose")
    recording = tx.one(_RECORDING, show=show_id)
    if recording is None:
        raise Conflict("not_recorded")
    span = _within(recording, span)
    earlier = tx.one(_SAME, show=show_id, what_for=purpose, since=span.from_at_ms, until=span.to_at_ms)
    if earlier is not None:
        return earlier.id
    if tx.value(_COUNT, show=show_id) >= EXPORTS_PER_SHOW_MAX:
        raise Conflict("too_many_films", limit=EXPORTS_PER_SHOW_MAX)
    export_id = tx.new_id()
    is_new = tx.insert_new(
        EXPORT,
        id=export_id,
        room_id=room.id,
        show_id=show.id,
        purpose=purpose,
        from_at_ms=span.from_at_ms,
        to_at_ms=span.to_at_ms,
        asked_by=actor.id,
        asked_at_ms=tx.now_ms,
        state="waiting",
        progress_percent=0,
        attempts=0,
    )
    if not is_new:  # somebody else asked for it in the same moment
        raise Conflict("asked_for_film")
    tx.later(export_recording, key=f"export:{export_id}", export_id=export_id)
    return export_id


def films_of(tx: ReadTx, show_id: str) -> list[Export]:
    """Newest first. For callers who have checked who may see them."""
    return tx.all(_OF_SHOW, show=show_id)


@long_job(limit_ms=EXPORT_LIMIT_MS)
async def export_recording(ctx: JobContext, *, export_id: str) -> None:
    """Make one film. After a crash it begins anew, a few times at most."""
    begun = await ctx.db.write(begin_export, SYSTEM, export_id)
    if begun is None:
        return
    exporter: Exporter = ctx.services[Exporter]
    try:
        exported = await _follow(ctx, exporter, *begun, export_id)
    except ExportRefused as refused:
        await ctx.db.write(fail_export, SYSTEM, export_id, refused.code)
        return
    await ctx.db.write(finish_export, SYSTEM, export_id, exported)


async def _follow(ctx: JobContext, exporter: Exporter, recording: str, span: Span, export_id: str) -> Exported:
    told = 0
    async with aclosing(exporter.export(recording, span)) as steps:
        async for step in steps:
            if isinstance(step, Exported):
                return step
            if step >= told + STEP_PERCENT:
                told = min(99, step)
                await ctx.db.write(note_export, SYSTEM, export_id, told)
    raise RuntimeError(f"export {export_id} ended without a film")


def begin_export(tx: WriteTx, actor: Actor, export_id: str) -> tuple[str, Span] | None:
    """(key of the recording, what to take of it); None when there is nothing (more) to do."""
    export = tx.one(_ONE, one=export_id) or not_found("film")
    recording = tx.one(_RECORDING, show=export.show_id)
    if export.state == "working" and export.attempts >= ATTEMPTS_MAX:
        fail_export(tx, actor, export_id, "not_made")
        return None
    if recording is None or not tx.change(_BEGIN, one=export_id):
        return None
    return recording.key, Span(export.from_at_ms, export.to_at_ms)


def note_export(tx: WriteTx, actor: Actor, export_id: str, percent: int) -> None:
    tx.change(_PROGRESS, one=export_id, percent=max(0, min(99, percent)))


def finish_export(tx: WriteTx, actor: Actor, export_id: str, film: Exported) -> None:
    done = tx.change(
        _READY, one=export_id, key=film.file_key, bytes=film.byte_count, lasts=film.lasts_ms, now=tx.now_ms
    )
    export = tx.one(_ONE, one=export_id)
    if done and export is not None:
        tx.announce(
            RecordingExported(
                room_id=export.room_id,
                show_id=export.show_id,
                host_id=export.asked_by,
                export_id=export_id,
                purpose=export.purpose,
                file_key=film.file_key,
                byte_count=film.byte_count,
                lasts_ms=film.lasts_ms,
            )
        )


def fail_export(tx: WriteTx, actor: Actor, export_id: str, code: str) -> None:
    code = code if _CODE.fullmatch(code) else "not_made"
    export = tx.one(_ONE, one=export_id)
    if export is not None and tx.change(_FAIL, one=export_id, code=code, now=tx.now_ms):
        tx.announce(
            RecordingNotExported(
                room_id=export.room_id,
                show_id=export.show_id,
                host_id=export.asked_by,
                export_id=export_id,
                purpose=export.purpose,
                failure_code=code,
            )
        )


def _within(recording: Recording, span: Span | None) -> Span:
    """What lies within the recording; all of it goes to wherever a show must be over."""
    if span is None:
        return Span(recording.from_at_ms, recording.from_at_ms + rules.SHOW_MS_MAX)
    from_at_ms = max(span.from_at_ms, recording.from_at_ms)
    require_valid(0 < span.to_at_ms - from_at_ms <= EXPORT_MS_MAX, "out_of_range", field="span")
    return Span(from_at_ms, span.to_at_ms)
