#!/usr/bin/env bash
# Every fuzz target for half a minute (MIANDUN_FUZZ_SECONDS), from its corpus; a crash leaves its input in build-asan/findings.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
. scripts/test/sanitizers/options.sh
seconds=${MIANDUN_FUZZ_SECONDS:-30} failed=0
targets=$(cd fuzz && ls fuzz_*.cpp | sed 's/\.cpp$//')
# shellcheck disable=SC2086
sanitized_build asan $targets || exit 1
mkdir -p build-asan/findings
smoke() { # TARGET
  mkdir -p "build-asan/corpus/$1"
  if "build-asan/bin/$1" -max_total_time="$seconds" -rss_limit_mb=2048 -max_len=65536 -timeout=10 -artifact_prefix="build-asan/findings/$1-" \
    "build-asan/corpus/$1" $([ -d "fuzz/corpus/$1" ] && echo "fuzz/corpus/$1") >"build-asan/$1.log" 2>&1; then echo "ok - $1"
  else echo "not ok - $1"; tail -25 "build-asan/$1.log"; return 1; fi
}
running=0
for target in $targets; do
  smoke "$target" & running=$((running + 1))
  if [ "$running" -ge "$(nproc)" ]; then wait -n || failed=1; running=$((running - 1)); fi
done
while [ "$running" -gt 0 ]; do wait -n || failed=1; running=$((running - 1)); done
exit $failed
