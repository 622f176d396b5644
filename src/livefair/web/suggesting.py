"""Suggestions of who might work with whom, in words for the side that reads them."""

from typing import NamedTuple

from livefair.kernel import Money
from livefair.value.matching import Suggestion
from livefair.value.rules.matching import FLOOR
from livefair.web import i18n
from livefair.web.i18n import N_, gettext

TO_HOST = {
    "fits": N_("Fits what you sell: %(percent)s of your sales are of this kind."),
    "earns": N_("You would earn about %(amount)s a month."),
    "keeps": N_("Few of your sales come back (%(percent)s)."),
    "pays_more": N_("The commission is above what is open to everybody."),
    "new": N_("New to the fair: everybody gets a chance."),
}
TO_BRAND = {
    **TO_HOST,
    "fits": N_("Sells this kind of goods: %(percent)s of their sales."),
    "earns": N_("Expected sales of about %(amount)s a month."),
    "keeps": N_("Few of their sales come back (%(percent)s)."),
}
HOW = N_(
    "By past sales, kind of goods, commission and returns; both sides count alike, "
    "and hosts with few followers get at least %(percent)s of the suggestions."
)


class SuggestionView(NamedTuple):
    """`id` is the other side's: an offer's or a host's."""

    id: str
    name: str
    reasons: list[str]


def reasons_in_words(suggestion: Suggestion, locale: str, *, to_brand: bool) -> list[str]:
    words = TO_BRAND if to_brand else TO_HOST
    minor = suggestion.sales_minor if to_brand else suggestion.host_minor
    rounded = Money(max(100, minor // 1_000 * 1_000))
    return [
        gettext(words[code], locale)
        % {
            "percent": i18n.percent(suggestion.returned if code == "keeps" else suggestion.fit, locale),
            "amount": i18n.money(rounded, locale),
        }
        for code in suggestion.reasons
    ]


def how_in_words(locale: str) -> str:
    return gettext(HOW, locale) % {"percent": i18n.percent(FLOOR, locale)}
