#pragma once
// Watch lists and their entries as they lie, sealed, in store `identities`.
#include "analysis/records/watch_lists.h"

namespace md::analysis {

std::string encode(const WatchListSettings& settings);
std::string encode(const WatchEntry& entry);
Result<WatchListSettings> decode_watch_list(std::string_view text);
Result<WatchEntry> decode_watch_entry(std::string_view text);  // without ids
bool is_watch_label(std::string_view text);

}  // namespace md::analysis
