#!/usr/bin/env bash
# An office on a store of 30 million figures: 2,900 units x 100 elements x 104 months. Makes the folder, brings it in,
# serves it, and asks for the pages people look at most; prints rows a second, sizes, and percentiles of each page.
# Figures of one machine at one time. Needs python3, GNU time and some 4 GB of disk and 5 of memory.
#   bash bench/office_30m.sh            what is made stays in target/bench-office and is used again
#   UNITS=290 bash bench/office_30m.sh  a tenth of it
# With GANGMU_DATABASE the figures go into that PostgreSQL data base, which must be empty.
set -euo pipefail
cd "$(dirname "$0")/.."
units="${UNITS:-2900}" indicators="${INDICATORS:-90}" periods="${PERIODS:-104}" requests="${REQUESTS:-400}"
if [ -z "${NO_BUILD:-}" ]; then cargo build --release --workspace; fi
bin="${CARGO_TARGET_DIR:-target}/release/gangmu"
work="${CARGO_TARGET_DIR:-target}/bench-office/$units-$indicators-$periods"
data="$work/data${GANGMU_DATABASE:+-postgres}"
mkdir -p "$work"

if [ ! -d "$work/folder" ]; then
    rm -rf "$work/part"
    python3 bench/make_folder.py "$work/part" "$units" "$indicators" "$periods" office
    "$bin" pack "$work/part" >/dev/null
    rm "$work"/part/data/*.csv
    mv "$work/part" "$work/folder"
fi
echo "folder: $(du -sm "$work/folder" | cut -f1) MB as Parquet"

if [ ! -e "$data/imported" ]; then
    rm -rf "$data"
    mkdir -p "$data"
    # The clock of the store stands after the last month, so that its forms can be opened.
    echo 2026-01-09T09:00:00 >"$data/demonstration"
    /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$bin" store import "$work/folder" --data "$data"
    read -r wall user system peak <"$work/time"
    rows=$((units * (indicators + 10) * periods))
    echo "import: $rows rows in $wall s wall ($user + $system s CPU), $(python3 -c "print(f'{$rows / $wall:,.0f}')") rows/s, $((peak / 1024)) MiB peak"
    touch "$data/imported"
fi
if [ -z "${GANGMU_DATABASE:-}" ]; then
    rows=$((units * (indicators + 10) * periods))
    size=$(du -sb "$data" --exclude=demonstration | cut -f1)
    echo "on disk: $((size >> 20)) MiB, $(python3 -c "print(f'{$size / $rows:.1f}')") bytes a figure, the folder itself included"
fi

# What is imported stays as it is: returns are opened and submitted in a copy.
if [ -z "${GANGMU_DATABASE:-}" ]; then
    rm -rf "$work/copy"
    cp -r "$data" "$work/copy"
    data="$work/copy"
fi
python3 bench/office_load.py "$bin" "$data" "$units" "$requests"
