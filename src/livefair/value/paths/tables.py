"""The tables of a result, row by row."""

import math
from typing import NamedTuple

import numpy as np

from livefair.value.paths import effects, quality
from livefair.value.paths.groups import Comparison
from livefair.value.paths.model import Model
from livefair.value.paths.predict import Prediction
from livefair.value.paths.resample import Bounds
from livefair.value.paths.result import (
    ChainRow,
    ConstructRow,
    EffectRow,
    Estimate,
    Frozen,
    GroupPathRow,
    Groups,
    HtmtRow,
    ItemRow,
    MicomRow,
    PathRow,
    PredictionRow,
)
from livefair.value.paths.sample import Sample
from livefair.value.paths.shape import Floats, Shape, Stage
from livefair.value.paths.staged import Staged

GroupsTable = Groups | None


class Book(NamedTuple):
    """All that the tables are written from: the fit of the data (one draw) and the bounds of its numbers."""

    model: Model
    stage: Stage
    sample: Sample
    found: Staged
    ways: list[tuple[int, ...]]
    bounds: dict[str, Bounds]

    def estimate(self, name: str, position: int, value: float) -> Estimate:
        of = self.bounds[name]
        return Estimate(number(value), *(number(part[position]) for part in (of.error, of.low, of.high, of.p)))


def number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def paths(book: Book) -> list[PathRow]:
    shape, last = book.stage.shape, book.found.last
    f2 = quality.f_squared(shape, last)[0]
    refitted = quality.f_squared_refitted(shape, last, book.found.correlations)[0]
    vif = quality.source_inflation(shape, last)[0]
    return [
        PathRow(
            shape.constructs[i],
            shape.constructs[j],
            book.estimate("paths", position, last.paths[0, i, j]),
            number(f2[i, j]),
            number(refitted[i, j]),
            number(vif[i, j]),
            is_interaction=shape.constructs[i] in book.stage.products,
        )
        for position, (i, j) in enumerate(zip(*shape.edges(), strict=True))
    ]


def constructs(book: Book) -> list[ConstructRow]:
    shape, last = book.stage.shape, book.found.last
    measured = quality.reliability(shape, last, book.found.correlations)
    full = quality.inflation(last.scores)[0]
    targets = list(shape.targets())
    n = len(book.sample.values)
    rows = []
    for i, name in enumerate(shape.constructs):
        size = len(shape.items_of(i))
        is_reflective = size > 1 and i not in shape.mode_b
        alpha, rho_a, rho_c, ave = (number(part[0, i]) if is_reflective else None for part in measured)
        r2 = book.estimate("r2", targets.index(i), last.r2[0, i]) if i in targets else None
        adjusted = number(quality.adjusted(last.r2[0], n, len(shape.sources_of(i)))[i]) if i in targets else None
        mode = "product" if name in book.stage.products else "B" if i in shape.mode_b else "A"
        rows.append(ConstructRow(name, mode, size, alpha, rho_a, rho_c, ave, number(full[i]), r2, adjusted))
    return rows


def items(book: Book) -> list[ItemRow]:
    shape, last = book.stage.shape, book.found.last
    vif = quality.item_inflation(shape, book.found.correlations)[0]
    return [
        ItemRow(
            shape.constructs[shape.block[position]],
            name,
            book.estimate("loadings", position, last.loadings[0, position]),
            book.estimate("weights", position, last.weights[0, position]),
            number(vif[position]),
        )
        for position, name in enumerate(shape.items)
    ]


def htmt(book: Book) -> list[HtmtRow]:
    """Of all pairs that claim to measure by reflection: formative blocks and products have no such ratio."""
    shape = book.stage.shape
    ratios = quality.htmt(shape, book.found.correlations)[0]
    left_out = {*shape.mode_b, *(i for i, name in enumerate(shape.constructs) if name in book.stage.products)}
    return [
        HtmtRow(shape.constructs[i], shape.constructs[j], book.estimate("htmt", position, ratios[i, j]))
        for position, (i, j) in enumerate(zip(*np.tril_indices(len(shape.constructs), -1), strict=True))
        if not {int(i), int(j)} & left_out
    ]


def total_effects(book: Book) -> list[EffectRow]:
    shape = book.stage.shape
    products = [name in book.stage.products for name in shape.constructs]
    plain = np.where(np.array(products)[:, None], 0.0, book.found.last.paths[0])
    total = effects.total_effects(plain[None])[0]
    k = len(shape.constructs)
    reached = effects.total_effects((plain != 0).astype(np.float64)[None] / (2 * k))[0] > 0
    return [
        EffectRow(shape.constructs[i], shape.constructs[j], book.estimate("totals", int(i) * k + int(j), total[i, j]))
        for i, j in zip(*np.nonzero(reached), strict=True)
    ]


def chains(book: Book) -> list[ChainRow]:
    shape, last = book.stage.shape, book.found.last
    values = effects.along(last.paths, book.ways)[0]
    edges = list(zip(*(one.tolist() for one in shape.edges()), strict=True))
    rows = []
    for position, way in enumerate(book.ways):
        indirect = book.estimate("chains", position, values[position])
        ends = (way[0], way[-1])
        direct = book.estimate("paths", edges.index(ends), last.paths[0, *ends]) if ends in edges else None
        kind = effects.kind_of(
            values[position],
            last.paths[0, *ends],
            indirect_holds=indirect.holds,
            direct_holds=direct is not None and direct.holds,
        )
        rows.append(ChainRow([shape.constructs[i] for i in way], indirect, direct, kind))
    return rows


def prediction(book: Book, found: Prediction | None) -> list[PredictionRow]:
    if found is None:
        return []
    shape = book.stage.shape
    numbers = np.column_stack([found.q2, found.rmse, found.mae, found.linear_rmse, found.linear_mae])
    return [
        PredictionRow(shape.constructs[shape.block[item]], shape.items[item], *(number(one) for one in row))
        for item, row in zip(found.items, numbers, strict=True)
    ]


def groups(shape: Shape, found: Comparison) -> Groups:
    rows = [
        GroupPathRow(
            shape.constructs[i],
            shape.constructs[j],
            number(found.first[i, j]),
            number(found.second[i, j]),
            number(found.first[i, j] - found.second[i, j]),
            number(found.p[i, j]),
        )
        for i, j in zip(*shape.edges(), strict=True)
    ]
    micom = [_micom(found, i, name) for i, name in enumerate(shape.constructs)]
    return Groups(list(found.names), list(found.sizes), rows, micom, found.draws, found.failed)


def _micom(found: Comparison, i: int, name: str) -> MicomRow:
    micom = found.micom
    return MicomRow(
        construct=name,
        correlation=number(micom.correlation[i]),
        quantile=number(micom.quantile[i]),
        p=number(micom.p[i]),
        is_compositional=bool(micom.correlation[i] >= micom.quantile[i]),
        mean_difference=number(micom.mean_difference[i]),
        mean_bounds=_bounds(micom.mean_bounds, i),
        variance_difference=number(micom.variance_difference[i]),
        variance_bounds=_bounds(micom.variance_bounds, i),
    )


def _bounds(of: Floats, i: int) -> list[float | None]:
    return [number(of[0, i]), number(of[1, i])]


def frozen(book: Book) -> dict[str, Frozen]:
    """The weights of raw answers in each score, to score newcomers without a new fit."""
    sample = book.sample
    found = {}
    for i, name in enumerate(book.stage.shape.constructs):
        if name in book.stage.products:
            continue
        slopes = book.found.raw[0, :, i] / (book.found.moments.deviation[0] * sample.scale)
        centre = sample.centre + book.found.moments.mean[0] * sample.scale
        used = np.flatnonzero(slopes)
        weights = {sample.items[item]: float(slopes[item]) for item in used}
        found[name] = Frozen(float(-(slopes * centre).sum()), weights)
    return found
