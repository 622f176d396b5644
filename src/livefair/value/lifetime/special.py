"""The two special functions and the one minimiser that the models of lifetime need."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from livefair.value.faults import Fault

Floats = NDArray[np.float64]
SHIFT = 8
TERMS_MAX = 20_000
STEPS_MAX = 2_000
STARTS_MAX = 4
# Stirling's series: B₂ₙ / (2n(2n − 1)).
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)


def log_gamma(x: Floats) -> Floats:
    """ln Γ(x) for x > 0, to about 1e-13: moved up by 8 and then by Stirling's series."""
    moved = x + SHIFT
    below = np.zeros_like(moved)
    for step in range(SHIFT):
        below = below + np.log(x + step)
    series = np.zeros_like(moved)
    for power, coefficient in enumerate(STIRLING):
        series = series + coefficient / moved ** (2 * power + 1)
    found: Floats = (moved - 0.5) * np.log(moved) - moved + 0.5 * np.log(2 * np.pi) + series - below
    return found


def hypergeometric(a: Floats, b: Floats, c: Floats, z: Floats) -> Floats:
    """Gauss's ₂F₁(a, b; c; z) for 0 ≤ z < 1 and positive c, by its series. Raises Fault when that does not end."""
    term = np.ones(np.broadcast(a, b, c, z).shape)
    total = term.copy()
    for n in range(TERMS_MAX):
        term = term * (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total = total + term
        if (np.abs(term) <= 1e-15 * np.abs(total)).all():
            return total
    raise Fault("not_converged", iterations=TERMS_MAX)


def minimum(cost: Callable[[Floats], float], start: Floats) -> tuple[Floats, float]:
    """Where `cost` is least, by Nelder & Mead (1965), begun anew from what was found until that helps no more."""
    best, value = _descended(cost, start)
    for _ in range(STARTS_MAX):
        again, lower = _descended(cost, best)
        if value - lower < 1e-9 * max(1.0, abs(value)):
            return again, lower
        best, value = again, lower
    return best, value


def _descended(cost: Callable[[Floats], float], start: Floats) -> tuple[Floats, float]:
    k = len(start)
    corners = np.vstack([start, start + 0.5 * np.eye(k)])
    values = np.array([cost(corner) for corner in corners])
    for _ in range(STEPS_MAX):
        order = np.argsort(values, kind="stable")
        corners, values = corners[order], values[order]
        if values[-1] - values[0] < 1e-12 * max(1.0, abs(values[0])):
            break
        middle = corners[:-1].mean(axis=0)
        corner, value = _better(cost, corners, values, middle)
        if value < values[-1]:
            corners[-1], values[-1] = corner, value
        else:
            corners[1:] = corners[0] + 0.5 * (corners[1:] - corners[0])
            values[1:] = [cost(one) for one in corners[1:]]
    least = int(np.argmin(values))
    return corners[least], float(values[least])


def _better(cost: Callable[[Floats], float], corners: Floats, values: Floats, middle: Floats) -> tuple[Floats, float]:
    """The worst corner mirrored; further if that is best of all, nearer if it is bad."""
    away = middle - corners[-1]
    mirrored = middle + away
    value = cost(mirrored)
    if value < values[0]:
        further = middle + 2 * away
        beyond = cost(further)
        return (further, beyond) if beyond < value else (mirrored, value)
    if value < values[-2]:
        return mirrored, value
    nearer = middle + (0.5 if value < values[-1] else -0.5) * away
    return nearer, cost(nearer)
