"""Rehearsals for programs: a crowd that only the host hears, what the host does, and the grade."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live.rehearsals import (
    Rehearsal,
    begin_rehearsal,
    do_in_rehearsal,
    end_rehearsal,
    measure_rehearsal,
    rehearsal_for,
    rehearsals_of,
)
from livefair.live.rules.picture_and_sound import Measure, warnings_of
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Made, Word
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Decibels = Annotated[int, msgspec.Meta(ge=-120, le=6)]


class Part(msgspec.Struct, kw_only=True):
    """`score` from 0 to 100, null where nothing was measured; `value` and `of` are what it rests on."""

    code: str
    score: int | None
    value: int
    of: int


class Grading(msgspec.Struct, kw_only=True):
    letter: str
    score: int
    parts: list[Part]


class CrowdCue(msgspec.Struct, kw_only=True):
    """`kind` is line, question, pulse or order; `at_ms` counts from the beginning.

    `place` is the subject of an answer.
    """

    place: int
    at_ms: int
    kind: str
    text: str
    who: int


class RehearsalState(msgspec.Struct, kw_only=True):
    """`crowd` is all that it will say and ask; `grade` is there once it is over."""

    id: str
    show_id: str
    seed: int
    began_at_ms: int
    ended_at_ms: int | None
    grade: Grading | None
    crowd: list[CrowdCue]


class NewRehearsal(Body, kw_only=True):
    """The same `seed` brings the same crowd."""

    seed: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)] = 1


class Deed(Body, kw_only=True):
    """`kind` is block (subject: its id), point (`product/point`) or answer (the place of a question's cue)."""

    kind: Word
    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]


class NewMeasure(Body, kw_only=True):
    """Mean luma 0–255, mean change of the picture in tenths, loudness and peak in dB below full scale."""

    luma: Annotated[int, msgspec.Meta(ge=0, le=255)] | None = None
    change: Annotated[int, msgspec.Meta(ge=0, le=2_550)] | None = None
    loudness_db: Decibels | None = None
    peak_db: Decibels | None = None


class Warned(msgspec.Struct, kw_only=True):
    """Codes of what is wrong now: too_dark, too_bright, too_loud, silent, frozen."""

    warnings: list[str]


def rehearsal_state(rehearsal: Rehearsal) -> RehearsalState:
    graded = rehearsal.graded
    parts = (
        [Part(code=each.code, score=each.score, value=each.value, of=each.of) for each in graded.parts]
        if graded
        else []
    )
    return RehearsalState(
        id=rehearsal.id,
        show_id=rehearsal.show_id,
        seed=rehearsal.seed,
        began_at_ms=rehearsal.began_at_ms,
        ended_at_ms=rehearsal.ended_at_ms,
        grade=Grading(letter=graded.letter, score=graded.score, parts=parts) if graded else None,
        crowd=[
            CrowdCue(place=place, at_ms=cue.at_ms, kind=cue.kind, text=cue.text, who=cue.who)
            for place, cue in enumerate(rehearsal.crowd)
        ],
    )


def state_for(tx: ReadTx, actor: Actor, rehearsal_id: str) -> RehearsalState:
    return rehearsal_state(rehearsal_for(tx, actor, rehearsal_id))


def ids_for(tx: ReadTx, actor: Actor, show_id: str) -> list[str]:
    return [each.id for each in rehearsals_of(tx, actor, show_id)]


@get("/shows/{show_id:str}/rehearsals", summary="Ids of a show's rehearsals, newest first")
async def list_rehearsals(request: AppRequest, show_id: PathId) -> list[str]:
    return await request.read(ids_for, request.actor, show_id)


@post("/shows/{show_id:str}/rehearsals", summary="Rehearse a show that is to come")
async def begin(request: AppRequest, show_id: PathId, data: JSONBody[NewRehearsal]) -> Made:
    return Made(id=await request.write(begin_rehearsal, show_id, seed=data.seed))


@get("/rehearsals/{rehearsal_id:str}", summary="A rehearsal with its crowd, and its grade once it is over")
async def show_rehearsal(request: AppRequest, rehearsal_id: PathId) -> RehearsalState:
    return await request.read(state_for, request.actor, rehearsal_id)


@post("/rehearsals/{rehearsal_id:str}/deeds", status_code=204, summary="Begin a block, explain a point, answer")
async def act(request: AppRequest, rehearsal_id: PathId, data: JSONBody[Deed]) -> None:
    await request.write(do_in_rehearsal, rehearsal_id, kind=data.kind, subject=data.subject)


@post("/rehearsals/{rehearsal_id:str}/measures", summary="One measure of picture and sound; answers with warnings")
async def measure(request: AppRequest, rehearsal_id: PathId, data: JSONBody[NewMeasure]) -> Warned:
    taken = Measure(0, data.luma, data.loudness_db, data.peak_db, data.change)
    return Warned(warnings=warnings_of(await request.write(measure_rehearsal, rehearsal_id, taken)))


@post("/rehearsals/{rehearsal_id:str}/end", summary="End it; answers with the grade")
async def end(request: AppRequest, rehearsal_id: PathId) -> RehearsalState:
    await request.write(end_rehearsal, rehearsal_id)
    return await request.read(state_for, request.actor, rehearsal_id)


router = Router(
    "/",
    route_handlers=[list_rehearsals, begin, show_rehearsal, act, measure, end],
    opt=needs("host"),
    tags=["live"],
)
