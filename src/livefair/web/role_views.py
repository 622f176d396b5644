"""What one's role here is: what one may do, what one owes, what one gets, and by which rules; now, and what comes."""

from typing import NamedTuple

from livefair.governance import rules_in_force
from livefair.governance.rulebook import RuleSet, rule_sets, rules_of
from livefair.kernel import Actor, ReadTx
from livefair.value.rules.share_plan import LegRule
from livefair.value.share_rulebook import ShareRules, coming_share_rules, share_rules_at
from livefair.web.i18n import N_, gettext

RIGHTS = {
    "customer": (
        N_("Read why you see what you see, and have it otherwise"),
        N_("Send things back, and say when a price has fallen"),
        N_("Review what you bought, and allow brands to show it, or not"),
        N_("Take back what you agreed to, have what is known of you, and leave"),
    ),
    "host": (
        N_("Go on air, choose what you show, and end a deal as it says"),
        N_("Read why your traffic is what it is"),
        N_("Contest each line of your statement, and appeal against decisions"),
    ),
    "mcn": (
        N_("Sign hosts by contract, and receive your part of what they earn"),
        N_("Contest each line of your statement"),
    ),
    "brand": (
        N_("Sell, offer deals to hosts, and answer reviews"),
        N_("Contest each line of your statement, and answer what is contested"),
    ),
    "operator": (
        N_("Publish share rules and settings, after they were tried"),
        N_("Answer appeals that do not concern you"),
    ),
    "moderator": (N_("Decide cases that do not concern you, each by a rule"),),
    "researcher": (N_("Study what people agreed to, under pseudonyms"),),
}
DUTIES = {
    "customer": (N_("Say what is true in reviews and reports"), N_("Send back what was refunded")),
    "host": (
        N_("Say what is true of what you show, and that it is advertising"),
        N_("Know regulated goods before you show them"),
        N_("Do what your deals say"),
    ),
    "mcn": (N_("Keep to your hosts' contracts; nobody pays to get in"),),
    "brand": (N_("Deliver what was shown, in time"), N_("Take back what may come back, and answer within the time")),
    "operator": (N_("Give a reason for each change; it is kept"),),
    "moderator": (N_("Decide within the time, and say why"),),
    "researcher": (N_("Publish no number of fewer than twenty people"),),
}
LEGS = {
    "customer": ("reviewer", "ideator", "pool"),
    "host": ("host", "cohost", "pool"),
    "mcn": ("mcn",),
    "brand": ("brand",),
    "operator": ("platform", "psp", "pool"),
}


class LegLine(NamedTuple):
    """`share`: 0..1 of `of`; None where an agreement or what remains decides. `next_share`: by the coming version."""

    role: str
    share: float | None
    of: str
    next_share: float | None


class RoleView(NamedTuple):
    role: str
    rights: list[str]
    duties: list[str]
    legs: list[LegLine]


class RuleView(NamedTuple):
    title: str
    text: str


class Version(NamedTuple):
    number: int
    from_ms: int


class MyRole(NamedTuple):
    """Versions of the share rules and of the house's; None: nothing of the kind is in force, or comes."""

    roles: list[RoleView]
    share: Version | None
    next_share: Version | None
    house: Version | None
    next_house: Version | None
    rules: list[RuleView]


def my_role(tx: ReadTx, actor: Actor, locale: str) -> MyRole:
    now, coming = share_rules_at(tx, tx.now_ms), coming_share_rules(tx, tx.now_ms)
    sets = rule_sets(tx)
    house = rules_in_force(tx) if any(one.effective_at_ms <= tx.now_ms for one in sets) else None
    later = min((one for one in sets if one.effective_at_ms > tx.now_ms), key=_when, default=None)
    roles = [role for role in RIGHTS if role == "customer" or actor.has(role)]
    return MyRole(
        roles=[_role(role, now, coming, locale) for role in roles],
        share=_version(now),
        next_share=_version(coming),
        house=_version(house),
        next_house=_version(later),
        rules=_rules(tx, house, locale),
    )


def _version(rules: ShareRules | RuleSet | None) -> Version | None:
    return None if rules is None else Version(rules.version, rules.effective_at_ms)


def _when(one: RuleSet) -> int:
    return one.effective_at_ms


def _rules(tx: ReadTx, found: RuleSet | None, locale: str) -> list[RuleView]:
    rules = rules_of(tx, found.version) if found else []
    return [
        RuleView(one.title_zh, one.text_zh) if locale == "zh" else RuleView(one.title_en, one.text_en) for one in rules
    ]


def _role(role: str, now: ShareRules | None, coming: ShareRules | None, locale: str) -> RoleView:
    legs = [leg for leg in (now.legs if now else []) if leg.role in LEGS.get(role, ())]
    later = {leg.role: _share(leg) for leg in coming.legs} if coming else {}
    return RoleView(
        role=role,
        rights=[gettext(right, locale) for right in RIGHTS[role]],
        duties=[gettext(duty, locale) for duty in DUTIES[role]],
        legs=[LegLine(leg.role, _share(leg), gettext(_of(leg), locale), later.get(leg.role)) for leg in legs],
    )


def _share(leg: LegRule) -> float | None:
    return None if leg.basis_points is None else leg.basis_points / 10_000


def _of(leg: LegRule) -> str:
    if leg.remaining:
        return N_("what remains")
    if leg.from_line is not None:
        return N_("as agreed for the line")
    return N_("of the platform's fee") if leg.of == "platform" else N_("of what the buyer paid")
