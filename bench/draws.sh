#!/usr/bin/env bash
# Draws on a large folder by a cold process, from Parquet, beside the plain scoring of the same folder. Prints wall and
# CPU seconds and the peak memory of each run: figures of one machine at one time; compare those of one run with each
# other. A draw takes what 201 draws take more than one, over 200.
#   bash bench/draws.sh [UNITS ...]        default: 2900
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
    for draws in 0 1 201; do
        with=()
        if [ "$draws" -gt 0 ]; then with=(--draws "$draws"); fi
        for run in 1 2 3; do
            /usr/bin/time -f "$units units, $draws draws, run $run: %e s wall, %U + %S s CPU, %M KiB peak" \
                "$bin" score "$work/folder" "${with[@]}" --format csv >/dev/null 2> >(tail -1 >&2)
        done
    done
    rm -rf "$work/folder"
done
