"""Bringing in a catalogue from a file: try it, see what is wrong, bring it in, take it back."""

import csv
import io
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
from litestar import Response, Router, get, post

from livefair.kernel import Actor, Invalid, ReadTx, Refusal, TooLarge
from livefair.kernel.ids import secret_token
from livefair.media.sheets import SheetLimits
from livefair.supply.import_undoing import undo_import
from livefair.supply.importing import Import, NewImport, WrongCell, errors_of, import_for, imports_of, start_import
from livefair.supply.rules.imports import COLUMNS, NEEDED, ROWS_MAX
from livefair.web.desk.order_file import harmless
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.words import sentence

BYTES_MAX = SheetLimits().octets
MULTIPART_BYTES = 1 << 20
ERRORS_SHOWN = 200
SAMPLE = (
    "product_code,sku_code,title_zh,title_en,category,option_1,value_1,price,stock,fact_1,fact_1_value,fact_1_source",
    "CUP,CUP-RED,马克杯,Mug,kitchen,颜色|Colour,红色|Red,59.00,40,容量|Volume,350 ml,自测|Own measurement",
    "CUP,CUP-BLUE,,,,颜色|Colour,蓝色|Blue,59.00,25,,,",
)


class Bringing(Form, frozen=True, kw_only=True):
    mode: Literal["dry", "real"] = "dry"
    key: Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[A-Za-z0-9_-]*$")] = ""


class ErrorView(NamedTuple):
    row: int
    column: str
    reason: str
    found: str


class ImportPage(NamedTuple):
    work: Import
    errors: list[ErrorView]
    failure: str


def import_page(tx: ReadTx, actor: Actor, import_id: str, locale: str) -> ImportPage:
    work = import_for(tx, actor, import_id)
    errors = [_in_words(one, locale) for one in errors_of(tx, import_id, most=ERRORS_SHOWN)]
    return ImportPage(work, errors, sentence(work.failure_code, {}, locale) if work.failure_code else "")


def all_errors(tx: ReadTx, actor: Actor, import_id: str, locale: str) -> list[ErrorView]:
    import_for(tx, actor, import_id)
    return [_in_words(one, locale) for one in errors_of(tx, import_id)]


def _in_words(one: WrongCell, locale: str) -> ErrorView:
    return ErrorView(one.row, one.column, sentence(one.code, one.params, locale), one.found)


@get("/imports")
async def show_imports(request: AppRequest) -> Answer:
    return await _imports_page(request)


async def _imports_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    context = {
        "imports": await request.read(imports_of, request.actor),
        "columns": COLUMNS,
        "needed": NEEDED,
        "rows_max": ROWS_MAX,
        "key": secret_token(),
    }
    if refusal is not None:
        return await request.again("desk/imports.html", refusal, context)
    return await request.page("desk/imports.html", context)


@post("/imports", request_max_body_size=BYTES_MAX + MULTIPART_BYTES)
async def bring_in(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Bringing)
        upload = (await request.typed()).file("file")
        if upload is None:
            raise Invalid("choose_a_file", field="file")
        if upload.size > BYTES_MAX:
            raise TooLarge("sheet_too_large", field="file", limit=BYTES_MAX >> 20)
        upload.file.flush()
        file_key = await request.services.files.put_file(Path(upload.file.name), bytes_max=BYTES_MAX)
        new = NewImport(upload.name, file_key, form.mode == "dry")
        import_id = await request.write(start_import, new, key=form.key or secret_token())
    except Refusal as refusal:
        return await _imports_page(request, refusal)
    return request.go(f"/desk/imports/{import_id}")


@get("/imports/sample.csv")
async def sample(request: AppRequest) -> Answer:
    return _csv("goods.csv", "\n".join(SAMPLE) + "\n")


@get("/imports/{import_id:str}")
async def show_import(request: AppRequest, import_id: Id) -> Answer:
    found = await request.read(import_page, request.actor, import_id, request.locale)
    template = "desk/_import.html" if request.is_fragment else "desk/import.html"
    return await request.page(template, found._asdict())


@get("/imports/{import_id:str}/errors.csv")
async def errors_file(request: AppRequest, import_id: Id) -> Answer:
    errors = await request.read(all_errors, request.actor, import_id, request.locale)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(ErrorView._fields)
    writer.writerows([harmless(cell) for cell in one] for one in errors)
    return _csv("errors.csv", out.getvalue())


@post("/imports/{import_id:str}/real")
async def bring_in_tried(request: AppRequest, import_id: Id) -> Answer:
    """The file of a dry run, this time for real."""
    tried = await request.read(import_for, request.actor, import_id)
    new = NewImport(tried.file_name, tried.file_key, is_dry=False)
    return request.go(f"/desk/imports/{await request.write(start_import, new, key=f'real:{import_id}')}")


@post("/imports/{import_id:str}/undo")
async def undo(request: AppRequest, import_id: Id) -> Answer:
    await request.write(undo_import, import_id)
    return request.go(f"/desk/imports/{import_id}")


def _csv(name: str, text: str) -> Answer:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + text, media_type="text/csv", headers=headers)


router = Router(
    "/",
    route_handlers=[show_imports, bring_in, sample, show_import, errors_file, bring_in_tried, undo],
)
