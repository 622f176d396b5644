"""What a brand is worth, for programs: every input is in the answer, so that anybody can reckon it again."""

import msgspec
from litestar import Router, get

from livefair.value.worth import HOUSE, Worth, worth_of
from livefair.web.access import needs
from livefair.web.desk.overview import brand_of
from livefair.web.requests import AppRequest

NOT = "An estimate under assumptions of ours: no appraisal, not after ISO 10668, not for a balance sheet."


class WeekShape(msgspec.Struct, kw_only=True):
    from_ms: int
    revenue_minor: int
    cost: float | None
    relation: float | None
    power: float | None


class CellShape(msgspec.Struct, kw_only=True):
    """People in one room: who came by the name, of them bought, the others, of them bought."""

    direct: int
    direct_bought: int
    cold: int
    cold_bought: int


class CaseShape(msgspec.Struct, kw_only=True):
    """`value_minor` null: no positive value under this method."""

    role: float
    rate: float
    growth: float
    profits_minor: list[float]
    value_minor: float | None


class TermsShape(msgspec.Struct, kw_only=True):
    """Of a year. `version` 0: the program's own assumptions."""

    opex_minor: int
    capital_minor: int
    tax_bp: int
    wacc_bp: int
    growth_bp: int
    version: int


class WorthShape(msgspec.Struct, kw_only=True):
    """`cases`: low, middle, high; empty for the reason `why`. `z`: cost, relation, power."""

    owner: str
    at_ms: int
    currency: str
    terms: TermsShape
    weeks: list[WeekShape]
    z: list[float | None]
    strength: float | None
    cells: list[CellShape]
    role: list[float] | None
    cases: list[CaseShape]
    why: str | None
    caveat: str


def shape_of(found: Worth) -> WorthShape:
    return WorthShape(
        owner=found.owner,
        at_ms=found.at_ms,
        currency=found.currency,
        terms=TermsShape(**found.said._asdict()),
        weeks=[WeekShape(**week._asdict()) for week in found.weeks],
        z=list(found.z),
        strength=found.strength,
        cells=[CellShape(**cell._asdict()) for cell in found.cells],
        role=None if found.role is None else list(found.role),
        cases=[
            CaseShape(
                role=case.role, rate=case.rate, growth=case.growth, profits_minor=case.profits, value_minor=case.value
            )
            for case in found.cases
        ],
        why=found.why,
        caveat=NOT,
    )


@get("/worth", opt=needs("operator"), summary="What the platform's brand is worth, with every input")
async def house_worth(request: AppRequest) -> WorthShape:
    return shape_of(await request.services.db.analyse(worth_of, request.actor, HOUSE))


@get("/brand/worth", opt=needs("brand"), summary="What one's own brand is worth here, with every input")
async def own_worth(request: AppRequest) -> WorthShape:
    return shape_of(await request.services.db.analyse(worth_of, request.actor, brand_of(request.actor)))


router = Router("/", route_handlers=[house_worth, own_worth], tags=["measures"])
