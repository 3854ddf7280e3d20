#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own: on a free port, in a folder that goes with it. The command finds it in
# GANGMU_TEST_POSTGRES. Installs Debian's postgresql where there is none and that can be done.
set -euo pipefail

binaries() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }
if [ -z "$(binaries)" ]; then
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends postgresql
fi
bin="$(binaries)"
home="$(mktemp -d)"
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$home"
  as() { su postgres -s /bin/bash -c "$(printf '%q ' "$@")"; }
else
  as() { "$@"; }
fi
stop() {
  as "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap stop EXIT

as "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C >"$home/init.log" || { cat "$home/init.log"; exit 1; }
for _ in $(seq 20); do
  port=$((20000 + RANDOM % 30000))
  if as "$bin/pg_ctl" -D "$home/data" -o "-p $port -k $home -c listen_addresses=127.0.0.1" -l "$home/log" -w start >/dev/null 2>&1; then
    started=1
    break
  fi
done
[ -n "${started:-}" ] || { cat "$home/log"; exit 1; }
GANGMU_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port" "$@"
