"""Live scores with the weights of an earlier fit: no new estimation, so that a score means the same every day."""

import math
from collections.abc import Mapping

from livefair.value.faults import Fault
from livefair.value.paths.result import Frozen


def score(frozen: Mapping[str, Frozen], answers: Mapping[str, float]) -> dict[str, float]:
    """Each construct's score of one row of raw answers, in deviations from the mean of the fit. Raises Fault."""
    return {
        name: one.constant + sum(_answer(answers, item) * w for item, w in one.weights.items())
        for name, one in frozen.items()
    }


def _answer(answers: Mapping[str, float], item: str) -> float:
    value = answers.get(item, math.nan)
    if not math.isfinite(value):
        raise Fault("answer_missing", item=item)
    return value
