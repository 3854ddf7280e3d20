#!/usr/bin/env bash
# The index library beside what a user would pick instead, on the same figures, in one run; and how long this machine
# takes to read these figures once, which nothing can beat. bench/README.md says how to read the table.
#   bash bench/index.sh [UNITS ...]        default: 340 2900 41000 620000
# ROUNDS=3: ours and the quick peers take turns so often. QUICK=1: without the peers that take minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
venv="$target/bench-venv"
data="$target/bench-data"
run="$target/bench-index.jsonl"
python="$venv/bin/python"
sizes=("${@:-340 2900 41000 620000}")
read -ra sizes <<<"${sizes[*]}"

say() { echo "bench/index.sh: $*" >&2; }
missing() { say "$1 is missing. $2"; exit 1; }

command -v cargo >/dev/null || missing cargo "Install Rust (https://rustup.rs)."
command -v python3 >/dev/null || missing python3 "Install it, on Debian by: apt-get install python3 python3-venv"
if [ ! -x "$python" ] || ! "$python" -c 'import numpy, polars, pymcdm, scipy, skcriteria' 2>/dev/null; then
    say "peers are installed into $venv"
    python3 -m venv "$venv" || missing "the module venv of python3" "On Debian: apt-get install python3-venv"
    "$venv/bin/pip" install -q numpy polars pymcdm scipy scikit-criteria ||
        missing "one of the peers (numpy, polars, pymcdm, scipy, scikit-criteria)" "See what pip says above."
fi
cargo build --release -q -p gangmu-index --example speed
speed="$target/release/examples/speed"
rustc -O -C target-cpu=native --edition 2024 -o "$target/read_limit" bench/read_limit.rs
"$python" bench/index_data.py "$data" "${sizes[@]}"

# The output of a programme goes to the record of the run; where it fails, it is said and the run goes on.
keep() {
    local found
    if found="$("$@" 2>"$target/bench-index.err")"; then
        echo "$found" >>"$run"
    else
        say "left out, since it failed: $* ($(tail -1 "$target/bench-index.err"))"
    fi
}
# One thread for numpy's products of matrices: these are small, and two threads wait for one another.
peer() { keep env OPENBLAS_NUM_THREADS=1 "$python" -W ignore bench/index_peers.py "$1" "$2" "$data/$3" "$4"; }
ours() { keep "$speed" "$1" "$data/$2" "$3"; }
has() { [[ " ${sizes[*]} " == *" $1 "* ]]; }

: >"$run"
coinr=""
if ! command -v Rscript >/dev/null; then
    say "COINr is left out: there is no Rscript here."
elif ! Rscript -e 'library(COINr)' >/dev/null 2>&1; then
    say "COINr is left out: Rscript does not find it (install.packages(\"COINr\"))."
else
    coinr=yes
fi

# Round by round, so that whatever else the machine does meets all of them alike.
for round in $(seq "${ROUNDS:-3}"); do
    say "round $round of ${ROUNDS:-3}"
    for units in "${sizes[@]}"; do
        keep "$target/read_limit" $((units * 100 * 8))
        ours score "$units" 15
        # numpy asks the system for large pages on its own; this is ours with the same.
        [ "$units" -lt 41000 ] || GLIBC_TUNABLES=glibc.malloc.hugetlb=1 "$speed" score "$data/$units" 15 |
            sed 's/"by":"gangmu"/"by":"gangmu, large pages"/' >>"$run"
        peer score numpy "$units" 2
        peer score polars "$units" 2
    done
    for units in 340 2900; do
        has $units || continue
        ours sets $units 3
        ours sets-together $units 3
        ours benefit $units 3
    done
    for units in 340 2900 41000; do
        has $units || continue
        ours draws $units 3
    done
    if has 340; then ours sobol 340 2; fi
done
for units in "${sizes[@]}"; do
    if [ -n "$coinr" ]; then
        [ "$units" -gt 41000 ] && [ -n "${QUICK:-}" ] || keep Rscript bench/index_coinr.R "$data/$units"
    fi
    [ "$units" -gt 41000 ] && [ -n "${QUICK:-}" ] && continue
    peer score pymcdm "$units" 2
    peer score scikit-criteria "$units" 2
    [ "$units" -gt 41000 ] || peer draws numpy "$units" 2
done
if has 340; then
    peer sets numpy 340 2
    peer sobol numpy 340 2
fi
if has 2900; then
    peer benefit scipy-highs 2900 2
fi
"$python" bench/index_table.py "$run" "$target/bench-index.json"
say "each repetition is in $run, the table in $target/bench-index.json"
