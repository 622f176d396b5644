"""Samples of locations, shelves and parcels."""

from __future__ import annotations

from types import SimpleNamespace as Ns
from typing import Any

from livefair.supply.rules.locations import CONDITIONS, KINDS
from livefair.supply.tracking import Told
from livefair.web.desk.locations import ChangeView, LocationRow, ShelfView
from livefair.web.parcel_views import Content, ParcelView
from tests.web.samples import DAY_MS, NOW_MS, Shown

PLACES = [Ns(id="loc-1", name="北仓", kind="warehouse"), Ns(id="loc-2", name="武康路店", kind="shop")]


def parcels() -> list[ParcelView]:
    told = [
        Told("p-1", "out_for_delivery", "", NOW_MS - DAY_MS),
        Told("p-1", "in_transit", "嘉兴", NOW_MS - 2 * DAY_MS),
        Told("p-1", "collected", "杭州", NOW_MS - 3 * DAY_MS),
    ]
    shoes = [Content("云感跑鞋 Cloud 2", "38", 1)]
    mugs = [Content("孔雀蓝手作马克杯", "", 2)]
    return [
        ParcelView("p-1", 1, "Fair Express", "FE0123456789ABCD", NOW_MS - 3 * DAY_MS, None, shoes, told),
        ParcelView("p-2", 2, "顺丰", "SF 1234 5678 90", NOW_MS - 2 * DAY_MS, NOW_MS, mugs, []),
    ]


def left() -> list[Ns]:
    return [Ns(line_id="l-1", title="云感跑鞋 Cloud 2", sku_name="38", pieces=2)]


def counter() -> dict[str, Any]:
    return {"locations": PLACES, "carriers": ["Fair Express"], "conditions": CONDITIONS}


def desk() -> Shown:
    rows = [LocationRow("loc-1", "warehouse", "北仓", 3, 240), LocationRow("loc-2", "shop", "武康路店", 0, 0)]
    changes = [
        ChangeView("counted", "北仓", "", 2, NOW_MS, "周末", "两双盒子破了"),
        ChangeView("moved", "", "北仓", 40, NOW_MS - DAY_MS, "周末", ""),
        ChangeView("received", "", "", 60, NOW_MS - DAY_MS, "周末", "opening stock"),
    ]
    there: Any = [(PLACES[0], 38), (PLACES[1], 2)]
    shelf = ShelfView("s0", "云感跑鞋 Cloud 2", "38", 60, 3, 20, there, changes, "k-2")
    return {
        "desk/locations.html": ("/desk/locations", {"rows": rows, "kinds": KINDS, "values": {"name": "", "kind": ""}}),
        "desk/shelf.html": ("/desk/stock/s0", {"shelf": shelf}),
    }
