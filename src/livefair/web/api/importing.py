"""Whole catalogues by programs: a table is tried or brought in, in the background."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.supply.import_undoing import undo_import
from livefair.supply.importing import Import, NewImport, errors_of, import_for, imports_of, start_import
from livefair.web.access import needs
from livefair.web.api.shapes import NO_NUL, Body, Key, Line, Made
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

TABLE_CHARS_MAX = 4_000_000
BODY_BYTES_MAX = 16 << 20


class NewTable(Body, kw_only=True):
    """`table` is CSV with a head. `is_dry`: only say what is wrong. The same `key` twice is one import."""

    name: Line = "goods.csv"
    table: Annotated[str, msgspec.Meta(min_length=1, max_length=TABLE_CHARS_MAX, pattern=NO_NUL)]
    is_dry: bool = True
    key: Key


class WrongCell(msgspec.Struct, kw_only=True):
    row: int
    column: str
    code: str
    found: str


class TableImport(msgspec.Struct, kw_only=True):
    """`state` is waiting, running, done, failed, undoing or undone; `changes_kept` could not be taken back."""

    id: str
    name: str
    mode: str
    state: str
    rows_total: int
    rows_done: int
    rows_wrong: int
    changes_kept: int
    failure_code: str | None


class ImportReport(msgspec.Struct, kw_only=True):
    work: TableImport
    errors: list[WrongCell]


def _table_import(work: Import) -> TableImport:
    return TableImport(
        id=work.id,
        name=work.file_name,
        mode=work.mode,
        state=work.state,
        rows_total=work.rows_total,
        rows_done=work.rows_done,
        rows_wrong=work.rows_wrong,
        changes_kept=work.changes_kept,
        failure_code=work.failure_code,
    )


def _report(tx: ReadTx, actor: Actor, import_id: str) -> ImportReport:
    work = import_for(tx, actor, import_id)
    errors = [
        WrongCell(row=one.row, column=one.column, code=one.code, found=one.found) for one in errors_of(tx, import_id)
    ]
    return ImportReport(work=_table_import(work), errors=errors)


@post("/brand/imports", summary="Try a table of goods or bring it in", request_max_body_size=BODY_BYTES_MAX)
async def bring_in(request: AppRequest, data: JSONBody[NewTable]) -> Made:
    file_key = await request.services.files.put(data.table.encode())
    new = NewImport(data.name, file_key, data.is_dry)
    return Made(id=await request.write(start_import, new, key=data.key))


@get("/brand/imports", summary="My newest imports")
async def show_imports(request: AppRequest) -> list[TableImport]:
    return [_table_import(work) for work in await request.read(imports_of, request.actor)]


@get("/brand/imports/{import_id:str}", summary="How far an import is, and what is wrong in its table")
async def show_import(request: AppRequest, import_id: PathId) -> ImportReport:
    return await request.read(_report, request.actor, import_id)


@post("/brand/imports/{import_id:str}/undo", status_code=202, summary="Take an import back, in the background")
async def undo(request: AppRequest, import_id: PathId) -> None:
    await request.write(undo_import, import_id)


router = Router("/", route_handlers=[bring_in, show_imports, show_import, undo], opt=needs("brand"), tags=["catalogue"])
