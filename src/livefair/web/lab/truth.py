"""Rules of attribution against a planted truth: how far off each is, whether it ranks right, what farming it earns."""

import asyncio
from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import Money
from livefair.value.attribution.planted import GAMER, HOLD_OUT, MAGNET, Truth, planted_truth
from livefair.web import i18n
from livefair.web.i18n import N_, gettext
from livefair.web.lab.credits import CURRENCY, ROLES, RULES
from livefair.web.requests import Answer, AppRequest

PLAYERS = {
    "creator": ROLES["creator"],
    "sharer": ROLES["sharer"],
    "host": ROLES["host"],
    "helper": ROLES["answer"],
    "reviewer": ROLES["reviewer"],
    MAGNET: N_("Magnet: shown to those who would buy anyway"),
    GAMER: N_("Gamer"),
}
RULES_HERE = {**RULES, HOLD_OUT: N_("Hold-out by chance")}


class MethodView(NamedTuple):
    """`shares`: what the rule credits each player with, in percent of the kept value."""

    name: str
    bias: float
    rank: float
    gamed: str
    shares: list[float]


class TruthView(NamedTuple):
    people: int
    seed: int
    value: str
    players: list[str]
    truth: list[float]
    methods: list[MethodView]


@get("/truth")
async def show_truth(request: AppRequest) -> Answer:
    truth = await asyncio.to_thread(planted_truth)
    return await request.page("lab/truth.html", {"truth": view_of(truth, request.locale)})


def view_of(truth: Truth, locale: str) -> TruthView:
    methods = [
        MethodView(
            name=gettext(RULES_HERE[one.rule], locale),
            bias=100 * one.bias,
            rank=one.rank,
            gamed="–" if one.gamed_minor is None else i18n.money(Money(round(one.gamed_minor), CURRENCY), locale),
            shares=[100 * one.minor[player] / truth.value_minor for player in truth.minor],
        )
        for one in sorted(truth.methods, key=lambda method: method.bias)
    ]
    return TruthView(
        people=truth.people,
        seed=truth.seed,
        value=i18n.money(Money(truth.value_minor, CURRENCY), locale),
        players=[gettext(PLAYERS[player], locale) for player in truth.minor],
        truth=[100 * minor / truth.value_minor for minor in truth.minor.values()],
        methods=methods,
    )


router = Router("/", route_handlers=[show_truth])
