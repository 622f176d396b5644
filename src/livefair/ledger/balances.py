"""What stands on an account."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.kernel import ReadTx, query, text_in
from livefair.ledger.chart import bounds_of
from livefair.ledger.models import BALANCE, ENTRY


class Balance(NamedTuple):
    """Minor units. `held_minor` of them wait for a pending transfer."""

    account: str
    currency: str
    balance_minor: int
    held_minor: int

    @property
    def free_minor(self) -> int:
        return self.balance_minor - self.held_minor


_KEPT = query(
    Balance,
    select(BALANCE.c.account, BALANCE.c.currency, BALANCE.c.balance_minor, BALANCE.c.held_minor).where(
        BALANCE.c.account == bindparam("account"), BALANCE.c.currency == bindparam("currency")
    ),
)
_KEPT_MANY = query(
    Balance,
    select(BALANCE.c.account, BALANCE.c.currency, BALANCE.c.balance_minor, BALANCE.c.held_minor).where(
        text_in(BALANCE.c.account, "accounts"), BALANCE.c.currency == bindparam("currency")
    ),
)
_FOLDED = query(
    int,
    select(func.coalesce(func.sum(ENTRY.c.minor), 0)).where(
        ENTRY.c.account == bindparam("account"), ENTRY.c.currency == bindparam("currency")
    ),
)


def balance(tx: ReadTx, account: str, currency: str = "CNY") -> int:
    """Minor units on the account; 0 when nothing was ever posted to it."""
    if bounds_of(account).is_open:
        return int(tx.value(_FOLDED, account=account, currency=currency))
    kept = tx.one(_KEPT, account=account, currency=currency)
    return kept.balance_minor if kept else 0


def free(tx: ReadTx, account: str, currency: str = "CNY") -> int:
    """Minor units that a bounded account can give: its balance less what is held."""
    kept = tx.one(_KEPT, account=account, currency=currency)
    return kept.free_minor if kept else 0


def kept_balances(tx: ReadTx, accounts: Sequence[str], currency: str = "CNY") -> dict[str, Balance]:
    """Balances of bounded accounts by name; those never posted to are left out."""
    return {row.account: row for row in tx.all(_KEPT_MANY, accounts=list(accounts), currency=currency)}
