#!/usr/bin/env bash
# Serves the demo from a new register of its own on a free port of this machine and
# runs the journeys of web/e2e against it in a real browser, or the script of
# web/ that is named.
set -eu
cd "$(dirname "$0")/.."

# The database may lie outside the checkout and outlive it: it begins anew.
rm -rf .diming-test/e2e
bin/diming postgres --volatile --data .diming-test/e2e -- dropdb --if-exists --force diming 2>/dev/null

log=$(mktemp)
bin/diming serve --demo --listen 127.0.0.1:0 --data .diming-test/e2e >"$log" 2>&1 &
server=$!
stop() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -f "$log"
}
trap stop EXIT

address=
for _ in $(seq 1200); do
  address=$(grep -o 'http://127\.0\.0\.1:[0-9]*/$' "$log" | head -n 1 || true)
  [ -z "$address" ] || break
  kill -0 "$server" 2>/dev/null || { cat "$log" >&2; exit 1; }
  sleep 0.5
done
[ -n "$address" ] || { echo "the server did not start within ten minutes:" >&2; cat "$log" >&2; exit 1; }

# Journeys in which days pass set dates back in the database itself.
database=.diming-test/e2e
elsewhere=$database/database-is-elsewhere.txt
[ ! -f "$elsewhere" ] || database=$(sed 's/.* is in //' "$elsewhere")
DIMING_E2E_SOCKET=$(find "$database" -name postmaster.pid -exec sed -n 5p {} \;)
export DIMING_E2E_SOCKET

# A pack as an office makes one, for those who read it from elsewhere.
if [ -z "${1:-}" ]; then
  mkdir -p .diming-test/e2e/packs
  bin/diming tiles pack --data .diming-test/e2e .diming-test/e2e/packs/qinghu.pmtiles --division 330881003 --max-zoom 13
fi

cd web
if [ -n "${1:-}" ]; then
  BASE_URL=${address%/} node "$1"
else
  BASE_URL=${address%/} npm run --silent e2e
fi
