#!/usr/bin/env bash
# Deadline day: everybody saves and submits at once, through HTTP, server and load on the same machine. Prints a line
# for each load, then counts what was acknowledged; ends with 1 where anything of it is lost. bench/README.md says how
# to read it. Needs python3.
#   bash bench/deadline_day.sh                                 on SQLite
#   bash tests/postgres.sh bash bench/deadline_day.sh          on SQLite and on PostgreSQL
#   QUICK=1 bash bench/deadline_day.sh                         under two minutes
#   GANGMU_DATABASE=postgres://... bash bench/deadline_day.sh  in that data base alone, which must be empty
# UNITS counties, SESSIONS of theirs, FORMS of CELLS cells, SECONDS_EACH for a load, RATES of the open loop.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${QUICK:-}" ]; then
    units="${UNITS:-700}" sessions="${SESSIONS:-900}" seconds="${SECONDS_EACH:-6}" forms="${FORMS:-4}"
else
    units="${UNITS:-2900}" sessions="${SESSIONS:-3700}" seconds="${SECONDS_EACH:-30}" forms="${FORMS:-6}"
fi
cells="${CELLS:-40}"
read -ra rates <<<"${RATES:-154 430 600 800}"
# The load is built as tests are: another selection in release would build everything anew.
if [ -z "${NO_BUILD:-}" ]; then
    cargo build --release --workspace
    cargo build --workspace --all-targets
fi
bin="${CARGO_TARGET_DIR:-target}/release/gangmu"
load="${LOAD:-${CARGO_TARGET_DIR:-target}/debug/examples/deadline_day}"
work="${CARGO_TARGET_DIR:-target}/bench-deadline/$units-$forms-$cells"
mkdir -p "$work"
# Ten elements are denominators. What was reported until November stays where it is made.
if [ ! -d "$work/folder" ]; then
    rm -rf "$work/part"
    python3 bench/make_folder.py "$work/part" "$units" $((forms * cells - 10)) 11 office "$cells"
    "$bin" pack "$work/part" >/dev/null
    rm "$work"/part/data/*.csv
    mv "$work/part" "$work/folder"
fi

# A day on one data base. The clock of the store stands after December, whose forms can be opened then.
day() {
    echo "== $1"
    local data="$work/data"
    rm -rf "$data"
    mkdir -p "$data"
    echo 2026-01-09T09:00:00 >"$data/demonstration"
    "$bin" store import "$work/folder" --data "$data" || return 1
    "$load" "$bin" "$data" "$units" "$forms" "$sessions" "$seconds" "${rates[@]}" | tee "$work/told" || return 1
    # Nothing was measured where nothing was counted.
    grep -q "^lost: 0 of" "$work/told"
}

if [ -n "${GANGMU_DATABASE:-}" ]; then
    day "PostgreSQL"
else
    failed=0
    day "SQLite" || failed=1
    if [ -n "${GANGMU_TEST_POSTGRES:-}" ]; then
        name="deadline_$$"
        psql -q "$GANGMU_TEST_POSTGRES/postgres" -c "create database $name"
        GANGMU_DATABASE="$GANGMU_TEST_POSTGRES/$name" day "PostgreSQL" || failed=1
        psql -q "$GANGMU_TEST_POSTGRES/postgres" -c "drop database $name"
    fi
    exit "$failed"
fi
