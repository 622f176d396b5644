"""Fit a path model (PLS-SEM) to a table of answers.

The model is a TOML file (docs/measures/paths.en.md shows one), the data a CSV whose columns are the model's items.
The same seed gives the same numbers.
"""

import argparse
from pathlib import Path

import msgspec

from livefair.commands.shared import CommandError, say
from livefair.value import paths
from livefair.value.datafile import Table, decoded, read_csv


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--model", type=Path, required=True, metavar="TOML", help="constructs, items, modes and paths")
    add("--data", type=Path, required=True, metavar="CSV", help="one row per unit of analysis")
    add("--out", type=Path, metavar="JSON", help="where all numbers go; without it the report is printed")
    add("--report", type=Path, metavar="FILE", help="a report, .md or .html")
    add("--diagram", type=Path, metavar="SVG", help="the path diagram")
    add("--draws", type=int, default=5_000, metavar="N", help="bootstrap draws (default: 5000)")
    add("--seed", type=int, default=1, metavar="N", help="of draws, folds and permutations (default: 1)")
    add("--interval", choices=("percentile", "bca"), default="percentile", help="kind of interval")
    add("--cluster", metavar="COLUMN", help="draw whole clusters, such as hosts, instead of rows")
    add("--group", metavar="COLUMN", help="compare the two groups that this column names")
    add("--missing", choices=("refuse", "drop", "mean", "pairwise"), default="refuse", help="about missing answers")
    add("--invited", type=int, metavar="N", help="how many were asked, for the response rate")
    add("--before", type=Path, metavar="JSON", help="an earlier result: tell what is different from it")
    add("--folds", type=int, default=10, metavar="N", help="folds of PLSpredict, repeated ten times; 0: none")
    add("--flip", action="store_true", help="turn draws whose constructs point the other way")
    add("--allow-small", action="store_true", help="estimate with fewer rows than the rule asks for, and say so")


def run(options: argparse.Namespace) -> int:
    if options.report and options.report.suffix not in {".md", ".html"}:
        raise CommandError("a report ends in .md or .html")
    model = paths.load_model(decoded(options.model.read_bytes()))
    data = data_of(model, read_csv(options.data.read_bytes()), options)
    before = earlier(options.before) if options.before else None
    result = paths.fit(model, data, options_of(options), before=before)
    if options.out:
        options.out.write_bytes(paths.to_json(result) + b"\n")
    if options.diagram:
        options.diagram.write_text(paths.diagram(model, result, options.language), "utf-8")
    if options.report:
        written = paths.html if options.report.suffix == ".html" else paths.markdown
        options.report.write_text(written(model, result, options.language), "utf-8")
    if not options.out and not options.report:
        say(paths.markdown(model, result, options.language))
    return 0


def data_of(model: paths.Model, table: Table, options: argparse.Namespace) -> paths.Data:
    columns = tuple(model.columns())
    return paths.Data(
        columns,
        table.matrix(columns),
        clusters=tuple(table.texts(options.cluster)) if options.cluster else (),
        groups=tuple(table.texts(options.group)) if options.group else (),
        invited=options.invited,
    )


def earlier(path: Path) -> paths.Result:
    try:
        return paths.from_json(path.read_bytes())
    except msgspec.MsgspecError as error:
        raise CommandError(f"{path} is no result of this program: {error}") from error


def options_of(options: argparse.Namespace) -> paths.Options:
    return paths.Options(
        draws=options.draws,
        seed=options.seed,
        interval=options.interval,
        missing=options.missing,
        folds=options.folds,
        allow_small=options.allow_small,
        flip=options.flip,
    )
