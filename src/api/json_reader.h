#pragma once
// Reads a JSON text (RFC 8259) into a Json whose memory is wiped. The library's own parser keeps a copy of the current token in ordinary
// memory, which would be the whole of a picture (B3, B4). Stricter too: UTF-8 only, no repeated member, bounded depth.
#include "api/json.h"

namespace md::api {

inline constexpr int kDeepestJson = 32;
inline constexpr int kMostJsonValues = 200'000;  // in memory each takes many times the two bytes it takes in the text

// Nothing when it is not JSON.
std::optional<Json> read_json(std::string_view text);

}  // namespace md::api
