# Writes git_commit.h when the commit changed, so that a build knows what it was made from without rebuilding everything.
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12 OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#pragma once\n#define MIANDUN_COMMIT \"@commit@\"\n" @ONLY)
