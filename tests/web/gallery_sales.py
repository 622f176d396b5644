"""Samples of what makes goods cheaper: flash sales at the desk, in the console, on the stage, and a price's reasons."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.kernel import Money
from livefair.live.room_events_of_sales import Flashing
from livefair.web.coupon_views import CouponView, HeldView
from livefair.web.flash_views import FlashNow, SaleRow
from livefair.web.mall.cart_views import PartView, ReasonView

NOW_MS = 1_795_363_200_000
FLASH = Flashing(
    id="f-1",
    state="open",
    product_id="mug",
    sku_id="sku-1",
    title="孔雀蓝手作马克杯",
    title_en="Peacock blue mug",
    sku="350 ml",
    sku_en="350 ml",
    picture_url="/files/mug.webp",
    href="/p/mug?room=room-1",
    price_minor=3_900,
    usual_minor=5_900,
    currency="CNY",
    pieces=50,
    taken=21,
    limit=2,
    opens_at=NOW_MS - 60_000,
    closes_at=NOW_MS + 180_000,
    now=NOW_MS,
)
ROWS = [
    SaleRow("f-2", "云感跑鞋 · 38", "宇航员艾琳", Money(25_900), Money(32_900), 100, 0, 1, "planned", None),
    SaleRow("f-1", "马克杯 · 350 ml", "宇航员艾琳", Money(3_900), Money(5_900), 50, 21, 2, "open", NOW_MS + 180_000),
]
NOW = FlashNow(FLASH, ROWS[:1])
LIMITS: dict[str, object] = {
    "daily": Money(50_000),
    "think_minutes": 30,
    "spent": Money(12_900),
    "coming": None,
    "coming_at_ms": NOW_MS + 86_400_000,
    "choices": (0, 10, 30, 60, 1_440),
    "values": None,
}
COUPONS = [
    CouponView(
        "c-1", "新品立减", "橙色衣橱", Money(2_000), 0, None, Money(10_000), NOW_MS + 10**8, 40, 100, 1, "", "open"
    ),
    CouponView(
        "c-2", "老客八五折", "橙色衣橱", None, 12.5, Money(3_000), None, NOW_MS + 10**8, 0, 50, 2, "TEA26", "gone"
    ),
]
CHEAP = PartView(2, Money(3_900), Money(5_900), Money(7_800), [ReasonView("flash_sale", Money(4_000))])
USUAL = PartView(1, Money(5_900), None, Money(5_900), [])


def desk() -> dict[str, tuple[str, dict[str, object]]]:
    skus = [Ns(id="sku-1", name="马克杯 · 350 ml", price=Money(5_900), lowest=Money(5_500))]
    fields = ("sku_id", "host_id", "price", "pieces", "limit_per_buyer", "countdown_s", "lasts_min")
    values = dict.fromkeys(fields, "")
    context = {"sales": ROWS, "skus": skus, "hosts": [("host-1", "宇航员艾琳")], "values": values}
    typed = ("title", "kind", "worth", "cap", "least", "quantity", "limit_per_person", "days", "code", "host_id")
    typed += ("first", "club_level")
    coupons = {
        "payer": "brand",
        "coupons": COUPONS,
        "hosts": [("host-1", "宇航员艾琳")],
        "values": dict.fromkeys(typed, ""),
    }
    return {
        "desk/sales.html": ("/desk/sales", context),
        "desk/coupons.html": ("/desk/coupons", coupons),
    }


def mall() -> dict[str, tuple[str, dict[str, object]]]:
    offered = {"coupons": COUPONS[:2], "mine": {"c-1": 1}, "room_id": "room-1"}
    held = [HeldView(COUPONS[0], "ready", None), HeldView(COUPONS[1], "used", "o-1")]
    return {
        "mall/coupons.html": ("/live/room-1/coupons", offered),
        "mall/_coupons.html": ("/live/room-1/coupons", {**offered, "coupons": []}),
        "mall/my_coupons.html": ("/me/coupons", {"held": held, "code": ""}),
        "mall/limits.html": ("/me/limits", LIMITS),
        "mall/_wish.html": ("/p/mug", {"product_id": "mug", "is_wished": False}),
    }


def console() -> dict[str, tuple[str, dict[str, object]]]:
    typed = dict.fromkeys(
        ("title", "kind", "worth", "cap", "least", "quantity", "limit_per_person", "days", "code"), ""
    )
    typed |= dict.fromkeys(("host_id", "first", "club_level"), "")
    coupons = {"coupons": [COUPONS[0]._replace(payer="host", brand="青禾")], "hosts": [], "values": typed}
    return {
        "studio/_flash.html": ("/studio/rooms/room-1", {"room_id": "room-1", "flash": NOW}),
        "studio/coupons.html": ("/studio/coupons", {**coupons, "payer": "host"}),
        "console/coupons.html": ("/console/coupons", {**coupons, "payer": "house"}),
    }
