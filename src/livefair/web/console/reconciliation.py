"""A provider's report beside our book: asked for or brought as a file; differences, each with what to do."""

import csv
import io
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get, post

from livefair.kernel import DAY_MS, Actor, Invalid, Money, ReadTx, Refusal
from livefair.people import person_cards
from livefair.shop.local_provider import NAME as LOCAL
from livefair.shop.providers import Providers
from livefair.shop.reconciliation import (
    FOUND_MAX,
    SHOWN_MAX,
    WHY_CHARS_MAX,
    Found,
    Run,
    ask_reconciliation,
    can_report,
    differences,
    reconcile_file,
    run_for,
    runs,
    settle_difference,
)
from livefair.shop.rules.reconciling import Span
from livefair.shop.rules.report_files import read_report
from livefair.web.access import needs
from livefair.web.desk.order_file import harmless, major_of
from livefair.web.forms import Form
from livefair.web.forms import Word as TypedWord
from livefair.web.i18n import iso
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/console/reconciliation"
FILE_BYTES_MAX = 8 * 1024 * 1024
FIELDS = ("kind", "subject", "key", "reference", "ours", "theirs", "currency", "at", "settled_at", "settled_why")
ENCODINGS = ("utf-8-sig", "gb18030")

Day = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class Asking(Form, frozen=True, kw_only=True):
    """Days in UTC, the last one included."""

    provider: TypedWord
    since: Day
    until: Day


class Settling(Form, frozen=True, kw_only=True):
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=WHY_CHARS_MAX, pattern=r"^[^\x00\r\n]*$")]


class DifferenceView(NamedTuple):
    id: str
    kind: str
    subject: str
    key: str
    reference: str
    ours: Money | None
    theirs: Money | None
    at_ms: int
    settled_by: str
    settled_why: str
    settled_at_ms: int | None


class RunPage(NamedTuple):
    run: Run
    differences: list[DifferenceView]
    is_cut: bool


@get("/reconciliation", opt=needs("operator"))
async def show_runs(request: AppRequest) -> Answer:
    return await _page(request)


@post("/reconciliation", opt=needs("operator"), request_max_body_size=FILE_BYTES_MAX + 64 * 1024)
async def begin(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Asking)
        span = Span(day_ms(form.since, "since"), day_ms(form.until, "until") + DAY_MS)
        provider = request.services.providers.called(form.provider)
        upload = (await request.typed()).file("file")
        if upload is not None:
            theirs = read_report(text_of(upload.file.read(FILE_BYTES_MAX + 1)))
            run_id = await request.write(reconcile_file, form.provider, span, theirs=theirs)
        else:
            may = form.provider == LOCAL or can_report(provider)
            run_id = await request.write(ask_reconciliation, form.provider, span, can_report=may)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(f"{HERE}/{run_id}")


@get("/reconciliation/{run_id:str}", opt=needs("operator"))
async def show_run(request: AppRequest, run_id: Id) -> Answer:
    return await _run_page(request, run_id)


@get("/reconciliation/{run_id:str}/differences.csv", opt=needs("operator"))
async def run_file(request: AppRequest, run_id: Id) -> Answer:
    await request.read(run_for, request.actor, run_id)
    found = await request.read(differences, request.actor, run_id, most=FOUND_MAX)
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    writer.writerows(map(row_of, found))
    headers = {"content-disposition": 'attachment; filename="differences.csv"'}
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + out.getvalue(), media_type="text/csv", headers=headers)


@post("/differences/{difference_id:str}", opt=needs("operator"))
async def settle(request: AppRequest, difference_id: Id) -> Answer:
    try:
        run_id = await request.write(settle_difference, difference_id, why=(await request.form_as(Settling)).why)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _page(request, refusal)
    return request.go(f"{HERE}/{run_id}", toast="saved")


def day_ms(text: str, field: str) -> int:
    try:
        return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError as error:
        raise Invalid("bad_value", field=field) from error


def text_of(body: bytes) -> str:
    """Reports from China are written in their own letters. Invalid: file_too_large, report_unknown."""
    if len(body) > FILE_BYTES_MAX:
        raise Invalid("report_unknown", field="file")
    for encoding in ENCODINGS:
        try:
            return body.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise Invalid("report_unknown", field="file")


def row_of(one: Found) -> dict[str, str | int]:
    found: dict[str, str | int] = {
        "kind": one.kind,
        "subject": one.subject,
        "key": one.key,
        "reference": one.reference,
        "ours": signed(one.ours_minor),
        "theirs": signed(one.theirs_minor),
        "currency": one.currency,
        "at": iso(one.at_ms),
        "settled_at": iso(one.settled_at_ms) if one.settled_at_ms else "",
        "settled_why": one.settled_why or "",
    }
    amounts = {"ours", "theirs"}
    return {name: value if name in amounts else harmless(value) for name, value in found.items()}


def signed(minor: int | None) -> str:
    return "" if minor is None else ("-" if minor < 0 else "") + major_of(abs(minor))


def run_page(tx: ReadTx, actor: Actor, run_id: str) -> RunPage:
    run = run_for(tx, actor, run_id)
    found = differences(tx, actor, run_id)
    cards = person_cards(tx, sorted({one.settled_by for one in found if one.settled_by}))
    views = [
        DifferenceView(
            id=one.id,
            kind=one.kind,
            subject=one.subject,
            key=one.key,
            reference=one.reference,
            ours=Money(one.ours_minor, one.currency) if one.ours_minor is not None else None,
            theirs=Money(one.theirs_minor, one.currency) if one.theirs_minor is not None else None,
            at_ms=one.at_ms,
            settled_by=cards[one.settled_by].name if one.settled_by in cards else "",
            settled_why=one.settled_why or "",
            settled_at_ms=one.settled_at_ms,
        )
        for one in found
    ]
    return RunPage(run, views, run.found > SHOWN_MAX)


async def _run_page(request: AppRequest, run_id: str) -> Answer:
    found = await request.read(run_page, request.actor, run_id)
    return await request.page("console/reconciled.html", found._asdict())


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    today = request.services.db.clock() // DAY_MS * DAY_MS
    context = {
        "runs": await request.read(runs, request.actor),
        "providers": names_of(request.services.providers),
        "values": {
            "provider": typed.first("provider")[:40],
            "since": typed.first("since")[:10] or iso(today - DAY_MS)[:10],
            "until": typed.first("until")[:10] or iso(today - DAY_MS)[:10],
        },
    }
    if refusal is not None:
        return await request.again("console/reconciliation.html", refusal, context)
    return await request.page("console/reconciliation.html", context)


def names_of(providers: Providers) -> list[str]:
    return sorted(providers.by_name)


router = Router("/", route_handlers=[show_runs, begin, show_run, run_file, settle])
