#pragma once
// Entries of an uploaded ZIP, one after another, within limits. Nothing is ever written to a path, so tricks with paths come to nothing.
#include "people/import.h"

namespace md::people {

// `each` gets every regular file: its path (UTF-8, '/' between folders, no leading "./") and a function that reads its content
// (kArchiveTooLarge). Return false to stop.
using EntryReader = std::function<Result<SecretBytes>()>;
Status for_each_entry(ByteView zip, const ImportLimits& limits,
                      const std::function<Result<bool>(const std::string& path, const EntryReader& read)>& each);

// As given when it is UTF-8, else read as GB 18030; kTableInvalid when it is neither.
Result<std::string> to_utf8(std::string_view text);

}  // namespace md::people
