"""The chart of accounts: which names exist and which bounds their balances keep, as data.

A name is a word, or a word and whose account it is: `psp_clearing`, `escrow:7f3…`. Amounts are signed: credit +,
debit −. So what the house owes somebody stands above 0, and what is owed to the house stands below it.
"""

from dataclasses import dataclass

from livefair.kernel import Invalid

ACCOUNT_CHARS_MAX = 120


@dataclass(frozen=True, slots=True)
class Bounds:
    """Minor units that a balance may not go below (`floor`) or above (`ceiling`); None is no limit."""

    floor: int | None = None
    ceiling: int | None = None

    @property
    def is_open(self) -> bool:
        return self.floor is None and self.ceiling is None


OPEN = Bounds()
NEVER_OVERDRAWN = Bounds(floor=0)
ONLY_OWED_TO_US = Bounds(ceiling=0)

CHART = {
    "psp_clearing": OPEN,
    "bank": OPEN,
    "tax_due": OPEN,
    "platform": OPEN,
    "goodwill": OPEN,
    "suspense": OPEN,
    "disputed": OPEN,
    "escrow": NEVER_OVERDRAWN,
    "payable": NEVER_OVERDRAWN,
    "reserve": NEVER_OVERDRAWN,
    "wallet": NEVER_OVERDRAWN,
    "deposit": NEVER_OVERDRAWN,
    "pool": NEVER_OVERDRAWN,
    "receivable": ONLY_OWED_TO_US,
}
# The kinds of accounts on which stands what the house itself earns and spends.
HOUSE = ("platform", "goodwill")


def bounds_of(account: str) -> Bounds:
    """The bounds of the account's kind. An unknown kind is refused, so that a slip of the pen opens no account."""
    kind = account.partition(":")[0]
    if kind not in CHART or len(account) > ACCOUNT_CHARS_MAX:
        raise Invalid("unknown_account", account=account[:ACCOUNT_CHARS_MAX])
    return CHART[kind]


def accounts_of(party: str) -> list[str]:
    """All accounts in which a party's own money can stand."""
    return [f"payable:{party}", f"reserve:{party}", f"receivable:{party}"]
