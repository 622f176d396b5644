"""Who comes back, and what the customers of today are worth: cohorts, BG/NBD and Gamma-Gamma.

The CSV has a row per kept order (customer, at, value in minor units) or a row per customer, summed already
(repeats, recency and age in weeks, maybe value and customer).
"""

import argparse
from pathlib import Path

import msgspec

from livefair.commands.shared import say
from livefair.value.datafile import Table, read_csv
from livefair.value.lifetime import (
    Lifetimes,
    Retention,
    customers_from,
    customers_of,
    lifetimes,
    purchases_of,
    retention,
)


class Answer(msgspec.Struct, frozen=True):
    """Cohorts need the single orders; of summed rows there are none."""

    retention: Retention | None
    lifetimes: Lifetimes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--data", type=Path, required=True, metavar="CSV", help="orders, or customers summed already")
    add("--until", metavar="TIME", help="end of the observation, ISO 8601 (default: the last order)")
    add("--period", choices=("week", "month"), default="month", help="of the cohorts; a month is 28 days")
    add("--weeks", type=float, default=52.0, metavar="N", help="how far to look ahead (default: 52)")
    add("--discount", type=float, default=0.1, metavar="SHARE", help="of later money, a year (default: 0.1)")
    add("--out", type=Path, metavar="JSON", help="where all numbers go; without it they are summed up")


def run(options: argparse.Namespace) -> int:
    found = answer(read_csv(options.data.read_bytes()), options)
    if options.out:
        options.out.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    else:
        say("\n".join(lines_of(found)))
    return 0


def answer(table: Table, options: argparse.Namespace) -> Answer:
    if table.has("repeats"):
        return Answer(None, lifetimes(customers_from(table), weeks=options.weeks, discount=options.discount))
    until = Table(["--until"], [[options.until]]).times_ms("--until")[0] if options.until else None
    purchases = purchases_of(table)
    found = lifetimes(customers_of(purchases, until), weeks=options.weeks, discount=options.discount)
    return Answer(retention(purchases, options.period, until), found)


def lines_of(found: Answer) -> list[str]:
    lines = []
    if found.retention is not None:
        again = found.retention.again_within_90_days
        told = "unknown" if again is None else f"{100 * again:.1f} %"
        lines.append(f"second purchase within 90 days: {told} of {found.retention.observed_90_days} customers")
        for cohort in found.retention.cohorts:
            kept = " ".join("  – " if one is None else f"{100 * one:4.0f}" for one in cohort.kept)
            lines.append(f"  cohort {cohort.first_period:>3}  n {cohort.customers:>6}  % {kept}")
    life = found.lifetimes
    lines.append(f"{life.customers} customers, {life.came_back} came back")
    lines.append("BG/NBD       " + "  ".join(f"{name} {value:.4f}" for name, value in life.buying.items()))
    if life.spending:
        lines.append("Gamma-Gamma  " + "  ".join(f"{name} {value:.4f}" for name, value in life.spending.items()))
    worth = "unknown" if life.value_minor is None else f"{life.value_minor:.0f} minor units"
    lines.append(f"next {life.weeks:g} weeks: {life.purchases:.1f} purchases, worth {worth}")
    return lines
