"""The co-creation pool for programs: the report that everybody may read, one's own parts, and an appeal."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.value.pool.appeals import appeal
from livefair.value.pool.book import Period
from livefair.value.pool.report import OwnPart, own_parts, public_report
from livefair.value.rules.contests import WORDS_MAX
from livefair.value.rules.pool import PoolRule
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Made
from livefair.web.paths import Id
from livefair.web.requests import AppRequest


class PeriodShape(msgspec.Struct, kw_only=True):
    """`to_at_ms` is no part of it. `paid_at_ms` null: still open, or a refund is waited for."""

    id: str
    from_at_ms: int
    to_at_ms: int
    collected: Amount
    given: Amount
    carried: Amount
    kept: int
    lost: int
    rule_version: int
    payable_at_ms: int
    paid_at_ms: int | None


class RoleShape(msgspec.Struct, kw_only=True):
    """`parties` null: several roles with few parties each, together."""

    role: str
    parties: int | None
    amount: Amount


class ReportedShape(msgspec.Struct, kw_only=True):
    period: PeriodShape
    roles: list[RoleShape]


class ReportShape(msgspec.Struct, kw_only=True):
    """`kappa_bp` of the platform's fee go into the pool; `rule` null: there is no pool now."""

    kappa_bp: int
    rule: PoolRule | None
    periods: list[ReportedShape]


class PartShape(msgspec.Struct, kw_only=True):
    """`minor` is left of what was planned; `lift_ppm`: millionths. Accounts that were counted as one: `merged`."""

    period: PeriodShape
    role: str
    party: str
    planned: Amount
    left: Amount
    kept: int
    lost: int
    buyers: int
    credit: Amount
    lift_ppm: int
    merged: int
    was_capped: bool


class Appealing(Body, kw_only=True):
    words: Annotated[str, msgspec.Meta(max_length=WORDS_MAX, pattern=r"^[^\x00]*$")]


def report_for(tx: ReadTx) -> ReportShape:
    found = public_report(tx)
    return ReportShape(
        kappa_bp=found.kappa_bp,
        rule=found.rule,
        periods=[
            ReportedShape(
                period=_period(one.period),
                roles=[
                    RoleShape(role=each.role, parties=each.parties, amount=_amount(each.minor, one.period))
                    for each in one.roles
                ],
            )
            for one in found.periods
        ],
    )


def parts_for(tx: ReadTx, actor: Actor) -> list[PartShape]:
    return [_part(own) for own in own_parts(tx, actor)]


def _period(period: Period) -> PeriodShape:
    from_ms, to_ms = period.span
    return PeriodShape(
        id=period.id,
        from_at_ms=from_ms,
        to_at_ms=to_ms,
        collected=_amount(period.collected_minor, period),
        given=_amount(period.given_minor, period),
        carried=_amount(period.carried_minor, period),
        kept=period.kept,
        lost=period.lost,
        rule_version=period.rule_version,
        payable_at_ms=period.payable_at_ms,
        paid_at_ms=period.paid_at_ms,
    )


def _part(own: OwnPart) -> PartShape:
    part, period = own.part, own.period
    return PartShape(
        period=_period(period),
        role=part.role,
        party=part.party,
        planned=_amount(part.planned_minor, period),
        left=_amount(part.outstanding_minor, period),
        kept=part.kept,
        lost=part.lost,
        buyers=part.buyers,
        credit=_amount(part.credit_minor, period),
        lift_ppm=part.lift_ppm,
        merged=part.merged,
        was_capped=bool(part.was_capped),
    )


def _amount(minor: int, period: Period) -> Amount:
    return Amount(minor=minor, currency=period.currency)


@get("/sharing", summary="How the co-creation pool is shared: its rule, and each period by role")
async def read_report(request: AppRequest) -> ReportShape:
    return await request.read(report_for)


@get("/pool", summary="One's own parts of the co-creation pool with their evidence, newest first")
async def list_parts(request: AppRequest) -> list[PartShape]:
    return await request.read(parts_for, request.actor)


@post("/pool/{period_id:str}/appeal", summary="Say why one's part of a period is not right; once, before it is paid")
async def object_to(request: AppRequest, period_id: Id, data: JSONBody[Appealing]) -> Made:
    return Made(id=await request.write(appeal, period_id, words=data.words))


router = Router("/", route_handlers=[read_report, list_parts, object_to], opt=needs(*SIGNED_IN), tags=["paying"])
