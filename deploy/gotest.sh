#!/usr/bin/env bash
# Runs every Go test, with the race detector where things run at once. `make lint`
# has vetted all of it.
set -euo pipefail
cd "$(dirname "$0")/.."

# The detector makes a test several times as long. It has little to find in
# packages that load, print or ask a server one thing after the other: they run
# without it, and once more with it those of their tests in which things meet.
plainly='^diming/(api|cmd/diming|demo|demo/land|boundaries/report|boundaries/cover|boundaries/inspection/simulate)$'
meeting='AtOnce|OfTwo|SentAgain|While|UnderWrites|InFlight|DatabaseGone|Stopped|OneSeed'

packages() { go list ./... | grep -E "$@" "$plainly"; }

plain() { packages | xargs go test -vet=off -timeout 30m -p 2; }

raced() {
  packages -v | xargs go test -vet=off -race -timeout 30m -p 2 || return
  go test -vet=off -race -timeout 30m -p 2 -run "$meeting" ./api ./cmd/diming ./boundaries/inspection/simulate
}

# Half of what tests do is to wait for a database or another process.
said=$(mktemp)
trap 'rm -f "$said"' EXIT
raced >"$said" 2>&1 &
failed=0
plain || failed=$?
wait $! || failed=$?
cat "$said"
exit $failed
