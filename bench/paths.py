"""Path models: the speed of the bootstrap beside a plain loop, the study of missing answers, and coverage.

    PYTHONPATH=src python bench/paths.py [--draws 5000] [--loop 100] [--worlds 400] [--no-studies]

The model has the size of the extended corporate reputation model: 8 constructs, 31 items, n = 344. With the package
`seminr` installed, its own bootstrap runs beside ours. For one core: OPENBLAS_NUM_THREADS=1.
"""

import argparse
import importlib.util
import time
import warnings

import numpy as np

from livefair.value.paths import Construct, Data, Model, Options, fit
from livefair.value.paths.engine import estimate
from livefair.value.paths.resample import draw_counts
from livefair.value.paths.sample import sample_of
from livefair.value.paths.shape import stages_of
from livefair.value.paths.staged import run

SIZES = {"QUAL": 8, "PERF": 5, "CSOR": 5, "ATTR": 3, "COMP": 3, "LIKE": 3, "CUSA": 1, "CUSL": 3}
FIRST = ["QUAL", "PERF", "CSOR", "ATTR"]
LINKS = {"COMP": FIRST, "LIKE": FIRST, "CUSA": ["COMP", "LIKE"], "CUSL": ["COMP", "LIKE", "CUSA"]}
TRUE = {"COMP": 0.22, "LIKE": 0.2, "CUSA": 0.3, "CUSL": 0.28}
N = 344
# The size of the European customer satisfaction model: 24 items, 12 paths.
INDEX_SIZES = {"IMAG": 5, "CUEX": 3, "PERQ": 7, "PERV": 2, "CUSA": 3, "CUSC": 1, "CUSL": 3}
INDEX_LINKS = {
    "CUEX": ["IMAG"],
    "PERQ": ["CUEX"],
    "PERV": ["CUEX", "PERQ"],
    "CUSA": ["IMAG", "CUEX", "PERQ", "PERV"],
    "CUSC": ["CUSA"],
    "CUSL": ["IMAG", "CUSA", "CUSC"],
}
INDEX_TRUE = {"CUEX": 0.5, "PERQ": 0.55, "PERV": 0.3, "CUSA": 0.22, "CUSC": 0.5, "CUSL": 0.25}


def reputation(mode_b=True):
    constructs = [
        Construct(
            id=name, items=[f"{name.lower()}{i}" for i in range(size)], mode="B" if mode_b and name in FIRST else "A"
        )
        for name, size in SIZES.items()
    ]
    return Model(constructs=constructs, paths=LINKS)


def population(sizes=SIZES, links=LINKS, true=TRUE):
    """Composites with known paths; items of a block correlate by .5."""
    names = list(sizes)
    rho = np.full((len(names), len(names)), 0.35)
    np.fill_diagonal(rho, 1)
    for j, name in enumerate(names):
        if name in links:
            sources = [names.index(one) for one in links[name]]
            for i in range(j):
                rho[i, j] = rho[j, i] = true[name] * rho[i, sources].sum()
    blocks = np.repeat(np.arange(len(names)), list(sizes.values()))
    counts = np.array(list(sizes.values()))
    loading = np.sqrt((1 + (counts - 1) * 0.5) / counts)
    matrix = rho[blocks][:, blocks] * np.outer(loading[blocks], loading[blocks])
    same = blocks[:, None] == blocks
    matrix[same] = 0.5
    np.fill_diagonal(matrix, 1)
    return matrix


def columns(model):
    return tuple(item for one in model.constructs for item in one.items)


def drawn(n, rng, matrix=None):
    whole = population() if matrix is None else matrix
    return rng.standard_normal((n, len(whole))) @ np.linalg.cholesky(whole).T


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def speed(draws, loop):
    model = reputation()
    values = drawn(N, np.random.default_rng(1))
    data = Data(columns(model), values)
    stages, sample = stages_of(model), sample_of(model, data, "refuse")

    def batched():
        for counts in draw_counts(N, draws, seed=1):
            run(stages, sample, counts)

    def one_by_one():
        rng = np.random.default_rng(1)
        for _ in range(loop):
            rows = values[rng.integers(0, N, N)]
            estimate(stages[-1].shape, np.corrcoef(rows.T)[None])

    whole = seconds(lambda: fit(model, data, Options(draws=draws)))
    ours, plain = seconds(batched) / draws, seconds(one_by_one) / loop
    print(f"{draws:,} draws, 8 constructs × 31 items, n = {N}   {ours * draws:8.2f} s   (target: 5 s)")
    print(f"  the same with bounds, HTMT, f², PLSpredict 10 × 10  {whole:8.2f} s")
    print(f"  a draw in the batch                             {ours * 1e6:8.0f} µs")
    print(f"  a draw in a plain loop, same engine             {plain * 1e6:8.0f} µs   ratio {plain / ours:.1f}")
    if importlib.util.find_spec("seminr"):
        theirs = seminr_seconds(model, values, loop) / loop
        print(f"  a draw by seminr, one process                   {theirs * 1e6:8.0f} µs   ratio {theirs / ours:.0f}")
    else:
        print("  seminr is not installed: no ratio to it")


def seminr_seconds(model, values, draws):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        s = importlib.import_module("seminr")
        weights = {"A": s.mode_A, "B": s.mode_B}
        measured = [s.composite(c.id, c.items, weights=weights[c.mode]) for c in model.constructs]
        links = s.relationships(*[s.paths(sources, target) for target, sources in LINKS.items()])
        found = s.estimate_pls((list(columns(model)), values), s.constructs(*measured), links)
        return seconds(lambda: s.bootstrap_model(found, nboot=draws, cores=1, seed=1))


def missing_study():
    """Each respondent answers some of the 24 items, chosen at random; 20 worlds each."""
    constructs = [Construct(id=name, items=[f"{name}{i}" for i in range(size)]) for name, size in INDEX_SIZES.items()]
    model = Model(constructs=constructs, paths=INDEX_LINKS)
    matrix = population(INDEX_SIZES, INDEX_LINKS, INDEX_TRUE)
    names = columns(model)
    true = fit_paths(estimate(stages_of(model)[-1].shape, matrix[None]), model)
    print("\nplanned missing answers, 24 items, 12 paths: root mean square error (target at 5,000 × 6: .06)")
    for n, answered in ((250, 24), (5_000, 3), (5_000, 6), (20_000, 3), (20_000, 4), (50_000, 3)):
        errors, least = [], []
        for world in range(20):
            rng = np.random.default_rng(world)
            values = drawn(n, rng, matrix)
            order = np.argsort(rng.random(values.shape), axis=1)
            values[np.arange(n)[:, None], order[:, answered:]] = np.nan
            found = fit(model, Data(names, values), Options(draws=0, folds=0, missing="pairwise"))
            errors.append(np.array([row.path.value for row in found.paths]) - true)
            least.append(found.least_eigenvalue if found.least_eigenvalue is not None else np.nan)
        error = np.sqrt(np.mean(np.square(errors)))
        bias = np.abs(np.mean(errors, axis=0)).max()
        told = f"least eigenvalue {np.min(least):+.3f}" if answered < len(names) else "whole rows"
        print(f"  {n:>6,} × {answered:>2} items   {error:.3f}   largest bias {bias:.3f}   {told}")


def fit_paths(found, model):
    shape = stages_of(model)[-1].shape
    return found.paths[0][shape.edges()]


def coverage(worlds):
    """How often 95 % intervals hold the truth, n = 344, 500 draws; then with 40 hosts whose viewers are alike."""
    model = reputation(mode_b=False)
    true = fit_paths(estimate(stages_of(model)[-1].shape, population()[None]), model)
    print(f"\ncoverage of 95 % intervals over {worlds} worlds × {len(true)} paths (target: 93–97 %)")
    for kind in ("percentile", "bca"):
        print(f"  {kind:<12} independent rows            {covered(model, true, worlds, kind, hosts=0):.3f}")
    for hosts in (40, 100):
        label = f"{hosts} hosts, drawn by host"
        print(f"  percentile   {label:<27} {covered(model, true, worlds, 'percentile', hosts):.3f}")


def covered(model, true, worlds, kind, hosts):
    hits = []
    for world in range(worlds):
        rng = np.random.default_rng(10_000 + world)
        values = drawn(N, rng)
        clusters = ()
        if hosts:
            # Viewers of one host share a fifth of their variance, with the same correlations.
            host = rng.integers(0, hosts, N)
            values = np.sqrt(0.8) * values + np.sqrt(0.2) * drawn(hosts, rng)[host]
            clusters = tuple(f"h{one}" for one in host)
        options = Options(draws=500, seed=world, folds=0, interval=kind)
        found = fit(model, Data(columns(model), values, clusters=clusters), options)
        hits.append([row.path.low <= one <= row.path.high for row, one in zip(found.paths, true, strict=True)])
    return np.mean(hits)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=5_000)
    parser.add_argument("--loop", type=int, default=100)
    parser.add_argument("--worlds", type=int, default=400)
    parser.add_argument("--no-studies", action="store_true")
    options = parser.parse_args()
    speed(options.draws, options.loop)
    if not options.no_studies:
        missing_study()
        coverage(options.worlds)


if __name__ == "__main__":
    main()
