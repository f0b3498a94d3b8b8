# miandun_embed(TARGET target NAME name ROOT folder FILES files...)
#
# Builds files into a target, bytes as they are, as the C array `md_embedded_<name>` of {path relative to ROOT, begin, end}, closed by a null path.
# One small C file with .incbin: no generator, no copy in memory, and the build notices when a file changes.
function(miandun_embed)
  cmake_parse_arguments(E "" "TARGET;NAME;ROOT" "FILES" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${E_NAME}.c)
  set(symbols "")
  set(table "")
  set(index 0)
  foreach(file IN LISTS E_FILES)
    file(RELATIVE_PATH path ${E_ROOT} ${file})
    set(symbol "md_file_${E_NAME}_${index}")
    string(APPEND symbols "__asm__(\".section .rodata\\n.balign 16\\n${symbol}:\\n.incbin \\\"${file}\\\"\\n${symbol}_end:\\n.byte 0\\n.previous\\n\");\n"
      "extern const unsigned char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND table "    {\"${path}\", ${symbol}, ${symbol}_end},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT "/* Made by cmake/embed.cmake. */
${symbols}
struct MdEmbedded { const char *path; const unsigned char *begin, *end; };
const struct MdEmbedded md_embedded_${E_NAME}[] = {
${table}    {0, 0, 0}};
")
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${E_FILES}")
  target_sources(${E_TARGET} PRIVATE ${source})
endfunction()
