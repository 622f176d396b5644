"""Payouts: which account numbers there can be, when the calendar pays, what a provider's word leads to. Pure."""

import re
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from livefair.kernel.errors import require_valid

State = Literal["sending", "paid", "failed", "returned", "paid_late"]
"""`returned`: the bank sent it back. `paid_late`: it was said to have failed, and arrived after all."""
STATES: tuple[State, ...] = ("sending", "paid", "failed", "returned", "paid_late")
OUTCOMES = frozenset({"paid", "failed", "returned"})

NUMBER_CHARS_MIN = 8
NUMBER_CHARS_MAX = 34
HOLDER_CHARS_MAX = 120
REASON_CHARS_MAX = 300
OVERDUE_MS = 3 * 24 * 3_600_000
"""After this the bank's word is missed. Nothing is undone by the clock: the money may be on its way."""

NEVER = "never"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PAY_DAYS = (NEVER, "daily", *DAYS)

_NUMBER = re.compile(r"[A-Z0-9]+")
# An account with a payout provider, whose letters must stay as they are.
_CONNECTED = re.compile(r"acct_[A-Za-z0-9]{6,29}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


class PayoutTerms(NamedTuple):
    """The operator's settings: the least amount that is paid out, in minor units, and the calendar's pay day."""

    minimum_minor: int = 1_000
    day: str = NEVER


def clean_number(text: str) -> str:
    """The account's number without blanks, in capitals. Invalid `bad_account_number`."""
    if _CONNECTED.fullmatch(text.strip()):
        return text.strip()
    number = re.sub(r"[\s.-]", "", text).upper()
    fits = NUMBER_CHARS_MIN <= len(number) <= NUMBER_CHARS_MAX and _NUMBER.fullmatch(number) is not None
    require_valid(fits and (_IBAN.fullmatch(number) is None or _is_iban(number)), "bad_account_number", field="number")
    return number


def _is_iban(number: str) -> bool:
    """ISO 13616: the number, its first four characters moved to the end and letters counted from 10, is 1 modulo 97."""
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def pay_day_before(now_ms: int, day: str) -> str | None:
    """The date of the last pay day until now, in UTC, as 2026-11-23; None when the calendar never pays."""
    if day == NEVER:
        return None
    today = datetime.fromtimestamp(now_ms // 1000, UTC).date()
    back = 0 if day == "daily" else (today.weekday() - DAYS.index(day)) % 7
    return (today - timedelta(days=back)).isoformat()


def next_state(state: State, outcome: str) -> State:
    """What a payout is after the provider's word. The same word again changes nothing."""
    if state == "sending":
        return "paid" if outcome == "paid" else "returned" if outcome == "returned" else "failed"
    if state == "paid" and outcome != "paid":
        return "returned"
    if state == "failed" and outcome == "paid":
        return "paid_late"
    return state
