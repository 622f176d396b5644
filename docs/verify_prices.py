#!/usr/bin/env python3
"""Checks price claims and flash sales without trusting the fair that made them. Standard library only.

    python verify_prices.py prices.json …          files saved from /p/{id}/prices.json
    python verify_prices.py https://…/p/{id}/prices.json
    … | python verify_prices.py -

Prints one line per product and ends with 0 when all of them are right. What is checked: prices.md beside this file.
"""

import json
import sys
import urllib.request
from pathlib import Path

FORMAT = "livefair-prices-1"
DAY_MS = 24 * 3_600 * 1_000
BYTES_MAX = 50_000_000
SKU = {"id", "currency", "history", "lowest_30d_minor", "was_minor", "lowest_days"}
SALE = {
    "id", "sku_id", "price_minor", "lowest_14d_minor", "pieces_planned", "pieces", "taken", "limit_per_buyer",
    "countdown_ms", "lasts_ms", "planned_at_ms", "started_at_ms", "opens_at_ms", "closes_at_ms", "ended_at_ms",
    "claims",
}  # fmt: skip
CLAIM = {"pieces", "taken_at_ms", "given_back_at_ms"}


class Wrong(Exception):
    """What is wrong, in words."""


def insist(condition, otherwise):
    if not condition:
        raise Wrong(otherwise)


def whole(*values):
    return all(type(value) is int for value in values)


def price_at(history, at_ms):
    """The price in force at a moment, or None before the first."""
    found = None
    for since_ms, minor in history:
        if since_ms <= at_ms:
            found = minor
    return found


def lowest_between(history, begin_ms, end_ms):
    """The lowest price that was in force at any moment from `begin_ms` on and until `end_ms`, both included."""
    moments = [begin_ms, *(since_ms for since_ms, _ in history if begin_ms < since_ms <= end_ms)]
    prices = [price for at_ms in moments if (price := price_at(history, at_ms)) is not None]
    # Several prices may have been set in one millisecond.
    prices += [minor for since_ms, minor in history if begin_ms < since_ms <= end_ms]
    return min(prices)


def was_before_cut(history, now_ms):
    """The lowest of the 30 days before the last cut, if the cut is not older and the price was higher."""
    changes = [history[0]]
    for since_ms, minor in history[1:]:
        if since_ms <= now_ms and minor != changes[-1][1]:
            changes.append([since_ms, minor])
    cut_at_ms, price = changes[-1]
    if len(changes) < 2 or cut_at_ms <= now_ms - 30 * DAY_MS:
        return None
    before = lowest_between(changes[:-1], cut_at_ms - 30 * DAY_MS, cut_at_ms)
    return before if before > price else None


def lowest_days(history, now_ms):
    """For how many whole days the price was never lower than now, if it was higher in them; else 0."""
    known = [(since_ms, minor) for since_ms, minor in history if since_ms <= now_ms]
    now = known[-1][1]
    lower = [index for index, (_, minor) in enumerate(known) if minor < now]
    span = known[lower[-1] + 1 :] if lower else known
    return (now_ms - span[0][0]) // DAY_MS if any(minor > now for _, minor in span) else 0


def check_sku(sku, now_ms):
    insist(set(sku) == SKU, "a variant has other fields")
    history = sku["history"]
    insist(isinstance(history, list) and history, "a variant has no price")
    insist(all(len(each) == 2 and whole(*each) and each[1] > 0 for each in history), "a price is no price")
    moments = [since_ms for since_ms, _ in history]
    insist(moments == sorted(moments) and moments[-1] <= now_ms, "the prices are not in the order of time")
    lowest = lowest_between(history, now_ms - 30 * DAY_MS, now_ms)
    insist(sku["lowest_30d_minor"] == lowest, f"the lowest of 30 days is {lowest}, not {sku['lowest_30d_minor']}")
    was = was_before_cut(history, now_ms)
    insist(sku["was_minor"] == was, f"the price before the cut is {was}, not {sku['was_minor']}")
    days = lowest_days(history, now_ms)
    insist(sku["lowest_days"] == days, f"it is the lowest of {days} days, not of {sku['lowest_days']}")


def check_timer(sale, now_ms):
    """Countdown and end are those that were fixed before it began; nobody has moved them."""
    insist(10_000 <= sale["countdown_ms"] <= 300_000, "the countdown is not of 10 to 300 seconds")
    insist(60_000 <= sale["lasts_ms"] <= 1_200_000, "the sale does not last 1 to 20 minutes")
    insist(sale["planned_at_ms"] <= sale["started_at_ms"] <= now_ms, "it began before it was planned")
    insist(sale["opens_at_ms"] == sale["started_at_ms"] + sale["countdown_ms"], "the countdown was moved")
    insist(sale["closes_at_ms"] == sale["opens_at_ms"] + sale["lasts_ms"], "the end was moved")
    ended = sale["ended_at_ms"]
    insist(ended is None or sale["started_at_ms"] <= ended <= sale["closes_at_ms"], "it ended at no possible moment")


def check_price_of(sale, history, now_ms):
    """It was cheaper than in all of the 14 days before, and its price stands in the history for its time."""
    begin_ms = sale["started_at_ms"]
    lowest = lowest_between(history, begin_ms - 14 * DAY_MS, begin_ms)
    insist(sale["lowest_14d_minor"] == lowest, f"the lowest of 14 days was {lowest}, not {sale['lowest_14d_minor']}")
    insist(0 < sale["price_minor"] < lowest, "the flash price is not below all of the last 14 days")
    ended = now_ms if sale["ended_at_ms"] is None else sale["ended_at_ms"]
    if sale["opens_at_ms"] <= ended and sale["ended_at_ms"] is not None:
        insist([sale["opens_at_ms"], sale["price_minor"]] in history, "its price is not in the history")
        insist(any(since_ms == ended for since_ms, _ in history), "its end is not in the history")


def check_claims(sale):
    """As many pieces are taken as order lines have, never more than there are, all while it was open."""
    insist(0 <= sale["taken"] <= sale["pieces"] <= sale["pieces_planned"], "more pieces than were planned")
    if sale["claims"] is None:
        return
    for claim in sale["claims"]:
        insist(set(claim) == CLAIM and whole(claim["pieces"], claim["taken_at_ms"]), "a claim has other fields")
        insist(0 < claim["pieces"] <= sale["limit_per_buyer"], "a buyer has more than the limit")
        end_ms = sale["closes_at_ms"] if sale["ended_at_ms"] is None else sale["ended_at_ms"]
        insist(sale["opens_at_ms"] <= claim["taken_at_ms"] <= end_ms, "pieces were taken while it was closed")
    held = sum(claim["pieces"] for claim in sale["claims"] if claim["given_back_at_ms"] is None)
    insist(held == sale["taken"], f"orders have {held} pieces, not {sale['taken']}")


def check_sale(sale, histories, now_ms):
    insist(set(sale) == SALE, "a sale has other fields")
    numbers = SALE - {"id", "sku_id", "ended_at_ms", "claims"}
    insist(whole(*(sale[name] for name in numbers)), "a sale has no proper numbers")
    insist(sale["sku_id"] in histories, "a sale of a variant that is not there")
    check_timer(sale, now_ms)
    check_price_of(sale, histories[sale["sku_id"]], now_ms)
    check_claims(sale)


def verify(proof):
    """Raises Wrong. Returns (variants, sales) that were checked."""
    insist(isinstance(proof, dict) and proof.get("format") == FORMAT, "this is no list of prices")
    insist(set(proof) == {"format", "product_id", "at_ms", "skus", "sales"}, "the list has other fields")
    now_ms = proof["at_ms"]
    insist(whole(now_ms), "it does not say when")
    for sku in proof["skus"]:
        check_sku(sku, now_ms)
    histories = {sku["id"]: sku["history"] for sku in proof["skus"]}
    for sale in proof["sales"]:
        check_sale(sale, histories, now_ms)
    return len(proof["skus"]), len(proof["sales"])


def read(source):
    if source == "-":
        return json.loads(sys.stdin.read(BYTES_MAX))
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=30) as answer:
            return json.loads(answer.read(BYTES_MAX))
    return json.loads(Path(source).read_text("utf-8"))


def main(sources):
    is_right = True
    for source in sources or ["-"]:
        try:
            skus, sales = verify(read(source))
            sys.stdout.write(f"right  {source}: {skus} variants, {sales} flash sales\n")
        except (Wrong, OSError, ValueError, TypeError, KeyError, IndexError) as error:
            is_right = False
            sys.stdout.write(f"WRONG  {source}: {error}\n")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
