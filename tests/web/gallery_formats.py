"""Samples of formats of selling: blind boxes at the desk, on their page, sealed and opened."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.kernel import Money
from livefair.web.box_views import BoxView, ContentView, SeriesView
from livefair.web.group_views import GroupOfferView, GroupView
from livefair.web.mall.checkout import AddressView
from livefair.web.preorder_views import PreorderOfferView, PreorderView

NOW_MS = 1_795_363_200_000
DAY_MS = 86_400_000
MUG, SHOE = "/files/mug.webp", "/files/sneaker.webp"
CONTENTS = [
    ContentView("mug", "孔雀蓝手作马克杯", "350 ml", MUG, Money(5_900), 60, 41, 0.5942, False),
    ContentView("cap", "棒球帽", "橙", "/files/cap.webp", Money(7_900), 34, 26, 0.3768, False),
    ContentView("sneaker", "云感跑鞋 Cloud 2", "38", SHOE, Money(32_900), 6, 2, 0.0289, True),
]
SERIES = SeriesView(
    id="b-1",
    title="孔雀蓝手作马克杯",
    picture_url=MUG,
    price=Money(5_900),
    worth=Money(7_410),
    boxes=100,
    left=69,
    opened=31,
    guarantee_after=10,
    to_guarantee=4,
    per_day=5,
    per_person=20,
    open_to_me=5,
    state="open",
    ends_at_ms=NOW_MS + 20 * DAY_MS,
    commitment="9f2c" * 16,
    contents=CONTENTS,
)
ADDRESS = AddressView("a-1", "周末", "138 0000 0000", "上海市 徐汇区 武康路 100 弄 2 号 301")
SEALED = BoxView("l-2", "o-1", "b-1", None)
OPENED = BoxView("l-2", "o-1", "b-1", CONTENTS[2], 32, True, "3f" * 16, "7a" * 32)
GROUP = GroupView("g-1", "go-1", 3, 2, "open", NOW_MS + DAY_MS // 2, ["周", "T"], True)
OFFER = GroupOfferView(
    "go-1", "mug", "马克杯", "350 ml", MUG, Money(4_500), Money(5_900), 3, 24.0, 40, "open", NOW_MS + 9 * DAY_MS,
    [GROUP, GROUP._replace(id="g-2", paid=1, people=["L"], is_mine=False)],
)  # fmt: skip
EARLY = PreorderOfferView(
    "po-1", "mug", "马克杯", "350 ml", MUG, Money(5_000), Money(800), Money(4_200), Money(5_900), 2, True, 12, 9,
    "open", NOW_MS + 7 * DAY_MS, NOW_MS + 9 * DAY_MS,
)  # fmt: skip
KEPT = PreorderView("pr-1", EARLY, "due", None, "pay-1")


def mall() -> dict[str, tuple[str, dict[str, object]]]:
    page = {"series": SERIES, "address": ADDRESS, "age": "adult", "room_id": "", "key": "k-12345678", "open_hours": 24}
    return {
        "mall/boxes.html": ("/boxes/b-1", page),
        "mall/box.html": ("/orders/boxes/l-2", {"box": OPENED, "is_new": True, "word_chars_max": 40}),
        "mall/groups.html": (
            "/groups/go-1",
            {"offer": OFFER, "asked": GROUP, "address": ADDRESS, "room_id": "", "key": "k-12345678"},
        ),
        "mall/preorder_offer.html": ("/preorders/po-1", {"offer": EARLY, "room_id": "", "key": "k-12345678"}),
        "mall/my_preorders.html": ("/me/preorders", {"preorders": [KEPT, KEPT._replace(state="waiting")]}),
        "mall/my_preorder.html": (
            "/me/preorders/pr-1",
            {"preorder": KEPT, "address": ADDRESS, "key": "k-12345678"},
        ),
        "mall/_ways.html": ("/p/mug", {"product": Ns(ways=()), "source": Ns(room_id="")}),
    }


def desk() -> dict[str, tuple[str, dict[str, object]]]:
    kinds = [Ns(id="sku-1", name="马克杯 · 350 ml", price=Money(5_900), left=120)]
    typed = ("product_id", "price", "rare_id", "guarantee_after", "per_day", "per_person", "days")
    boxes = {"series": [SERIES], "faces": [("mug", "马克杯")], "kinds": kinds, "typed": {}}
    skus = [Ns(id="sku-1", name="马克杯 · 350 ml", price=Money(5_900))]
    fields = dict.fromkeys(("sku_id", "price", "size", "hours", "days"), "")
    names = ("sku_id", "price", "deposit", "days_ahead", "days_balance", "limit_per_buyer", "keeps")
    early = dict.fromkeys(names, "")
    return {
        "desk/boxes.html": ("/desk/boxes", {**boxes, "values": dict.fromkeys(typed, "")}),
        "desk/preorders.html": ("/desk/preorders", {"offers": [EARLY], "skus": skus, "values": early}),
        "desk/groups.html": ("/desk/groups", {"offers": [OFFER], "skus": skus, "values": fields}),
    }
