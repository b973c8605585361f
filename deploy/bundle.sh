#!/usr/bin/env bash
# bundle.sh [FOLDER]: packs what a server without network needs, for amd64 and
# arm64, into FOLDER (dist). The same sources give the same bytes.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C TZ=UTC

out=${1:-dist}
version=$(sed -n 's/^const Version = "\(.*\)"$/\1/p' api/server.go)
[ -n "$version" ] || { echo "no version in api/server.go" >&2; exit 1; }
[ -e web/dist/index.html ] || { echo "build the web pages first: make build" >&2; exit 1; }
font=/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc
[ -e "$font" ] || { echo "missing $font: apt-get install fonts-noto-cjk" >&2; exit 1; }
epoch=$(git log -1 --format=%ct)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

# Licences of everything that is inside the binary.
licences() { # BINARY
  local module version dir file
  echo "Diming itself is under the Apache License 2.0, see LICENSE. It holds these, under their own licences."
  while read -r module version; do
    dir=$(go list -m -f '{{.Dir}}' "$module@$version" 2>/dev/null || true)
    printf '\n======== %s %s\n' "$module" "$version"
    found=
    for file in "$dir"/LICENSE* "$dir"/LICENCE* "$dir"/COPYING* "$dir"/NOTICE* "$dir"/License*; do
      [ -f "$file" ] || continue
      found=yes
      cat "$file"
    done
    [ -n "$found" ] || { echo "no licence found for $module $version" >&2; return 1; }
  done < <(go version -m "$1" | awk '$1 == "dep" { print $2, $3 }')
  for module in $(node -p 'Object.keys(require("./web/package.json").dependencies).sort().join(" ")'); do
    printf '\n======== %s %s (web pages)\n' "$module" "$(node -p "require('./web/node_modules/$module/package.json').version")"
    cat web/node_modules/"$module"/LICENSE*
  done
  printf '\n======== The Go standard library\n'
  cat "$(go env GOROOT)/LICENSE"
  printf '\n======== Data in testdata\n'
  cat testdata/README.md
  printf '\n======== Data of readings\n'
  cat gazetteer/pinyin/data/README.md
}

schema() {
  echo "-- The tables of Diming $version, for a database administrator to read."
  echo "-- diming migrate runs these steps by itself, as diming_owner, after it has made"
  echo "-- the roles diming_owner and diming_server and the extensions postgis,"
  echo "-- btree_gist, pg_trgm and pgcrypto."
  local file
  for file in internal/pg/migrations/*.sql; do
    printf '\n-- ======== %s\n\n' "$(basename "$file")"
    cat "$file"
  done
}

for arch in amd64 arm64; do
  name=diming-$version-linux-$arch
  root=$work/$name
  mkdir -p "$root"/{bin,docs,examples,fonts,systemd}
  CGO_ENABLED=0 GOOS=linux GOARCH=$arch go build -trimpath -buildvcs=false -ldflags '-s -w -buildid=' -o "$root/bin/diming" ./cmd/diming
  licences "$root/bin/diming" >"$root/THIRD-PARTY.txt"
  schema >"$root/schema.sql"
  cp LICENSE "$root/"
  cp deploy/bundle/INSTALL.txt "$root/"
  cp deploy/systemd/* "$root/systemd/"
  cp docs/*.md README.md README.zh-CN.md "$root/docs/"
  cp testdata/first-day/*.csv testdata/first-day/*.xlsx "$root/examples/"
  cp "$font" "$root/fonts/"
  cp /usr/share/doc/fonts-noto-cjk/copyright "$root/fonts/NotoSansCJK-LICENCE.txt"
  find "$root" -type d -exec chmod 0755 {} +
  find "$root" -type f -exec chmod 0644 {} +
  chmod 0755 "$root/bin/diming"
  (cd "$root" && find . -type f ! -name SHA256SUMS | sort | xargs sha256sum >SHA256SUMS && chmod 0644 SHA256SUMS)
  tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --format=ustar -C "$work" -cf - "$name" | gzip -9n >"$out/$name.tar.gz"
  echo "$out/$name.tar.gz $(stat -c %s "$out/$name.tar.gz") bytes"
done
(cd "$out" && sha256sum diming-"$version"-linux-*.tar.gz >SHA256SUMS)
