"""`fit(model, data)`: from a model and its data to all that a careful reader asks of it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
import numpy as np

from livefair.value.faults import Fault
from livefair.value.paths import effects, quality, tables
from livefair.value.paths.changes import changes
from livefair.value.paths.groups import compare
from livefair.value.paths.honesty import needed_rows, notes
from livefair.value.paths.model import Model, require_sound
from livefair.value.paths.predict import Prediction, folds_of, predict
from livefair.value.paths.resample import (
    DRAWS_MAX,
    Bounds,
    Interval,
    bounds,
    draw_counts,
    given_counts,
    left_out_counts,
)
from livefair.value.paths.result import Draws, Result
from livefair.value.paths.sample import Data, Missing, Sample, sample_of
from livefair.value.paths.shape import Floats, Ints, Stage, stages_of
from livefair.value.paths.soundness import require_estimable
from livefair.value.paths.staged import Staged, run

CLUSTERS_MIN = 5
Quantities = dict[str, Floats]


class Options(NamedTuple):
    """`draws` 0 gives no bounds, `folds` 0 no prediction. With clusters in the data, whole clusters are drawn.

    `flip` turns a draw's construct round when its loadings point the other way than those of the data.
    `indices` (B × n row numbers of the rows kept) are resamples to use instead of drawing.
    """

    draws: int = 5_000
    seed: int = 1
    interval: Interval = "percentile"
    confidence: float = 0.95
    missing: Missing = "refuse"
    folds: int = 10
    repeats: int = 10
    permutations: int = 1_000
    allow_small: bool = False
    flip: bool = False
    indices: Ints | None = None


DEFAULTS = Options()


class Drawn(NamedTuple):
    kept: Quantities
    not_converged: int
    unsound: int


def fit(model: Model, data: Data, options: Options = DEFAULTS, *, before: Result | None = None) -> Result:
    """Estimates the model, and says what is different from `before`, an earlier result.

    Raises Fault, with the place, for whatever would make a number silently wrong.
    """
    require_sound(model)
    if options.indices is not None:
        options = options._replace(draws=len(options.indices))
    _require_options(options)
    # A number that does not exist (no variance in a draw, nothing within a block) is null in the result.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        result = _fit(model, data, options)
        if before is not None:
            result = msgspec.structs.replace(result, changes=changes(before, result, data))
        return msgspec.structs.replace(result, honesty=notes(model, result))


def _fit(model: Model, data: Data, options: Options) -> Result:
    sample = sample_of(model, data, options.missing)
    _require_rows(model, data, sample, options)
    clusters = tuple(data.clusters[row] for row in sample.rows) if data.clusters else ()
    stages = stages_of(model)
    found = run(stages, sample, np.ones((1, len(sample.values))))
    require_estimable(stages, found)
    ways = effects.chains(_without_products(stages[-1]).shape)
    point = quantities(stages[-1], found, ways)
    drawn = _drawn(stages, sample, _counts(len(sample.values), clusters, options), ways, options)
    left_out = _left_out(stages, sample, ways, clusters, options)
    limits = {
        name: bounds(
            value[0],
            drawn.kept.get(name, np.empty((0, value.shape[1]))),
            options.interval,
            confidence=options.confidence,
            left_out=None if left_out is None else left_out[name],
        )
        for name, value in point.items()
    }
    book = tables.Book(model, stages[-1], sample, found, ways, limits)
    return _result(book, data, drawn, clusters, options)


def _result(book: tables.Book, data: Data, drawn: Drawn, clusters: tuple[str, ...], options: Options) -> Result:
    model, sample, found = book.model, book.sample, book.found
    return Result(
        title=model.title,
        level=model.level,
        scheme=model.scheme,
        n=len(sample.values),
        rows_given=len(data.values),
        invited=data.invited,
        missing=sample.rule,
        missing_cells=sample.missing_cells,
        least_eigenvalue=found.moments.least,
        iterations=int(found.last.iterations[0]),
        draws=_draws(drawn, clusters, options),
        honesty=[],
        paths=tables.paths(book),
        constructs=tables.constructs(book),
        items=tables.items(book),
        htmt=tables.htmt(book),
        effects=tables.total_effects(book),
        chains=tables.chains(book),
        prediction=tables.prediction(book, _prediction(book.stage, sample, options)),
        groups=_groups(stages_of(model), sample, data, options),
        frozen=tables.frozen(book),
    )


def _require_options(options: Options) -> None:
    if not 0 <= options.draws <= DRAWS_MAX:
        raise Fault("draws_too_many", most=DRAWS_MAX)
    if not 0.5 <= options.confidence < 1:
        raise Fault("confidence_range")
    if options.folds == 1 or not 0 <= options.folds * options.repeats <= 1_000 or options.permutations > DRAWS_MAX:
        raise Fault("folds_range")


def _require_rows(model: Model, data: Data, sample: Sample, options: Options) -> None:
    n, needed = len(sample.values), needed_rows(model.smallest_path)
    if n < needed and not options.allow_small:
        raise Fault("too_few_for_path", n=n, needed=needed, path=model.smallest_path)
    widest = max(len(sources) for sources in model.paths.values())
    if n <= widest + 2:
        raise Fault("too_few_rows", n=n, needed=widest + 3)
    if data.clusters and len({data.clusters[row] for row in sample.rows}) < CLUSTERS_MIN:
        raise Fault("too_few_clusters", found=len(set(data.clusters)), needed=CLUSTERS_MIN)


def _counts(n: int, clusters: tuple[str, ...], options: Options) -> Iterator[Floats]:
    if options.indices is not None:
        return given_counts(n, options.indices)
    return draw_counts(n, options.draws, options.seed, clusters)


def _without_products(stage: Stage) -> Stage:
    """The links that chains may run along: an interaction is not a cause of its own."""
    leads = stage.shape.leads.copy()
    for i, name in enumerate(stage.shape.constructs):
        if name in stage.products:
            leads[i] = False
    return stage._replace(shape=stage.shape._replace(leads=leads))


def quantities(stage: Stage, found: Staged, ways: list[tuple[int, ...]]) -> Quantities:
    """All numbers that get bounds, each B × m: the rows of the tables in their order."""
    last, shape = found.last, stage.shape
    sources, targets = shape.edges()
    plain = np.where(_without_products(stage).shape.leads, last.paths, 0.0)
    first, second = np.tril_indices(len(shape.constructs), -1)
    return {
        "paths": last.paths[:, sources, targets],
        "loadings": last.loadings,
        "weights": last.weights,
        "r2": last.r2[:, shape.targets()],
        "totals": effects.total_effects(plain).reshape(len(plain), -1),
        "chains": effects.along(last.paths, ways),
        "htmt": quality.htmt(shape, found.correlations)[:, first, second],
    }


def _drawn(
    stages: list[Stage], sample: Sample, counts: Iterable[Floats], ways: list[tuple[int, ...]], options: Options
) -> Drawn:
    original = run(stages, sample, np.ones((1, len(sample.values)))) if options.flip else None
    chunks: list[Quantities] = []
    not_converged = unsound = 0
    for some in counts:
        found = run(stages, sample, some)
        converged = np.logical_and.reduce([one.converged for one in found.stages])
        sound = found.sound
        not_converged += int((~converged).sum())
        unsound += int((converged & ~sound).sum())
        if original is not None:
            found = flipped(stages[-1], found, original)
        with np.errstate(divide="ignore", invalid="ignore"):
            chunks.append({name: value[sound] for name, value in quantities(stages[-1], found, ways).items()})
    kept = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]} if chunks else {}
    return Drawn(kept, not_converged, unsound)


def flipped(stage: Stage, found: Staged, original: Staged) -> Staged:
    """Draws with each construct turned so that its loadings agree with the original's."""
    starts = np.searchsorted(stage.shape.block, np.arange(len(stage.shape.constructs)))
    agreement = np.add.reduceat(found.last.loadings * original.last.loadings, starts, axis=1)
    sign = np.where(agreement < 0, -1.0, 1.0)
    by_item = sign[:, stage.shape.block]
    both = sign[:, :, None] * sign[:, None, :]
    last = found.last._replace(
        weights=found.last.weights * by_item,
        loadings=found.last.loadings * by_item,
        paths=found.last.paths * both,
        links=found.last.links * both,
        scores=found.last.scores * both,
    )
    return found._replace(stages=[*found.stages[:-1], last])


def _left_out(
    stages: list[Stage], sample: Sample, ways: list[tuple[int, ...]], clusters: tuple[str, ...], options: Options
) -> Quantities | None:
    if options.interval != "bca" or options.draws == 0:
        return None
    found = run(stages, sample, left_out_counts(len(sample.values), clusters))
    return {name: value[found.sound] for name, value in quantities(stages[-1], found, ways).items()}


def _draws(drawn: Drawn, clusters: tuple[str, ...], options: Options) -> Draws:
    lost = drawn.not_converged + drawn.unsound
    return Draws(
        asked=options.draws,
        kept=options.draws - lost,
        not_converged=drawn.not_converged,
        unsound=drawn.unsound,
        seed=options.seed,
        interval=options.interval,
        confidence=options.confidence,
        by_cluster=bool(clusters),
        clusters=len(set(clusters)) if clusters else None,
        flipped=options.flip,
    )


def _prediction(stage: Stage, sample: Sample, options: Options) -> Prediction | None:
    """Only for plain models of complete rows: predicting products or parts needs a rule that nobody agrees on."""
    if not options.folds or stage.products or stage.parts or not sample.is_complete:
        return None
    folds = min(options.folds, len(sample.values) // 3)
    if folds < 2:
        return None
    return predict(stage.shape, sample, folds_of(len(sample.values), folds, options.repeats, options.seed))


def _groups(stages: list[Stage], sample: Sample, data: Data, options: Options) -> tables.GroupsTable:
    if not data.groups:
        return None
    labels = [data.groups[row] for row in sample.rows]
    found = compare(stages, sample, labels, draws=options.permutations, seed=options.seed)
    return tables.groups(stages[-1].shape, found)


__all__ = ["Bounds", "Options", "fit", "flipped", "quantities"]
