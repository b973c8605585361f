#!/usr/bin/env bash
# Runs every Go test, with the race detector where things run at once. `make lint`
# has vetted all of it.
set -euo pipefail
cd "$(dirname "$0")/.."

# Most tests begin with a copy of a database, a thousand small files: a disk may take
# twenty times as long for it as memory does.
if [ -z "${DIMING_TEST_DATA:-}" ]; then
  DIMING_TEST_DATA=$PWD/.diming-test
  gigabytes=$(df --output=avail --block-size=1G /dev/shm 2>/dev/null | tail -n 1)
  [ "${gigabytes:-0}" -lt 6 ] || DIMING_TEST_DATA=/dev/shm/diming-test-$(pwd | cksum | cut -d ' ' -f 1)
  mkdir -p "$DIMING_TEST_DATA"
  export DIMING_TEST_DATA
  bin/diming postgres --volatile --data "$DIMING_TEST_DATA" -- "$0"
  [[ $DIMING_TEST_DATA != /dev/shm/* ]] || rm -rf "$DIMING_TEST_DATA" "$(sed 's/.* is in //' "$DIMING_TEST_DATA"/database-is-elsewhere.txt 2>/dev/null)"
  exit
fi

# The detector makes a test several times as long and finds nothing where no
# goroutine is begun. So packages whose code begins one run with it. All others run
# without it, and then with it those of their tests that begin one. Servers begin
# one for each request, but most of their tests ask one thing after the other;
# print run and tiles begin a few, and their tests then draw for minutes.
begins='\bgo func|\.Go\(|^\s+go [a-zA-Z.]+\('
servers='^(api|cmd/diming|boundaries/inspection/simulate|signs/printrun|tiles)$'

everything=$(go list -f '{{.Dir}}' ./... | sed "s#^$PWD/*##; s#^\$#.#" | sort)
whole=$(git grep -lP "$begins" -- '*.go' ':!*_test.go' | xargs -n 1 dirname | sort -u | grep -vE "$servers")
others=$(comm -23 <(echo "$everything") <(echo "$whole"))
files=$(git grep -lP "$begins" -- '*_test.go' ':!*_bench_test.go' ':!*/bench_test.go')
meeting=$(xargs awk -f deploy/meeting.awk <<<"$files" | sort -u | paste -sd '|')
where=$(xargs -n 1 dirname <<<"$files" | sort -u | comm -23 - <(echo "$whole"))

run() { sed 's#^#./#' | xargs go test -vet=off -timeout 30m -p 2 "$@"; }

# Half of what tests do is to wait for a database or another process.
raced() { run -race <<<"$whole" && run -race -run "^($meeting|TestOneSeedIsOneRun)\$" <<<"$where"$'\n'boundaries/inspection/simulate; }
said=$(mktemp)
trap 'rm -f "$said"' EXIT
raced >"$said" 2>&1 &
failed=0
run <<<"$others" || failed=$?
wait $! || failed=$?
cat "$said"
exit $failed
