"""The figures of a brand's tax return, month by month, as a file."""

import csv
import io
from datetime import UTC, datetime
from typing import Annotated

from litestar import Response, Router, get
from litestar.params import QueryParameter

from livefair.shop.tax_export import TaxRow, tax_rows
from livefair.web.desk.order_file import major_of
from livefair.web.requests import Answer, AppRequest

Month = Annotated[str, QueryParameter(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="Such as 2026-11, in UTC")]
FIELDS = ("kind", "currency", "rate_percent", "gross", "net", "tax")


def span_of(month: str) -> tuple[int, int]:
    """`2026-11` → its first moment and the next month's, in milliseconds."""
    year, number = int(month[:4]), int(month[5:])
    begin = datetime(year, number, 1, tzinfo=UTC)
    end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
    return int(begin.timestamp() * 1000), int(end.timestamp() * 1000)


def cells_of(row: TaxRow) -> tuple[str, ...]:
    line = row.line
    money = (line.rate_bp, line.gross_minor, line.net_minor, line.tax_minor)
    return row.kind, row.currency, *(major_of(each) for each in money)


@get("/taxes.csv")
async def tax_file(request: AppRequest, month: Month) -> Answer:
    since_ms, until_ms = span_of(month)
    rows = await request.read(tax_rows, request.actor, since_ms=since_ms, until_ms=until_ms)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    writer.writerows(map(cells_of, rows))
    headers = {"content-disposition": f'attachment; filename="taxes-{month}.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv", headers=headers)


router = Router("/", route_handlers=[tax_file])
