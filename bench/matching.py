"""What the best pairing of 5,000 hosts and 2,000 deals costs the processor, beside taking the heaviest pairs first.

    PYTHONPATH=src python bench/matching.py [--strict]

The market is drawn: log-normal audiences and prices, tastes from Dirichlet distributions, each host's forty best deals.
"""

import argparse
import time

import numpy as np
from bench.table import Table

from livefair.discovery.matching import Market, Quality, by_flow, by_weight, match, quality_of

SIZES = ((200, 120), (1_000, 400), (5_000, 2_000))
DEALS_EACH = 40
FLOOR = 0.3
CPU_S_MAX = 1.0


def market(hosts: int, deals: int, *, seed: int = 0) -> Market:
    rng = np.random.default_rng(seed)
    tastes, goods = rng.dirichlet(np.full(16, 0.25), hosts), rng.dirichlet(np.full(16, 0.2), deals)
    audience, buys = np.exp(rng.normal(7, 1.5, hosts)), np.exp(rng.normal(-4, 0.4, hosts))
    price, commission = np.exp(rng.normal(4, 0.7, deals)), rng.uniform(0.05, 0.3, deals)
    margin, trust = rng.uniform(0.25, 0.6, deals), rng.beta(8, 2, hosts)
    fits = tastes @ goods.T
    right = np.argpartition(-fits, DEALS_EACH - 1, 1)[:, :DEALS_EACH].ravel()
    left = np.repeat(np.arange(hosts), DEALS_EACH)
    fit = fits[left, right] / fits.max()
    sales = audience[left] * buys[left] * price[right] * (0.15 + 0.85 * fit)
    return Market(
        left=left,
        right=right,
        for_left=sales * commission[right] * (0.5 + 0.5 * fit),
        for_right=sales * np.maximum(0.02, margin[right] - commission[right]) * trust[left],
        left_room=rng.integers(3, 9, hosts),
        right_room=rng.integers(1, 12, deals),
        is_small=audience < np.median(audience),
    )


def measured(table: Table, found: Market, name: str, *, floor: float) -> tuple[float, Quality]:
    began = time.process_time()
    chosen = match(found, small_floor=floor, solver=by_flow if name == "flow" else by_weight)
    took_s, quality = time.process_time() - began, quality_of(found, chosen)
    words = f"{took_s:.3f} s, {quality.pairs}, small {quality.small_share:.0%}, blocking {quality.blocking:.1f}"
    table.note(f"  {name}{f' with a floor of {floor:.0%}' if floor else ''}", words)
    return took_s, quality


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strict", action="store_true", help="end with 1 when a promise is broken")
    chosen = parser.parse_args()
    table = Table("matching: processor time, pairs, share of small hosts, blocking pairs for each pair")
    match(market(60, 50), solver=by_flow)
    for hosts, deals in SIZES:
        found = market(hosts, deals)
        table.note(f"{hosts:,} hosts, {deals:,} deals", f"{len(found.left):,} pairs")
        (_, best), (_, greedy) = (measured(table, found, name, floor=0.0) for name in ("flow", "greedy"))
        fair_s, fair = measured(table, found, "flow", floor=FLOOR)
        table.note(
            "  weight of greedy, of the floor, beside the best",
            f"{greedy.weight / best.weight:.1%} {fair.weight / best.weight:.1%}",
        )
    table.at_most("CPU seconds of the last flow with its floor", fair_s, CPU_S_MAX)
    table.print(strict=chosen.strict)


if __name__ == "__main__":
    main()
