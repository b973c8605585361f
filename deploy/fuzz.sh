#!/usr/bin/env bash
# Runs every fuzz target for FUZZTIME (30s if absent), one after the other. An
# input that fails is kept in testdata/fuzz of its package, to become a case.
set -u
cd "$(dirname "$0")/.."
time=${FUZZTIME:-30s}

failed=()
count=0
for package in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...); do
  if ! listed=$(go test -list '^Fuzz' "$package"); then
    echo "$listed" >&2
    failed+=("$package does not build")
    continue
  fi
  for target in $(grep '^Fuzz' <<<"$listed"); do
    echo "== $package $target, $time"
    count=$((count + 1))
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package" || failed+=("$package $target")
  done
done

echo "$count fuzz targets"
if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}" >&2
  exit 1
fi
[ "$count" -gt 0 ] || { echo "no fuzz target was found" >&2; exit 1; }
