"""What a user would pick instead, on the same figures as the library: `python index_peers.py WORK PEER FOLDER SECONDS`.

Prints a line of JSON with the milliseconds of each repetition (as many as fit into SECONDS, 1 to 15) and a few numbers
of the result to be compared. `scale` says by how much milliseconds were multiplied where only a part was run. Reading
the figures and bringing them into the peer's own form is not counted.
"""

import json
import pathlib
import sys
import time

import numpy as np


def read(folder):
    """Figures as units × indicators, pillars, weights, directions, weights of pillars."""
    lines = [line.split() for line in (folder / "tree.txt").read_text().splitlines()]
    of_indicators = [line for line in lines if len(line) == 3]
    pillar = np.array([int(line[0]) for line in of_indicators])
    weights = np.array([float(line[1]) for line in of_indicators])
    directions = np.array([int(line[2]) for line in of_indicators])
    pillars = np.array([float(line[0]) for line in lines if len(line) == 1])
    return columns(folder / "figures.f64", len(pillar)), pillar, weights, directions, pillars


def columns(file, count):
    return np.fromfile(file, "<f8").reshape(count, -1).T


def timed(seconds, work, most=15):
    ms, begun = [], time.perf_counter()
    while not ms or (len(ms) < most and time.perf_counter() - begun < seconds):
        start = time.perf_counter()
        found = work()
        ms.append((time.perf_counter() - start) * 1e3)
    # The first repetition also fetches memory, unless it is the only one.
    return (ms[1:] if len(ms) > 1 else ms), found


def places(scores):
    """Competition ranks, 1 for the best."""
    return len(scores) + 1 - np.searchsorted(np.sort(scores), scores, "right")


def result(scores, ranks):
    """What must be the same: the sum of scores, and ranks weighted by the place of the unit."""
    at = np.arange(1, len(ranks) + 1) % 1000
    return [float(np.sum(scores)), float(np.sum(np.asarray(ranks, dtype=np.int64) * at))]


def normalised(figures, directions):
    low, high = np.nanmin(figures, axis=0), np.nanmax(figures, axis=0)
    worst = np.where(directions > 0, low, high)
    return (figures - worst) * (directions / (high - low))


def score_numpy(folder, seconds):
    figures, pillar, weights, directions, pillars = read(folder)
    of = [np.flatnonzero(pillar == p) for p in range(len(pillars))]

    def work():
        z = normalised(figures, directions)
        there = ~np.isnan(z)
        z = np.where(there, z, 0.0)
        parts = np.empty((len(z), len(of)))
        for p, own in enumerate(of):
            with np.errstate(invalid="ignore"):
                parts[:, p] = z[:, own] @ weights[own] / (there[:, own] @ weights[own])
        known = ~np.isnan(parts)
        scores = np.where(known, parts, 0.0) @ pillars / (known @ pillars)
        return scores, places(scores)

    ms, found = timed(seconds, work)
    return ms, result(*found)


def score_polars(folder, seconds):
    import polars as pl

    figures, pillar, weights, directions, pillars = read(folder)
    frame = pl.DataFrame({f"i{j}": figures[:, j] for j in range(figures.shape[1])}).fill_nan(None)
    del figures
    shares = []
    for p in range(len(pillars)):
        own = np.flatnonzero(pillar == p)
        terms, there = [], []
        for j in own:
            x, w = pl.col(f"i{j}"), float(weights[j])
            worst = x.min() if directions[j] > 0 else x.max()
            terms.append((x - worst) * (int(directions[j]) / (x.max() - x.min())) * w)
            there.append(x.is_not_null().cast(pl.Float64) * w)
        total = pl.sum_horizontal(there)
        shares.append(pl.when(total > 0).then(pl.sum_horizontal(terms) / total).alias(f"p{p}"))
    top = pl.sum_horizontal([pl.col(f"p{p}") * w for p, w in enumerate(pillars.tolist())])
    there = pl.sum_horizontal([pl.col(f"p{p}").is_not_null().cast(pl.Float64) * w for p, w in enumerate(pillars.tolist())])
    plan = frame.lazy().select(shares).select((top / there).alias("score"))
    plan = plan.with_columns(pl.col("score").rank("min", descending=True).alias("rank"))
    ms, found = timed(seconds, plan.collect)
    return ms, result(found["score"].to_numpy(), found["rank"].to_numpy())


def complete(folder):
    """Gaps filled by means and weights multiplied down the tree, for peers without gaps or trees."""
    figures, pillar, weights, directions, pillars = read(folder)
    figures = np.where(np.isnan(figures), np.nanmean(figures, axis=0), figures)
    sums = np.bincount(pillar, weights)
    return np.ascontiguousarray(figures), weights / sums[pillar] * (pillars / pillars.sum())[pillar], directions


def score_pymcdm(folder, seconds):
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    figures, weights, directions = complete(folder)
    method = WSM(normalization_function=minmax_normalization)
    ms, _ = timed(seconds, lambda: method.rank(method(figures, weights, directions)))
    return ms, None


def score_skcriteria(folder, seconds):
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import NegateMinimize
    from skcriteria.preprocessing.scalers import MinMaxScaler

    figures, weights, directions = complete(folder)
    data = skcriteria.mkdm(figures, np.where(directions > 0, max, min), weights=weights)
    pipe = mkpipe(NegateMinimize(), MinMaxScaler(target="matrix"), WeightedSumModel())
    ms, _ = timed(seconds, lambda: pipe.evaluate(data).rank_)
    return ms, None


def draws_numpy(folder, seconds, draws=1000, inputs=1):
    """A loop over draws, figures normalised once; ranks are counted where there is room for it."""
    figures, pillar, weights, directions, pillars = read(folder)
    n = len(figures)
    part = draws if n < 10_000 else draws // 20
    z = normalised(figures, directions)
    there = (~np.isnan(z)).astype(float)
    z = np.where(there > 0, z, 0.0)
    member = (pillar[:, None] == np.arange(len(pillars))).astype(float)

    def work():
        random = np.random.default_rng(1)
        counts = np.zeros((n, n), np.int32) if n < 10_000 else None
        for _ in range(part):
            w = member * (weights * random.uniform(0.75, 1.25, len(weights)))[:, None]
            v = pillars * random.uniform(0.75, 1.25, len(pillars))
            held = there @ w
            parts = np.divide(z @ w, held, out=np.zeros_like(held), where=held > 0)
            scores = parts @ v / ((held > 0) @ v)
            ranks = places(scores)
            if counts is not None:
                counts[np.arange(n), ranks - 1] += 1
        return counts

    ms, counts = timed(seconds, work, most=3)
    scale = draws / part
    mean = None
    if counts is not None:
        mean = (counts @ np.arange(1, n + 1) / part)[:5].tolist()
    return [one * scale for one in ms], mean, scale


def sobol_numpy(folder, seconds):
    """80,000 evaluations of an index are as many draws; 1,000 of them are run."""
    ms, _, _ = draws_numpy(folder, seconds)
    return [one * 80 for one in ms], None, 80


def sets_numpy(folder, seconds, draws=1000, alpha=0.05):
    """Marginal stepwise sets with the whole matrix of differences of a unit (Mogstad et al. 2024)."""
    estimates, errors = columns(folder / "estimates.f64", 2).T
    n = len(estimates)

    def work():
        normal = np.random.default_rng(1).standard_normal((draws, n)) * errors
        widths = np.empty(n)
        for j in range(n):
            s = np.sqrt(errors**2 + errors[j] ** 2)
            t = (estimates - estimates[j]) / s
            noise = np.abs(normal - normal[:, j : j + 1]) / s
            others = np.arange(n) != j
            left = others.copy()
            while left.any():
                critical = np.quantile(noise[:, left].max(axis=1), 1 - alpha)
                found = left & (np.abs(t) > critical)
                if not found.any():
                    break
                left &= ~found
            certain = others & ~left
            widths[j] = n - 1 - np.sum(certain)
        return widths

    ms, widths = timed(seconds, work, most=3)
    return ms, [float(np.mean(widths))]


def benefit_highs(folder, seconds, units=30):
    """A linear programme for each unit; some units only."""
    from scipy.optimize import linprog

    figures = np.ascontiguousarray(columns(folder / "benefit.f64", 10))
    bounds = np.ones(len(figures))
    solve = lambda i: -linprog(-figures[i], A_ub=figures, b_ub=bounds, method="highs").fun
    ms, scores = timed(seconds, lambda: [solve(i) for i in range(units)], most=3)
    scale = len(figures) / units
    return [one * scale for one in ms], scores, scale


WORKS = {
    ("score", "numpy"): score_numpy,
    ("score", "polars"): score_polars,
    ("score", "pymcdm"): score_pymcdm,
    ("score", "scikit-criteria"): score_skcriteria,
    ("draws", "numpy"): draws_numpy,
    ("sobol", "numpy"): sobol_numpy,
    ("sets", "numpy"): sets_numpy,
    ("benefit", "scipy-highs"): benefit_highs,
}

if __name__ == "__main__":
    work, peer, folder, seconds = sys.argv[1:]
    ms, check, *scale = WORKS[work, peer](pathlib.Path(folder), float(seconds))
    told = {"work": work, "units": int(pathlib.Path(folder).name), "by": peer, "ms": ms, "check": check}
    print(json.dumps(told | {"scale": scale[0] if scale else 1}))
