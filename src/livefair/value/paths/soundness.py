"""Why a model cannot be estimated with these data: found before a number is given, and named."""

import numpy as np

from livefair.value.faults import Fault
from livefair.value.paths.engine import Estimates, spread
from livefair.value.paths.quality import entangled
from livefair.value.paths.shape import Floats, Shape, Stage
from livefair.value.paths.staged import Staged


def require_estimable(stages: list[Stage], found: Staged) -> None:
    """Raises Fault for collinear items or constructs, for what did not converge, and for Heywood cases."""
    for position, (stage, estimates) in enumerate(zip(stages, found.stages, strict=True)):
        is_last = position == len(stages) - 1
        if is_last:
            _require_separable(stage.shape, found.correlations[0], estimates)
        _require_regular(stage.shape, estimates)
        if not estimates.converged[0]:
            raise Fault("not_converged", iterations=int(estimates.iterations[0]))
        _require_possible(stage.shape, estimates)


def _require_separable(shape: Shape, correlations: Floats, estimates: Estimates) -> None:
    for construct in shape.mode_b:
        own = shape.items_of(construct)
        names = entangled(correlations[np.ix_(own, own)], [shape.items[i] for i in own])
        if names:
            raise Fault("items_collinear", construct=shape.constructs[construct], items=", ".join(names))
    if not np.isfinite(estimates.scores).all():
        # The scores themselves failed: look at plain sums of the items instead.
        unit = spread(shape, np.ones((1, len(shape.items))))[0]
        sums = unit.T @ correlations @ unit
        with np.errstate(divide="ignore", invalid="ignore"):
            _require_distinct(shape, sums / np.sqrt(np.outer(np.diag(sums), np.diag(sums))))


def _require_regular(shape: Shape, estimates: Estimates) -> None:
    if np.isfinite(estimates.links).all():
        _require_distinct(shape, estimates.scores[0])


def _require_distinct(shape: Shape, scores: Floats) -> None:
    for target in shape.targets():
        sources = shape.sources_of(target)
        names = entangled(scores[np.ix_(sources, sources)], [shape.constructs[i] for i in sources])
        if names:
            raise Fault("constructs_collinear", target=shape.constructs[target], constructs=", ".join(names))


def _require_possible(shape: Shape, estimates: Estimates) -> None:
    """Heywood cases: a corrected reliability, correlation or R² beyond what can be."""
    rho = estimates.rho_a[0]
    for i in shape.consistent:
        if not 0 < rho[i] <= 1:
            raise Fault("heywood_reliability", construct=shape.constructs[i], rho=round(float(rho[i]), 4))
    beyond = np.abs(np.tril(estimates.links[0], -1)) > 1 + 1e-9
    if beyond.any():
        a, b = (int(position[0]) for position in np.nonzero(beyond))
        value = round(float(estimates.links[0, a, b]), 4)
        raise Fault("heywood_correlation", first=shape.constructs[b], second=shape.constructs[a], value=value)
    worst = int(np.argmax(estimates.r2[0]))
    if estimates.r2[0, worst] > 1:
        raise Fault("heywood_r2", construct=shape.constructs[worst], value=round(float(estimates.r2[0, worst]), 4))
    if not estimates.sound[0]:
        raise Fault("not_finite")
