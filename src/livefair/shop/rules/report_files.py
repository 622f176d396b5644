"""Reports of providers as files, pure: a plain form, Stripe's, Alipay's and WeChat Pay's, known by their columns."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from livefair.kernel.errors import Invalid
from livefair.shop.rules.reconciling import SUBJECTS, Movement, Subject

ROWS_MAX = 20_000
CELL_CHARS_MAX = 400
_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_CHINA = timedelta(hours=8)
Row = Mapping[str, str]
# Stripe's reporting categories; others (payouts, fees of the account) are not about buyers' payments.
_STRIPE: Final[dict[str, Subject]] = {
    "charge": "charge",
    "refund": "refund",
    "refund_failure": "refund",
    "dispute": "dispute",
    "dispute_reversal": "dispute",
}


def read_report(text: str) -> list[Movement]:
    """Invalid: report_unknown (no such columns), report_row (its line), report_too_long."""
    rows = _rows(text)
    for is_in, read in _FORMS:
        if rows and is_in in rows[0][1]:
            return [found for line, row in rows if (found := _read(read, line, row)) is not None]
    raise Invalid("report_unknown", field="file")


def _rows(text: str) -> list[tuple[int, Row]]:
    """(line number, cells by column). Lines that begin with # are remarks; sums below the rows have fewer cells."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) > ROWS_MAX:
        raise Invalid("report_too_long", field="file", most=ROWS_MAX)
    parsed = [[_cell(cell) for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)))]
    if not parsed:
        return []
    names = parsed[0]
    return [
        (number, dict(zip(names, row, strict=True)))
        for number, row in enumerate(parsed[1:], start=2)
        if len(row) == len(names)
    ]


def _cell(text: str) -> str:
    return text.strip().lstrip("`").strip()[:CELL_CHARS_MAX]


def _read(read: Callable[[Row], Movement | None], line: int, row: Row) -> Movement | None:
    try:
        return read(row)
    except (KeyError, ValueError) as error:
        raise Invalid("report_row", field="file", line=line) from error


def _plain(row: Row) -> Movement:
    subject = next((one for one in SUBJECTS if one == row["subject"]), None)
    if subject is None:
        raise ValueError(row["subject"])
    return Movement(subject, row["key"], row["reference"], _minor(row["amount"]), row["currency"], _at(row["at"]))


def _stripe(row: Row) -> Movement | None:
    subject = _STRIPE.get(row["reporting_category"])
    if subject is None:
        return None
    key = {
        "charge": row.get("payment_metadata[livefair_page]", ""),
        "refund": row.get("refund_metadata[livefair_refund]", ""),
        "dispute": row["balance_transaction_id"],
    }[subject]
    if row["reporting_category"] == "refund_failure":
        key = f"failed:{key}"
    reference, minor = row["balance_transaction_id"], _minor(row["gross"])
    return Movement(subject, key, reference, minor, row["currency"].upper(), _at(row["created"]))


def _alipay(row: Row) -> Movement | None:
    kind = row["业务类型"]
    if kind not in {"交易", "退款"}:
        return None
    at_ms = _at(row["完成时间"]) - int(_CHINA.total_seconds() * 1000)
    if kind == "退款":
        minor = -abs(_minor(row["订单金额（元）"]))
        return Movement("refund", row["退款批次号/请求号"], row["支付宝交易号"], minor, "CNY", at_ms)
    return Movement(
        "charge", _page(row["商户订单号"]), row["支付宝交易号"], _minor(row["订单金额（元）"]), "CNY", at_ms
    )


def _wechat(row: Row) -> Movement | None:
    at_ms = _at(row["交易时间"]) - int(_CHINA.total_seconds() * 1000)
    currency = row["货币种类"] or "CNY"
    if row["交易状态"] == "REFUND":
        return Movement(
            "refund", row["商户退款单号"], row["微信退款单号"], -abs(_minor(row["退款金额"])), currency, at_ms
        )
    if row["交易状态"] != "SUCCESS":
        return None
    return Movement("charge", _page(row["商户订单号"]), row["微信订单号"], _minor(row["订单金额"]), currency, at_ms)


def _page(trade: str) -> str:
    """Our page's id from the number that providers know it by; another shop's number stays as it is."""
    try:
        return str(UUID(hex=trade)) if len(trade) == 32 else trade
    except ValueError:
        return trade


def _minor(text: str) -> int:
    if not _AMOUNT.fullmatch(text):
        raise ValueError(text)
    whole, _, part = text.lstrip("-").partition(".")
    minor = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    return -minor if text.startswith("-") else minor


def _at(text: str) -> int:
    found = datetime.fromisoformat(text)
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000)


_FORMS: Final[tuple[tuple[str, Callable[[Row], Movement | None]], ...]] = (
    ("subject", _plain),
    ("reporting_category", _stripe),
    ("业务类型", _alipay),
    ("交易状态", _wechat),
)
