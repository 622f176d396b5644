"""Words for codes of returns."""

from __future__ import annotations

from typing import Final

from livefair.web.i18n import N_

LABELS_OF_RETURNS: Final[dict[str, dict[str, str]]] = {
    "return_reason": {
        "quality": N_("Damaged or not as described"),
        "wrong_item": N_("Wrong item"),
        "not_arrived": N_("It never arrived"),
        "changed_mind": N_("Changed my mind"),
        "price_protection": N_("It became cheaper"),
        "chargeback": N_("Taken back by the buyer's bank"),
    },
    "return_state": {
        "requested": N_("The seller has to answer"),
        "agreed": N_("To be sent back"),
        "sent": N_("On its way back"),
        "granted": N_("The money goes back"),
        "denied": N_("Not accepted"),
        "exchanged": N_("Another piece was sent"),
    },
    "return_end": {
        "silence": N_("The seller did not answer in time; that is a yes."),
        "not_sent": N_("The goods were not sent back in time."),
        "rule": N_("By the rules, without waiting for anybody."),
    },
    "wants": {
        "refund": N_("My money back"),
        "exchange": N_("Another piece"),
    },
    "freight_by": {
        "buyer": N_("You pay for sending it back."),
        "brand": N_("The seller pays for sending it back."),
    },
    "freight_by_desk": {
        "buyer": N_("The buyer pays for the way back."),
        "brand": N_("You pay for the way back."),
    },
    "return_class": {
        "standard": N_("7 days, without a reason"),
        "opened": N_("7 days, unopened only"),
        "made_to_order": N_("Made to order: only for a fault"),
        "fresh": N_("Fresh goods: only for a fault"),
        "digital": N_("Digital goods: only for a fault"),
    },
}
