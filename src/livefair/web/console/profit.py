"""What the house has earned and spent: by account, room, host and kind of goods; as a page and a file."""

import csv
import io
from typing import NamedTuple

from litestar import Response, Router, get

from livefair.kernel import Actor, Money, NotFound, ReadTx
from livefair.live.rooms import room_called
from livefair.people import person_cards
from livefair.value.profit import ELSEWHERE, OTHERS, Account, Profit, Row, profit_since
from livefair.value.queries import span_of
from livefair.web.access import needs
from livefair.web.i18n import N_, gettext
from livefair.web.labels import label
from livefair.web.readings import known_period, periods
from livefair.web.requests import Answer, AppRequest

BY = {"rooms": N_("By room"), "hosts": N_("By host"), "categories": N_("By kind of goods")}
ACCOUNTS = {
    "platform:commission": N_("Commission of the platform"),
    "platform:gifts": N_("The platform's part of gifts"),
    "platform:promotions": N_("The house's coupons"),
    "platform:fees": N_("Kept back for payment providers"),
    "goodwill": N_("Goodwill"),
}
FIELDS = ("by", "key", "name", "currency", "contribution_minor", "passed_on_minor")


class AccountView(NamedTuple):
    name: str
    opening: Money
    credited: Money
    debited: Money
    closing: Money


class RowView(NamedTuple):
    name: str
    contribution: Money
    passed_on: Money


class TableView(NamedTuple):
    title: str
    rows: list[RowView]


class Read(NamedTuple):
    """`names`: of rooms and people, by id."""

    profit: Profit
    names: dict[str, str]


@get("/profit", opt=needs("operator"))
async def show_profit(request: AppRequest) -> Answer:
    period = known_period(request.query_params.get("period", ""))
    found = await request.services.db.analyse(read_profit, request.actor, period)
    tables = [
        TableView(gettext(title, request.locale), [_row(row, found.names, request.locale) for row in rows])
        for title, rows in zip(BY.values(), found.profit[1:], strict=True)
    ]
    context = {
        "period": period,
        "periods": periods(request.locale),
        "accounts": [_account(one, request.locale) for one in found.profit.accounts],
        "tables": tables,
    }
    return await request.page("console/profit.html", context)


@get("/profit.csv", opt=needs("operator"))
async def profit_file(request: AppRequest) -> Answer:
    found = await request.services.db.analyse(
        read_profit, request.actor, known_period(request.query_params.get("period", ""))
    )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for by, rows in zip(BY, found.profit[1:], strict=True):
        writer.writerows((by, row.key, _named(row.key, found.names, request.locale), *row[1:]) for row in rows)
    headers = {"content-disposition": 'attachment; filename="profit.csv"'}
    return Response(out.getvalue(), media_type="text/csv", headers=headers)


def read_profit(tx: ReadTx, actor: Actor, period: str) -> Read:
    profit = profit_since(tx, actor, span_of(tx, period).from_ms)
    rooms = [row.key for row in profit.rooms if row.key not in {ELSEWHERE, OTHERS}]
    people = person_cards(tx, [row.key for row in profit.hosts if row.key not in {ELSEWHERE, OTHERS}])
    names = {room_id: title for room_id in rooms if (title := _title(tx, room_id))}
    return Read(profit, names | {card.id: card.name for card in people.values()})


def _title(tx: ReadTx, room_id: str) -> str:
    try:
        return room_called(tx, room_id).title
    except NotFound:
        return ""


def _account(account: Account, locale: str) -> AccountView:
    minors = (account.opening_minor, account.credited_minor, -account.debited_minor, account.closing_minor)
    name = gettext(ACCOUNTS[account.name], locale) if account.name in ACCOUNTS else account.name
    return AccountView(name, *(Money(minor, account.currency) for minor in minors))


def _row(row: Row, names: dict[str, str], locale: str) -> RowView:
    name = _named(row.key, names, locale)
    return RowView(name, Money(row.contribution_minor, row.currency), Money(row.passed_on_minor, row.currency))


def _named(key: str, names: dict[str, str], locale: str) -> str:
    return names.get(key) or label("category", key, locale)


router = Router("/", route_handlers=[show_profit, profit_file])
