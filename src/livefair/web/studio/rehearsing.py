"""A rehearsal: the host conducts the run of show before a simulated crowd, and reads the grade."""

import secrets
from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get, post

from livefair.kernel import Actor, Conflict, ReadTx
from livefair.live.planning import show_to_plan
from livefair.live.rehearsals import (
    Rehearsal,
    begin_rehearsal,
    deeds_of,
    do_in_rehearsal,
    end_rehearsal,
    going_on,
    measure_rehearsal,
    planned_in,
    rehearsal_for,
    rehearsals_of,
)
from livefair.live.rules.crowd import Cue
from livefair.live.rules.picture_and_sound import Measure, warnings_of
from livefair.live.rules.rehearsal import Deed, Grade, covered
from livefair.web.forms import Form, Word
from livefair.web.labels import label
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.services import REHEARSAL_COOKIE, Entrance
from livefair.web.studio.show_plan import BlockView, ShowView, block_views, show_view
from livefair.world.understudy import script_of

LINES_SHOWN = 14
QUESTIONS_SHOWN = 6
PULSE_MS = 60_000
Db = Annotated[int, msgspec.Meta(ge=-120, le=6)]


class Doing(Form, frozen=True, kw_only=True):
    kind: Word
    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]


class Measured(Form, frozen=True, kw_only=True):
    """Blank where there is no picture or no sound."""

    luma: Annotated[int, msgspec.Meta(ge=0, le=255)] | None = None
    loudness_db: Db | None = None
    peak_db: Db | None = None
    change: Annotated[int, msgspec.Meta(ge=0, le=2_550)] | None = None


class Seeding(Form, frozen=True, kw_only=True):
    """The seed of an earlier rehearsal brings its crowd once more."""

    seed: Annotated[int, msgspec.Meta(ge=0, lt=2**31)] | None = None


class CueView(NamedTuple):
    place: int
    kind: str
    text: str
    who: int
    at_s: int


class PointTap(NamedTuple):
    subject: str
    name: str
    is_covered: bool


class RehearsalNow(NamedTuple):
    id: str
    show: ShowView
    at_ms: int
    began_at_ms: int
    blocks: list[BlockView]
    now: BlockView | None
    now_began_at_ms: int
    points: list[PointTap]
    lines: list[CueView]
    questions: list[CueView]
    pulses: list[str]


class PartView(NamedTuple):
    code: str
    score: int | None
    value: int
    of: int


class GradeView(NamedTuple):
    id: str
    began_at_ms: int
    lasted_s: int
    letter: str
    score: int
    parts: list[PartView]
    missed: list[str]
    unanswered: list[str]
    seed: int


class RehearsalRow(NamedTuple):
    id: str
    began_at_ms: int
    letter: str | None
    score: int | None


class RehearsalsPage(NamedTuple):
    show: ShowView
    rehearsals: list[RehearsalRow]
    is_ready: bool


def rehearsals_page(tx: ReadTx, actor: Actor, show_id: str) -> RehearsalsPage:
    show, _ = show_to_plan(tx, actor, show_id)
    rows = [_row(each) for each in rehearsals_of(tx, actor, show_id)]
    return RehearsalsPage(show_view(tx, show), rows, show.is_to_come and bool(planned_in(tx, show_id)))


def _row(rehearsal: Rehearsal) -> RehearsalRow:
    graded = rehearsal.graded
    letter, score = (graded.letter, graded.score) if graded else (None, None)
    return RehearsalRow(rehearsal.id, rehearsal.began_at_ms, letter, score)


def rehearsal_now(tx: ReadTx, actor: Actor, rehearsal_id: str, locale: str) -> RehearsalNow:
    rehearsal = rehearsal_for(tx, actor, rehearsal_id)
    show, _ = show_to_plan(tx, actor, rehearsal.show_id)
    at_ms, deeds = tx.now_ms - rehearsal.began_at_ms, deeds_of(tx, rehearsal_id)
    begun = next((deed for deed in reversed(deeds) if deed.kind == "block"), None)
    blocks = block_views(tx, rehearsal.show_id, locale)
    now = next((block for block in blocks if begun is not None and block.id == begun.subject), None)
    heard = [
        CueView(place, cue.kind, cue.text, cue.who, cue.at_ms // 1000)
        for place, cue in enumerate(rehearsal.crowd)
        if cue.at_ms <= at_ms
    ]
    answered = {deed.subject for deed in deeds if deed.kind == "answer"}
    waiting = [each for each in heard if each.kind == "question" and str(each.place) not in answered]
    return RehearsalNow(
        id=rehearsal.id,
        show=show_view(tx, show),
        at_ms=at_ms,
        began_at_ms=rehearsal.began_at_ms,
        blocks=[_state(block, now, deeds) for block in blocks],
        now=now,
        now_began_at_ms=rehearsal.began_at_ms + (begun.at_ms if begun else 0),
        points=_points(tx, rehearsal, deeds, at_ms, now, locale) if now else [],
        lines=[each for each in heard if each.kind == "line"][-LINES_SHOWN:],
        questions=waiting[:QUESTIONS_SHOWN],
        pulses=[each.text for each in heard if each.kind == "pulse" and each.at_s * 1000 > at_ms - PULSE_MS],
    )


def _state(block: BlockView, now: BlockView | None, deeds: list[Deed]) -> BlockView:
    begun = any(deed.kind == "block" and deed.subject == block.id for deed in deeds)
    return block._replace(state="now" if now is not None and block.id == now.id else "over" if begun else "next")


def _points(
    tx: ReadTx, rehearsal: Rehearsal, deeds: list[Deed], at_ms: int, now: BlockView, locale: str
) -> list[PointTap]:
    planned = planned_in(tx, rehearsal.show_id)
    said = covered(planned, deeds, at_ms)
    block = next(each for each in planned if each.id == now.id)
    return [
        PointTap(f"{block.product_id}/{point.id}", point.name(locale), f"{block.product_id}/{point.id}" in said)
        for point in block.points
    ]


def grade_view(tx: ReadTx, actor: Actor, rehearsal_id: str, locale: str) -> GradeView | None:
    """None while it goes on. What was missed is told by the run of show as it stands now."""
    rehearsal = rehearsal_for(tx, actor, rehearsal_id)
    graded: Grade | None = rehearsal.graded
    if graded is None or rehearsal.ended_at_ms is None:
        return None
    ended_ms, deeds = rehearsal.ended_at_ms - rehearsal.began_at_ms, deeds_of(tx, rehearsal_id)
    return GradeView(
        id=rehearsal.id,
        began_at_ms=rehearsal.began_at_ms,
        lasted_s=ended_ms // 1000,
        letter=graded.letter,
        score=graded.score,
        parts=[PartView(*part) for part in graded.parts],
        missed=_missed(tx, rehearsal, deeds, ended_ms, locale),
        unanswered=_unanswered(rehearsal.crowd, deeds, ended_ms),
        seed=rehearsal.seed,
    )


def _missed(tx: ReadTx, rehearsal: Rehearsal, deeds: list[Deed], ended_ms: int, locale: str) -> list[str]:
    """One line for each product whose points were not all explained."""
    planned, views = planned_in(tx, rehearsal.show_id), block_views(tx, rehearsal.show_id, locale)
    titles = {view.product_id: view.product.title for view in views if view.product}
    said, lines = covered(planned, deeds, ended_ms), dict[str, list[str]]()
    for block in planned:
        for point in block.points:
            if f"{block.product_id}/{point.id}" not in said:
                names = lines.setdefault(titles.get(block.product_id, ""), [])
                names += [point.name(locale)] * (point.name(locale) not in names)
    return [f"{title}: {' · '.join(names)}" for title, names in lines.items()]


def _unanswered(cues: list[Cue], deeds: list[Deed], ended_ms: int) -> list[str]:
    answered = {deed.subject for deed in deeds if deed.kind == "answer"}
    asked = [(place, cue) for place, cue in enumerate(cues) if cue.kind == "question" and cue.at_ms <= ended_ms]
    return [cue.text for place, cue in asked if str(place) not in answered]


@get("/shows/{show_id:str}/rehearsals")
async def show_rehearsals(request: AppRequest, show_id: Id) -> Answer:
    page = await request.read(rehearsals_page, request.actor, show_id)
    return await request.page("studio/rehearsals.html", page._asdict())


@post("/shows/{show_id:str}/rehearsals")
async def begin(request: AppRequest, show_id: Id) -> Answer:
    form = await request.form_as(Seeding)
    seed = secrets.randbelow(2**31) if form.seed is None else form.seed
    halls = request.services.halls
    if request.services.settings.rehearsal_id:
        raise Conflict("in_rehearsal_already")
    if halls is not None:
        halls.require_room()
    rehearsal_id = await request.write(begin_rehearsal, show_id, seed=seed)
    if halls is None:
        return request.go(f"/studio/rehearsals/{rehearsal_id}")
    rehearsal = await request.read(rehearsal_for, request.actor, rehearsal_id)
    await halls.open(request.actor, rehearsal, await request.read(script_of, request.actor, show_id))
    return _into(request, halls.entrance(rehearsal_id))


@get("/rehearsals/{rehearsal_id:str}")
async def show_rehearsal(request: AppRequest, rehearsal_id: Id) -> Answer:
    return await _rehearsal(request, rehearsal_id)


@post("/rehearsals/{rehearsal_id:str}/enter")
async def enter(request: AppRequest, rehearsal_id: Id) -> Answer:
    """With this browser, too: a helper's phone beside the host's camera."""
    await request.read(going_on, request.actor, rehearsal_id)
    halls = request.services.halls
    return _into(request, halls.entrance(rehearsal_id) if halls else None)


@post("/rehearsals/{rehearsal_id:str}/leave")
async def leave(request: AppRequest, rehearsal_id: Id) -> Answer:
    """Back to the fair; the rehearsal goes on."""
    rehearsal = await request.read(rehearsal_for, request.actor, rehearsal_id)
    return _out(request, f"/studio/shows/{rehearsal.show_id}/rehearsals")


def _into(request: AppRequest, entrance: Entrance | None) -> Answer:
    if entrance is None:
        raise Conflict("rehearsal_over")
    answer = request.go(entrance.url)
    answer.set_cookie(request.cookie(REHEARSAL_COOKIE, entrance.cookie))
    return answer


def _out(request: AppRequest, url: str) -> Answer:
    answer = request.go(url)
    answer.set_cookie(request.cookie(REHEARSAL_COOKIE, "", max_age_s=0))
    return answer


async def _rehearsal(request: AppRequest, rehearsal_id: str) -> Answer:
    graded = await request.read(grade_view, request.actor, rehearsal_id, request.locale)
    now = await request.read(rehearsal_now, request.actor, rehearsal_id, request.locale)
    if graded is not None:
        return await request.page("studio/rehearsed.html", {"show": now.show, "grade": graded})
    halls = request.services.halls
    if halls is not None and halls.entrance(rehearsal_id) is not None:
        return await request.page("studio/rehearsal_hall.html", {"rehearsal": now})
    template = "studio/_rehearsal.html" if request.is_fragment else "studio/rehearsal.html"
    return await request.page(template, {"rehearsal": now})


@post("/rehearsals/{rehearsal_id:str}/deeds")
async def do(request: AppRequest, rehearsal_id: Id) -> Answer:
    form = await request.form_as(Doing)
    await request.write(do_in_rehearsal, rehearsal_id, kind=form.kind, subject=form.subject)
    if not request.is_fragment:
        return request.go(f"/studio/rehearsals/{rehearsal_id}")
    return await _rehearsal(request, rehearsal_id)


@post("/rehearsals/{rehearsal_id:str}/measures")
async def measure(request: AppRequest, rehearsal_id: Id) -> Answer:
    """What the browser measured of its own camera; the answer says in words what is wrong."""
    form = await request.form_as(Measured)
    kept = Measure(0, form.luma, form.loudness_db, form.peak_db, form.change)
    latest = await request.write(measure_rehearsal, rehearsal_id, kept)
    words = [label("signal", code, request.locale) for code in warnings_of(latest)]
    return Response(msgspec.json.encode({"warnings": words}), media_type="application/json")


@post("/rehearsals/{rehearsal_id:str}/end")
async def end(request: AppRequest, rehearsal_id: Id) -> Answer:
    await request.read(rehearsal_for, request.actor, rehearsal_id)
    halls = request.services.halls
    sold = await halls.close(rehearsal_id) if halls is not None else None
    await request.write(end_rehearsal, rehearsal_id, sold=sold)
    return _out(request, f"/studio/rehearsals/{rehearsal_id}")


router = Router("/", route_handlers=[show_rehearsals, begin, show_rehearsal, enter, leave, do, measure, end])
