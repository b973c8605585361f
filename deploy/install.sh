#!/usr/bin/env bash
# install.sh run|test|bench|bundle-test: installs what Diming needs to run, to be
# tested, to be measured, or to have its bundle tested, on Debian 12, and says
# nothing when all is there. On other systems it says what to install.
set -eu

purpose=${1:?run, test, bench or bundle-test}

# What is missing, as "package reason" lines. A program or file tells whether
# its package is there, so that another way of installing counts too.
missing=()
need() { # PACKAGE REASON TEST...
  local package=$1 reason=$2
  shift 2
  "$@" >/dev/null 2>&1 || missing+=("$package|$reason")
}
has() { command -v "$1"; }
has_postgis() { compgen -G '/usr/share/postgresql/*/extension/postgis.control' || { has pg_config && [ -e "$(pg_config --sharedir)/extension/postgis.control" ]; }; }
has_nginx() { has nginx || test -x /usr/sbin/nginx; }
has_font() { has fc-list && fc-list :lang=zh-cn family | grep -q 'Noto Sans CJK SC\|Source Han Sans'; }

need postgresql-15-postgis-3 'the register: PostgreSQL with PostGIS' has_postgis
need gdal-bin 'files of other people: ogr2ogr' has ogr2ogr
need poppler-utils 'pages of PDF files: pdftoppm' has pdftoppm
need fontconfig 'finding fonts' has fc-list
need fonts-noto-cjk 'Chinese characters on signs and screens' has_font
need gcc 'building with the race detector' has gcc
need libc6-dev 'building with the race detector' test -e /usr/include/stdlib.h
if [ "$purpose" = test ]; then
  need chromium-headless-shell 'the tests in a real browser' has chromium-headless-shell
  need zbar-tools 'reading codes back: zbarimg' has zbarimg
  need curl 'asking a server' has curl
  need jq 'reading its answers' has jq
  need libnss3-tools 'installing an authority in a browser: certutil' has certutil
fi
if [ "$purpose" = bench ]; then
  need nginx-light 'measuring pages beside another server' has_nginx
  need chromium 'measuring pages in the browser that people use' has chromium
fi
if [ "$purpose" = bundle-test ]; then
  need debootstrap 'an empty Debian' has debootstrap
  need iproute2 'its loopback interface: ip' has ip
fi

version_at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
go_version=$(go env GOVERSION 2>/dev/null | sed 's/^go//')
node_version=$(node --version 2>/dev/null | sed 's/^v//')
version_at_least 1.26.3 "${go_version:-0}" || { echo "Diming needs Go 1.26.3 or later; here is ${go_version:-none}. See https://go.dev/dl" >&2; exit 1; }
version_at_least 20.19.0 "${node_version:-0}" || { echo "Diming needs Node 20.19 or later; here is ${node_version:-none}. See https://nodejs.org" >&2; exit 1; }

[ ${#missing[@]} -gt 0 ] || exit 0

packages=()
echo "Diming needs these packages:" >&2
for m in "${missing[@]}"; do
  echo "  ${m%%|*}: ${m#*|}" >&2
  packages+=("${m%%|*}")
done

if ! command -v apt-get >/dev/null; then
  echo "This is no Debian. Install what stands for them here (PostgreSQL 15 or later with PostGIS 3.3 or later, GDAL, poppler, Noto CJK fonts, gcc${purpose:+, and for tests chromium-headless-shell, zbar, curl, jq, certutil of NSS}), or use deploy/compose.yaml with Docker, then run this again." >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Only root can install them. As root: apt-get install ${packages[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

# One apt at a time, waiting for another that holds the lock, and once more if
# a mirror failed half-way.
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >/dev/null; }
install() { apt update && apt install -y --no-install-recommends "${packages[@]}"; }
echo "Installing them with apt." >&2
install || { echo "Once more." >&2; sleep 5; install; }
