"""Figures of made-up places for the benchmark of the index library: N units, 100 indicators in 10 pillars, 5 % missing.

    python index_data.py FOLDER N ...

writes into FOLDER/N figures.f64 (column after column, little-endian, NaN is missing) and tree.txt: a line for each
indicator (its pillar, its weight, 1 or -1 for its direction), then a line for each pillar (its weight); estimates.f64
with an estimate and a standard error for each unit; and benefit.f64 with 10 indicators from 0 to 1. The seed is
20261124 + N, so every run and every machine has the same figures.
"""

import pathlib
import sys

import numpy as np

INDICATORS, PILLARS, MISSING = 100, 10, 0.05


def write(folder, n):
    """One set of figures, unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = n * INDICATORS * 8
    figures, tree = folder / "figures.f64", folder / "tree.txt"
    # The tree is written last, so where it is there all is.
    if tree.exists() and figures.stat().st_size == wanted:
        return
    random = np.random.default_rng(20261124 + n)
    with figures.open("wb") as out:
        for j in range(INDICATORS):
            # Shares, amounts and counts in turn, each on a scale of its own.
            kind = j % 3
            if kind == 0:
                column = 100 * random.beta(2 + j % 5, 3, n)
            elif kind == 1:
                column = random.lognormal(3 + j % 7, 0.8, n)
            else:
                column = random.normal(50, 12, n)
            column[random.random(n) < MISSING] = np.nan
            out.write(column.astype("<f8").tobytes())
    for name, columns in [("estimates", [random.normal(50, 10, n), random.uniform(1, 3, n)]),
                          ("benefit", random.beta(2, 2, (10, n)))]:
        (folder / f"{name}.f64").write_bytes(b"".join(c.astype("<f8").tobytes() for c in columns))
    pillar = np.arange(INDICATORS) * PILLARS // INDICATORS
    weights = random.uniform(0.5, 1.5, INDICATORS)
    directions = np.where(random.random(INDICATORS) < 0.3, -1, 1)
    pillars = random.uniform(0.5, 1.5, PILLARS)
    lines = [f"{p} {w!r} {d}" for p, w, d in zip(pillar.tolist(), weights.tolist(), directions.tolist())]
    tree.write_text("\n".join(lines + [repr(w) for w in pillars.tolist()]) + "\n")


if __name__ == "__main__":
    for size in sys.argv[2:]:
        write(pathlib.Path(sys.argv[1]) / size, int(size))
