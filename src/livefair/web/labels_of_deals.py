"""Words for codes of deals between brands and hosts."""

from typing import Final

from livefair.web.i18n import N_

LABELS_OF_DEALS: Final[dict[str, dict[str, str]]] = {
    "deal": {
        "open": N_("Being talked about"),
        "signed": N_("Signed"),
        "declined": N_("Declined"),
        "ended": N_("Over"),
    },
    "side": {
        "brand": N_("Brand"),
        "host": N_("Host"),
        "nobody": N_("Nobody"),
    },
    "audience": {
        "open": N_("Open to every host"),
        "invited": N_("Only hosts whom I invite"),
    },
    "sample_terms": {
        "none": N_("No sample"),
        "keep": N_("Sample to keep"),
        "review": N_("Sample for a review"),
        "return": N_("Sample to send back"),
    },
    "sample": {
        "asked": N_("Asked for"),
        "declined": N_("Declined"),
        "sent": N_("Sent"),
        "claimed": N_("On its way back"),
        "settled": N_("Settled"),
    },
    "purchase": {
        "draft": N_("Draft"),
        "sent": N_("Ordered"),
        "part_received": N_("Partly received"),
        "closed": N_("Closed"),
        "cancelled": N_("Thrown away"),
    },
    "milestone": {
        "open": N_("To be delivered"),
        "missed": N_("Missed: the payment is held"),
        "delivered": N_("Delivered"),
        "paid": N_("Paid"),
        "returned": N_("Went back to the brand"),
    },
}
