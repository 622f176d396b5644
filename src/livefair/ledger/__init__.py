"""An append-only book of double entries in whole minor units. It knows no business: accounts are names.

`post` moves money between accounts, all legs or none, once per key. `hold` sets money aside until it is settled,
voided or expires. Balances that have a bound never cross it. Nothing is ever changed or taken out of the book: a
correction is another transfer.
"""

from livefair.ledger.balances import Balance, balance, free, kept_balances
from livefair.ledger.chart import accounts_of
from livefair.ledger.digest import digest
from livefair.ledger.fees import Purse, hand_over, set_apart
from livefair.ledger.invariants import check
from livefair.ledger.legs import Leg, Transfer, Why
from livefair.ledger.pending import Reservation, hold, resolution_of, settle, void
from livefair.ledger.posting import find, post, post_once
from livefair.ledger.spans import Span, SpanTotal, seize, span_lines, span_total
from livefair.ledger.split import Demand, Part, Supply, draw_legs, fill_legs, split_legs, split_refund
from livefair.ledger.statements import StatementLine, Total, legs_of, lines, totals

__all__ = [
    "Balance",
    "Demand",
    "Leg",
    "Part",
    "Purse",
    "Reservation",
    "Span",
    "SpanTotal",
    "StatementLine",
    "Supply",
    "Total",
    "Transfer",
    "Why",
    "accounts_of",
    "balance",
    "check",
    "digest",
    "draw_legs",
    "fill_legs",
    "find",
    "free",
    "hand_over",
    "hold",
    "kept_balances",
    "legs_of",
    "lines",
    "post",
    "post_once",
    "resolution_of",
    "seize",
    "set_apart",
    "settle",
    "span_lines",
    "span_total",
    "split_legs",
    "split_refund",
    "totals",
    "void",
]
