#!/usr/bin/env bash
# Every fuzz target for half a minute (MIANDUN_FUZZ_SECONDS), from its corpus; a crash leaves its input in build-fuzz/findings.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
seconds=${MIANDUN_FUZZ_SECONDS:-30} failed=0
targets=$(cd fuzz && ls fuzz_*.cpp | sed 's/\.cpp$//')
[ -f build-fuzz/build.ninja ] || cmake --preset fuzz >build/fuzz-configure.log 2>&1 || { cat build/fuzz-configure.log; exit 1; }
# shellcheck disable=SC2086
ninja --quiet -C build-fuzz $targets >build/fuzz-build.log 2>&1 || { grep -A8 error build/fuzz-build.log | head -40; exit 1; }
mkdir -p build-fuzz/findings
smoke() { # TARGET
  mkdir -p "build-fuzz/corpus/$1"
  if "build-fuzz/bin/$1" -max_total_time="$seconds" -rss_limit_mb=2048 -max_len=65536 -timeout=10 -artifact_prefix="build-fuzz/findings/$1-" \
    "build-fuzz/corpus/$1" $([ -d "fuzz/corpus/$1" ] && echo "fuzz/corpus/$1") >"build-fuzz/$1.log" 2>&1; then echo "ok - $1"
  else echo "not ok - $1"; tail -25 "build-fuzz/$1.log"; return 1; fi
}
running=0
for target in $targets; do
  smoke "$target" & running=$((running + 1))
  if [ "$running" -ge "$(nproc)" ]; then wait -n || failed=1; running=$((running - 1)); fi
done
while [ "$running" -gt 0 ]; do wait -n || failed=1; running=$((running - 1)); done
exit $failed
