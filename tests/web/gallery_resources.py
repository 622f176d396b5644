"""Samples of what partners lend each other."""

from __future__ import annotations

from livefair.kernel import HOUR_MS, Money
from livefair.supply.rules.resources import KINDS
from livefair.web.mall.resources import BookingView, ResourceView
from tests.web.samples import DAY_MS, NOW_MS, Shown

STUDIO = ResourceView(
    "s-1", "studio", "带厨房的直播间", "两机位，柔光灯。\n文三路 1 号。", "橙色衣橱", Money(5_000), False, True
)
LAMP = ResourceView("s-2", "equipment", "A lamp", "", "Tea in the hills", Money(0), True, True)
TAKEN = BookingView(
    "b-1", "s-1", "带厨房的直播间", "阿橙", NOW_MS + DAY_MS, NOW_MS + DAY_MS + HOUR_MS, Money(10_000), "booked", True
)
OVER = TAKEN._replace(id="b-2", state="ended", fee=Money(0), may_cancel=False)
HOSTS = [("h-1", "阿橙"), ("h-2", "May")]


def mall() -> Shown:
    values = {"kind": "", "name": "", "note": "", "slot": ""}
    chars = {"kinds": KINDS, "name_chars": 60, "note_chars": 500}
    booking = {"starts_at": "", "slots": "", "host_id": "", "key": "k" * 12}
    one = {"resource": STUDIO, "taken": [TAKEN], "hosts": HOSTS, "values": booking, "slots_max": 24}
    return {
        "mall/resources.html": (
            "/resources",
            {"resources": [STUDIO, LAMP], "bookings": [TAKEN, OVER], "values": values, **chars},
        ),
        "mall/resource.html": ("/resources/s-1", one),
    }
