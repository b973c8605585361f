#!/usr/bin/env bash
# Serves the demo under https://diming.test with a certificate of the test
# authority, and beside it over plain HTTP, and runs web/e2e/secure.mjs against
# both: a browser that has installed the authority, as a phone would.
set -eu
cd "$(dirname "$0")/.."

data=$(pwd)/.diming-test/e2e
work=$(mktemp -d)
servers=()
stop() {
  for server in "${servers[@]}"; do kill "$server" 2>/dev/null || true; done
  for server in "${servers[@]}"; do wait "$server" 2>/dev/null || true; done
  rm -rf "$work"
}
trap stop EXIT

free_port() { node -e 'require("net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port); this.close() })'; }

serve() { # LOG ARGUMENTS...
  local log=$work/$1
  shift
  bin/diming serve --demo --data "$data" "$@" >"$log" 2>&1 &
  servers+=($!)
  for _ in $(seq 1200); do
    if grep -q '/readyz$' "$log"; then return; fi
    kill -0 "$!" 2>/dev/null || { cat "$log" >&2; exit 1; }
    sleep 0.5
  done
  echo "the server did not start within ten minutes:" >&2
  cat "$log" >&2
  exit 1
}

bin/diming dev-cert --data "$data" --host diming.test >/dev/null
secure=$(free_port)
plain=$(free_port)
serve secure.log --listen "127.0.0.1:$secure" --dev-cert --public-url "https://diming.test:$secure"
serve plain.log --listen "127.0.0.1:$plain" --public-url "http://diming.test:$plain"

# What a phone does when it installs the authority.
mkdir -p "$work/home/.pki/nssdb"
certutil -N -d "sql:$work/home/.pki/nssdb" --empty-password
certutil -A -d "sql:$work/home/.pki/nssdb" -n 'Diming test authority' -t C,, -i "$data/dev-ca/ca.crt"

cd web
TRUSTING_HOME=$work/home STRANGER_HOME=$work SECURE_URL=https://diming.test:$secure PLAIN_URL=http://diming.test:$plain \
  CA=$data/dev-ca/ca.crt node e2e/secure.mjs
