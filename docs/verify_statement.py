#!/usr/bin/env python3
"""Derives a payee's statement anew from its journal, without trusting the fair. Standard library only.

    python verify_statement.py journal.json …          files saved from /me/journal.json
    … | python verify_statement.py -

Prints one line per journal and ends with 0 when every one of them is right.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

FORMAT = "livefair-journal-1"
WHOLE_BP = 10_000
TOTALS = (
    "expected_minor", "released_minor", "returned_minor", "refunded_minor", "paid_out_minor", "payable_minor",
    "owed_minor",
)  # fmt: skip
PAYOUT_REASONS = {"payout", "payout_returned", "payout_late"}
# What a payout in each state has moved out of the payee's accounts in the end: times its amount.
LEFT = {"sending": 0, "paid": 1, "failed": 0, "returned": 0, "paid_late": 1}
# Which payouts pay for entries, so that no other payout may.
PAYS = {"sending", "paid", "returned"}


class Wrong(Exception):
    """What is wrong with a journal, in words."""


def insist(condition, otherwise):
    if not condition:
        raise Wrong(otherwise)


def whole(value):
    insist(type(value) is int, f"{value!r} is no whole number")
    return value


def check_entries(entries):
    """In order, each once, no account ever on its wrong side."""
    last, balances = 0, defaultdict(int)
    for entry in entries:
        insist(whole(entry["seq"]) > last, f"entry {entry['seq']} is out of its place")
        last = entry["seq"]
        insist(whole(entry["minor"]) != 0, f"entry {last} moves nothing")
        account = entry["account"], entry["currency"]
        balances[account] += entry["minor"]
        if account[0] == "receivable":
            insist(balances[account] <= 0, f"after entry {last} more of the debt is paid off than was owed")
        else:
            insist(account[0] in {"payable", "reserve"}, f"entry {last} is on another's account")
            insist(balances[account] >= 0, f"after entry {last} {account[0]} is below nothing")


def check_shares(shares, entries):
    """No share is more than its percentage (an agency's part comes off it), and what is left of it was handed over."""
    moved, left, is_released = defaultdict(int), defaultdict(int), {}
    for entry in entries:
        if entry["reason"] in {"release", "refund"} and "line_id" in entry["why"]:
            moved[entry["why"]["line_id"]] += entry["minor"]
    for share in shares:
        line, planned, refunded = share["line_id"], whole(share["planned_minor"]), whole(share["refunded_minor"])
        over = planned * WHOLE_BP - whole(share["base_minor"]) * whole(share["basis_points"])
        insist(share["why"].endswith("_remaining") or over <= WHOLE_BP, f"line {line}: more than its percentage")
        insist(0 <= refunded <= planned, f"line {line}: refunds took more than was planned")
        left[line] += planned - refunded
        is_released[line] = share["released_at_ms"] is not None
    for line in {*moved, *left}:
        insist(line in left, f"line {line}: money came without a share")
        handed_over = left[line] if is_released[line] else 0
        insist(moved[line] == handed_over, f"line {line}: {moved[line]} was handed over, not {handed_over}")


def check_payouts(payouts, entries):
    """The lines of each payout add up to it, no line is paid twice, none was passed over."""
    until = defaultdict(int)
    insist(len({payout["id"] for payout in payouts}) == len(payouts), "a payout is told twice")
    for payout in sorted(payouts, key=lambda one: (one["after_seq"], one["until_seq"])):
        insist(payout["state"] in LEFT, f"payout {payout['id']}: unknown state")
        after_seq, until_seq = whole(payout["after_seq"]), whole(payout["until_seq"])
        lines = sum(
            entry["minor"]
            for entry in entries
            if entry["account"] == "payable"
            and entry["currency"] == payout["currency"]
            and after_seq < entry["seq"] <= until_seq
            and entry["reason"] != "payout"
        )
        insist(lines == whole(payout["amount_minor"]) > 0, f"payout {payout['id']}: its lines are {lines}")
        if payout["state"] in PAYS:
            is_next = after_seq == until[payout["currency"]]
            insist(is_next, f"payout {payout['id']}: lines are passed over or paid twice")
            until[payout["currency"]] = until_seq
        gone = -sum(
            entry["minor"]
            for entry in entries
            if entry["reason"] in PAYOUT_REASONS and entry["why"].get("payout_id") == payout["id"]
        )
        insist(gone == LEFT[payout["state"]] * payout["amount_minor"], f"payout {payout['id']}: {gone} left the house")
    known = {payout["id"] for payout in payouts}
    for entry in entries:
        named = entry["why"].get("payout_id") if entry["reason"] in PAYOUT_REASONS else None
        insist(entry["reason"] not in PAYOUT_REASONS or named in known, f"entry {entry['seq']} is of no known payout")


def derived(journal, currency):
    """The totals of one currency, from entries and shares alone."""
    entries = [entry for entry in journal["entries"] if entry["currency"] == currency]
    shares = [share for share in journal["shares"] if share["currency"] == currency]

    def by_reason(*reasons):
        return sum(entry["minor"] for entry in entries if entry["reason"] in reasons)

    def on(*accounts):
        return sum(entry["minor"] for entry in entries if entry["account"] in accounts)

    return {
        "expected_minor": sum(
            share["planned_minor"] - share["refunded_minor"] for share in shares if share["released_at_ms"] is None
        ),
        "released_minor": by_reason("release"),
        "returned_minor": -by_reason("refund"),
        "refunded_minor": sum(share["refunded_minor"] for share in shares),
        "paid_out_minor": -by_reason(*PAYOUT_REASONS),
        "payable_minor": on("payable", "reserve"),
        "owed_minor": -on("receivable"),
    }


def verify(journal):
    """Returns the derived totals by currency. Raises Wrong."""
    insist(isinstance(journal, dict) and journal.get("format") == FORMAT, "not a journal of this kind")
    entries = journal["entries"]
    check_entries(entries)
    check_shares(journal["shares"], entries)
    check_payouts(journal["payouts"], entries)
    said = {total["currency"]: total for total in journal["totals"]}
    currencies = {row["currency"] for kind in ("entries", "shares") for row in journal[kind]}
    insist(currencies == set(said), "the statement leaves out a currency")
    found = {}
    for currency in sorted(currencies):
        found[currency] = derived(journal, currency)
        for name in TOTALS:
            insist(
                said[currency][name] == found[currency][name],
                f"the statement says {name} {said[currency][name]} {currency}, the journal {found[currency][name]}",
            )
    return found


def main(names):
    is_right = True
    for name in names or ["-"]:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        try:
            found = verify(json.loads(text))
        except (Wrong, KeyError, TypeError, AttributeError, ValueError) as wrong:
            is_right = False
            sys.stdout.write(f"{name}: WRONG: {wrong}\n")
        else:
            said = ", ".join(f"{one['payable_minor']} {currency} ready" for currency, one in found.items())
            sys.stdout.write(f"{name}: right: {said or 'nothing yet'}\n")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
