"""The construct registry and the register of value propositions: what is measured by what, and what by nothing yet."""

from typing import NamedTuple

from litestar import Router, get

from livefair.value.constructs import Measured, Promised, measured, promised
from livefair.value.constructs.registry import STAGES, constructs, propositions
from livefair.value.why import Locale
from livefair.web.i18n import N_, gettext
from livefair.web.readings import as_locale
from livefair.web.requests import Answer, AppRequest

STAGE_WORDS = {
    "drivers": N_("Drivers"),
    "organism": N_("What people feel"),
    "behaviours": N_("Behaviours"),
    "results": N_("Results"),
}
KIND_WORDS = {
    "functional": N_("Functional"),
    "emotional": N_("Emotional"),
    "monetary": N_("Monetary"),
    "symbolic": N_("Symbolic"),
}
STAKEHOLDER_WORDS = {
    "customer": N_("Customers"),
    "host": N_("Hosts"),
    "brand": N_("Brands"),
    "mcn": N_("Agencies"),
    "creator": N_("Creators"),
    "society": N_("Society"),
}
UNIT_WORDS = {
    "platform": N_("Platform, in a week"),
    "host": N_("Host, in a week"),
    "customer": N_("Customer, in 28 days"),
}


class ConstructView(NamedTuple):
    id: str
    name: str
    meaning: str
    unit: str
    mode: str
    indicators: list[tuple[str, str]]
    counted: list[str]
    asked: list[str]
    waits: str


class StageView(NamedTuple):
    name: str
    constructs: list[ConstructView]


class PropositionView(NamedTuple):
    id: str
    stakeholder: str
    kind: str
    words: str
    kpi: str
    where: str


def stage_views(locale: str) -> list[StageView]:
    words = as_locale(locale)
    return [
        StageView(
            gettext(STAGE_WORDS[stage], locale),
            [_construct(one, words, locale) for one in measured() if one.construct.stage == stage],
        )
        for stage in STAGES
    ]


def proposition_views(locale: str) -> list[PropositionView]:
    return [_proposition(one, as_locale(locale), locale) for one in promised()]


def _construct(one: Measured, words: Locale, locale: str) -> ConstructView:
    return ConstructView(
        id=one.construct.id,
        name=one.construct.name.on(words),
        meaning=one.construct.meaning.on(words),
        unit=gettext(UNIT_WORDS[one.construct.unit], locale),
        mode=one.construct.mode,
        indicators=[(each.id, each.name.on(words)) for each in one.indicators],
        counted=one.counted,
        asked=[item.on(words) for item in one.asked],
        waits=one.construct.waits.on(words) if one.construct.waits else "",
    )


def _proposition(one: Promised, words: Locale, locale: str) -> PropositionView:
    said = one.proposition
    asked = [item.on(words) for item in one.asked]
    return PropositionView(
        id=said.id,
        stakeholder=gettext(STAKEHOLDER_WORDS[said.stakeholder], locale),
        kind=gettext(KIND_WORDS[said.kind], locale),
        words=said.on(words),
        kpi=f"{one.indicator.name.on(words)} ({one.indicator.id})" if one.indicator else " / ".join(asked),
        where=said.where,
    )


@get("/constructs")
async def show_constructs(request: AppRequest) -> Answer:
    context = {
        "version": constructs().version,
        "stages": stage_views(request.locale),
        "propositions": proposition_views(request.locale),
        "propositions_version": propositions().version,
    }
    return await request.page("lab/constructs.html", context)


router = Router("/", route_handlers=[show_constructs])
