#!/usr/bin/env bash
# What-if on a large folder by a cold process, from Parquet, beside the plain scoring of the same folder: a change of a
# rule, of points, of a target and of a figure. Prints wall and CPU seconds and the peak memory of each run: figures of
# one machine at one time; compare those of one run with each other.
#   bash bench/what_if.sh [UNITS ...]        default: 2900
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release -q -p gangmu
bin="${CARGO_TARGET_DIR:-target}/release/gangmu"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for units in "${@:-2900}"; do
    python3 bench/make_folder.py "$work/folder" "$units"
    "$bin" pack "$work/folder" >/dev/null
    rm "$work"/folder/data/*.csv
    measure() {
        for run in 1 2 3 4 5; do
            /usr/bin/time -f "$units units, $1, run $run: %e s wall, %U + %S s CPU, %M KiB peak" \
                "$bin" score "$work/folder" "${@:2}" >/dev/null 2> >(tail -1 >&2)
        done
    }
    measure "as it is" --format csv
    measure "points" --set item.i0.points=2
    measure "rule" --set 'item.i0.rule=P * attained(x, t)'
    measure "target" --set target.i0=70
    measure "figure" --set value.n40@U000001=1
    rm -rf "$work/folder"
done
