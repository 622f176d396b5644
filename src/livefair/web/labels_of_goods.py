"""Words for the codes of what makes goods cheaper."""

from typing import Final

from livefair.web.i18n import N_

LABELS_OF_GOODS: Final[dict[str, dict[str, str]]] = {
    "reduction": {
        "flash_sale": N_("Flash sale"),
        "coupon": N_("Coupon"),
        "host_coupon": N_("Host's coupon"),
        "house_coupon": N_("The house's coupon"),
    },
    "parcel": {
        "sent": N_("Handed over"),
        "collected": N_("Collected"),
        "in_transit": N_("On its way"),
        "out_for_delivery": N_("Out for delivery"),
        "attempted": N_("Nobody was there"),
        "delivered": N_("Delivered"),
    },
    "location": {
        "warehouse": N_("Warehouse"),
        "shop": N_("Shop"),
        "studio": N_("Studio"),
    },
    "condition": {
        "as_new": N_("as new"),
        "opened": N_("opened, in order"),
        "damaged": N_("damaged: not sold again"),
    },
    "stock_change": {
        "moved": N_("Moved"),
        "counted": N_("Counted"),
        "packed": N_("Packed"),
        "taken": N_("Taken"),
        "received": N_("Received"),
        "corrected": N_("Corrected"),
        "shipped": N_("Left with a parcel"),
        "returned": N_("Came back"),
        "sample": N_("Sent as a sample"),
        "outside": N_("Sold elsewhere"),
        "boxed": N_("Put into boxes"),
        "unboxed": N_("Taken out of boxes"),
    },
    "way": {
        "box": N_("As a blind box"),
        "group": N_("Together with others"),
        "preorder": N_("In advance, with a deposit"),
        "auction": N_("At auction"),
    },
    "auction": {
        "announced": N_("Opens soon: bids can come already"),
        "open": N_("Bidding is open"),
        "counting": N_("Time is over"),
        "closed": N_("Over"),
        "withdrawn": N_("Taken back"),
    },
    "bid": {
        "bid": N_("has bid"),
        "retract": N_("has taken a bid back"),
    },
    "win": {
        "due": N_("To be paid"),
        "paying": N_("Being paid"),
        "paid": N_("Won and paid"),
        "lapsed": N_("Not paid in time: it went to the next"),
    },
    "group": {
        "open": N_("The group is open"),
        "full": N_("The group is full: it will be sent"),
        "failed": N_("The group was not full in time: the money goes back"),
    },
    "group_offer": {
        "open": N_("Open"),
        "gone": N_("All sold"),
        "over": N_("Ended"),
    },
    "preorder": {
        "unpaid": N_("The deposit is not paid yet"),
        "waiting": N_("Kept for you"),
        "due": N_("The balance is due"),
        "paying": N_("The balance is being paid"),
        "done": N_("Ordered"),
        "late": N_("The time for the balance is over"),
        "returning": N_("The deposit is on its way back"),
        "returned": N_("The deposit went back"),
        "kept": N_("The deposit was left to the brand"),
    },
    "resource": {
        "studio": N_("Recording studio"),
        "venue": N_("Venue"),
        "equipment": N_("Equipment"),
        "crew": N_("Crew"),
    },
    "booking": {
        "booked": N_("Booked"),
        "cancelled": N_("Cancelled"),
        "ended": N_("Over"),
    },
    "licence": {
        "asked": N_("Asked for"),
        "granted": N_("In force"),
        "declined": N_("Declined"),
        "withdrawn": N_("Asked no longer"),
        "lapsed": N_("Not answered in time"),
        "ended": N_("Over"),
    },
    "box_series": {
        "open": N_("On sale"),
        "gone": N_("All sold"),
        "over": N_("Ended"),
        "settled": N_("Settled"),
    },
    "import": {
        "waiting": N_("Waiting"),
        "running": N_("Being read"),
        "done": N_("Done"),
        "failed": N_("Failed"),
        "undoing": N_("Being taken back"),
        "undone": N_("Taken back"),
    },
    "import_mode": {
        "dry": N_("Trial"),
        "real": N_("For real"),
    },
    "coupon": {
        "open": N_("Can be claimed"),
        "gone": N_("All claimed"),
        "stopped": N_("Stopped"),
        "over": N_("Over"),
        "ready": N_("Ready to use"),
        "used": N_("Used"),
    },
    "flash_sale": {
        "planned": N_("Planned"),
        "announced": N_("Countdown"),
        "open": N_("Running"),
        "over": N_("Over"),
    },
}
