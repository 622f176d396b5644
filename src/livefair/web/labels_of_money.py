"""Words for codes of payments: providers, disputes, differences between two books."""

from __future__ import annotations

from typing import Final

from livefair.web.i18n import N_

LABELS_OF_MONEY: Final[dict[str, dict[str, str]]] = {
    "provider": {
        "local": N_("Test provider"),
        "stripe": N_("Card (Stripe)"),
        "alipay": N_("Alipay"),
        "wechat": N_("WeChat Pay"),
    },
    "returned": {
        "late": N_("Your payment came after the time was over."),
        "twice": N_("It had been paid another way already."),
        "odd": N_("Another amount was taken than was asked for."),
    },
    "payout": {
        "sending": N_("On its way"),
        "paid": N_("Arrived at the bank"),
        "failed": N_("Failed"),
        "returned": N_("Sent back"),
        "paid_late": N_("Arrived late"),
    },
    "plan_draft": {
        "waits": N_("Being simulated"),
        "ready": N_("Not in force"),
        "published": N_("Published"),
        "outdated": N_("Outdated"),
    },
    "pool_period": {
        "open": N_("Open to appeals until"),
        "paying": N_("To be paid since"),
        "paid": N_("Paid since"),
    },
    "pool_appeal": {
        "open": N_("Your appeal waits for an answer"),
        "mended": N_("Your appeal was right"),
        "stands": N_("It stays as it is"),
    },
    "dispute": {
        "open": N_("Open"),
        "won": N_("Won"),
        "lost": N_("Lost"),
    },
    "dispute_reason": {
        "fraudulent": N_("The cardholder does not know the payment"),
        "product_not_received": N_("The goods did not come"),
        "product_unacceptable": N_("The goods are not as described"),
        "duplicate": N_("It was paid twice"),
        "credit_not_processed": N_("A refund did not come"),
        "subscription_canceled": N_("It was cancelled"),
        "unrecognized": N_("The cardholder does not recognise it"),
        "general": N_("Not said"),
    },
    "movement": {
        "charge": N_("Payment"),
        "refund": N_("Refund"),
        "dispute": N_("Dispute"),
    },
    "difference": {
        "missing_there": N_("Only in our book"),
        "unknown_here": N_("Only with the provider"),
        "double_there": N_("Twice with the provider"),
        "wrong_amount": N_("Different amounts"),
        "wrong_currency": N_("Different currencies"),
    },
    "next_step": {
        "missing_there": N_(
            "Look for it with the provider, under our name; a day later it may be there. Else ask them."
        ),
        "unknown_here": N_("See whose it is: odd amounts wait under Payments; what is of nobody goes back."),
        "double_there": N_("Send the second one back with the provider, and say so here."),
        "wrong_amount": N_("Compare both receipts. The difference goes back to the buyer or is asked of the provider."),
        "wrong_currency": N_("The provider settles in another currency: have it settle in the one that is paid in."),
    },
    "dispute_answer": {
        "contest": N_("Contested"),
        "accept": N_("Accepted"),
    },
}
