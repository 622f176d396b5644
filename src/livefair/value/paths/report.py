"""A result as a report, in Markdown or as one HTML page: the honesty box first, then every table with its lights."""

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from livefair.value.paths.diagram import LIGHT, diagram
from livefair.value.paths.honesty import (
    ave_light,
    htmt_light,
    loading_light,
    q2_light,
    reliability_light,
    vif_light,
    words,
)
from livefair.value.paths.model import Model
from livefair.value.paths.result import Changes, Estimate, Groups, Light, Result
from livefair.value.why import Locale

MARKS: dict[Light, str] = {"good": "●", "fair": "◐", "poor": "○"}


class Cell(NamedTuple):
    text: str
    light: Light | None = None


class Table(NamedTuple):
    heading: str
    columns: list[str]
    rows: list[list[Cell]]


def markdown(model: Model, result: Result, locale: Locale) -> str:
    lines = [f"# {result.title.on(locale)}", "", f"## {_heading('honesty', locale)}", ""]
    lines += [f"- {MARKS[note.light]} {note.text.on(locale)}" for note in result.honesty]
    for table in tables(model, result, locale):
        lines += ["", f"## {table.heading}", "", _row(table.columns), _row(["---"] * len(table.columns))]
        lines += [_row([_marked(cell) for cell in row]) for row in table.rows]
    return "\n".join([*lines, ""])


def html(model: Model, result: Result, locale: Locale) -> str:
    """A page of its own, without scripts and without anything from elsewhere."""
    notes = "".join(
        f'<li class="{note.light}">{MARKS[note.light]} {escape(note.text.on(locale))}</li>' for note in result.honesty
    )
    parts = [
        f"<h1>{escape(result.title.on(locale))}</h1>",
        f"<section class=honesty><h2>{escape(_heading('honesty', locale))}</h2><ul>{notes}</ul></section>",
        f"<figure>{diagram(model, result, locale, colours=LIGHT)}</figure>",
        *(_html_table(table) for table in tables(model, result, locale)),
    ]
    language = "zh-Hans" if locale == "zh" else "en"
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(result.title.on(locale))}</title><style>{_STYLE}</style>'
        f"<main>{''.join(parts)}</main></html>"
    )


_STYLE = (
    "body{font:16px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;margin:0;color:#241a14;background:#fff}"
    "main{max-width:72rem;margin:auto;padding:1.5rem}table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    "th,td{padding:.25rem .6rem;border-bottom:1px solid #e7ddd5;text-align:left}.scroll{overflow-x:auto}"
    ".honesty{border:2px solid #c2521f;border-radius:.6rem;padding:0 1rem}"
    "figure{margin:1rem 0;overflow-x:auto}svg{width:100%;min-width:44rem}"
    "ul{list-style:none;padding:0}.poor{color:#a3261b}.fair{color:#7a5a00}.good{color:#14694f}"
)


def tables(model: Model, result: Result, locale: Locale) -> list[Table]:
    """All tables that have rows, in reading order."""
    made = [_paths, _constructs, _items, _htmt, _effects, _chains, _prediction]
    found = [_table(one, model, result, locale) for one in made]
    if result.groups is not None:
        found += [_group_paths(model, result.groups, locale), _micom(model, result.groups, locale)]
    if result.changes is not None:
        found += [_changes(model, result.changes, locale), _scores(model, result.changes, locale)]
    return [table for table in found if table.rows]


Rows = tuple[str, Sequence[str], list[list[Cell]]]
Name = Callable[[str], str]


def _table(made: Callable[[Result, Name, Locale], Rows], model: Model, result: Result, locale: Locale) -> Table:
    heading, columns, rows = made(result, lambda one: model.name_of(one, locale), locale)
    return Table(_heading(heading, locale), [words()["column"][name].on(locale) for name in columns], rows)


def _paths(result: Result, name: Name, _locale: Locale) -> Rows:
    rows = [
        [Cell(name(row.source)), Cell(name(row.target)), *_estimate(row.path), Cell(_shown(row.path.p)),
         Cell(_shown(row.f2)), Cell(_shown(row.vif, 2), vif_light(row.vif))]
        for row in result.paths
    ]  # fmt: skip
    return "paths", ("from", "to", "path", "interval", "p", "f2", "vif"), rows


def _constructs(result: Result, name: Name, _locale: Locale) -> Rows:
    rows = []
    for row in result.constructs:
        r2 = row.r2.value if row.r2 else None
        measured = [
            Cell(_shown(row.alpha)),
            _lit(row.rho_a, reliability_light),
            _lit(row.rho_c, reliability_light),
            _lit(row.ave, ave_light),
        ]
        structure = [Cell(_shown(row.full_vif, 2)), Cell(_shown(r2)), Cell(_shown(row.r2_adjusted))]
        rows.append([Cell(name(row.id)), Cell(row.mode), *measured, *structure])
    columns = ("construct", "mode", "alpha", "rho_a", "rho_c", "ave", "full_vif", "r2", "r2_adjusted")
    return "constructs", columns, rows


def _items(result: Result, name: Name, _locale: Locale) -> Rows:
    modes = {row.id: row.mode for row in result.constructs}
    rows = []
    for row in result.items:
        light = loading_light(row.loading.value) if modes[row.construct] == "A" else None
        loading = Cell(_shown(row.loading.value), light)
        rows.append([
            Cell(name(row.construct)), Cell(row.item), loading, Cell(_bounds(row.loading)), *_estimate(row.weight),
            _lit(row.vif, vif_light, 2),
        ])  # fmt: skip
    return "items", ("construct", "item", "loading", "interval", "weight", "interval", "vif"), rows


def _htmt(result: Result, name: Name, _locale: Locale) -> Rows:
    rows = [
        [Cell(name(row.first)), Cell(name(row.second)),
         Cell(_shown(row.ratio.value), htmt_light(row.ratio.value, row.ratio.high)), Cell(_bounds(row.ratio))]
        for row in result.htmt
    ]  # fmt: skip
    return "htmt", ("construct", "construct", "ratio", "interval"), rows


def _effects(result: Result, name: Name, _locale: Locale) -> Rows:
    rows = [[Cell(name(row.source)), Cell(name(row.target)), *_estimate(row.total)] for row in result.effects]
    return "effects", ("from", "to", "total", "interval"), rows


def _chains(result: Result, name: Name, locale: Locale) -> Rows:
    rows = []
    for row in result.chains:
        direct = _shown(row.direct.value) if row.direct else "–"
        kind = words()["kind"][row.kind].on(locale)
        rows.append([Cell(" → ".join(map(name, row.way))), *_estimate(row.indirect), Cell(direct), Cell(kind)])
    return "chains", ("way", "indirect", "interval", "direct", "kind"), rows


def _prediction(result: Result, name: Name, _locale: Locale) -> Rows:
    rows = [
        [Cell(name(row.construct)), Cell(row.item), _lit(row.q2, q2_light), Cell(_shown(row.rmse)),
         Cell(_shown(row.linear_rmse))]
        for row in result.prediction
    ]  # fmt: skip
    return "prediction", ("construct", "item", "q2", "rmse", "linear_rmse"), rows


def _group_paths(model: Model, groups: Groups, locale: Locale) -> Table:
    said = words()["column"]
    columns = [said["from"].on(locale), said["to"].on(locale), *groups.names, said["difference"].on(locale), "p"]
    rows = [
        [Cell(model.name_of(row.source, locale)), Cell(model.name_of(row.target, locale)),
         *(Cell(_shown(value)) for value in (row.first, row.second, row.difference, row.p))]
        for row in groups.paths
    ]  # fmt: skip
    return Table(_heading("groups", locale), columns, rows)


def _micom(model: Model, groups: Groups, locale: Locale) -> Table:
    names = ("construct", "correlation", "quantile", "p", "mean_difference", "interval", "variance_difference")
    rows = [
        [Cell(model.name_of(row.construct, locale)),
         Cell(_shown(row.correlation), "good" if row.is_compositional else "poor"), Cell(_shown(row.quantile)),
         Cell(_shown(row.p)), Cell(_shown(row.mean_difference)), Cell(_pair(*row.mean_bounds)),
         Cell(_shown(row.variance_difference)), Cell(_pair(*row.variance_bounds))]
        for row in groups.micom
    ]  # fmt: skip
    said = words()["column"]
    return Table(_heading("micom", locale), [said[name].on(locale) for name in (*names, "interval")], rows)


def _changes(model: Model, found: Changes, locale: Locale) -> Table:
    rows = [
        [
            Cell(model.name_of(row.source, locale)),
            Cell(model.name_of(row.target, locale)),
            Cell(_shown(row.before)),
            Cell(_shown(row.now)),
            Cell("–" if row.is_apart is None else "≠" if row.is_apart else "="),
        ]
        for row in found.paths
    ]
    names = ("from", "to", "before", "now", "apart")
    return Table(_heading("changes", locale), [words()["column"][name].on(locale) for name in names], rows)


def _scores(model: Model, found: Changes, locale: Locale) -> Table:
    rows = [
        [Cell(model.name_of(row.construct, locale)), Cell(_shown(row.agreement), "good" if row.is_same else "poor")]
        for row in found.scores
    ]
    names = ("construct", "agreement")
    return Table(_heading("scores", locale), [words()["column"][name].on(locale) for name in names], rows)


def _estimate(of: Estimate) -> list[Cell]:
    return [Cell(_shown(of.value)), Cell(_bounds(of))]


def _lit(value: float | None, light: Callable[[float | None], Light], digits: int = 3) -> Cell:
    return Cell(_shown(value, digits), None if value is None else light(value))


def _bounds(of: Estimate) -> str:
    return _pair(of.low, of.high)


def _pair(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"[{low:.3f}, {high:.3f}]"


def _shown(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _heading(name: str, locale: Locale) -> str:
    return words()["heading"][name].on(locale)


def _marked(cell: Cell) -> str:
    return f"{MARKS[cell.light]} {cell.text}" if cell.light else cell.text


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _html_table(table: Table) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in table.columns)
    body = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in table.rows)
    return f"<h2>{escape(table.heading)}</h2><div class=scroll><table><tr>{head}</tr>{body}</table></div>"


def _html_cell(cell: Cell) -> str:
    light = f' class="{cell.light}"' if cell.light else ""
    return f"<td{light}>{escape(_marked(cell))}</td>"
