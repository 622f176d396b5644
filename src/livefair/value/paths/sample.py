"""The data of a fit: rows of items, what is missing, and the correlations of any resample of the rows.

A resample is a row of counts: how often each row of the data is in it. So draws with replacement, clusters, folds,
groups and leave-one-out are all the same matrix product.
"""

from typing import Literal, NamedTuple

import numpy as np

from livefair.value.faults import Fault
from livefair.value.paths.model import Model
from livefair.value.paths.shape import Bools, Floats, Ints

Missing = Literal["refuse", "drop", "mean", "pairwise"]
ROWS_MAX = 1_000_000
EIGENVALUE_MIN = 1e-3
PAIR_ROWS_MIN = 10


class Data(NamedTuple):
    """Rows × columns of numbers, not-a-number where nothing was answered.

    `clusters` and `groups` name, for each row, what it belongs to. `invited` is how many were asked.
    """

    columns: tuple[str, ...]
    values: Floats
    clusters: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    invited: int | None = None


class Sample(NamedTuple):
    """n × p standardised items (0 where missing), which cells are `seen`, and what was done about missing ones.

    `centre` and `scale` turn a raw answer into a standardised one. `rows` are the rows of the data that were kept.
    """

    items: tuple[str, ...]
    values: Floats
    seen: Bools
    centre: Floats
    scale: Floats
    rows: Ints
    missing_cells: int
    rule: Missing

    @property
    def is_complete(self) -> bool:
        return bool(self.seen.all())


class Moments(NamedTuple):
    """Of each draw: correlations B × p × p, and mean and deviation (n − 1) of the standardised items, B × p.

    `least` is the smallest eigenvalue that any draw's matrix had before it was repaired; None without repair.
    """

    correlations: Floats
    mean: Floats
    deviation: Floats
    least: float | None = None


def sample_of(model: Model, data: Data, missing: Missing) -> Sample:
    """The model's columns of the data, standardised. Raises Fault for what would make a number silently wrong."""
    names = model.columns()
    for name in names:
        if name not in data.columns:
            raise Fault("column_missing", column=name)
    if len(data.values) > ROWS_MAX:
        raise Fault("too_many_rows", most=ROWS_MAX)
    values = data.values[:, [data.columns.index(name) for name in names]].astype(np.float64)
    _require_finite(values, names)
    seen = ~np.isnan(values)
    lacking = int((~seen).sum())
    values, seen, rows = _without_missing(values, seen, names, missing)
    if len(values) < 3:
        raise Fault("too_few_rows", n=len(values), needed=3)
    count = seen.sum(axis=0)
    if (count < 3).any():
        raise Fault("item_unanswered", item=names[int(np.argmin(count))], n=int(count.min()))
    filled = np.where(seen, values, 0.0)
    centre = filled.sum(axis=0) / count
    scale = np.sqrt(np.where(seen, (filled - centre) ** 2, 0.0).sum(axis=0) / (count - 1))
    for name, deviation, middle in zip(names, scale, centre, strict=True):
        if deviation <= 1e-12 * max(1.0, abs(middle)):
            raise Fault("item_constant", item=name, value=float(middle))
    standard = np.where(seen, (filled - centre) / scale, 0.0)
    return Sample(tuple(names), standard, seen, centre, scale, rows, lacking, missing)


def _require_finite(values: Floats, names: list[str]) -> None:
    rows, columns = np.nonzero(np.isinf(values) | (np.abs(values) > 1e150))
    if len(rows):
        raise Fault("cell_infinite", row=int(rows[0]) + 1, column=names[int(columns[0])])


def _without_missing(values: Floats, seen: Bools, names: list[str], missing: Missing) -> tuple[Floats, Bools, Ints]:
    whole = seen.all(axis=1)
    rows = np.arange(len(values))
    if missing == "refuse" and not whole.all():
        row = int(np.argmin(whole))
        column = names[int(np.argmin(seen[row]))]
        raise Fault("cell_missing", row=row + 1, column=column, cells=int((~seen).sum()))
    if missing == "drop":
        return values[whole], seen[whole], rows[whole]
    if missing == "mean":
        count = np.maximum(seen.sum(axis=0), 1)
        means = np.where(seen, values, 0.0).sum(axis=0) / count
        return np.where(seen, values, means), np.ones_like(seen), rows
    return values, seen, rows


def moments(sample: Sample, counts: Floats) -> Moments:
    """Correlations of each draw; `counts` is B × n. Raises Fault when a pair of items was hardly answered together."""
    return _complete(sample.values, counts) if sample.is_complete else _pairwise(sample, counts)


def _complete(values: Floats, counts: Floats) -> Moments:
    n = counts.sum(axis=1)[:, None]
    mean = counts @ values / n
    first, second = np.triu_indices(values.shape[1])
    sums = counts @ (values[:, first] * values[:, second])
    covariance = (sums - n * mean[:, first] * mean[:, second]) / (n - 1)
    matrix = _square(covariance, values.shape[1])
    variance = np.einsum("bii->bi", matrix)
    # What rounding leaves of a resample of equal answers is no variance.
    deviation = np.sqrt(np.where(variance > 1e-12, variance, np.nan))
    return Moments(_unit(matrix / (deviation[:, :, None] * deviation[:, None, :])), mean, deviation)


def _square(upper: Floats, p: int) -> Floats:
    first, second = np.triu_indices(p)
    matrix = np.empty((len(upper), p, p))
    matrix[:, first, second] = upper
    matrix[:, second, first] = upper
    return matrix


def _unit(matrix: Floats) -> Floats:
    diagonal = np.arange(matrix.shape[-1])
    matrix[:, diagonal, diagonal] = np.where(np.isfinite(matrix[:, diagonal, diagonal]), 1.0, np.nan)
    return matrix


def _pairwise(sample: Sample, counts: Floats) -> Moments:
    """Each correlation from the rows that answered both items; then the nearest proper matrix by its eigenvalues."""
    seen = sample.seen.astype(np.float64)
    p = len(sample.items)
    first, second = np.triu_indices(p)
    x, y, both = sample.values[:, first], sample.values[:, second], seen[:, first] * seen[:, second]
    n = counts @ both
    _require_pairs(sample, n[0], first, second)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_x, mean_y = counts @ (x * both) / n, counts @ (y * both) / n
        cross = counts @ (x * y) / n - mean_x * mean_y
        variance_x = counts @ (x**2 * both) / n - mean_x**2
        variance_y = counts @ (y**2 * both) / n - mean_y**2
        r = np.clip(cross / np.sqrt(variance_x * variance_y), -1.0, 1.0)
        answered = counts @ seen
        mean = counts @ sample.values / answered
        deviation = np.sqrt((counts @ sample.values**2 - answered * mean**2) / (answered - 1))
    matrix, least = repaired(_unit(_square(r, p)))
    return Moments(matrix, mean, deviation, least)


def _require_pairs(sample: Sample, rows: Floats, first: Ints, second: Ints) -> None:
    worst = int(np.argmin(rows))
    if rows[worst] < PAIR_ROWS_MIN:
        a, b = sample.items[int(first[worst])], sample.items[int(second[worst])]
        raise Fault("pair_unanswered", first=a, second=b, n=int(rows[worst]), needed=PAIR_ROWS_MIN)


def repaired(matrices: Floats) -> tuple[Floats, float]:
    """Correlation matrices with eigenvalues of at least EIGENVALUE_MIN, and the smallest one found before."""
    usable = np.asarray(np.isfinite(matrices).all(axis=(1, 2)))
    given = np.where(usable[:, None, None], matrices, np.eye(matrices.shape[-1]))
    values, vectors = np.linalg.eigh(given)
    least = float(values.min())
    if least >= EIGENVALUE_MIN:
        return matrices, least
    clipped = (vectors * np.maximum(values, EIGENVALUE_MIN)[:, None, :]) @ vectors.transpose(0, 2, 1)
    root = np.sqrt(np.einsum("bii->bi", clipped))
    clipped = clipped / (root[:, :, None] * root[:, None, :])
    kept = usable & (values.min(axis=1) >= EIGENVALUE_MIN)
    clipped = np.where(kept[:, None, None], matrices, clipped)
    return np.where(usable[:, None, None], clipped, np.nan), least
