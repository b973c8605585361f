#!/usr/bin/env bash
# fetch.sh COMMAND…: runs a command that fetches from a registry, up to four
# times. A registry that stalls in the middle of a body fails npm and go at
# once: they try again only what never began. What fails for another reason
# fails four times, and its own words stand above ours.
set -u

for pause in 5 15 45 0; do
  "$@" && exit 0
  code=$?
  [ "$pause" -eq 0 ] && break
  echo "This failed: $*. Once more in $pause s." >&2
  sleep "$pause"
done
exit "$code"
