"""The table of one run of `make bench-index`: `python index_table.py RUN.jsonl TABLE.json`.

Exits with 1 where a peer comes to another result than ours: a fast answer that is wrong is none.
"""

import json
import statistics
import sys

# Milliseconds to reach on 2 cores, by work and number of units.
TARGETS = {
    ("score", 340): 0.1, ("score", 2900): 0.5, ("score", 41000): 6, ("score", 620000): 150,
    ("draws", 340): 20, ("draws", 2900): 150, ("draws", 41000): 3000,
    ("sobol", 340): 2000,
    ("sets", 340): 100, ("sets", 2900): 5000,
    ("benefit", 2900): 2000,
}
TITLES = {
    "score": "score and rank, 100 indicators on 2 levels, 5 % missing",
    "draws": "1,000 draws of weights (± 25 % on both levels), ranks counted",
    "sobol": "shares of variance of 6 inputs, 10,000 samples",
    "sets": "marginal confidence sets for ranks, 1,000 draws",
    "sets-together": "simultaneous confidence sets for ranks, 1,000 draws",
    "benefit": "benefit of the doubt, 10 indicators",
}
INDICATORS = 100
# How far results may differ: sums to 1e-9; sets are drawn, so their mean width is known to some percent only.
TOLERANCE = {"score": 1e-9, "benefit": 1e-7, "sets": 0.05}


def by_key(lines):
    """All repetitions of the same work, size and programme together, from all rounds."""
    found = {}
    for line in lines:
        if line["work"] == "read":
            continue
        known = found.setdefault((line["work"], line["units"], line["by"]), {"ms": [], "check": None, "scale": 1})
        known["ms"] += line["ms"]
        known["check"] = line["check"]
        known["scale"] = line.get("scale", 1)
    return found


def readings(lines):
    """Milliseconds that one reading of so many bytes takes, by bytes and threads: (median, best)."""
    rates = {}
    for line in lines:
        if line["work"] == "read":
            rates.setdefault((line["bytes"], line["threads"]), []).append((line["median"], line["best"]))
    return {
        key: (key[0] / statistics.median(m for m, _ in all) * 1e3, key[0] / max(b for _, b in all) * 1e3)
        for key, all in rates.items()
    }


def agree(work, ours, theirs):
    """Whether results are the same; None where they cannot be compared."""
    if not ours or not theirs or work not in TOLERANCE:
        return None
    return len(ours) == len(theirs) and all(
        abs(a - b) <= TOLERANCE[work] * max(abs(a), 1) for a, b in zip(ours, theirs)
    )


def short(ms):
    return f"{ms:,.3f}" if ms < 10 else f"{ms:,.1f}" if ms < 1000 else f"{ms:,.0f}"


def rows(lines):
    found, limit = by_key(lines), readings(lines)
    for (work, units, by), one in sorted(found.items(), key=lambda item: (list(TITLES).index(item[0][0]), item[0][1], item[0][2] != "gangmu")):
        ours = found.get((work, units, "gangmu"))
        median, best = statistics.median(one["ms"]), min(one["ms"])
        row = {"work": work, "units": units, "by": by, "median_ms": median, "best_ms": best,
               "repetitions": len(one["ms"]), "scaled_by": one["scale"]}
        if by == "gangmu":
            target = TARGETS.get((work, units))
            row |= {"target_ms": target, "met": target and median <= target, "met_at_best": target and best <= target}
            if work == "score":
                row["one_reading_ms"] = {t: limit.get((units * INDICATORS * 8, t), (None, None))[0] for t in (1, 2)}
        elif ours:
            row |= {"ratio": median / statistics.median(ours["ms"]), "same": agree(work, ours["check"], one["check"])}
        yield row


def show(table):
    work = units = None
    for row in table:
        if row["work"] != work:
            work, units = row["work"], None
            print(f"\n{TITLES[work]}")
            print(f"{'units':>9}  {'by':<22}{'ms, median':>12}{'best':>12}  {'ours is faster by':>18}")
        name = f"{row['units']:,}" if row["units"] != units else ""
        units = row["units"]
        line = f"{name:>9}  {row['by']:<22}{short(row['median_ms']):>12}{short(row['best_ms']):>12}"
        if row["by"] == "gangmu":
            target = row["target_ms"]
            if target:
                met = "met" if row["met"] else "met at its best only" if row["met_at_best"] else "NOT met"
                line += f"   target {target:g} ms: {met}"
            read = row.get("one_reading_ms", {})
            if all(read.values()) and read:
                line += f"; one reading of the figures {short(read[1])} ms (2 threads {short(read[2])})"
        else:
            line += f"  {row['ratio']:>17,.1f}×" if "ratio" in row else f"{'ours was not run':>20}"
            if row["scaled_by"] != 1:
                line += f"  a part was run, × {row['scaled_by']:g}"
            line += {True: "  same result", False: "  OTHER RESULT", None: ""}[row.get("same")]
        print(line)


if __name__ == "__main__":
    run = [json.loads(line) for line in open(sys.argv[1]) if line.startswith("{")]
    table = list(rows(run))
    show(table)
    with open(sys.argv[2], "w") as out:
        json.dump(table, out, indent=1)
    wrong = [row for row in table if row.get("same") is False]
    sys.exit(f"{len(wrong)} of the peers come to another result" if wrong else 0)
