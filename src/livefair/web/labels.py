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
    "payout": {
        "sending": N_("On its way"),
        "paid": N_("Arrived at the bank"),
        "failed": N_("Failed"),
        "returned": N_("Sent back"),
        "paid_late": N_("Arrived late"),
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
        "psp": N_("Payment provider"),
    },
    "report_reason": {
        "false_claim": N_("False claim about a product"),
        "price_trick": N_("Trick with the price"),
        "hidden_advertising": N_("Hidden advertising"),
        "illegal_goods": N_("Unlawful goods"),
        "danger": N_("Danger to life or health"),
        "minors": N_("Harm to children"),
        "harassment": N_("Insult or harassment"),
        "vulgar": N_("Vulgar or sexual"),
        "privacy": N_("Shows private data"),
        "rights": N_("Uses what belongs to others"),
        "spam": N_("Spam"),
        "other": N_("Something else"),
    },
    "feed_reason": {
        "similar": N_("People who met what you watched met this, too."),
        "popular": N_("Many people like it at the moment."),
        "fresh": N_("It is new."),
        "follows": N_("It is from somebody you follow."),
        "on_air": N_("It is on air now, or its host is."),
        "explore": N_("It is shown to try something new."),
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
        "decided": N_("Decided"),
        "appealed": N_("Appealed"),
        "final": N_("Final"),
        "keep": N_("Keep it"),
        "remove": N_("Remove it"),
        "warn": N_("Keep it, but warn"),
        "upheld": N_("Upheld after appeal"),
        "overturned": N_("Overturned after appeal"),
    },
    "notice": {
        "report_answered": N_("Your report has been answered"),
        "case_decided": N_("A decision about your contribution"),
        "appeal_decided": N_("Your appeal has been decided"),
        "report_reversed": N_("A decision on your report was reversed"),
    },
    "return_reason": {
        "quality": N_("Damaged or not as described"),
        "wrong_item": N_("Wrong item"),
        "not_arrived": N_("It never arrived"),
        "changed_mind": N_("Changed my mind"),
    },
    "disclosure": {
        "none": N_("I paid for it myself, nobody asked me"),
        "gift": N_("I got it for free"),
        "discount": N_("I got it cheaper for a review"),
        "employed": N_("I work for the brand"),
        "affiliate": N_("I earn when you buy"),
    },
    "advertising": {
        "none": N_("No advertising"),
        "own_goods": N_("My own goods"),
        "paid": N_("I am paid for it"),
        "commission": N_("I earn a commission"),
    },
    "scene": {
        "studio": N_("Studio"),
        "shop": N_("Shop"),
        "warehouse": N_("Warehouse"),
        "origin": N_("Where it is made"),
        "home": N_("At home"),
        "outdoors": N_("Outdoors"),
    },
    "block": {
        "greeting": N_("Greeting"),
        "product": N_("Product"),
        "poll": N_("Poll"),
        "draw": N_("Lucky draw"),
        "questions": N_("Question round"),
        "break": N_("Break"),
        "closing": N_("Closing words"),
    },
    "goods_role": {
        "traffic": N_("Brings viewers"),
        "profit": N_("Earns"),
        "image": N_("Stands for you"),
    },
    "every": {
        "once": N_("Once"),
        "daily": N_("Every day"),
        "weekly": N_("Every week"),
    },
    "metric_block": {
        "core": N_("Sales"),
        "people": N_("People"),
        "talk": N_("Talk"),
        "goods": N_("Goods"),
    },
    "step": {
        "entered": N_("Came in"),
        "shown": N_("Saw a product"),
        "opened": N_("Opened one"),
        "ordered": N_("Ordered"),
    },
    "source": {
        "feed": N_("Feed"),
        "video": N_("Video"),
        "profile": N_("Profile"),
        "share": N_("Shared link"),
        "direct": N_("Directly"),
    },
    "relation": {
        "guest": N_("Guests"),
        "member": N_("Members"),
        "follower": N_("Followers"),
        "elsewhere": N_("Not seen in the room"),
    },
    "report_tab": {
        "people": N_("People"),
        "goods": N_("Goods"),
        "scene": N_("Scene"),
    },
    "metric_unit": {
        "money": N_("money"),
        "count": N_("number"),
        "share": N_("share"),
        "seconds": N_("time"),
        "per_thousand": N_("per thousand"),
    },
    "pulse": {
        "too_fast": N_("Too fast"),
        "price_unclear": N_("Price unclear"),
        "show_again": N_("Show it again"),
        "size_please": N_("Size, please"),
    },
    "room": {
        "scheduled": N_("Not on air yet"),
        "open": N_("Not on air yet"),
        "live": N_("On air"),
        "closed": N_("Ended"),
        "ended": N_("Ended"),
    },
    "video": {
        "uploading": N_("Being uploaded"),
        "uploaded": N_("Waiting"),
        "processing": N_("Being prepared"),
        "ready": N_("Ready to publish"),
        "published": N_("Published"),
        "failed": N_("Not accepted"),
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
        "listed": N_("On sale"),
        "withdrawn": N_("Withdrawn"),
        "removed": N_("Removed by moderators"),
    },
}


def label(kind: str, code: str, locale: str) -> str:
    """The words for `code`, e.g. `label("order", "paid", "zh")`."""
    words = LABELS.get(kind, {}).get(code)
    return gettext(words, locale) if words else code.replace("_", " ")
