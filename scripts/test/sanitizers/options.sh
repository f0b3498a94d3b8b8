# For scripts that run sanitized programs: how sanitizers behave, and how what they watch is built.
sanitizers=$PWD/scripts/test/sanitizers
symbolizer=$(command -v llvm-symbolizer-16 || true)
export ASAN_OPTIONS="strict_string_checks=1:check_initialization_order=1${symbolizer:+:external_symbolizer_path=$symbolizer}"
export UBSAN_OPTIONS="print_stacktrace=1${symbolizer:+:external_symbolizer_path=$symbolizer}"
export LSAN_OPTIONS="suppressions=$sanitizers/lsan.supp:print_suppressions=0"
export TSAN_OPTIONS="suppressions=$sanitizers/tsan.supp:second_deadlock_stack=1${symbolizer:+:external_symbolizer_path=$symbolizer}"
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
sanitized_build() { # PRESET TARGETS...
  local preset=$1 log=build/$1-build.log
  shift
  { [ -f "build-$preset/build.ninja" ] || cmake --preset "$preset"; } >"$log" 2>&1 && ninja --quiet -C "build-$preset" "$@" >>"$log" 2>&1 && return
  grep -E -A8 'error|FAILED' "$log" | head -40
  return 1
}
