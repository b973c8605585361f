#!/usr/bin/env bash
# Runs every Go test, with the race detector where things run at once. `make lint`
# has vetted all of it.
set -euo pipefail
cd "$(dirname "$0")/.."

# The detector makes a test several times as long, and finds nothing where neither
# code nor tests begin a goroutine. Of the packages that mostly ask a server one
# thing after the other, only those tests are raced in which things meet.
servers='^(api|cmd/diming|boundaries/inspection/simulate)$'
meeting='AtOnce|OfTwo|SentAgain|While|UnderWrites|InFlight|DatabaseGone|Stopped|OneSeed'

begun=$(git grep -lE '\bgo func|\.Go\(|\bgo [a-zA-Z.]+\(' -- '*.go' | xargs -n 1 dirname | sort -u | grep -vE "$servers")
others=$(comm -23 <(go list -f '{{.Dir}}' ./... | sed "s#^$PWD/*##; s#^\$#.#" | sort -u) <(echo "$begun"))

plain() { sed 's#^#./#' <<<"$others" | xargs go test -vet=off -timeout 30m -p 2; }

raced() {
  sed 's#^#./#' <<<"$begun" | xargs go test -vet=off -race -timeout 30m -p 2 || return
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
