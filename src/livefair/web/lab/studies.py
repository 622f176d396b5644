"""The studies on pages and as files: what came of them or why nothing did, and what it takes to make them again."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec
from litestar import Response, Router, get, post
from markupsafe import Markup

from livefair.kernel import Actor, Conflict, ReadTx, not_found
from livefair.value.faults import Fault
from livefair.value.paths import diagram, from_json
from livefair.value.paths.diagram import LIGHT
from livefair.value.paths.report import MARKS, Cell, Table, tables
from livefair.value.paths.result import Light
from livefair.value.studies import (
    MODELS,
    Extract,
    Kind,
    Latest,
    Seen,
    Study,
    ask_for_study,
    data_of,
    items,
    known_kind,
    latest_study,
    model_of,
    model_text_of,
)
from livefair.value.surveys.bank import bank, items_by_id
from livefair.value.why import Locale
from livefair.web import i18n
from livefair.web.i18n import N_, gettext
from livefair.web.lab.credits import attribution_tables, retention_tables
from livefair.web.paths import Word
from livefair.web.readings import as_locale
from livefair.web.requests import Answer, AppRequest

HEADINGS = {
    "paths": N_("Path model"),
    "perceptions": N_("Path model with answers"),
    "attribution": N_("Attribution"),
    "retention": N_("Retention"),
}
ABOUT = {
    "paths": N_("One row is a customer in 28 days, counted from facts alone; at most three such spans."),
    "perceptions": N_("One row is a customer in 28 days, what they did beside what they answered."),
    "attribution": N_("Whom people met on the way to an order line of the last 90 days, and whether it was kept."),
    "retention": N_("Customers by the week of their first kept order, and who came back."),
}
PATHS_COMMAND = (
    "livefair lab paths --model model.toml --data data.csv --cluster customer --missing pairwise "
    "--seed {seed} --draws {draws} --out result.json"
)
COMMANDS = {
    "paths": PATHS_COMMAND,
    "perceptions": PATHS_COMMAND,
    "attribution": "livefair lab attribution --data data.csv --seed {seed} --orders {draws} --out credit.json",
    "retention": "livefair lab retention --data data.csv --period week --out customers.json",
}


class NoteView(NamedTuple):
    mark: str
    light: str
    text: str


class StudyView(NamedTuple):
    """`reason` says why there are no tables; both empty: nothing was studied yet."""

    kind: str
    heading: str
    about: str
    is_waiting: bool
    is_there: bool
    rows: int
    people: int
    to_at_ms: int
    version: int
    seed: int
    draws: int
    finished_at_ms: int
    reason: str | None
    notes: list[NoteView]
    figure: Markup | None
    tables: list[Table]
    command: str


class About(msgspec.Struct, kw_only=True):
    """What a study stands on. Times are milliseconds since 1970 (UTC)."""

    id: str
    kind: str
    version: int
    to_at_ms: int
    finished_at_ms: int
    rows: int
    people: int
    seed: int
    draws: int
    command: str


class StudyFile(msgspec.Struct, kw_only=True):
    """`result` as `livefair lab` writes it, or the code and sentence of why there is none."""

    study: About
    seen: Seen
    why_code: str | None
    why: str | None
    result: msgspec.Raw | None


@get("/paths")
async def show_paths(request: AppRequest) -> Answer:
    return await _page(request, "paths")


@get("/perceptions")
async def show_perceptions(request: AppRequest) -> Answer:
    return await _page(request, "perceptions")


@get("/attribution")
async def show_attribution(request: AppRequest) -> Answer:
    return await _page(request, "attribution")


@get("/retention")
async def show_retention(request: AppRequest) -> Answer:
    return await _page(request, "retention")


@post("/studies/{kind:str}")
async def ask(request: AppRequest, kind: Word) -> Answer:
    await request.write(ask_for_study, kind)
    return request.go(f"/lab/{kind}", toast="study_asked")


@get("/studies/{kind:str}/data.csv")
async def data_file(request: AppRequest, kind: Word) -> Answer:
    found = await request.services.db.analyse(extract_of, request.actor, kind)
    return _file(found.csv(), "text/csv", f"{kind}.csv")


@get("/studies/{kind:str}/result.json")
async def result_file(request: AppRequest, kind: Word) -> Answer:
    study = await request.read(finished, request.actor, kind)
    body = msgspec.json.format(msgspec.json.encode(file_of(study, request.locale)), indent=1)
    return _file(body.decode(), "application/json", f"{kind}.json")


@get("/model.toml")
async def model_file() -> Answer:
    return _file(model_text_of("paths"), "text/plain", "model.toml")


@get("/perceptions.toml")
async def perceptions_file() -> Answer:
    return _file(model_text_of("perceptions"), "text/plain", "model.toml")


def extract_of(tx: ReadTx, actor: Actor, kind: str) -> Extract:
    """NotFound before the first study; Conflict too_few_people."""
    try:
        return data_of(tx, actor, known_kind(kind)) or not_found("study")
    except Fault as fault:
        raise Conflict("too_few_people") from fault


def finished(tx: ReadTx, actor: Actor, kind: str) -> Study:
    return latest_study(tx, actor, known_kind(kind)).finished or not_found("study")


def file_of(study: Study, locale: str) -> StudyFile:
    fault = study.fault()
    return StudyFile(
        study=About(
            id=study.id,
            kind=study.kind,
            version=study.version,
            to_at_ms=study.to_at_ms,
            finished_at_ms=study.finished_at_ms or 0,
            rows=study.row_count or 0,
            people=study.people_count or 0,
            seed=study.seed,
            draws=study.draws,
            command=command_of(study),
        ),
        seen=study.behind() or Seen(0, 0),
        why_code=fault.code if fault else None,
        why=fault.on(as_locale(locale)) if fault else None,
        result=msgspec.Raw(study.result.encode()) if study.result else None,
    )


def command_of(study: Study) -> str:
    return COMMANDS[study.kind].format(seed=study.seed, draws=study.draws)


async def _page(request: AppRequest, kind: Kind) -> Answer:
    latest = await request.read(latest_study, request.actor, kind)
    return await request.page("lab/study.html", {"study": view_of(kind, latest, request.locale)})


def view_of(kind: Kind, latest: Latest, locale: str) -> StudyView:
    study = latest.finished
    fault = study.fault() if study else None
    notes, figure, found = _SHOWN[kind](study, locale) if study and study.result else ([], None, [])
    if study and kind in MODELS:
        found = [*found, _items(study, locale)]
    return StudyView(
        kind=kind,
        heading=gettext(HEADINGS[kind], locale),
        about=gettext(ABOUT[kind], locale),
        is_waiting=latest.is_waiting,
        is_there=study is not None,
        rows=(study and study.row_count) or 0,
        people=(study and study.people_count) or 0,
        to_at_ms=study.to_at_ms if study else 0,
        version=study.version if study else 0,
        seed=study.seed if study else 0,
        draws=study.draws if study else 0,
        finished_at_ms=(study and study.finished_at_ms) or 0,
        reason=fault.on(as_locale(locale)) if fault else None,
        notes=notes,
        figure=figure,
        tables=[table for table in found if table.rows],
        command=command_of(study) if study else "",
    )


Shown = tuple[list[NoteView], Markup | None, list[Table]]


def _paths(study: Study, locale: str) -> Shown:
    result, model = from_json((study.result or "").encode()), model_of(study.kind)
    words = as_locale(locale)
    notes = [NoteView(MARKS[note.light], note.light, note.text.on(words)) for note in result.honesty]
    # The diagram escapes every name it draws.
    figure = Markup(diagram(model, result, words, colours=LIGHT))
    return notes, figure, tables(model, result, words)


def _items(study: Study, locale: str) -> Table:
    """What every item is counted from, and what was seen of it: all there is when no path can be shown."""
    seen = study.behind()
    heads = (N_("Item"), N_("Formula"), N_("Rows that have it"), N_("Mean"), N_("Different values"))
    rows = []
    for one in seen.items if seen else []:
        item_name, formula = _item_words(one.item, as_locale(locale))
        light: Light | None = "poor" if one.values == 1 else None
        mean = Cell("–") if one.mean is None else Cell(f"{one.mean:.3f}")
        values = Cell(i18n.number(one.values, locale) if one.mean is not None else "–", light)
        name = f"{item_name} ({one.item})"
        n = Cell(i18n.number(one.n, locale))
        rows.append([Cell(name), Cell(formula), n, mean, values])
    return Table(gettext(N_("What was counted"), locale), [gettext(head, locale) for head in heads], rows)


def _item_words(name: str, locale: Locale) -> tuple[str, str]:
    """A counted item's name and formula, or what was asked and on which scale."""
    if name in items():
        return items()[name].name.on(locale), items()[name].formula.on(locale)
    return items_by_id()[name].on(locale), bank().scale.on(locale)


def _attribution(study: Study, locale: str) -> Shown:
    notes, found = attribution_tables(study, locale)
    return [NoteView(MARKS["fair"], "fair", note) for note in notes], None, found


def _retention(study: Study, locale: str) -> Shown:
    notes, found = retention_tables(study, locale)
    return [NoteView(MARKS["fair"], "fair", note) for note in notes], None, found


_SHOWN: dict[Kind, Callable[[Study, str], Shown]] = {
    "paths": _paths,
    "perceptions": _paths,
    "attribution": _attribution,
    "retention": _retention,
}


def _file(text: str, media_type: str, name: str) -> Answer:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=media_type, headers=headers)


router = Router(
    "/",
    route_handlers=[
        show_paths,
        show_perceptions,
        show_attribution,
        show_retention,
        ask,
        data_file,
        result_file,
        model_file,
        perceptions_file,
    ],
)
