"""Samples of what partners lend each other."""

from __future__ import annotations

from livefair.kernel import HOUR_MS, Money
from livefair.supply.funds import Fund
from livefair.supply.rules.resources import KINDS
from livefair.web.partners.funds import GrantView
from livefair.web.partners.resources import BookingView, ResourceView
from tests.web.samples import DAY_MS, NOW_MS, Shown

STUDIO = ResourceView(
    "s-1", "studio", "带厨房的直播间", "两机位，柔光灯。\n文三路 1 号。", "橙色衣橱", Money(5_000), False, True
)
LAMP = ResourceView("s-2", "equipment", "A lamp", "", "Tea in the hills", Money(0), True, True)
TAKEN = BookingView(
    "b-1", "s-1", "带厨房的直播间", "阿橙", NOW_MS + DAY_MS, NOW_MS + DAY_MS + HOUR_MS, Money(10_000), "booked", True
)
OVER = TAKEN._replace(id="b-2", state="ended", fee=Money(0), may_cancel=False)
FUND = Fund("f-1", "b-1", "新主播的头十场", 50_000, 35_000, "CNY", NOW_MS - DAY_MS, None)
CLOSED = FUND._replace(id="f-2", purpose="Honest reviews", closed_at_ms=NOW_MS)
GRANTED = GrantView("h-1", "阿橙", "头十场直播。", Money(35_000), NOW_MS)
HOSTS = [("h-1", "阿橙"), ("h-2", "May")]


def partners() -> Shown:
    values = {"kind": "", "name": "", "note": "", "slot": ""}
    chars = {"kinds": KINDS, "name_chars": 60, "note_chars": 500}
    booking = {"starts_at": "", "slots": "", "host_id": "", "key": "k" * 12}
    funds = {"purpose": "", "given": "", "key": "k" * 12}
    grant = {"person_id": "", "minor": "", "why": "", "key": "k" * 12}
    one = {"resource": STUDIO, "taken": [TAKEN], "hosts": HOSTS, "values": booking, "slots_max": 24}
    return {
        "partners/resources.html": (
            "/resources",
            {"resources": [STUDIO, LAMP], "bookings": [TAKEN, OVER], "values": values, "next_url": None, **chars},
        ),
        "partners/resource.html": ("/resources/s-1", one),
        "partners/funds.html": ("/funds", {"funds": [FUND, CLOSED], "values": funds, "purpose_chars": 120}),
        "partners/fund.html": (
            "/funds/f-1",
            {"fund": FUND, "grants": [GRANTED], "hosts": HOSTS, "values": grant, "why_chars": 200},
        ),
    }
