#!/usr/bin/env bash
# Fills fuzz/corpus with what the project itself writes: every rule of the examples, every file of the small programme.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p corpus/formula corpus/folder
grep -rhoP "(?<=^rule = ['\"]).*(?=['\"]\$)" ../examples ../crates/cli/tests | sort -u | split -l 1 -a 4 - corpus/formula/rule-
awk '/^```formula/ { n++; next } /^```/ { n_open = 0 } { if (n) print }' ../docs/reference/rules.md | grep -v '^[|#-]' | sort -u |
    split -l 1 -a 5 - corpus/formula/reference-
(cd ../crates/cli/tests/small && find . -type f -printf '%P\n') | while read -r path; do
    { echo "--- $path"; cat "../crates/cli/tests/small/$path"; } >"corpus/folder/$(echo "$path" | tr '/' '-')"
done
