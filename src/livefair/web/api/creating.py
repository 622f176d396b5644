"""A host's tier and programmes for programs."""

import msgspec
from litestar import Router, get, post

from livefair.content.programmes import apply
from livefair.kernel import Actor, ReadTx
from livefair.web.access import needs
from livefair.web.api.shapes import Amount
from livefair.web.creator_views import programme_views, tier_page
from livefair.web.paths import Id
from livefair.web.requests import AppRequest


class CriterionState(msgspec.Struct, kw_only=True):
    """`is_most`: not more than `needed`, else at least."""

    word: str
    needed: int
    has: int
    is_most: bool
    is_met: bool


class NextTier(msgspec.Struct, kw_only=True):
    tier: int
    criteria: list[CriterionState]


class TierState(msgspec.Struct, kw_only=True):
    """`since_ms` None: it was not counted yet."""

    tier: int
    since_ms: int | None
    tiers: list[NextTier]


class ProgrammeState(msgspec.Struct, kw_only=True):
    """`stage`: open, drawing, running, closed. `arm` None: not applied, or not drawn yet; else treated or holdout."""

    id: str
    name: str
    kind: str
    stage: str
    may_apply: bool
    has_applied: bool
    arm: str | None
    per_head: Amount
    quota: int
    apply_until_ms: int
    ends_at_ms: int


def tier_state(tx: ReadTx, actor: Actor) -> TierState:
    page = tier_page(tx, actor)
    steps = [
        NextTier(
            tier=step.tier, criteria=[CriterionState(**each._asdict(), is_met=each.is_met) for each in step.criteria]
        )
        for step in page.steps
    ]
    return TierState(tier=page.tier, since_ms=page.since_ms, tiers=steps)


def programme_states(tx: ReadTx, actor: Actor) -> list[ProgrammeState]:
    return [
        ProgrammeState(
            id=each.id,
            name=each.name,
            kind=each.kind,
            stage=each.stage,
            may_apply=each.may_apply,
            has_applied=each.mine is not None,
            arm=each.mine.arm if each.mine else None,
            per_head=Amount(minor=each.per_head.minor, currency=each.per_head.currency),
            quota=each.quota,
            apply_until_ms=each.apply_until_ms,
            ends_at_ms=each.ends_at_ms,
        )
        for each in programme_views(tx, actor, tier_page(tx, actor).tier)
    ]


@get("/tier", summary="My tier as a host, and what each takes")
async def show_tier(request: AppRequest) -> TierState:
    return await request.read(tier_state, request.actor)


@get("/programmes", summary="Programmes that I may apply for or take part in")
async def show_programmes(request: AppRequest) -> list[ProgrammeState]:
    return await request.read(programme_states, request.actor)


@post("/programmes/{programme_id:str}/apply", status_code=204, summary="Apply for a seat")
async def ask_for_a_seat(request: AppRequest, programme_id: Id) -> None:
    await request.write(apply, programme_id)


router = Router("/", route_handlers=[show_tier, show_programmes, ask_for_a_seat], opt=needs("host"), tags=["content"])
