"""Words for codes of what goes to and comes from programs of others."""

from __future__ import annotations

from typing import Final

from livefair.web.i18n import N_

LABELS_OF_OUTSIDE: Final[dict[str, dict[str, str]]] = {
    "webhook": {
        "on": N_("On"),
        "resting": N_("Does not answer; tried again soon"),
        "owner": N_("Paused"),
        "failing": N_("Paused: nobody answered for days"),
        "gone": N_("Paused: the address says that it is gone"),
    },
    "scope": {
        "all": N_("Everything"),
        "read": N_("Read"),
        "buy": N_("Buy and review"),
        "sell": N_("Goods and orders of my brand"),
        "live": N_("Rooms and videos"),
        "money": N_("Statements and payouts"),
        "hooks": N_("Webhooks"),
    },
    "webhook_message": {
        "waiting": N_("Waiting"),
        "delivered": N_("Taken"),
        "skipped": N_("Skipped"),
    },
    "webhook_error": {
        "unreachable": N_("Cannot be reached"),
        "address_forbidden": N_("The address leads into a private network"),
        "secret_lost": N_("The secret cannot be read any more; make a new one"),
        "bad_webhook_url": N_("Only addresses that begin with https:// are called"),
    },
    "webhook_kind": {
        "order.placed": N_("An order is placed"),
        "order.paid": N_("An order is paid"),
        "order.cancelled": N_("An order is cancelled"),
        "order.parcel_sent": N_("A parcel of an order has left"),
        "order.shipped": N_("An order is shipped"),
        "order.delivered": N_("An order has arrived"),
        "order.refunded": N_("Money of an order goes back"),
        "refund.requested": N_("A return is asked for"),
        "refund.denied": N_("A return is refused"),
        "stock.received": N_("Goods come in"),
        "stock.corrected": N_("Stock is corrected"),
        "product.created": N_("A product is made"),
        "product.withdrawn": N_("A product is taken off sale"),
        "product.price_changed": N_("A price changes"),
        "product.fact_stated": N_("A fact is stated or corrected"),
        "webhook.test": N_("A test"),
    },
}
