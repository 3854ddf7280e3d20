#!/usr/bin/env bash
# Check and score of a large folder by a cold process, from CSV and from Parquet. Prints wall and CPU seconds and the
# peak memory of each run: figures of one machine at one time; compare those of one run with each other.
#   bash bench/folder.sh [UNITS ...]        default: 2900
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release -q -p gangmu
bin="${CARGO_TARGET_DIR:-target}/release/gangmu"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for units in "${@:-2900}"; do
    python3 bench/make_folder.py "$work/csv" "$units"
    cp -r "$work/csv" "$work/parquet"
    "$bin" pack "$work/parquet" >/dev/null
    rm "$work"/parquet/data/*.csv
    for kind in parquet csv; do
        for run in 1 2 3 4 5; do
            /usr/bin/time -f "$units units, $kind, run $run: %e s wall, %U + %S s CPU, %M KiB peak" \
                "$bin" score "$work/$kind" --format csv >"$work/$kind.out"
        done
    done
    cmp "$work/csv.out" "$work/parquet.out"
    rm -rf "$work"/csv "$work"/parquet
done
