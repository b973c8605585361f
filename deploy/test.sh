#!/usr/bin/env bash
# Runs all tests: those of Go behind those in a browser, to which a slow machine
# matters more. What Go's said is told at the end.
set -uo pipefail
cd "$(dirname "$0")/.."

said=$(mktemp)
nice -n 15 bin/diming postgres --volatile --data .diming-test -- deploy/gotest.sh >"$said" 2>&1 &
go=$!
trap 'kill "$go" 2>/dev/null; rm -f "$said"' EXIT
failed=0
npm --prefix web run --silent test || failed=1
deploy/e2e.sh || failed=1
deploy/https.sh || failed=1
wait "$go" || failed=1
cat "$said"
exit $failed
