# For tests of the running executables: a platform of its own in a temporary home, stopped and removed at the end.
set -uo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
. scripts/media-folder
work=$(mktemp -d "${TMPDIR:-/tmp}/miandun-blackbox.XXXXXX")
platform_pid="" failures=0
ok() { echo "ok - $1"; }
not_ok() { echo "not ok - $1"; failures=$((failures + 1)); }
check() { # WHAT COMMAND...
  local what=$1; shift
  if "$@" >"$work/check.log" 2>&1; then ok "$what"; else not_ok "$what"; tail -15 "$work/check.log"; fi
}
skip() { echo "skip - $1"; }
finish() {
  stop_platform
  rm -rf "$work"
  exit "$((failures > 0))"
}
trap finish EXIT
free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }
# make_home DIR [PROFILE]: a configuration on free loopback ports.
make_home() {
  mkdir -p "$1"
  cat >"$1/platform.yaml" <<YAML
profile: ${2:-general}
listen: {address: 127.0.0.1, port: $(free_port), browser_port: $(free_port), handler_threads: 4}
metrics: {port: $(free_port)}
log: {level: info, json: true, file: platform.log}
YAML
}
# start_platform HOME [ARGUMENTS]: returns once it serves; sets url, port, metrics_port, password (first start).
start_platform() {
  local home=$1; shift
  rm -f "$work/ready.json"
  build/bin/miandun-platform --home "$home" --ready-file "$work/ready.json" "$@" >"$work/platform.out" 2>"$work/platform.err" &
  platform_pid=$!
  local i
  for i in $(seq 600); do
    [ -s "$work/ready.json" ] && break
    kill -0 "$platform_pid" 2>/dev/null || { platform_pid=""; cat "$work/platform.err"; return 1; }
    sleep 0.1
  done
  [ -s "$work/ready.json" ] || { echo "the platform did not become ready"; return 1; }
  url=$(jq -r .url "$work/ready.json") port=$(jq -r .port "$work/ready.json")
  metrics_port=$(jq -r '.metrics_port // empty' "$work/ready.json")
  first_password=$(jq -r '.first_administrator.password // empty' "$work/ready.json")
}
stop_platform() { # [SIGNAL]
  [ -n "$platform_pid" ] || return 0
  kill "-${1:-TERM}" "$platform_pid" 2>/dev/null
  wait "$platform_pid" 2>/dev/null
  platform_pid=""
}
