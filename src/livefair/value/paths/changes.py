"""What is different from an earlier fit of the same model: paths, and whether the scores still mean the same."""

import numpy as np

from livefair.value.faults import Fault
from livefair.value.paths.result import ChangeRow, Changes, Frozen, Result, ScoreRow
from livefair.value.paths.sample import Data
from livefair.value.paths.shape import Floats

SAME_SCORE_MIN = 0.95


def changes(before: Result, now: Result, data: Data) -> Changes:
    """Paths that both fits have, and the correlation on today's complete rows of each construct's score by the weights
    of then and of now. Raises Fault when the fits have nothing in common.
    """
    earlier = {(row.source, row.target): row.path for row in before.paths}
    rows = []
    for row in now.paths:
        then = earlier.get((row.source, row.target))
        if then is None or then.value is None or row.path.value is None:
            continue
        apart = None
        if then.low is not None and then.high is not None and row.path.low is not None and row.path.high is not None:
            apart = row.path.low > then.high or row.path.high < then.low
        rows.append(ChangeRow(row.source, row.target, then.value, row.path.value, apart))
    if not rows:
        raise Fault("nothing_in_common")
    whole = data.values[~np.isnan(data.values).any(axis=1)]
    scores = [
        ScoreRow(name, agreement, agreement is not None and agreement >= SAME_SCORE_MIN)
        for name, frozen in now.frozen.items()
        if name in before.frozen and set(before.frozen[name].weights) <= set(data.columns)
        for agreement in [_agreement(before.frozen[name], frozen, data.columns, whole)]
    ]
    return Changes(before.n, rows, scores)


def _agreement(then: Frozen, now: Frozen, columns: tuple[str, ...], rows: Floats) -> float | None:
    first, second = (
        sum((rows[:, columns.index(item)] * weight for item, weight in one.weights.items()), np.zeros(len(rows)))
        for one in (then, now)
    )
    if len(rows) < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(np.corrcoef(first, second)[0, 1])
