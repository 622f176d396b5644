"""The dictionary of metrics: every indicator and every number of the big screen with its one definition, from data."""

from typing import NamedTuple

from litestar import Router, get

from livefair.live.metrics import metrics
from livefair.value.indicators import registry
from livefair.value.studies import items, model_of
from livefair.web.readings import as_locale
from livefair.web.requests import Answer, AppRequest


class Definition(NamedTuple):
    """One number's definition; what a register does not say is empty."""

    id: str
    name: str
    formula: str
    unit: str
    window: str
    norm: str
    direction: str
    sources: str
    limits: str


class Register(NamedTuple):
    code: str
    version: int | None
    n_rule: str
    definitions: list[Definition]


def registers(locale: str) -> list[Register]:
    words = as_locale(locale)
    held = registry()
    indicators = [
        Definition(
            one.id,
            one.name.on(words),
            one.formula.on(words),
            one.unit.on(words),
            one.window,
            one.norm,
            one.direction,
            " ".join(one.sources),
            one.limits.on(words),
        )
        for one in held.indicators
    ]
    screen = [
        Definition(
            one.id,
            one.name.on(words),
            one.formula.on(words),
            one.unit,
            "S",
            "",
            one.direction,
            " ".join(one.sources),
            "",
        )
        for one in metrics()
    ]
    counted = [
        Definition(
            name, item.name.on(words), item.formula.on(words), item.scale, "28d", "", "", " ".join(item.sources), ""
        )
        for name, item in items().items()
    ]
    return [
        Register("indicators", held.version, held.n_rule.on(words), indicators),
        Register("items", model_of("paths").version, "", counted),
        Register("screen", None, "", screen),
    ]


@get("/dictionary")
async def show_dictionary(request: AppRequest) -> Answer:
    return await request.page("lab/dictionary.html", {"registers": registers(request.locale)})


router = Router("/", route_handlers=[show_dictionary])
