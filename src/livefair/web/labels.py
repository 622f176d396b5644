"""Words for codes: states, roles, reasons. A code without words is shown readably, never hidden."""

from __future__ import annotations

from typing import Final

from livefair.web.i18n import N_, gettext

LABELS: Final[dict[str, dict[str, str]]] = {
    "order": {
        "placed": N_("Waiting for payment"),
        "paid": N_("Paid"),
        "shipped": N_("Shipped"),
        "received": N_("Received"),
        "completed": N_("Completed"),
        "cancelled": N_("Cancelled"),
        "refund_asked": N_("Return asked for"),
        "refunded": N_("Refunded"),
    },
    "payment": {
        "pending": N_("Waiting for the provider"),
        "paid": N_("Paid"),
        "declined": N_("Declined"),
        "timed_out": N_("Timed out"),
    },
    "role": {
        "customer": N_("Customer"),
        "host": N_("Host"),
        "mcn": N_("Agency (MCN)"),
        "brand": N_("Brand"),
        "operator": N_("Operator"),
        "moderator": N_("Moderator"),
        "researcher": N_("Researcher"),
        "reviewer": N_("Reviewer"),
        "platform": N_("Platform"),
    },
    "report_reason": {
        "false_claim": N_("False claim about a product"),
        "spam": N_("Spam or advertising"),
        "abuse": N_("Insult or harassment"),
        "unsafe": N_("Dangerous or unlawful"),
        "privacy": N_("Shows private data"),
        "other": N_("Something else"),
    },
    "subject": {
        "video": N_("Video"),
        "room": N_("Live room"),
        "chat_line": N_("Chat line"),
        "product": N_("Product"),
        "review": N_("Review"),
        "question": N_("Question"),
        "person": N_("Person"),
    },
    "decision": {
        "open": N_("Open"),
        "kept": N_("Kept"),
        "removed": N_("Removed"),
        "warned": N_("Warned"),
        "suspended": N_("Suspended"),
        "appealed": N_("Appealed"),
        "upheld": N_("Upheld after appeal"),
        "overturned": N_("Overturned after appeal"),
    },
    "return_reason": {
        "quality": N_("Damaged or not as described"),
        "wrong_item": N_("Wrong item"),
        "not_arrived": N_("It never arrived"),
        "changed_mind": N_("Changed my mind"),
    },
    "disclosure": {
        "bought": N_("I paid for this myself"),
        "gifted": N_("I got this for free"),
        "paid": N_("I am paid for this review"),
    },
    "room": {
        "scheduled": N_("Not on air yet"),
        "open": N_("Not on air yet"),
        "live": N_("On air"),
        "closed": N_("Ended"),
        "ended": N_("Ended"),
    },
    "video": {
        "waiting": N_("Waiting"),
        "working": N_("Being prepared"),
        "ready": N_("Published"),
        "refused": N_("Refused"),
        "removed": N_("Removed"),
    },
    "job": {
        "waiting": N_("Waiting"),
        "running": N_("Running"),
        "done": N_("Done"),
        "dead": N_("Given up"),
    },
    "stage": {
        "drivers": N_("Drivers"),
        "behaviours": N_("Behaviours"),
        "results": N_("Results"),
    },
    "ingest": {
        "whip": N_("Browser (WHIP)"),
        "ws": N_("Browser (WebSocket)"),
        "rtmp": N_("OBS (RTMP)"),
    },
    "product": {
        "draft": N_("Draft"),
        "on_sale": N_("On sale"),
        "withdrawn": N_("Withdrawn"),
    },
}


def label(kind: str, code: str, locale: str) -> str:
    """The words for `code`, e.g. `label("order", "paid", "zh")`."""
    words = LABELS.get(kind, {}).get(code)
    return gettext(words, locale) if words else code.replace("_", " ")
