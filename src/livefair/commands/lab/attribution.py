"""Divide the value of kept orders over those who were met on the way, by every rule beside each other.

The CSV has a row per touch (journey, player, at, value and maybe kind, ended_at) or a row per way (path as
"a > b > c", kept, lost, value). Values are whole minor units; docs/measures/attribution.en.md shows both.
"""

import argparse
from pathlib import Path

import msgspec

from livefair.commands.shared import say
from livefair.value.attribution import Attribution, attribute, journeys_of
from livefair.value.datafile import read_csv


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--data", type=Path, required=True, metavar="CSV", help="touches or ways")
    add("--out", type=Path, metavar="JSON", help="where all numbers go; without it a table is printed")
    add("--orders", type=int, default=200, metavar="N", help="pairs of orders of arrival, 2 to 20000 (default: 200)")
    add("--seed", type=int, default=1, metavar="N", help="of those orders (default: 1)")


def run(options: argparse.Namespace) -> int:
    journeys = journeys_of(read_csv(options.data.read_bytes()))
    found = attribute(journeys, orders=max(2, min(options.orders, 20_000)), seed=options.seed)
    if options.out:
        options.out.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    else:
        say(table_of(found))
    return 0


def table_of(found: Attribution) -> str:
    rules = list(found.credits[0].minor)
    lines = ["| player | " + " | ".join(rules) + " | removal | orders ± error |", "|---" * (len(rules) + 3) + "|"]
    for credit in found.credits:
        orders = "–" if credit.orders is None else f"{credit.orders:.2f}"
        error = "" if credit.orders_error is None else f" ± {credit.orders_error:.2f}"
        units = " | ".join(str(credit.minor[rule]) for rule in rules)
        name = credit.player.replace("|", "\\|")
        lines.append(f"| {name} | {units} | {credit.removal:.4f} | {orders}{error} |")
    lines += ["", f"Every rule divides {found.value_minor} minor units of {found.kept} kept orders; {found.lost} ways"]
    lines[-1] += f" kept none. Orders without any touch: {found.untouched_minor} minor units, nobody's."
    return "\n".join(lines)
