#!/usr/bin/env bash
# bundle-test.sh BUNDLE.tar.gz [ROOT]: unpacks a bundle in an empty Debian 12
# with PostgreSQL, PostGIS and no network, and uses it: serve, search, map,
# imports, backup, and what is said where a program is missing. Needs root,
# debootstrap, ogr2ogr and, for making ROOT, a Debian mirror; an existing ROOT
# is used again.
set -eu
cd "$(dirname "$0")/.."

bundle=${1:?which bundle}
root=${2:-.diming-test/debian}
mirror=${DEBIAN_MIRROR:-} # where empty, the one that debootstrap knows
[ "$(id -u)" = 0 ] || { echo "this needs root: it makes a Debian of its own" >&2; exit 1; }

if [ ! -e "$root/usr/lib/postgresql/15/bin/postgres" ]; then
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" ${mirror:+"$mirror"}
  chroot "$root" env DEBIAN_FRONTEND=noninteractive sh -ec \
    'apt-get update -qq; apt-get install -y -qq --no-install-recommends postgresql-15 postgresql-15-postgis-3'
fi
for program in ogr2ogr pdftoppm curl psql; do
  case $program in
  psql) ;; # PostgreSQL brings it along
  *) if chroot "$root" sh -c "command -v $program" >/dev/null; then echo "$root has $program: it is not empty" >&2; exit 1; fi ;;
  esac
done

# Files of other people, in every way that is tried.
rm -rf "$root/samples" "$root/opt/diming" "$root/srv"/* "$root/var/lib/diming" "$root/run/diming"
mkdir -p "$root/samples" "$root/opt/diming"
cat >"$root/samples/villages.csv" <<'CSV'
标准名称,地名类别,经度,纬度
体检一村,农村居民点,118.61,28.66
体检二村,农村居民点,118.62,28.67
CSV
in_samples() { (cd "$root/samples" && "$@"); }
sed 's/体检/表格/' "$root/samples/villages.csv" >"$root/samples/sheet.csv"
in_samples ogr2ogr -f XLSX sheet.xlsx sheet.csv
sed 's/体检/要素/' "$root/samples/villages.csv" >"$root/samples/feature.csv"
in_samples ogr2ogr -f GeoJSON villages.geojson feature.csv -oo X_POSSIBLE_NAMES=经度 -oo Y_POSSIBLE_NAMES=纬度 -oo KEEP_GEOM_COLUMNS=NO
in_samples ogr2ogr -f 'ESRI Shapefile' villages.shp villages.geojson -lco ENCODING=UTF-8
tar -C "$root/opt/diming" --strip-components=1 -xzf "$bundle"

cat >"$root/samples/use.sh" <<'USE'
set -eu
cd /opt/diming
export DIMING_DATA=/srv/diming LANG=C.UTF-8
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
say() { printf '\n== %s\n' "$*"; }
# get PATH: the answer of the server, without curl.
get() {
  exec 3<>/dev/tcp/127.0.0.1/${port:-8080}
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3
  cat <&3
  exec 3>&-
}
wants() { # WHAT PATTERN: reads an answer
  local text
  text=$(tr -d '\0')
  grep -aq -- "$2" <<<"$text" || { echo "FAIL  $1: no $2 in:"; head -c 2000 <<<"$text"; exit 1; }
  echo "ok    $1"
}

await_ready() {
  for _ in $(seq 600); do
    if { get /readyz; } 2>/dev/null | grep -q '"status":"ready"'; then return; fi
    kill -0 $server || { cat /samples/serve.log; exit 1; }
    sleep 0.2
  done
}

say 'no network but lo, no GDAL, no poppler, no psql on PATH'
ls /sys/class/net | tr '\n' ' ' | wants 'interfaces' '^lo $'
for program in ogr2ogr pdftoppm curl; do ! command -v "$program" || { echo "FAIL  $program is here"; exit 1; }; done
mv /usr/bin/psql /usr/bin/pg_dump /usr/bin/pg_restore /root/ 2>/dev/null || true

say 'the bundle is whole'
sha256sum --quiet -c SHA256SUMS && echo "ok    $(wc -l <SHA256SUMS) files"

say 'serve --demo'
began=$(date +%s)
bin/diming serve --demo --listen 127.0.0.1:8080 >/samples/serve.log 2>&1 &
server=$!
await_ready
get /readyz | wants "/readyz, $(($(date +%s) - began)) s after the start" '"status":"ready"'
get '/v1/places?q=%E6%B8%85%E6%B9%96' | wants 'a search' '清湖街道'
get / | wants 'the map page' 'id="app"'
get /tiles/public/9/424/213.mvt | wants 'a tile' '^HTTP/1.. 200'

say 'imports: what is in the binary works'
for file in villages.csv sheet.xlsx villages.geojson; do
  bin/diming import "/samples/$file" --as places --classification public >/samples/import.log 2>&1 || { cat /samples/import.log; exit 1; }
  wants "$file" '新增 2 ' </samples/import.log
done
sleep 1
get '/v1/places?q=%E4%BD%93%E6%A3%80%E4%B8%80%E6%9D%91' | wants 'found: of the CSV' '体检一村'
get '/v1/places?q=%E8%A1%A8%E6%A0%BC%E4%BA%8C%E6%9D%91' | wants 'found: of the XLSX' '表格二村'
get '/v1/places?q=%E8%A6%81%E7%B4%A0%E4%B8%80%E6%9D%91' | wants 'found: of the GeoJSON' '要素一村'

say 'imports: what needs GDAL says so'
if bin/diming import /samples/villages.shp --as places >/samples/import.log 2>&1; then echo 'FAIL  a shapefile went in without GDAL'; exit 1; fi
wants 'a shapefile without GDAL' 'gdal-bin' </samples/import.log
tail -n 2 /samples/import.log

say 'doctor'
DIMING_PUBLIC_URL=http://localhost:8080 bin/diming doctor >/samples/doctor.log 2>&1 || { cat /samples/doctor.log; exit 1; }
cat /samples/doctor.log
wants 'it names the package of ogr2ogr' 'apt-get install gdal-bin' </samples/doctor.log
wants 'it names the package of pdftoppm' 'apt-get install poppler-utils' </samples/doctor.log
wants 'it names the package of the font' 'fonts-noto-cjk' </samples/doctor.log

say 'verify and backup, with the tools of the embedded database'
bin/diming verify 2>/dev/null
bin/diming backup /samples/backup.diming 2>/dev/null
kill -TERM $server
wait $server && echo 'ok    the server ended well'

say 'as the service runs it: a user of its own, a port below 1024, no other right'
install -m 0755 bin/diming /usr/local/bin/diming
id -u diming >/dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/diming --shell /usr/sbin/nologin diming
install -d -m 0700 -o diming -g diming /srv/service /run/service /srv/backups
service=(setpriv --reuid diming --regid diming --init-groups --bounding-set -all,+net_bind_service --inh-caps +net_bind_service --ambient-caps +net_bind_service
  env DIMING_DATA=/srv/service TMPDIR=/run/service DIMING_LOG_FORMAT=json DIMING_LOG_FILES=true PATH=/usr/local/bin:/usr/bin:/bin)
(umask 0077; exec "${service[@]}" diming serve --demo --listen 127.0.0.1:80 >/samples/serve.log 2>&1) &
server=$!
port=80
await_ready
get /readyz | wants '/readyz on port 80' '"status":"ready"'
get '/v1/places?q=%E6%B8%85%E6%B9%96' | wants 'a search' '清湖街道'
"${service[@]}" diming backup /srv/backups/one.diming 2>/dev/null | wants 'a backup beside the server' '^head '
"${service[@]}" DIMING_PUBLIC_URL=http://localhost diming doctor >/samples/doctor.log 2>&1 || { cat /samples/doctor.log; exit 1; }
wants 'the doctor finds the backup' '正常 ok    backup' </samples/doctor.log
grep -hc '"route":"/v1/places"' /srv/service/logs/diming-*.log | wants 'the log file has the search' '^1$'
if DIMING_DATA=/srv/service /usr/local/bin/diming doctor >/samples/doctor.log 2>&1; then echo 'FAIL  root opened another database'; exit 1; fi
wants 'root is told whose database it is' 'sudo -u diming' </samples/doctor.log
kill -TERM $server
wait $server && echo 'ok    the server ended well'
USE

unshare --net --mount --pid --fork bash -ec '
  root=$1
  ip link set lo up
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount --rbind /dev "$root/dev"
  mkdir -p "$root/dev/shm"
  mount -t tmpfs tmpfs "$root/run"
  chroot "$root" /bin/bash /samples/use.sh' bash "$(realpath "$root")"
