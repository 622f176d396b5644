"""Programmes for creators: opened by operators, and what each has added beside those whom the lot held out."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.content.programmes import Member, ProgrammeDraft, members_of, open_programme, programme_for, programmes
from livefair.content.rules import creators as rules
from livefair.content.tiers import tiers
from livefair.content.traffic import impressions_by_creator
from livefair.kernel import DAY_MS, Actor, Money, ReadTx, Refusal, secret_token
from livefair.people import person_cards
from livefair.value.programmes import Measured, measure
from livefair.web.access import needs
from livefair.web.creator_views import ProgrammeView, programme_view
from livefair.web.deal_forms import midnight
from livefair.web.forms import Form, Key, Line, Paragraphs, Word, minor_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/console/programmes"
TIER_DAYS = 28
Whole = Annotated[int, msgspec.Meta(ge=0, le=10**6)]
Amount = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]
Lesson = Annotated[str, msgspec.Meta(max_length=rules.LESSON_CHARS_MAX, pattern=r"^[^\x00]*$")]


class Opening(Form, frozen=True, kw_only=True):
    """Days as dates, each to its end; `per_head`: yuan."""

    name: Line
    about: Paragraphs
    kind: Word
    tier_min: Whole = 1
    tier_max: Whole = len(rules.TIERS)
    seats: Whole
    holdout_percent: Whole = 30
    per_head: Amount = ""
    quota: Whole = 0
    lesson: Lesson = ""
    apply_until: Line
    ends_at: Line
    key: Key


class TierRow(NamedTuple):
    """So many hosts of a tier, and their part of all that was shown lately, from 0 to 1."""

    tier: int
    hosts: int
    share: float


class MemberRow(NamedTuple):
    id: str
    name: str
    member: Member


def board(tx: ReadTx, actor: Actor) -> dict[str, object]:
    return {"programmes": [programme_view(tx, each) for each in programmes(tx)], "tiers": tier_rows(tx)}


def tier_rows(tx: ReadTx) -> list[TierRow]:
    by_host, shown = tiers(tx), impressions_by_creator(tx, days=TIER_DAYS)
    total = sum(shown.values())
    rows = []
    for tier in range(1, len(rules.TIERS) + 1):
        hosts = [host for host, found in by_host.items() if found == tier]
        rows.append(TierRow(tier, len(hosts), sum(shown.get(host, 0) for host in hosts) / total if total else 0.0))
    return rows


def report(tx: ReadTx, actor: Actor, programme_id: str) -> dict[str, object]:
    programme = programme_for(tx, actor, programme_id)
    members = members_of(tx, programme.id)
    names = person_cards(tx, [member.person_id for member in members])
    view: ProgrammeView = programme_view(tx, programme)
    measured: Measured = measure(tx, actor, programme.id)
    rows = [MemberRow(member.person_id, names[member.person_id].name, member) for member in members]
    return {"programme": view, "members": rows, "measured": measured}


@get("/programmes")
async def show_programmes(request: AppRequest) -> Answer:
    return await _page(request)


@post("/programmes")
async def open_one(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Opening)
        programme_id = await request.write(open_programme, _draft(form), key=form.key)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go(f"{HERE}/{programme_id}", toast="saved")


@get("/programmes/{programme_id:str}")
async def show_programme(request: AppRequest, programme_id: Id) -> Answer:
    page = await request.read(report, request.actor, programme_id)
    return await request.page("console/programme.html", page)


def _draft(form: Opening) -> ProgrammeDraft:
    return ProgrammeDraft(
        name=form.name,
        about=form.about,
        kind=form.kind,
        apply_until_ms=midnight(form.apply_until, "apply_until") + DAY_MS,
        ends_at_ms=midnight(form.ends_at, "ends_at") + DAY_MS,
        seats=form.seats,
        holdout_percent=form.holdout_percent,
        tier_min=form.tier_min,
        tier_max=form.tier_max,
        per_head=Money(minor_of(form.per_head, "per_head") if form.per_head.strip() else 0),
        quota=form.quota,
        lesson=form.lesson,
    )


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    values = {name: typed.first(name)[: rules.LESSON_CHARS_MAX] for name in Opening.__struct_fields__}
    values |= {"holdout_percent": values["holdout_percent"] or "30", "tier_min": values["tier_min"] or "1"}
    values |= {"tier_max": values["tier_max"] or str(len(rules.TIERS)), "key": secret_token()}
    found = await request.read(board, request.actor) | {"values": values, "kinds": rules.KINDS}
    if refusal is not None:
        return await request.again("console/programmes.html", refusal, found)
    return await request.page("console/programmes.html", found)


router = Router("/", route_handlers=[show_programmes, open_one, show_programme], opt=needs("operator"))
