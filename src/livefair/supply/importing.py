"""Bringing in a catalogue: thousands of rows in the background, each wrong cell named."""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, or_, select, update

from livefair.kernel import (
    DAY_MS,
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
    word_in,
)
from livefair.kernel.files import Files
from livefair.media import Refused
from livefair.media.sheets import rows_of
from livefair.people import actor_of, clean_line
from livefair.supply.events import CatalogImported, CatalogImportStarted
from livefair.supply.import_rows import RowRefused, apply_rows
from livefair.supply.models.imports import CATALOG_IMPORT, IMPORT_ERROR
from livefair.supply.rules.imports import ERRORS_KEPT_MAX, CellError, ImportRow, Table, batches, table_of

LIMIT_MS = 30 * MINUTE_MS
IMPORTS_SHOWN = 50
NAME_CHARS_MAX = 120


class Import(NamedTuple):
    id: str
    brand_id: str
    made_by: str
    file_name: str
    file_key: str
    mode: str
    state: str
    rows_total: int
    rows_done: int
    rows_wrong: int
    changes_kept: int
    failure_code: str | None
    made_at_ms: int
    ended_at_ms: int | None
    undone_at_ms: int | None

    @property
    def is_going_on(self) -> bool:
        return self.state in {"waiting", "running", "undoing"}


class NewImport(NamedTuple):
    """A file that is kept already, to be tried (`is_dry`) or brought in."""

    file_name: str
    file_key: str
    is_dry: bool = True


class WrongCell(NamedTuple):
    row: int
    column: str
    code: str
    params: dict[str, str | int]
    found: str


class _Rehearsed(Conflict):
    """A dry run's work, which nobody keeps."""


_COLUMNS = [getattr(CATALOG_IMPORT.c, field) for field in Import._fields]
_this = CATALOG_IMPORT.c.id == bindparam("one")
_ONE = query(Import, select(*_COLUMNS).where(_this))
_BY_KEY = query(
    str,
    select(CATALOG_IMPORT.c.id).where(
        CATALOG_IMPORT.c.brand_id == bindparam("brand"), CATALOG_IMPORT.c.key == bindparam("k")
    ),
)
_OF_BRAND = query(
    Import,
    select(*_COLUMNS)
    .where(CATALOG_IMPORT.c.brand_id == bindparam("brand"))
    .order_by(CATALOG_IMPORT.c.id.desc())
    .limit(IMPORTS_SHOWN),
)
_GOING_ON = query(
    int,
    select(func.count())
    .select_from(CATALOG_IMPORT)
    .where(
        CATALOG_IMPORT.c.brand_id == bindparam("brand"),
        # One that is older has died on its way: it keeps nobody from trying again.
        or_(
            CATALOG_IMPORT.c.state == "undoing",
            word_in(CATALOG_IMPORT.c.state, "waiting", "running") & (CATALOG_IMPORT.c.made_at_ms > bindparam("since")),
        ),
    ),
)
_BEGIN = change(
    update(CATALOG_IMPORT).where(_this, word_in(CATALOG_IMPORT.c.state, "waiting", "running")).values(state="running")
)
_running = (_this, CATALOG_IMPORT.c.state == "running")
_TOTAL = change(update(CATALOG_IMPORT).where(*_running).values(rows_total=bindparam("total")))
# Whoever comes second with the same rows, after a crash, changes nothing.
_STEP = change(
    update(CATALOG_IMPORT)
    .where(*_running, CATALOG_IMPORT.c.rows_done == bindparam("before"))
    .values(rows_done=CATALOG_IMPORT.c.rows_done + bindparam("rows", type_=Integer))
)
_WRONG = query(
    int, select(func.count(IMPORT_ERROR.c.row.distinct())).where(IMPORT_ERROR.c.import_id == bindparam("one"))
)
_END = change(
    update(CATALOG_IMPORT)
    .where(*_running)
    .values(state=bindparam("becomes"), failure_code=bindparam("code"), ended_at_ms=bindparam("now"))
)
_COUNT_WRONG = change(update(CATALOG_IMPORT).where(*_running).values(rows_wrong=bindparam("wrong")))
_ERRORS = query(
    lambda row, column, code, params, found: WrongCell(row, column, code, json.loads(params), found),
    select(IMPORT_ERROR.c.row, IMPORT_ERROR.c.column, IMPORT_ERROR.c.code, IMPORT_ERROR.c.params, IMPORT_ERROR.c.found)
    .where(IMPORT_ERROR.c.import_id == bindparam("one"))
    .order_by(IMPORT_ERROR.c.row, IMPORT_ERROR.c.column)
    .limit(bindparam("most")),
)


def start_import(tx: WriteTx, actor: Actor, new: NewImport, *, key: str) -> str:
    """Try a file or bring it in, in the background. The same `key` twice is one import. Conflict: import_going_on."""
    brand_id = _brand_of(actor)
    require_valid(0 < len(key) <= NAME_CHARS_MAX, "bad_key", field="key")
    if (earlier := tx.one(_BY_KEY, brand=brand_id, k=key)) is not None:
        return earlier
    if tx.value(_GOING_ON, brand=brand_id, since=tx.now_ms - DAY_MS):
        raise Conflict("import_going_on")
    import_id = tx.new_id()
    mode = "dry" if new.is_dry else "real"
    tx.insert(
        CATALOG_IMPORT,
        id=import_id,
        brand_id=brand_id,
        made_by=actor.id,
        key=key,
        file_name=clean_line(new.file_name or "goods", limit=NAME_CHARS_MAX, field="file"),
        file_key=new.file_key,
        mode=mode,
        state="waiting",
        rows_total=0,
        rows_done=0,
        rows_wrong=0,
        changes_kept=0,
        made_at_ms=tx.now_ms,
    )
    tx.announce(CatalogImportStarted(import_id=import_id, brand_id=brand_id, mode=mode))
    tx.later(import_catalog, key=f"import:{import_id}", import_id=import_id)
    return import_id


def import_for(tx: ReadTx, actor: Actor, import_id: str) -> Import:
    """One of the brand's own."""
    found = tx.one(_ONE, one=import_id)
    if found is None or not actor.has("brand") or found.brand_id != actor.organisation_id:
        not_found("import")
    return found


def imports_of(tx: ReadTx, actor: Actor) -> list[Import]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=_brand_of(actor))


def errors_of(tx: ReadTx, import_id: str, *, most: int = ERRORS_KEPT_MAX) -> list[WrongCell]:
    return tx.all(_ERRORS, one=import_id, most=min(most, ERRORS_KEPT_MAX))


@long_job(limit_ms=LIMIT_MS)
async def import_catalog(ctx: JobContext, *, import_id: str) -> None:
    """All rows of one file. After a crash it goes on behind the last rows that were done."""
    begun = await ctx.db.write(begin_import, SYSTEM, import_id)
    if begun is None:
        return
    work, actor = begun
    try:
        table = await _read(ctx.services[Files], work.file_key)
    except Refused as refused:
        await ctx.db.write(end_import, SYSTEM, import_id, failure_code=f"sheet_{refused.code}")
        return
    await ctx.db.write(note_table, SYSTEM, import_id, table)
    done = table.total - sum(map(len, table.groups))
    for batch in batches(table.groups):
        if done >= work.rows_done:
            await _bring_in(ctx, actor, work, batch, done)
        done += len(batch)
    await ctx.db.write(end_import, SYSTEM, import_id)


async def _read(files: Files, file_key: str) -> Table:
    with tempfile.TemporaryDirectory(prefix="livefair-sheet-") as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(await files.get(file_key))
        rows = []
        async with aclosing(rows_of(path)) as lines:
            async for line in lines:
                rows.append((line.number, line.cells))
    return await asyncio.to_thread(table_of, rows)


async def _bring_in(ctx: JobContext, actor: Actor, work: Import, batch: list[ImportRow], done: int) -> None:
    """A batch without the rows that are refused: whatever is wrong with one leaves the others alone."""
    wrong: list[CellError] = []
    while True:
        try:
            await ctx.db.write(bring_in, actor, work, batch, (done, wrong))
            return
        except _Rehearsed:
            await ctx.db.write(note_rows, SYSTEM, work.id, (done, len(batch) + len(wrong)), wrong)
            return
        except RowRefused as refused:
            wrong.append(refused.error)
            batch = [row for row in batch if row.number != refused.error.row]


def bring_in(
    tx: WriteTx, actor: Actor, work: Import, batch: Sequence[ImportRow], so_far: tuple[int, list[CellError]]
) -> None:
    """RowRefused names the first row that is not possible; nothing of the batch is kept then."""
    done, wrong = so_far
    if work.mode == "dry":
        apply_rows(tx, actor, work.id, batch)
        raise _Rehearsed("rehearsed")
    if note_rows(tx, SYSTEM, work.id, (done, len(batch) + len(wrong)), wrong):
        apply_rows(tx, actor, work.id, batch)


def begin_import(tx: WriteTx, actor: Actor, import_id: str) -> tuple[Import, Actor] | None:
    """What is to be done, and as whom; None when there is nothing (more) to do."""
    if not tx.change(_BEGIN, one=import_id):
        return None
    work = tx.one(_ONE, one=import_id) or not_found("import")
    return work, actor_of(tx, work.made_by)


def note_table(tx: WriteTx, actor: Actor, import_id: str, table: Table) -> None:
    """What can be told of the file before anything is done. Rows that cannot be read count as done."""
    unread = table.total - sum(map(len, table.groups))
    tx.change(_TOTAL, one=import_id, total=table.total)
    if tx.change(_STEP, one=import_id, before=0, rows=unread):
        _note_errors(tx, import_id, table.errors)


def note_rows(tx: WriteTx, actor: Actor, import_id: str, step: tuple[int, int], wrong: Sequence[CellError]) -> bool:
    """`step`: (rows done before, rows of this batch). False when that was noted before."""
    if not tx.change(_STEP, one=import_id, before=step[0], rows=step[1]):
        return False
    _note_errors(tx, import_id, wrong)
    return True


def end_import(tx: WriteTx, actor: Actor, import_id: str, *, failure_code: str | None = None) -> None:
    becomes = "failed" if failure_code else "done"
    _count_wrong(tx, import_id)
    if not tx.change(_END, one=import_id, becomes=becomes, code=failure_code, now=tx.now_ms):
        return
    work = tx.one(_ONE, one=import_id) or not_found("import")
    tx.announce(
        CatalogImported(
            import_id=import_id,
            brand_id=work.brand_id,
            mode=work.mode,
            rows=work.rows_total,
            rows_wrong=work.rows_wrong,
            failure_code=failure_code,
        )
    )


def _note_errors(tx: WriteTx, import_id: str, errors: Sequence[CellError]) -> None:
    for error in errors[:ERRORS_KEPT_MAX]:
        tx.insert_new(
            IMPORT_ERROR,
            import_id=import_id,
            row=error.row,
            column=error.column,
            code=error.code,
            params=json.dumps(dict(error.params), ensure_ascii=False),
            found=error.found,
        )
    if errors:
        _count_wrong(tx, import_id)


def _count_wrong(tx: WriteTx, import_id: str) -> None:
    tx.change(_COUNT_WRONG, one=import_id, wrong=tx.value(_WRONG, one=import_id))


def _brand_of(actor: Actor) -> str:
    require(actor.has("brand") and actor.organisation_id is not None, "brands_only")
    return str(actor.organisation_id)
