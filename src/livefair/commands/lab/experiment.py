"""What a lever added, from units that were assigned at random: difference in means, and CUPED.

The CSV has a row per unit: unit, arm, outcome and maybe before (the same outcome before the experiment).
"""

import argparse
from pathlib import Path

import msgspec

from livefair.commands.shared import say
from livefair.value.attribution import Lift, experiment_of, lifts
from livefair.value.datafile import read_csv


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--data", type=Path, required=True, metavar="CSV", help="unit, arm, outcome[, before]")
    add("--control", metavar="ARM", help='the arm to compare with (default: "control" or "holdout")')
    add("--out", type=Path, metavar="JSON", help="where all numbers go; without it they are printed")


def run(options: argparse.Namespace) -> int:
    found = lifts(experiment_of(read_csv(options.data.read_bytes()), control=options.control))
    if options.out:
        options.out.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    else:
        say("\n".join(line for lift in found for line in lines_of(lift)))
    return 0


def lines_of(lift: Lift) -> list[str]:
    lines = [
        f"{lift.arm} (n={lift.n}, mean {lift.mean:.5f}) less {lift.control} (n={lift.n_control}, mean "
        f"{lift.mean_control:.5f})",
        f"  difference {lift.plain.difference:.5f}  SE {lift.plain.error:.5f}  "
        f"95 % [{lift.plain.low:.5f}, {lift.plain.high:.5f}]  p {lift.plain.p:.4g}",
    ]
    if lift.adjusted is not None:
        left = f"  variance left {lift.variance_left:.3f}" if lift.variance_left is not None else ""
        lines.append(
            f"  CUPED      {lift.adjusted.difference:.5f}  SE {lift.adjusted.error:.5f}  "
            f"95 % [{lift.adjusted.low:.5f}, {lift.adjusted.high:.5f}]  p {lift.adjusted.p:.4g}{left}"
        )
    if lift.is_small:
        lines.append("  fewer than 30 units in an arm: the bounds are too narrow")
    if lift.is_skewed:
        lines.append(f"  arms of such sizes would be chance in {lift.skewed_p:.2g} of cases if meant to be even")
    return lines
