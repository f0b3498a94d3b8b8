// A bulk import as it is uploaded: an archive within its limits, or a table whose rows become persons. B1, B2
#include <cstdlib>

#include "people/archive.h"
#include "people/table.h"

using namespace md;

namespace {

constexpr people::ImportLimits kLimits{.max_entries = 100, .max_entry_bytes = 1 << 20, .max_total_bytes = 4 << 20, .max_rows = 1000};

void read_table(ByteView table) {
    const auto rows = people::read_table(table, kLimits.max_rows);
    if (!rows) return;
    if (static_cast<std::int64_t>(rows->size()) > kLimits.max_rows) std::abort();
    for (const auto& row : *rows) static_cast<void>(people::person_of(row, NoticeId(), {"door"}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    read_table(bytes);
    std::int64_t total = 0;
    static_cast<void>(people::for_each_entry(bytes, kLimits, [&](const std::string&, const people::EntryReader& read) -> Result<bool> {
        MD_ASSIGN(const auto content, read());
        total += static_cast<std::int64_t>(content.size());
        if (total > kLimits.max_total_bytes) std::abort();
        read_table(content.view());
        return true;
    }));
    return 0;
}
