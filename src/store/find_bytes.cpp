#include "store/find_bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <memory>

#include "base/errors.h"
#include "base/files.h"

namespace md::store {
namespace {

constexpr std::size_t kShortestNeedle = 8;
constexpr std::size_t kPiece = 32;
constexpr std::size_t kChunk = 4u << 20;

std::uint64_t occurrences(ByteView haystack, ByteView needle) {
    std::uint64_t count = 0;
    while (haystack.size() >= needle.size()) {  // an empty column has no address, which memmem would not bear
        const void* found = ::memmem(haystack.data(), haystack.size(), needle.data(), needle.size());
        if (!found) break;
        ++count;
        haystack = haystack.subspan(static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - haystack.data()) + 1);
    }
    return count;
}

std::uint64_t occurrences(ByteView haystack, const std::vector<Bytes>& needles) {
    std::uint64_t count = 0;
    for (const auto& needle : needles) count += occurrences(haystack, ByteView(needle));
    return count;
}

std::vector<Bytes> with_hex(std::span<const Bytes> needles) {
    std::vector<Bytes> all(needles.begin(), needles.end());
    for (const auto& needle : needles) all.push_back(to_bytes(to_hex(needle)));
    return all;
}

std::vector<Bytes> pieces_of(const std::vector<Bytes>& needles) {
    std::vector<Bytes> pieces;
    for (const auto& needle : needles) {
        if (needle.size() <= 2 * kPiece) {
            pieces.push_back(needle);
            continue;
        }
        for (const std::size_t at : {std::size_t{0}, (needle.size() - kPiece) / 2, needle.size() - kPiece}) {
            pieces.push_back(to_bytes(ByteView(needle).subspan(at, kPiece)));
        }
    }
    return pieces;
}

// Chunks overlap by the longest piece less one byte, so that none is missed at a border.
Result<std::uint64_t> occurrences_in_file(const std::filesystem::path& path, const std::vector<Bytes>& pieces) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
    if (!file && errno == ENOENT) return 0;
    if (!file) return fail(file_error(errors::kFileUnreadable, path, errno));
    Bytes buffer(kChunk + 2 * kPiece);
    std::size_t kept = 0;
    std::uint64_t count = 0;
    while (const std::size_t got = std::fread(buffer.data() + kept, 1, kChunk, file.get())) {
        const ByteView filled = ByteView(buffer).first(kept + got);
        for (const auto& piece : pieces) {
            const std::size_t seen = kept >= piece.size() ? kept - piece.size() + 1 : 0;  // what lies wholly in the kept part was counted
            count += occurrences(filled.subspan(seen), ByteView(piece));
        }
        kept = std::min(filled.size(), 2 * kPiece - 1);
        std::memmove(buffer.data(), filled.data() + filled.size() - kept, kept);
    }
    if (std::ferror(file.get())) return fail(file_error(errors::kFileUnreadable, path, errno));
    return count;
}

}  // namespace

Result<std::uint64_t> find_bytes(Stores& stores, std::span<const Bytes> needles) {
    for (const auto& needle : needles) {
        if (needle.size() < kShortestNeedle)
            return fail(errors::kBadInput, fmt::format("a needle has fewer than {} bytes", kShortestNeedle));
    }
    const auto wanted = with_hex(needles);
    const auto pieces = pieces_of(wanted);
    std::uint64_t count = 0;
    for (const auto store : kAllStores) {
        MD_TRY(stores[store].scan([&](std::string_view, std::string_view, ByteView content) {
            count += occurrences(content, wanted);
            return true;
        }));
        for (const auto& file : stores[store].files()) {
            MD_ASSIGN(const auto in_file, occurrences_in_file(file, pieces));
            count += in_file;
        }
    }
    return count;
}

}  // namespace md::store
