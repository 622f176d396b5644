"""The salience map: who has power, legitimacy and urgency now, how sure that is, and who gets too little for it."""

from typing import NamedTuple

from litestar import Router, get
from markupsafe import Markup

from livefair.value.salience import Group, kinds_of_claims, salience
from livefair.value.salience.settings import settings
from livefair.web.i18n import N_, gettext
from livefair.web.readings import as_locale
from livefair.web.requests import Answer, AppRequest
from livefair.web.salience_chart import Mark, salience_map

CLASS_WORDS = {
    "none": N_("None of the three"),
    "dormant": N_("Dormant"),
    "discretionary": N_("Discretionary"),
    "demanding": N_("Demanding"),
    "dominant": N_("Dominant"),
    "dangerous": N_("Dangerous"),
    "dependent": N_("Dependent"),
    "definitive": N_("Definitive"),
}
ATTRIBUTES = {"P": N_("Power"), "L": N_("Legitimacy"), "U": N_("Urgency")}


class GroupView(NamedTuple):
    code: str
    name: str
    class_name: str
    power: float
    legitimacy: float
    urgency: float
    priority: float
    chances: list[tuple[str, str]]
    days: list[tuple[str, str]]
    waiting: list[tuple[str, int]]
    ratio: float | None
    perceived: float | None
    buyers: int
    acts: int
    upheld: int
    is_short: bool


@get("/salience")
async def show_salience(request: AppRequest) -> Answer:
    locale = request.locale
    found = await request.services.db.analyse(salience, request.actor)
    groups = [view_of(one, locale) for one in found.groups]
    context = {
        "from_ms": found.from_ms,
        "to_ms": found.to_ms,
        "version": found.version,
        "figure": figure_of(found.groups, groups, locale),
        "groups": groups,
        "claims": [(one.name.on(as_locale(locale)), one.weight, one.hours) for one in kinds_of_claims().values()],
    }
    return await request.page("lab/salience.html", context)


def figure_of(groups: list[Group], views: list[GroupView], locale: str) -> Markup:
    marks = [Mark(one.letters, view.name, view.class_name) for one, view in zip(groups, views, strict=True)]
    words = {letter: gettext(word, locale) for letter, word in ATTRIBUTES.items()}
    return salience_map(marks, words, gettext(N_("Who counts"), locale))


def view_of(one: Group, locale: str) -> GroupView:
    words = as_locale(locale)
    kinds = kinds_of_claims()
    return GroupView(
        code=one.code,
        name=settings().groups[one.code].on(words),
        class_name=gettext(CLASS_WORDS[one.name], locale),
        power=one.scores.power,
        legitimacy=one.scores.legitimacy,
        urgency=one.scores.urgency,
        priority=one.scores.priority,
        chances=_parts(one.chances, locale),
        days=_parts(one.days, locale),
        waiting=[(kinds[kind].name.on(words), count) for kind, count in sorted(one.waiting.items())],
        ratio=one.ratio,
        perceived=one.perceived,
        buyers=one.buyers,
        acts=one.acts,
        upheld=one.upheld,
        is_short=one.is_short,
    )


def _parts(parts: dict[str, float], locale: str) -> list[tuple[str, str]]:
    return [(gettext(CLASS_WORDS[name], locale), f"{100 * part:.0f} %") for name, part in parts.items()]


router = Router("/", route_handlers=[show_salience])
