#!/usr/bin/env bash
# How long the office takes from its start to its first answer, what memory it holds when nobody comes, and how large
# the program is. On the example programme, or on the store in DATA (as bench/office_30m.sh leaves one).
#   bash bench/office_start.sh [DATA]
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${NO_BUILD:-}" ]; then cargo build --release --workspace; fi
bin="${CARGO_TARGET_DIR:-target}/release/gangmu"
data="${1:-}"
if [ -z "$data" ]; then
    data="$(mktemp -d)"
    trap 'rm -rf "$data"' EXIT
    "$bin" store import examples/city --data "$data" >/dev/null
fi
echo "program: $(($(stat -c %s "$bin") / 1000000)) MB (at most 80)"
python3 - "$bin" "$data" <<'P'
import http.client, re, subprocess, sys, time
program, data = sys.argv[1:]
starts = []
for run in range(5):
    begun = time.perf_counter()
    server = subprocess.Popen([program, "serve", "--data", data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    port = int(re.search(r":(\d+)", server.stdout.readline()).group(1))
    http_ = http.client.HTTPConnection("127.0.0.1", port)
    http_.request("GET", "/health")
    assert http_.getresponse().status == 200
    starts.append(time.perf_counter() - begun)
    time.sleep(2)
    with open(f"/proc/{server.pid}/status") as f:
        idle = next(int(line.split()[1]) for line in f if line.startswith("VmRSS")) >> 10
    server.terminate()
    server.wait()
starts.sort()
print(f"start to the first /health: {starts[2] * 1000:.0f} ms, longest of five {starts[-1] * 1000:.0f} ms (at most 300)")
print(f"memory at rest: {idle} MiB (at most 100)")
P
