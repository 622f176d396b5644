"""What goes against a rule while the host is on air: the words, the rule in its version, and what to do about it."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.governance import rule_called
from livefair.governance.rulebook import Rule
from livefair.kernel import Actor, NotFound, ReadTx
from livefair.live import show_on_air
from livefair.live.rooms import room_called, room_to_moderate, room_to_run
from livefair.live.violations import (
    Violation,
    attach_evidence,
    correct,
    moment_of_violation,
    open_claims_on_air,
    violations_of,
)
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.mall.clips import ClipView
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

Text = Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")]


class Proving(Form, frozen=True, kw_only=True):
    evidence: Text


class Correcting(Form, frozen=True, kw_only=True):
    """Empty: one tap is enough."""

    text: Text = ""


class ViolationView(NamedTuple):
    """`case_id` where a moderator has decided; `state` is open, cleared or corrected."""

    id: str
    kind: str
    place: str
    said: str
    rule: str
    rule_version: int
    at_s: int
    state: str
    evidence: str
    correction: str
    case_id: str | None


class NoticedView(NamedTuple):
    room_id: str
    room: str
    violation: ViolationView


def violation_views(tx: ReadTx, show_id: str, locale: str) -> list[ViolationView]:
    """Those that wait come first."""
    views = [_view(tx, each, locale) for each in violations_of(tx, show_id)]
    return sorted(views, key=lambda view: view.state != "open")


def _view(tx: ReadTx, violation: Violation, locale: str) -> ViolationView:
    rule = _rule(tx, violation)
    title = "" if rule is None else rule.title_zh if locale == "zh" else rule.title_en
    corrected = violation.correction is not None
    return ViolationView(
        id=violation.id,
        kind=violation.kind,
        place=violation.place,
        said=violation.said,
        rule=title or violation.rule_code,
        rule_version=violation.rule_version,
        at_s=violation.offset_ms // 1000,
        state="corrected" if corrected else "open" if violation.is_open else "cleared",
        evidence=violation.evidence or "",
        correction=violation.correction or "",
        case_id=violation.subject if violation.kind == "decision" else None,
    )


def _rule(tx: ReadTx, violation: Violation) -> Rule | None:
    try:
        return rule_called(tx, violation.rule_version, violation.rule_code)
    except NotFound:
        return None


def violations_in(tx: ReadTx, room_id: str, locale: str) -> list[ViolationView]:
    """Of the show on air; for callers who have checked who may see it."""
    show = show_on_air(tx, room_id)
    return violation_views(tx, show.id, locale) if show else []


def violations_to_watch(tx: ReadTx, actor: Actor, room_id: str, locale: str) -> list[ViolationView]:
    """Of the show on air, for whoever keeps order in the room."""
    room_to_moderate(tx, actor, room_id)
    return violations_in(tx, room_id, locale)


def noticed_on_air(tx: ReadTx, actor: Actor, locale: str) -> list[NoticedView]:
    """Claims in all rooms on air that nobody has proved or taken back; for moderators."""
    found = open_claims_on_air(tx, actor)
    rooms = {room_id: room_called(tx, room_id).title for room_id in {each.room_id for each in found}}
    return [NoticedView(each.room_id, rooms[each.room_id], _view(tx, each, locale)) for each in found]


@get("/rooms/{room_id:str}/moderate/violations", opt=needs(*SIGNED_IN))
async def watch_violations(request: AppRequest, room_id: Id) -> Answer:
    violations = await request.read(violations_to_watch, request.actor, room_id, request.locale)
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}/moderate")
    return await request.page("studio/_noticed.html", {"room_id": room_id, "violations": violations})


@get("/rooms/{room_id:str}/violations")
async def show_violations(request: AppRequest, room_id: Id) -> Answer:
    await request.read(room_to_run, request.actor, room_id)
    return await _violations(request, room_id)


@post("/rooms/{room_id:str}/violations/{violation_id:str}/evidence")
async def prove(request: AppRequest, room_id: Id, violation_id: Id) -> Answer:
    form = await request.form_as(Proving)
    await request.write(attach_evidence, violation_id, evidence=form.evidence)
    return await _violations(request, room_id)


@post("/rooms/{room_id:str}/violations/{violation_id:str}/correct")
async def take_back(request: AppRequest, room_id: Id, violation_id: Id) -> Answer:
    form = await request.form_as(Correcting)
    await request.write(correct, violation_id, text=form.text)
    return await _violations(request, room_id)


async def _violations(request: AppRequest, room_id: str) -> Answer:
    if not request.is_fragment:
        return request.go(f"/studio/rooms/{room_id}")
    await request.read(room_to_run, request.actor, room_id)
    violations = await request.read(violations_in, room_id, request.locale)
    return await request.page("studio/_violations.html", {"room_id": room_id, "violations": violations})


def violation_clip(tx: ReadTx, actor: Actor, violation_id: str) -> ClipView:
    violation, show, moment = moment_of_violation(tx, actor, violation_id)
    return ClipView(
        title=violation.said,
        room_id=show.room_id,
        show_id=show.id,
        show_title=show.title,
        hls_url=f"/hls/{moment.recording}/replay.m3u8?t0={moment.from_at_ms}&t1={moment.to_at_ms}",
        poster_url=f"/hls/{moment.recording}/poster.webp?t={moment.from_at_ms}",
        at_ms=moment.from_at_ms,
        lasts_s=-(-(moment.to_at_ms - moment.from_at_ms) // 1000),
        is_on_air=show.is_on_air,
        goods=[],
    )


@get("/violations/{violation_id:str}/clip", opt=needs(*SIGNED_IN))
async def show_violation_clip(request: AppRequest, violation_id: Id) -> Answer:
    """The moment as a view of the recording, in the sheet or as a page."""
    clip = await request.read(violation_clip, request.actor, violation_id)
    return await request.page("mall/_clip.html" if request.is_fragment else "mall/clip.html", {"clip": clip})


router = Router("/", route_handlers=[show_violations, watch_violations, prove, take_back, show_violation_clip])
