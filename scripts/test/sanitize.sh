#!/usr/bin/env bash
# The unit tests under AddressSanitizer with UndefinedBehaviorSanitizer, those of the modules with threads also under ThreadSanitizer.
#   scripts/test/sanitize.sh [MODULE...]     all modules when none is named; a report stops its program and is printed
# A first build takes about an hour on two cores.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
. scripts/test/sanitizers/options.sh
all=(base crypto ledger store pki net vision templates media access people recognition analysis evaluation api)
threaded=" base ledger store net templates media recognition analysis api "
[ $# = 0 ] && set -- "${all[@]}"
failed=0
check() { # PRESET MODULE
  if ! sanitized_build "$1" "test_$2"; then echo "not ok - $1 $2 does not build"; failed=1; return; fi
  # Twenty minutes: a sanitized program is up to ten times slower.
  if ctest --test-dir "build-$1" -R "^$2(\\.|\$)" --timeout 1200 --output-on-failure >"build/$1-$2.log" 2>&1; then echo "ok - $1 $2"
  else echo "not ok - $1 $2"; grep -vE '^ *[0-9:]+ (info|warning)' "build/$1-$2.log" | tail -60; failed=1; fi
}
for module in "$@"; do
  check asan "$module"
  case "$threaded" in *" $module "*) check tsan "$module" ;; esac
done
exit $failed
