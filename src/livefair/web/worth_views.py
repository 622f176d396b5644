"""What a brand is worth, as the console and the desk show it, and as programs read it."""

from math import floor, log10
from typing import Annotated, NamedTuple

import msgspec

from livefair.kernel import Money, Refusal
from livefair.value.rules.worth import Case, Cell
from livefair.value.worth import HOUSE, Said, Week, Worth, set_terms, worth_of
from livefair.web import i18n
from livefair.web.forms import Form, minor_of, points_of
from livefair.web.i18n import N_, gettext
from livefair.web.requests import Answer, AppRequest

WHY = {
    "no_sales": N_("Nothing has been sold yet."),
    "too_young": N_("There are too few whole weeks to say what is usual: four are needed."),
    "no_role": N_("Too few who came to rooms by the name have bought there to compare them with others."),
    "no_effect": N_("No positive value under this method: who came by the name did not buy more often than others."),
    "no_profit": N_("No positive value under this method: after costs, tax and capital nothing is left in some year."),
}
CASES = (N_("Low"), N_("Middle"), N_("High"))

Percent = Annotated[str, msgspec.Meta(max_length=6, pattern=r"^-?[0-9]{1,3}([.][0-9]{1,2})?$")]
Sum = Annotated[str, msgspec.Meta(max_length=15, pattern=r"^[0-9,.]+$")]


class SayingTerms(Form, frozen=True, kw_only=True):
    """Of a year: money in whole units, rates in per cent."""

    opex: Sum
    capital: Sum
    tax: Percent
    wacc: Percent
    growth: Percent


class CaseView(NamedTuple):
    name: str
    role: float
    rate: float
    growth: float
    value: Money | None


class PartView(NamedTuple):
    """`newest`: as text; `z`: None where there are too few weeks."""

    name: str
    newest: str
    z: float | None


class WorthView(NamedTuple):
    """`why`: the sentence why there is no value; `first_year`: expected revenue and economic profit of it."""

    is_house: bool
    said: Said
    typed: dict[str, str]
    weeks: list[tuple[int, Money]]
    parts: list[PartView]
    strength: float | None
    people: tuple[int, int, int, int]
    places: int
    role: tuple[float, float, float] | None
    cases: list[CaseView]
    years: list[Money]
    why: str | None


async def worth_page(request: AppRequest, owner: str, template: str, refusal: Refusal | None = None) -> Answer:
    found = await request.services.db.analyse(worth_of, request.actor, owner)
    context = {"worth": view_of(found, request.locale)}
    if refusal is not None:
        return await request.again(template, refusal, context)
    return await request.page(template, context)


async def save_terms(request: AppRequest, owner: str, template: str, here: str) -> Answer:
    try:
        await request.write(set_terms, owner, said_in(await request.form_as(SayingTerms)))
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await worth_page(request, owner, template, refusal)
    return request.go(here, toast="saved")


def said_in(form: SayingTerms) -> Said:
    sign = -1 if form.growth.startswith("-") else 1
    return Said(
        opex_minor=minor_of(form.opex, "opex"),
        capital_minor=minor_of(form.capital, "capital"),
        tax_bp=points_of(form.tax, "tax"),
        wacc_bp=points_of(form.wacc, "wacc"),
        growth_bp=sign * points_of(form.growth.removeprefix("-"), "growth"),
    )


def view_of(found: Worth, locale: str) -> WorthView:
    said, middle = found.said, found.cases[1] if found.cases else None
    why = found.why
    if middle is not None and middle.value is None:
        why = "no_profit" if middle.role else "no_effect"
    return WorthView(
        is_house=found.owner == HOUSE,
        said=said,
        typed={
            "opex": f"{said.opex_minor / 100:.2f}",
            "capital": f"{said.capital_minor / 100:.2f}",
            **{name: f"{getattr(said, f'{name}_bp') / 100:g}" for name in ("tax", "wacc", "growth")},
        },
        weeks=[(week.from_ms, Money(week.revenue_minor, found.currency)) for week in found.weeks],
        parts=_parts(found, locale),
        strength=found.strength,
        people=people_of(found.cells),
        places=sum(1 for cell in found.cells if cell.direct and cell.cold),
        role=found.role,
        cases=[_case(name, case, found.currency, locale) for name, case in zip(CASES, found.cases, strict=False)],
        years=[] if middle is None else [_money(profit, found.currency) for profit in middle.profits],
        why=None if why is None else gettext(WHY[why], locale),
    )


def people_of(cells: list[Cell]) -> tuple[int, int, int, int]:
    """Of the places that are compared: by the name, of them bought, the others, of them bought."""
    both = [cell for cell in cells if cell.direct and cell.cold]
    direct, direct_bought, cold, cold_bought = (sum(cell[at] for cell in both) for at in range(len(Cell._fields)))
    return direct, direct_bought, cold, cold_bought


def _parts(found: Worth, locale: str) -> list[PartView]:
    is_house = found.owner == HOUSE
    newest = found.weeks[-1] if found.weeks else Week(0, 0, None, None, None)
    cost = (
        N_("Cost value: what payment costs for an order")
        if is_house
        else N_("Cost value: what others have of an order")
    )
    power = N_("Power value: brands and hosts that sold") if is_house else N_("Power value: part of all sales here")
    amounts = [
        None if value is None else i18n.money(_money(value, found.currency), locale)
        for value in (newest.cost, newest.relation)
    ]
    shown = None if newest.power is None else f"{newest.power:.0f}" if is_house else f"{newest.power:.1f} %"
    names = (cost, N_("Relationship value: net sales per buyer"), power)
    return [
        PartView(gettext(name, locale), text or "–", z)
        for name, text, z in zip(names, [*amounts, shown], found.z, strict=True)
    ]


def _case(name: str, case: Case, currency: str, locale: str) -> CaseView:
    value = None if case.value is None else _money(roughly(case.value), currency)
    return CaseView(gettext(name, locale), case.role, case.rate, case.growth, value)


def roughly(value: float) -> float:
    """To two figures: more would say more than is known."""
    return round(value, 1 - floor(log10(value))) if value > 0 else 0.0


def _money(minor: float, currency: str) -> Money:
    return Money(round(minor), currency)
