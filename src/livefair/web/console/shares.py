"""The share plan: every version there was, the one in force, and drafting a new one."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Invalid, ReadTx, Refusal
from livefair.people import person_cards
from livefair.value.pool.drafts import DAYS_AHEAD_MAX, Wish, draft_plan
from livefair.value.queries import PublishedRules, published_rules
from livefair.value.rules.share_plan import WHOLE_BP, LegRule
from livefair.value.share_rulebook import shipped_gift_legs
from livefair.web.access import needs
from livefair.web.forms import Form
from livefair.web.i18n import N_, gettext
from livefair.web.pool_views import DraftView, draft_views
from livefair.web.requests import Answer, AppRequest

Percent = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,2}([.][0-9]{1,2})?$")]
GiftPercent = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{1,2}([.][0-9]{1,2})?|100)?$")]
PART_BP_MAX = 5_000
FIXED = ("psp", "platform", "reviewer")
"""The legs whose part the house itself decides; the others follow from what host, brand and MCN agreed."""


class NewPlan(Form, frozen=True, kw_only=True):
    """`gift_host`: the host's part of a gift; without it, gifts stay as they are. `days_ahead`: from the beginning of
    which day (UTC) on."""

    psp: Percent
    platform: Percent
    reviewer: Percent
    gift_host: GiftPercent = ""
    days_ahead: Annotated[int, msgspec.Meta(ge=1, le=DAYS_AHEAD_MAX)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=r"^[^\x00\r\n]*$")]


class LegView(NamedTuple):
    role: str
    share: float | None
    of: str


class PlanView(NamedTuple):
    id: str
    version: int
    since_at_ms: int
    is_current: bool
    by: str
    rules: list[LegView]
    gift_rules: list[LegView]


class ValueView(NamedTuple):
    role: str
    percent: str


@get("/shares", opt=needs("operator"))
async def show_shares(request: AppRequest) -> Answer:
    return await _page(request)


@post("/shares", opt=needs("operator"))
async def draft(request: AppRequest) -> Answer:
    try:
        await request.write(draft_plan, wish_of(await request.form_as(NewPlan)))
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go("/console/shares", toast="saved")


def wish_of(form: NewPlan) -> Wish:
    legs = {role: points_of(getattr(form, role), field=role) for role in FIXED}
    gift_legs = {"host": points_of(form.gift_host, WHOLE_BP, "gift_host")} if form.gift_host else {}
    return Wish(form.days_ahead, form.reason, legs=legs, gift_legs=gift_legs)


def points_of(percent: str, most: int = PART_BP_MAX, field: str = "platform") -> int:
    """Basis points of "12.5"; exact, for it never passes a float."""
    whole, _, part = percent.partition(".")
    points = int(whole) * 100 + int(part.ljust(2, "0") or "0")
    if points > most:
        raise Invalid("out_of_range", field=field)
    return points


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    plans, names, drafts = await request.read(plans_and_names, request.actor)
    newest = max(plans, key=lambda plan: plan.rules.version)
    percents: dict[str, str] = {leg.role: f"{(leg.basis_points or 0) / 100:g}" for leg in newest.rules.legs}
    typed = await request.typed()
    context = {
        "plans": [plan_view(plan, names, request.locale) for plan in plans],
        "gift_host": typed.first("gift_host")[:6] or gift_host_percent(newest),
        "drafts": drafts,
        "values": [ValueView(role, typed.first(role)[:6] or percents.get(role, "0")) for role in FIXED],
    }
    if refusal is not None:
        return await request.again("console/shares.html", refusal, context)
    return await request.page("console/shares.html", context)


def gift_host_percent(newest: PublishedRules) -> str:
    legs = newest.rules.gift_legs or shipped_gift_legs()
    return next((f"{(leg.basis_points or 0) / 100:g}" for leg in legs if leg.role == "host"), "0")


def plans_and_names(tx: ReadTx, actor: Actor) -> tuple[list[PublishedRules], dict[str, str], list[DraftView]]:
    plans = published_rules(tx, actor)
    cards = person_cards(tx, [plan.published_by for plan in plans])
    return plans, {person_id: card.name for person_id, card in cards.items()}, draft_views(tx, actor)


def plan_view(plan: PublishedRules, names: dict[str, str], locale: str) -> PlanView:
    return PlanView(
        id=str(plan.rules.version),
        version=plan.rules.version,
        since_at_ms=plan.rules.effective_at_ms,
        is_current=bool(plan.is_in_force),
        by=names.get(plan.published_by, "Livefair"),
        rules=[leg_view(leg, locale) for leg in plan.rules.legs],
        gift_rules=[leg_view(leg, locale, of_gift=True) for leg in plan.rules.gift_legs],
    )


def leg_view(leg: LegRule, locale: str, *, of_gift: bool = False) -> LegView:
    if leg.remaining:
        return LegView(leg.role, None, gettext(N_("what remains"), locale))
    if leg.of is not None and of_gift:
        return LegView(leg.role, None, gettext(N_("out of the host's part, by their contract"), locale))
    if leg.from_line is not None:
        return LegView(leg.role, None, gettext(N_("as agreed for the line"), locale))
    if leg.of == "platform":
        return LegView(leg.role, None, gettext(N_("out of the platform's fee, for the co-creation pool"), locale))
    words = N_("of the gift") if of_gift else N_("of what the buyer paid")
    return LegView(leg.role, (leg.basis_points or 0) / 10_000, gettext(words, locale))


router = Router("/", route_handlers=[show_shares, draft])
