"""What a token's scopes open: each address under /api belongs to one area, by its first word and sometimes its last."""

from typing import Final

from livefair.people.rules import ALL_SCOPES
from livefair.web.csrf import SAFE_METHODS

READ = "read"
# Read only by those who hold the area itself: other people's orders, one's own money.
SECRET_AREAS: Final = frozenset({"money", "hooks"})
AREAS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("addresses", "cart", "checkout", "orders", "payments", "photos", "reviews", "people", "age", "gifts"), "buy"
    ),
    **dict.fromkeys(
        ("refunds", "evidence", "reports", "cases", "notices", "me", "feed", "search", "indicators", "lab", "metrics"),
        "buy",
    ),
    **dict.fromkeys(
        ("coupon-codes", "guests", "ideas", "licences", "wishes", "limits", "clubs", "surveys", "sharing"), "buy"
    ),
    **dict.fromkeys(("boxes", "groups", "preorders", "auctions", "traffic", "topics", "challenges"), "buy"),
    **dict.fromkeys(("tier", "programmes", "coauthors", "briefs"), "live"),
    **dict.fromkeys(("coupons", "offers", "deals", "box-series", "group-offers", "preorder-offers"), "sell"),
    **dict.fromkeys(("products", "skus", "flash-sales", "commissions", "contracts", "brand", "indicators"), "sell"),
    **dict.fromkeys(("webhooks", "webhook-messages"), "hooks"),
    **dict.fromkeys(
        ("balance", "contests", "payout-account", "payouts", "pool", "statement", "wallet", "worth"), "money"
    ),
    **dict.fromkeys(
        (
            "blocks",
            "captions",
            "draws",
            "lines",
            "mutes",
            "polls",
            "questions",
            "rehearsals",
            "rooms",
            "seats",
            "shows",
        ),
        "live",
    ),
    **dict.fromkeys(("targets", "tasks", "uploads", "videos"), "live"),
}
ENDS: Final[dict[tuple[str, str], str]] = {
    ("brand", "statement"): "money",
    ("brand", "worth"): "money",
    ("box-series", "orders"): "buy",
    ("group-offers", "groups"): "buy",
    ("preorder-offers", "deposits"): "buy",
    ("coupons", "claims"): "buy",
    ("ideas", "accept"): "sell",
    ("ideas", "decline"): "sell",
    ("ideas", "launch"): "sell",
    ("ideas", "merge"): "sell",
    ("ideas", "prototype"): "sell",
    ("licences", "hide"): "sell",
    ("licences", "show"): "sell",
    ("licences", "withdraw"): "sell",
    ("orders", "shipment"): "sell",
    ("refunds", "agree"): "sell",
    ("refunds", "deny"): "sell",
    ("refunds", "exchange"): "sell",
    ("refunds", "grant"): "sell",
    ("reviews", "answer"): "sell",
    ("reviews", "licences"): "sell",
    ("rooms", "gifts"): "buy",
}


def area_of(path: str) -> str | None:
    """The area of an address such as /api/orders/…/shipment; None: it stands in none, and only full tokens open it."""
    words = path.removeprefix("/api/").split("/")
    return ENDS.get((words[0], words[-1])) or AREAS.get(words[0])


def missing_scope(scopes: str, method: str, path: str) -> str | None:
    """The scope that a token lacks for this; None: it may pass."""
    held = scopes.split(" ")
    area = area_of(path)
    if ALL_SCOPES in held or area in held:
        return None
    if method in SAFE_METHODS and area not in SECRET_AREAS:
        return None if READ in held else READ
    return area or ALL_SCOPES
