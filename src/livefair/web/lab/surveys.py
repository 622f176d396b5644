"""Micro-surveys in the lab: design one, follow its response, read what it found, take the answers along."""

import csv
import io
from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get, post

from livefair.kernel import Actor, ReadTx, Refusal, not_found
from livefair.value.constructs import constructs
from livefair.value.rules.surveys import AT_ONCE_MAX, PAIR_REPORTED, PAIR_SHOWN, PANELS
from livefair.value.studies import answers_table
from livefair.value.surveys import (
    Design,
    Findings,
    Survey,
    close_survey,
    findings,
    items_for,
    latest_survey,
    open_survey,
)
from livefair.web.forms import Form, Word
from livefair.web.i18n import N_, gettext
from livefair.web.paths import Id
from livefair.web.readings import as_locale
from livefair.web.requests import Answer, AppRequest

HERE = "/lab/surveys"
PANEL_WORDS = {"customer": N_("Customers"), "host": N_("Hosts"), "brand": N_("Brands")}
OCCASION_WORDS = {
    "show": N_("After a show"),
    "delivery": N_("After goods came"),
    "work": N_("On a day at work"),
    "": N_("All"),
}
STANDING_WORDS = {
    "nothing": N_("Fewer than 20 people have answered: nothing is shown."),
    "means": N_("Means may be shown. No path: two items were answered together by too few."),
    "paths": N_("Paths may be shown; for a report more answers are needed."),
    "report": N_("Enough for a report."),
}


class NewSurvey(Form, frozen=True, kw_only=True):
    panel: Word
    items: Annotated[list[Word], msgspec.Meta(max_length=100)]
    at_once: int
    chance: Annotated[float, msgspec.Meta(ge=0, le=100)]
    days: int


class ItemView(NamedTuple):
    id: str
    text: str
    is_reversed: bool


class BlockView(NamedTuple):
    """A construct's items."""

    id: str
    name: str
    items: list[ItemView]


class ResponseView(NamedTuple):
    name: str
    invited: int | None
    seen: int | None
    answered: int | None
    skipped: int | None
    weight: float | None


class ScoreView(NamedTuple):
    id: str
    name: str
    items: int
    n: int
    value: float | None
    low: float | None
    high: float | None


class FoundView(NamedTuple):
    id: str
    text: str
    n: int
    mean: float | None
    weighted: float | None
    deviation: float | None


class SurveyView(NamedTuple):
    id: str
    is_running: bool
    opened_at_ms: int
    closes_at_ms: int
    at_once: int
    chance: float
    people: int
    standing: str
    standing_words: str
    fewest: int
    pair: str
    needed: int | None
    acquiescence: float | None
    responses: list[ResponseView]
    items: list[FoundView]
    scores: list[ScoreView]


def read_survey(tx: ReadTx, actor: Actor, panel: str) -> tuple[Survey, Findings] | None:
    survey = latest_survey(tx, actor, panel)
    return None if survey is None else (survey, findings(tx, actor, survey))


async def page(request: AppRequest, panel: str, refusal: Refusal | None = None) -> Answer:
    locale = request.locale
    found = await request.services.db.analyse(read_survey, request.actor, panel)
    typed = await request.typed()
    context = {
        "panel": panel,
        "panels": [(code, gettext(words, locale)) for code, words in PANEL_WORDS.items()],
        "survey": None if found is None else view_of(*found, locale),
        "blocks": blocks_of(panel, locale),
        "limits": {"at_once": AT_ONCE_MAX, "shown": PAIR_SHOWN, "reported": PAIR_REPORTED},
        "values": {
            "items": typed.texts.get("items", []),
            "at_once": typed.first("at_once", "2")[:9],
            "chance": typed.first("chance", "5")[:9],
            "days": typed.first("days", "28")[:9],
        },
    }
    if refusal is not None:
        return await request.again("lab/surveys.html", refusal, context)
    return await request.page("lab/surveys.html", context)


@get("/surveys")
async def show_surveys(request: AppRequest) -> Answer:
    return await page(request, known(request.query_params.get("panel", "")))


@post("/surveys")
async def begin(request: AppRequest) -> Answer:
    panel = known((await request.typed()).first("panel", ""))
    try:
        form = await request.form_as(NewSurvey)
        design = Design(
            panel=form.panel,
            items=form.items,
            at_once=form.at_once,
            chance_bp=round(form.chance * 100),
            days=form.days,
        )
        await request.write(open_survey, design)
    except Refusal as refusal:
        return await page(request, panel, _renamed(refusal))
    return request.go(f"{HERE}?panel={panel}", toast="survey_opened")


def _renamed(refusal: Refusal) -> Refusal:
    if refusal.params.get("field") == "chance_bp":
        refusal.params["field"] = "chance"
    return refusal


@post("/surveys/{survey_id:str}/close")
async def end(request: AppRequest, survey_id: Id) -> Answer:
    await request.write(close_survey, survey_id)
    return request.go(HERE, toast="ended")


@get("/surveys/answers.csv")
async def answers_file(request: AppRequest) -> Answer:
    panel = known(request.query_params.get("panel", ""))
    text = await request.services.db.analyse(answers_csv, request.actor, panel)
    headers = {"content-disposition": f'attachment; filename="answers-{panel}.csv"'}
    return Response(text, media_type="text/csv", headers=headers)


def answers_csv(tx: ReadTx, actor: Actor, panel: str) -> str:
    """NotFound before the first survey; Conflict too_few_people."""
    table = answers_table(tx, actor, latest_survey(tx, actor, panel) or not_found("survey"))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([table.columns, *table.rows])
    return out.getvalue()


def known(panel: str) -> str:
    return panel if panel in PANELS else PANELS[0]


def blocks_of(panel: str, locale: str) -> list[BlockView]:
    words, found = as_locale(locale), []
    for construct in constructs().constructs:
        items = [
            ItemView(item.id, item.on(words), item.reversed)
            for item in items_for(panel)
            if item.construct == construct.id
        ]
        if items:
            found.append(BlockView(construct.id, construct.name.on(words), items))
    return found


def view_of(survey: Survey, found: Findings, locale: str) -> SurveyView:
    words = as_locale(locale)
    texts = {item.id: item.on(words) for item in items_for(survey.panel)}
    names = {one.id: one.name.on(words) for one in constructs().constructs}
    return SurveyView(
        id=survey.id,
        is_running=survey.closed_at_ms is None,
        opened_at_ms=survey.opened_at_ms,
        closes_at_ms=survey.closed_at_ms or survey.closes_at_ms,
        at_once=survey.at_once,
        chance=survey.chance_bp / 100,
        people=found.people,
        standing=found.standing,
        standing_words=gettext(STANDING_WORDS[found.standing], locale),
        fewest=found.fewest,
        pair=" · ".join(found.pair),
        needed=found.needed,
        acquiescence=found.acquiescence,
        responses=[
            ResponseView(
                gettext(OCCASION_WORDS[one.occasion], locale),
                one.invited,
                one.seen,
                one.answered,
                one.skipped,
                one.weight,
            )
            for one in found.responses
        ],
        items=[
            FoundView(one.item, texts.get(one.item, one.item), one.n, one.mean, one.weighted, one.deviation)
            for one in found.items
        ],
        scores=[
            ScoreView(one.construct, names[one.construct], one.items, one.n, one.value, one.low, one.high)
            for one in found.scores
        ],
    )


router = Router("/", route_handlers=[show_surveys, begin, end, answers_file])
