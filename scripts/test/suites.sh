# Runs suites and counts. A suite is a program whose output has lines "ok - what", "not ok - what" and "skip - what", or a GoogleTest executable.
passed=0 failed=0 skipped=0
wanted() { # NAME
  [ ${#only[@]} = 0 ] && return 0
  local part
  for part in "${only[@]}"; do case "$1" in *"$part"*) return 0 ;; esac; done
  return 1
}
suite() { # NAME PROGRAM
  wanted "$1" || return 0
  local log="build/test-results/$1.log" ok bad skip code=0 began=$SECONDS
  "$2" >"$log" 2>&1 || code=$?
  ok=$(grep -c '^ok - ' "$log"); bad=$(grep -c '^not ok - ' "$log"); skip=$(grep -c '^skip - ' "$log")
  [ "$code" = 0 ] || [ "$bad" != 0 ] || bad=1 # it stopped before it could say what failed
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
  printf '%-28s %4d passed %3d failed %3d skipped  %4d s\n' "$1" "$ok" "$bad" "$skip" "$((SECONDS - began))"
  if [ "$bad" != 0 ]; then
    grep '^not ok' "$log" | head -40
    printf -- '--- end of %s:\n' "$log"; tail -30 "$log"
  fi
  grep '^skip' "$log" | sort | uniq -c | head -5
}
# All GoogleTest executables through CTest, two at a time; the counts come from their JSON results.
unit_suites() {
  local log=build/test-results/ctest.log code=0 filter=()
  [ ${#only[@]} = 0 ] || filter=(-R "$(IFS='|'; echo "${only[*]}")")
  ctest --test-dir build -j "$(nproc)" --output-on-failure "${filter[@]+"${filter[@]}"}" >"$log" 2>&1 || code=$?
  local result name ok bad skip
  for result in build/test-results/*.json; do
    [ -f "$result" ] || continue
    name=$(basename "$result" .json)
    read -r ok bad skip < <(jq -r '[.testsuites[].testsuite[]] | [(map(select(.result=="COMPLETED" and (.failures|not)))|length), (map(select(.failures))|length), (map(select(.result=="SKIPPED"))|length)] | @tsv' "$result")
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
    printf '%-28s %4d passed %3d failed %3d skipped\n' "$name" "$ok" "$bad" "$skip"
    jq -r '[.testsuites[].testsuite[] | select(.failures)][] | "not ok - \(.classname).\(.name)\n\(.failures[0].failure)"' "$result" | head -60
  done
  # A program that died wrote no result: CTest alone knows.
  local dead
  dead=$(grep -E '^\s*[0-9]+ - .*\((Failed|Timeout|SEGFAULT|Subprocess aborted|ILLEGAL|Not Run|.*[Ee]xception.*)\)' "$log" | sed -E 's/^[[:space:]]*[0-9]+ - ([^ ]+).*/\1/' | while read -r name; do [ -f "build/test-results/$name.json" ] || echo "$name"; done)
  for name in $dead; do failed=$((failed + 1)); echo "not ok - $name died:"; grep -A400 "Test.*: $name\$" "$log" | tail -40; done
  [ "$code" = 0 ] || [ "$failed" != 0 ] || { failed=1; tail -30 "$log"; }
}
summary() {
  [ "$skipped" = 0 ] && echo "$passed passed, $failed failed" || echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}
