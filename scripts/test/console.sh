#!/usr/bin/env bash
# The console: types, unit tests, and the whole of it in Chromium against a platform that the test starts.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
. scripts/media-folder
failed=0
# TAP of either runner, as the lines that suites.sh counts, with all that is said of a failure.
as_lines() {
  awk '
    /^ *(not ok|ok) [0-9]+ - / { bad = /^ *not/; line = $0; sub(/^ *(not )?ok [0-9]+ - /, "", line); print (line ~ /# SKIP/ ? "skip - " : bad ? "not ok - " : "ok - ") line; next }
    /^ *\.\.\.$/ { bad = 0 }
    bad && !/^ *(---|duration_ms:|name:|operator:)/'
}
cd console
if npm run --silent types >../build/console-types.log 2>&1; then echo "ok - types"; else echo "not ok - types"; tail -20 ../build/console-types.log; failed=1; fi
npx vitest run --reporter=tap-flat 2>&1 | as_lines || failed=1
MIANDUN_PLATFORM=$PWD/../build/bin/miandun-platform node --test --test-reporter=tap e2e/*.test.mjs 2>&1 | as_lines || failed=1
exit $failed
