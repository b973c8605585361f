#!/usr/bin/env bash
# Runs every Go test once, with the race detector wherever things run at once.
# PACKAGES says how many packages are tested beside one another.
set -euo pipefail
cd "$(dirname "$0")/.."

# Half of what tests do is to wait for a database or another process.
packages=${PACKAGES:-$(($(nproc) * 3 / 2))}

# The detector makes a test several times as long. It has nothing to find in one
# that asks a server, or simulates, thousands of things one after the other …
walks='TestAuthorizationWalk|TestABureauThatLeavesTakesEverything'
walks+='|TestEveryPageBehindACodeOfTheDemoFits|TestEveryIdEverIssuedAnswersForEver|TestCoverageNamesWhatIsTakenAway'
walks+='|TestGDALReadsEveryCollectionWhole|TestAWalkOfEachCollectionMeetsEveryPublicObjectOnce|TestStreamsHoldWhatTheWalkHolds'
walks+='|TestNothingIsLostOrDoubled|TestABrokenRuleIsNoticed'
# … nor in packages that load and print, over stores that have tests of their own.
in_order='^diming/(demo|demo/land|boundaries/report|boundaries/cover)$'

git grep -lE "^func ($walks)\(" -- '*_test.go' | xargs -n 1 dirname | sort -u | sed 's#^#./#' |
  xargs go test -timeout 30m -run "^($walks)\$"
go list ./... | grep -E "$in_order" | xargs go test -timeout 30m
go list ./... | grep -vE "$in_order" | xargs go test -race -timeout 30m -p "$packages" -skip "^($walks)\$"
