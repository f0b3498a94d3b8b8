#pragma once
// Files built into the executable (cmake/embed.cmake).
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace md::api {

struct EmbeddedFile {
    std::string_view path;  // as in console/dist, "assets/index-1a2b3c.js"
    ByteView content;
};
ByteView embedded_openapi();
// Empty when the console was not built.
std::vector<EmbeddedFile> embedded_console();

}  // namespace md::api
