#!/usr/bin/env bash
# Measures. BENCH_DATA=FOLDER names the big files; which it lacks is said, and
# what needs them is then measured over less, or left out and said so too. ONLY is
# a regular expression: what of "package pattern" it does not match is left alone.
set -u
cd "$(dirname "$0")/.."
[ -n "${BENCH_DATA:-}" ] || unset BENCH_DATA

left_out=()
failed=()
results=$(mktemp)
trap 'rm -f "$results"' EXIT

# have FILE WHAT: whether what needs the file can be measured.
have() {
  [ -n "${BENCH_DATA:-}" ] && [ -e "$BENCH_DATA/$1" ] && return
  left_out+=("$2: ${BENCH_DATA:-BENCH_DATA is not set, it} lacks $1")
  return 1
}

# wanted WHAT: whether it is among what was asked for.
wanted() { [[ $1 =~ ${ONLY:-.} ]]; }

# bench PACKAGE PATTERN [TIMES]
bench() {
  wanted "$1 $2" || return 0
  echo
  echo "\$ go test -run '^\$' -bench '$2' ${3:+-benchtime $3 }$1"
  go test -run '^$' -bench "$2" ${3:+-benchtime "$3"} -benchmem -timeout 60m "$1" | tee -a "$results"
  [ "${PIPESTATUS[0]}" = 0 ] || failed+=("$1 $2")
}

# page SCRIPT WHAT: measures in a real browser.
page() {
  wanted "e2e/$1" || return 0
  echo
  echo "\$ deploy/e2e.sh e2e/$1.mjs"
  deploy/e2e.sh "e2e/$1.mjs" || failed+=("$2")
}

# goal BENCHMARK METRIC [RELATION VALUE]: a line of the table of what was aimed at, or of
# what a figure above it is made of.
goal() {
  awk -v name="$1" -v metric="$2" -v relation="${3:-}" -v goal="${4:-}" '
    $1 ~ "^" name "(-[0-9]+)?$" { for (i = 3; i < NF; i += 2) if ($(i + 1) == metric) { found = 1; got = $i } }
    END {
      met = relation == "<=" ? got <= goal : relation == ">=" ? got >= goal : 1
      if (found) printf "%-44s %-12s %10s  %s %-6s %s\n", name, metric, got, relation, goal, met ? "" : "MISSED"
    }' "$results"
}

echo "$(nproc) cores, $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), $(go env GOVERSION), load $(cut -d' ' -f1-3 /proc/loadavg)"
echo "BENCH_DATA=${BENCH_DATA:-}"

if have cn_divisions_all_levels_2017_2023.csv.gz "search over the names of the whole country"; then
  bench ./gazetteer/search '^BenchmarkCountry$'
else
  (unset BENCH_DATA; bench ./gazetteer/search '^BenchmarkCountry$') # over made-up names
fi
if have japan_town_addresses.csv.gz "the matching of 1,000,000 addresses"; then
  bench ./gazetteer/matching '^BenchmarkMatch$'
else
  (unset BENCH_DATA; bench ./gazetteer/matching '^BenchmarkMatch$') # over the divisions of testdata
fi
if have japan_town_addresses.csv.gz "tables of 500,000 and 1,000,000 rows matched over HTTP"; then
  bench ./api '^BenchmarkMatchTable$' 1x
fi
if have geonames_cities500.txt.gz "the import of 199,568 points beside COPY and ogr2ogr"; then
  bench ./gazetteer '^BenchmarkImport$'
fi
bench ./gazetteer '^BenchmarkWriters$'
bench ./features '^BenchmarkPage$' 5x # pages of the collection of 100,000 places
bench ./features '^BenchmarkCountAtAPastMoment$' 10x # of 100,000 places, beside the count now
if have japan_town_addresses.csv.gz "a walk through the collection of 1,000,000 places"; then
  bench ./features '^BenchmarkWalk$' 1x
fi
bench ./boundaries/inspection/simulate '^BenchmarkRecords$' 1x # 1,000,000 field records
bench ./api '^BenchmarkPack$' # of a 60 km line with 30 markers, tiles to zoom 15
# The tests make do with less of a browser; what people wait for is measured in theirs.
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
if [ -x "$CHROMIUM" ]; then
  page coldstart "the field app's cold start"
  page firstpaint "the first paint of a village's page on a slow phone"
else
  left_out+=("the field app's cold start and a village's page on a slow phone: there is no Chromium")
fi
bench ./api '^BenchmarkSync$' 1x # 1,000 records and 300 photos of 1 MB over loopback
bench ./importers '^Benchmark(Import|Workbook)$' # a workbook of 200,000 rows, and the memory that it takes
if have tw_villages.geojson "the import of a shapefile of 7,701 villages"; then
  bench ./importers '^BenchmarkVillages$'
fi
if have tw_villages.geojson "the check of 7,701 villages for gaps and overlaps beside PostGIS"; then
  bench ./boundaries/line '^BenchmarkCheckBesidePostGIS$' 1x # both must find the same
fi
if have japan_town_addresses.csv.gz "tiles of a register of 1,000,000 places beside a plain ST_AsMVT query"; then
  bench ./tiles '^BenchmarkTilesBesidePlainQuery$' 3x # uncached ones, by 8 clients
fi
bench ./tiles '^Benchmark(Stale|CellsOfACounty)$'
bench ./tiles '^Benchmark(PackOfHualien|DeltaAfter100Edits)$' 3x # a county's pack, and what edits change in it
bench ./api '^BenchmarkCachedTile$' 1x # beside a handler that only writes the bytes, and nginx
bench ./internal/archive '^BenchmarkExport$' # beside pg_dump
# Eight clients of /v1/suggest, from handler to handler, over the demo's
# register. The index of the whole country is measured by gazetteer/search: a
# million names do not go through a register in the time of a benchmark.
bench ./api '^BenchmarkSuggest$'
# Of the name cases. Sizes: BENCH_CHECK_NAMES and BENCH_CLEANUP_NAMES
# (1,000,000 names), BENCH_DESK_CASES (10,000), BENCH_APPROVALS (1,000) over
# BENCH_APPROVED_NAMES (100,000).
bench ./gazetteer '^BenchmarkNameCheck$' # in a county, and where a built-up area is held
bench ./gazetteer/cases '^BenchmarkDesk$'
bench ./gazetteer/campaign '^BenchmarkCleanUp$' 1x # a whole register; filling it takes longer than the run
bench ./api '^BenchmarkApproved$' "${BENCH_APPROVALS:-1000}x" # from the commit to search, tile and feed
bench ./gazetteer/numbering '^BenchmarkNumber$' # 5,000 gates on 200 streets
bench ./internal/account '^BenchmarkSignIn$' # beside the bare hash
bench ./api '^BenchmarkPublicUnderWrongLogins$' # beside public pages alone
bench ./signs/readback '^BenchmarkRun$' 1x # plates drawn, laid on sheets, and their codes read again
# The villager's page. Sizes: DIMING_BENCH_PAGES (3,000 a second) and
# DIMING_BENCH_PLATES (50,000).
bench ./api '^BenchmarkWarmPage$' 1x # beside a bare handler that writes the same bytes
PATH=$PATH:/usr/sbin # where Debian has nginx
if command -v nginx >/dev/null; then
  bench ./api '^BenchmarkWarmPageBesideNginx$' 1x # beside nginx that sends them as a file
else
  left_out+=("the villager's page beside nginx: nginx-light is not installed")
fi
bench ./api '^BenchmarkSteadyVisitors$' 1x # each asks at its time, whoever was answered
bench ./api '^BenchmarkManyPlates$' 1x # memory, and the first page after a start, with the database and without
bench ./api '^BenchmarkChangeOnThePage$' 5x

echo
echo "Tiles, packs and features, ratios to what was measured in turns with them (load $(cut -d' ' -f1-3 /proc/loadavg)):"
goal BenchmarkTilesBesidePlainQuery x-plain '>=' 3
goal BenchmarkTilesBesidePlainQuery x-plain-z2-8
goal BenchmarkTilesBesidePlainQuery x-plain-z9-12
goal BenchmarkTilesBesidePlainQuery x-plain-z13-16
goal BenchmarkTilesBesidePlainQuery bytes/plain '<=' 0.6
goal BenchmarkTilesBesidePlainQuery p99-ms '<=' 40
goal BenchmarkTilesBesidePlainQuery rss-MB '<=' 1024
goal BenchmarkCachedTile/body/handler '×bare' '>=' 0.8
goal BenchmarkCachedTile/unchanged/handler '×bare' '>=' 1
goal BenchmarkCachedTile/body/nginx '×nginx' '>=' 0.3
goal BenchmarkPackOfHualien seconds '<=' 60
goal BenchmarkDeltaAfter100Edits/write seconds '<=' 2
goal BenchmarkApproved tile-p99-ms '<=' 1000
goal BenchmarkWalk last/first '<=' 1.2
goal BenchmarkWalk slowest/first '<=' 1.2
goal BenchmarkCountAtAPastMoment past/now '<=' 3

for what in "${left_out[@]}"; do echo "not measured: $what"; done
if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}" >&2
  exit 1
fi
