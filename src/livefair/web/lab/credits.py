"""Attribution and retention as tables for people."""

import msgspec

from livefair.kernel import Money
from livefair.value.attribution import NOBODY, Attribution
from livefair.value.lifetime import Lifetimes
from livefair.value.paths.report import Cell, Table
from livefair.value.studies import Kept, Study
from livefair.web import i18n
from livefair.web.i18n import N_, gettext
from livefair.web.readings import as_locale

CURRENCY = "CNY"
RULES = {
    "first": N_("First touch"),
    "last": N_("Last touch"),
    "linear": N_("Linear"),
    "time_decay": N_("Time decay"),
    "position": N_("Position"),
    "markov": N_("Markov"),
    "set_shapley": N_("Set Shapley"),
    "fitted_shapley": N_("Fitted Shapley"),
}
ROLES = {
    "host": N_("Host"),
    "creator": N_("Video creator"),
    "reviewer": N_("Reviewer"),
    "sharer": N_("Sharer"),
    "answer": N_("Who answered a question"),
}
OTHERS = N_("others")
NO_HOLD_OUT = N_("unknown: no hold-out ran")
WEEKS_SHOWN = 12

Told = tuple[list[str], list[Table]]


def attribution_tables(study: Study, locale: str) -> Told:
    """Every rule beside the others, and what an experiment would have to say."""
    found = msgspec.json.decode(study.result or "", type=Attribution)
    seen = study.behind()
    rules = [rule for rule in RULES if rule in found.credits[0].minor]
    rows = []
    for credit in found.credits:
        units = [Cell(_money(credit.minor[rule], locale)) for rule in rules]
        rows.append([Cell(player_name(credit.player, locale)), *units, Cell(gettext(NO_HOLD_OUT, locale))])
    sums = [Cell(_money(sum(one.minor[rule] for one in found.credits), locale)) for rule in rules]
    rows.append([Cell(gettext(N_("Sum"), locale)), *sums, Cell(gettext(NO_HOLD_OUT, locale))])
    names = [gettext(RULES[rule], locale) for rule in rules]
    columns = [gettext(N_("Who was met"), locale), *names, gettext(N_("Incremental"), locale)]
    table = Table(gettext(N_("Every rule beside the others"), locale), columns, rows)
    notes = [
        gettext(N_("No rule knows what would have happened otherwise. Only a hold-out by chance can tell."), locale),
        gettext(N_("Kept value that every rule divides: %(value)s, of %(kept)s ways; %(lost)s kept nothing."), locale)
        % {"value": _money(found.value_minor, locale), "kept": found.kept, "lost": found.lost},
    ]
    if seen is not None:
        waiting = N_("Kept without any touch in time: %(value)s, nobody's. Lines still in their return window: %(n)s.")
        value = _money(seen.untouched_minor, locale)
        notes.append(gettext(waiting, locale) % {"value": value, "n": seen.waiting})
    return notes, [table]


def player_name(player: str, locale: str) -> str:
    """A role and a pseudonym in the reader's words."""
    if player == NOBODY:
        return gettext(N_("nobody: it would have been kept anyway"), locale)
    role, _, name = player.partition(":")
    if role not in ROLES:
        return gettext(OTHERS, locale)
    return f"{gettext(ROLES[role], locale)} {gettext(OTHERS, locale) if name == 'others' else name}"


def retention_tables(study: Study, locale: str) -> Told:
    found = msgspec.json.decode(study.result or "", type=Kept)
    cohorts, notes = found.retention.cohorts, []
    longest = min(WEEKS_SHOWN, max((len(cohort.kept) for cohort in cohorts), default=0))
    rows = [
        [
            Cell(str(cohort.first_period + 1)),
            Cell(i18n.number(cohort.customers, locale)),
            *(Cell(_share(cohort.kept[n]) if n < len(cohort.kept) else "") for n in range(longest)),
        ]
        for cohort in cohorts
    ]
    week = gettext(N_("Week"), locale)
    columns = [week, gettext(N_("Customers"), locale), *(f"+{n}" for n in range(1, longest + 1))]
    again = found.retention.again_within_90_days
    said = gettext(N_("Second purchase within 90 days: %(share)s of %(n)s customers observed so long."), locale)
    unknown = gettext(N_("unknown"), locale)
    notes.append(said % {"share": unknown if again is None else _share(again), "n": found.retention.observed_90_days})
    if found.small_cohorts:
        hidden = N_("Weeks with fewer than 20 first purchases, not shown: %(n)s.")
        notes.append(gettext(hidden, locale) % {"n": found.small_cohorts})
    tables = [Table(gettext(N_("Who bought again, by the week of the first purchase"), locale), columns, rows)]
    if found.no_lifetimes is not None:
        reason = found.no_lifetimes.fault().on(as_locale(locale))
        notes.append(f"{gettext(N_('Customer lifetime: not estimated.'), locale)} {reason}")
    if found.lifetimes is not None:
        tables.append(_lifetimes(found.lifetimes, locale))
    return notes, tables


def _lifetimes(found: Lifetimes, locale: str) -> Table:
    worth = gettext(N_("unknown"), locale)
    if found.value_minor is not None:
        worth = _money(round(found.value_minor), locale)
    rows = [
        (N_("Customers"), i18n.number(found.customers, locale)),
        (N_("Came back"), i18n.number(found.came_back, locale)),
        *((name, f"{value:.4f}") for name, value in found.buying.items()),
        (N_("Purchases expected in a year"), i18n.number(round(found.purchases, 1), locale)),
        (N_("Their value, discounted"), worth),
    ]
    heads = [gettext(head, locale) for head in (N_("What is counted"), N_("Value"))]
    cells = [[Cell(gettext(name, locale)), Cell(value)] for name, value in rows]
    return Table(gettext(N_("Customer lifetime (BG/NBD and Gamma-Gamma)"), locale), heads, cells)


def _money(minor: int, locale: str) -> str:
    return i18n.money(Money(minor, CURRENCY), locale)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"
