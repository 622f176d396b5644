"""A brand's orders as a CSV file that spreadsheets open."""

import csv
import io
from typing import Annotated

from litestar import Response, Router, get
from litestar.params import QueryParameter

from livefair.kernel import DAY_MS
from livefair.shop.order_export import ExportedLine, exported_lines
from livefair.web.i18n import iso
from livefair.web.requests import Answer, AppRequest

Days = Annotated[int, QueryParameter(ge=1, le=366, description="How many days back")]
FIELDS = (
    "order_id",
    "state",
    "placed_at",
    "paid_at",
    "shipped_at",
    "line_id",
    "product_id",
    "sku_id",
    "title_zh",
    "title_en",
    "sku_name_zh",
    "sku_name_en",
    "quantity",
    "unit",
    "paid",
    "refunded",
    "currency",
    "commission_percent",
    "room_id",
    "name",
    "phone",
    "region",
    "city",
    "street",
    "postcode",
)
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def row_of(line: ExportedLine) -> dict[str, str | int]:
    place = line.place
    found: dict[str, str | int] = {
        **{name: getattr(line, name) or "" for name in FIELDS if hasattr(line, name)},
        "placed_at": iso(line.placed_at_ms),
        "paid_at": iso(line.paid_at_ms) if line.paid_at_ms else "",
        "shipped_at": iso(line.shipped_at_ms) if line.shipped_at_ms else "",
        "unit": major_of(line.unit_minor),
        "paid": major_of(line.paid_minor),
        "refunded": major_of(line.refunded_minor),
        "commission_percent": major_of(line.commission_bp),
        **{name: getattr(place, name) for name in ("name", "phone", "region", "city", "street", "postcode")},
    }
    return {name: harmless(value) for name, value in found.items()}


def major_of(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def harmless(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


@get("/orders.csv")
async def orders_file(request: AppRequest, days: Days = 31) -> Answer:
    since_ms = request.services.db.clock() - days * DAY_MS
    lines = await request.read(exported_lines, request.actor, since_ms=since_ms)
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    writer.writerows(map(row_of, lines))
    headers = {"content-disposition": 'attachment; filename="orders.csv"'}
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + out.getvalue(), media_type="text/csv", headers=headers)


router = Router("/", route_handlers=[orders_file])
