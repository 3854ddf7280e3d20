#!/usr/bin/env bash
# Leaves a small store made by this version under tests/upgrade/VERSION: every later version must open it
# (crates/store/tests/upgrade.rs). Made once, when a version is released, and never changed.
#   bash tests/upgrade/make.sh target/release/gangmu
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
bin="$(realpath "$1")"
version="$("$bin" --version | sed 's/.* //')"
to="$here/$version"
if [ -e "$to" ]; then
    echo "$to is there already: a release is not made twice" >&2
    exit 1
fi
work="$(mktemp -d)"
stop() {
    [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT
echo 2026-01-09T09:00:00 >"$work/demonstration"
"$bin" store import "$here/../../crates/cli/tests/small" --data "$work" >/dev/null
link="$("$bin" invite --data "$work" --login steward --body N-PO --role steward --unit N | grep -o '/welcome/.*')"
"$bin" serve --data "$work" --listen 127.0.0.1:0 --log none >"$work/said" &
server=$!
until grep -q 'http://' "$work/said" 2>/dev/null; do kill -0 "$server"; done
python3 "$here/play.py" "$(grep -o 'http://[0-9.:]*' "$work/said" | head -1)" "$link"
kill "$server" && wait "$server" || true
server=
"$bin" store backup "$to" --data "$work" >/dev/null
python3 - "$to" <<'P'
import sqlite3, sys
store = sqlite3.connect(f"file:{sys.argv[1]}/store.sqlite?mode=ro", uri=True)
versions, = store.execute("select count(*) from version").fetchone()
sha256, = store.execute("select sha256 from version order by version desc limit 1").fetchone()
end, = store.execute("select seq from log_end").fetchone()
with open(f"{sys.argv[1]}/holds.txt", "w") as holds:
    holds.write(f"versions {versions}\nfolder {sha256}\nlog {end}\n")
P
cat "$to/holds.txt"
du -sh "$to"
