"""A shop whose customers behave exactly as the models say."""

import numpy as np

from livefair.value.lifetime import Customers

R, ALPHA, A, B = 0.8, 6.0, 0.9, 2.5
P, Q, GAMMA = 6.0, 4.0, 1_500.0


def purchase_times(n, weeks, seed):
    """Weeks of each customer's purchases after the first, until it stops or `weeks` are over."""
    rng = np.random.default_rng(seed)
    rates, stops = rng.gamma(R, 1 / ALPHA, n), rng.beta(A, B, n)
    found = []
    for rate, stop in zip(rates, stops, strict=True):
        times, now = [], 0.0
        while True:
            now += rng.exponential(1 / rate)
            if now > weeks:
                break
            times.append(now)
            if rng.random() < stop:
                break
        found.append(times)
    return found


def customers(n=4_000, weeks=39.0, seed=1):
    rng = np.random.default_rng(seed + 1)
    ages = rng.uniform(weeks - 12, weeks, n)
    seen = [[t for t in times if t <= age] for times, age in zip(purchase_times(n, weeks, seed), ages, strict=True)]
    repeats = np.array([len(times) for times in seen], dtype=float)
    recency = np.array([times[-1] if times else 0.0 for times in seen])
    scale = rng.gamma(Q, 1 / GAMMA, n)
    spent = rng.gamma(P * np.maximum(repeats, 1), 1 / scale) / np.maximum(repeats, 1)
    return Customers(tuple(map(str, range(n))), repeats, recency, ages, np.where(repeats > 0, spent, np.nan))
