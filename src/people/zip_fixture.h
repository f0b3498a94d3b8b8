#pragma once
// Makes ZIP files for tests.
#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace md::people {

inline Bytes zip_of(const std::vector<std::pair<std::string, Bytes>>& files) {
    std::size_t room = 4096;
    for (const auto& [path, content] : files) room += content.size() + path.size() * 2 + 512;
    Bytes out(room);
    std::size_t used = 0;
    auto* zip = archive_write_new();
    archive_write_set_format_zip(zip);
    archive_write_open_memory(zip, out.data(), out.size(), &used);
    for (const auto& [path, content] : files) {
        auto* entry = archive_entry_new();
        archive_entry_set_pathname(entry, path.c_str());
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0600);
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_write_header(zip, entry);
        archive_write_data(zip, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_close(zip);
    archive_write_free(zip);
    out.resize(used);
    return out;
}

}  // namespace md::people
