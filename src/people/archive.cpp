#include "people/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <memory>

#include "people/errors.h"
#include "people/text.h"

namespace md::people {
namespace {

using Handle = std::unique_ptr<archive, decltype(&archive_read_free)>;

Error archive_error(archive* handle) {
    const char* text = archive_error_string(handle);
    return Error(errors::kArchiveInvalid, text ? text : "");
}

std::string normalised(std::string path) {
    std::replace(path.begin(), path.end(), '\\', '/');
    while (path.starts_with("./")) path.erase(0, 2);
    return path;
}

// Old Chinese packers write names in GB 18030 without saying so.
std::string path_of(archive_entry* entry) {
    const char* name = archive_entry_pathname_utf8(entry);
    if (name && is_clean_text(name)) return normalised(name);
    name = archive_entry_pathname(entry);
    if (!name) return {};
    return normalised(to_utf8(name).value_or(std::string()));
}

class Content {
public:
    Content(archive* handle, const ImportLimits& limits, std::int64_t& total) : handle_(handle), limits_(limits), total_(total) {}
    // Grows with what really comes out, whatever the header promised.
    Result<SecretBytes> read() {
        std::vector<SecretBytes> blocks;
        std::int64_t size = 0;
        for (;;) {
            SecretBytes block(256u << 10);
            const auto got = archive_read_data(handle_, block.span().data(), block.size());
            if (got < 0) return fail(archive_error(handle_));
            if (got == 0) break;
            size += got;
            total_ += got;
            if (size > limits_.max_entry_bytes || total_ > limits_.max_total_bytes) return fail(errors::kArchiveTooLarge);
            blocks.emplace_back(block.view().first(static_cast<std::size_t>(got)));
        }
        SecretBytes out(static_cast<std::size_t>(size));
        std::size_t at = 0;
        for (const auto& block : blocks) {
            std::copy(block.view().begin(), block.view().end(), out.span().begin() + static_cast<std::ptrdiff_t>(at));
            at += block.size();
        }
        return out;
    }

private:
    archive* handle_;
    const ImportLimits& limits_;
    std::int64_t& total_;
};

}  // namespace

Status for_each_entry(ByteView zip, const ImportLimits& limits,
                      const std::function<Result<bool>(const std::string& path, const EntryReader& read)>& each) {
    const Handle handle(archive_read_new(), archive_read_free);
    archive_read_support_format_zip_seekable(handle.get());
    if (archive_read_open_memory(handle.get(), zip.data(), zip.size()) != ARCHIVE_OK) return fail(archive_error(handle.get()));
    std::int64_t entries = 0, total = 0;
    for (;;) {
        archive_entry* entry = nullptr;
        const int state = archive_read_next_header(handle.get(), &entry);
        if (state == ARCHIVE_EOF) return {};
        if (state < ARCHIVE_WARN) return fail(archive_error(handle.get()));
        if (++entries > limits.max_entries) return fail(errors::kArchiveTooLarge, "too many entries");
        if (archive_entry_filetype(entry) != AE_IFREG) continue;
        if (archive_entry_is_encrypted(entry)) return fail(errors::kArchiveInvalid, "encrypted");
        Content content(handle.get(), limits, total);
        MD_ASSIGN(const bool go_on, each(path_of(entry), [&] { return content.read(); }));
        if (!go_on) return {};
    }
}

Result<std::string> to_utf8(std::string_view text) {
    // Line ends and tabs are no clean text but welcome in a table.
    std::string probe(text);
    std::replace_if(
        probe.begin(), probe.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    if (is_clean_text(probe)) return std::string(text);
    const std::unique_ptr<void, void (*)(void*)> converter(iconv_open("UTF-8", "GB18030"), [](void* handle) { iconv_close(handle); });
    std::string in(text), out;
    char* from = in.data();
    std::size_t left = in.size();
    std::array<char, 4096> buffer;
    while (left > 0) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const auto before = left;
        const auto converted = iconv(converter.get(), &from, &left, &to, &room);
        out.append(buffer.data(), buffer.size() - room);
        if (converted == static_cast<std::size_t>(-1) && left == before) return fail(errors::kTableInvalid, "neither UTF-8 nor GB 18030");
    }
    return out;
}

}  // namespace md::people
