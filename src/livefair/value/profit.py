"""The house's own profit and loss: every entry of its accounts since some time, and by whom and what it came.

Contribution is what stays for running the place: commissions and its part of gifts, less goodwill. The fees that are
kept back for payment providers are listed beside it: they are owed on. All of it is the ledger's entries, so that each
table adds up to the change of the balances, to the cent.
"""

from collections import defaultdict
from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from livefair import ledger
from livefair.catalog.queries import categories_of
from livefair.kernel import Actor, ReadTx, require
from livefair.ledger.periods import house_accounts, moved_on_house
from livefair.ledger.statements import StatementLine
from livefair.live.gifts import gifts_called
from livefair.shop.queries import origins_of

PASSED_ON = frozenset({"platform:fees"})
LOOKED_UP_AT_ONCE = 500
ROWS_MAX = 50
ELSEWHERE, OTHERS = "elsewhere", "others"


class Came(NamedTuple):
    """Where an entry came from, as far as it came from a sale or a gift."""

    room: str = ELSEWHERE
    host: str = ELSEWHERE
    category: str = ELSEWHERE


class Account(NamedTuple):
    """`opening_minor` + credited − debited = `closing_minor`, the balance of this moment."""

    name: str
    currency: str
    opening_minor: int
    credited_minor: int
    debited_minor: int

    @property
    def closing_minor(self) -> int:
        return self.opening_minor + self.credited_minor - self.debited_minor


class Row(NamedTuple):
    """`key`: an id, a category, ELSEWHERE, or OTHERS for all that are not among the largest."""

    key: str
    currency: str
    contribution_minor: int
    passed_on_minor: int


class Profit(NamedTuple):
    accounts: list[Account]
    rooms: list[Row]
    hosts: list[Row]
    categories: list[Row]


def profit_since(tx: ReadTx, actor: Actor, since_ms: int) -> Profit:
    """For operators. TooLarge: too_many_movements."""
    require(actor.has("operator"), "operators_only")
    entries = moved_on_house(tx, since_ms=since_ms)
    came = _came(tx, [str(entry.why.get("line_id") or "") for entry in entries])
    by = [_rows(entries, came, attrgetter(name)) for name in Came._fields]
    return Profit(_accounts(tx, entries), *by)


def _accounts(tx: ReadTx, entries: list[StatementLine]) -> list[Account]:
    moved: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        moved[entry.account, entry.currency][entry.minor < 0] += abs(entry.minor)
    found = []
    for name, currency in house_accounts(tx):
        credited, debited = moved[name, currency]
        opening_minor = ledger.balance(tx, name, currency) - credited + debited
        found.append(Account(name, currency, opening_minor, credited, debited))
    return found


def _rows(entries: list[StatementLine], came: dict[str, Came], key: Callable[[Came], str]) -> list[Row]:
    """The largest first, by what they contribute; the rest in one row for each currency."""
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        where = came.get(str(entry.why.get("line_id") or ""), Came())
        sums[key(where), entry.currency][entry.account in PASSED_ON] += entry.minor
    rows = sorted((Row(*name, *amounts) for name, amounts in sums.items()), key=lambda row: (-row[2], row.key))
    rest: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows[ROWS_MAX:]:
        rest[row.currency][0] += row.contribution_minor
        rest[row.currency][1] += row.passed_on_minor
    return [*rows[:ROWS_MAX], *(Row(OTHERS, currency, *amounts) for currency, amounts in rest.items())]


def _came(tx: ReadTx, line_ids: list[str]) -> dict[str, Came]:
    """Of order lines and gifts, which are shared as lines of their own."""
    found: dict[str, Came] = {}
    wanted = sorted(set(line_ids) - {""})
    for at in range(0, len(wanted), LOOKED_UP_AT_ONCE):
        some = wanted[at : at + LOOKED_UP_AT_ONCE]
        origins = origins_of(tx, some)
        kinds = categories_of(tx, sorted({origin.product_id for origin in origins.values()}))
        for line_id, origin in origins.items():
            where = (origin.room_id or ELSEWHERE, origin.host_id or ELSEWHERE)
            found[line_id] = Came(*where, kinds.get(origin.product_id, ELSEWHERE))
        for gift_id, gift in gifts_called(tx, [one for one in some if one not in origins]).items():
            found[gift_id] = Came(gift.room_id, gift.host_id, "gift")
    return found
