#!/bin/bash
# Property-based requests from openapi.yaml against a running platform (schemathesis): no answer of 500 and above, none outside its schema, for every role and a
# device. Usage: tests/schemathesis.sh [EXAMPLES an operation, default 15 [CALLER...]]; a minute a caller. Needs build/bin/miandun-platform; fetches schemathesis once into the cache.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
version=4.32.5
venv="${MIANDUN_CACHE:-$HOME/.cache/miandun}/schemathesis-$version"
if [ ! -e "$venv/complete" ]; then
  rm -rf "$venv"
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" -q install "schemathesis==$version"; }; then
    echo "skip - schemathesis cannot be installed here"
    exit 0
  fi
  touch "$venv/complete"
fi
examples=${1:-15}
exec python3 tests/lib/schemathesis_run.py "$venv/bin/schemathesis" "$examples" "${@:2}"
