#!/usr/bin/env bash
# Asks every address of the JSON interface a great many things, as its description allows and as it does not: no answer
# may be a 5xx, and none may be one the description does not know. Needs python3 and curl; installs schemathesis in a
# folder that goes with it. EXAMPLES says how many things are asked of each address, LOGINS as whom.
#   bash tests/schemathesis.sh [path of gangmu]
set -euo pipefail
cd "$(dirname "$0")/.."
gangmu="$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/gangmu}")"
home="$(mktemp -d)"
stop() {
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
  rm -rf "$home"
}
trap stop EXIT

if ! command -v schemathesis >/dev/null; then
  python3 -m venv "$home/python"
  "$home/python/bin/pip" -q install 'schemathesis>=4,<5'
  PATH="$home/python/bin:$PATH"
fi
for login in ${LOGINS:-centre yz0501 yz05 steward}; do
  "$gangmu" demo examples/city --data "$home/$login" >/dev/null
  "$gangmu" serve --lang en --data "$home/$login" --listen 127.0.0.1:0 >"$home/said" 2>"$home/log" &
  server=$!
  until grep -q 'http://' "$home/said" 2>/dev/null; do kill -0 "$server"; done
  at="$(grep -o 'http://[0-9.:]*' "$home/said" | head -1)"
  sent() { curl -sf -b "$home/cookies" -c "$home/cookies" -H 'Content-Type: application/json' "$at/api/v1/$1" -d "$2"; }
  sent sessions "{\"login\":\"$login\",\"passphrase\":\"look around freely\"}" >/dev/null
  verbs="$(curl -sf -b "$home/cookies" "$at/api/v1/me" | python3 -c 'import json,sys; print(json.dumps(json.load(sys.stdin)["verbs"]))')"
  token="$(sent tokens "{\"label\":\"questions\",\"verbs\":$verbs,\"days\":1}" | python3 -c 'import json,sys; print(json.load(sys.stdin)["token"])')"
  echo "== as $login"
  # A passphrase tried too often is locked, and it cannot make workbooks; those are other tests' matters.
  # What it keeps between runs goes with the folder.
  (cd "$home" && schemathesis run "$at/api/openapi.json" --header "Authorization: Bearer $token" --max-examples "${EXAMPLES:-30}" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --phases examples,coverage,fuzzing --rate-limit 20/s --no-color \
    --exclude-path /api/v1/sessions --exclude-operation-id fill_from_workbook --request-timeout 30)
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
done
