#include "ledger/heads.h"

#include <fmt/format.h>

#include "base/files.h"

namespace md::ledger {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 32;

Writer fields(const Head& head) {
    Writer out;
    out.u8(head.profile == Profile::cii).u64(head.size).u64(static_cast<std::uint64_t>(to_micros(head.time)));
    out.raw(head.root).raw(head.chain).raw(head.previous);
    return out;
}

}  // namespace

Bytes signed_part(const Head& head) { return Writer().text("miandun ledger head 1\n").raw(fields(head).bytes()).bytes(); }

Bytes encode(const Head& head) { return fields(head).u32_prefixed(head.signature).bytes(); }

std::optional<Head> decode_head(ByteView payload) {
    Reader reader(payload);
    Head head;
    const auto profile = reader.u8();
    head.profile = profile == 1 ? Profile::cii : Profile::general;
    head.size = reader.u64();
    head.time = from_micros(static_cast<std::int64_t>(reader.u64()));
    head.root = to_digest(reader.take(sizeof(Digest)));
    head.chain = to_digest(reader.take(sizeof(Digest)));
    head.previous = to_digest(reader.take(sizeof(Digest)));
    head.signature = to_bytes(reader.take_u32_prefixed());
    return reader.done() && profile <= 1 ? std::optional(std::move(head)) : std::nullopt;
}

Result<HeadsFile> read_heads(const std::filesystem::path& folder) {
    MD_ASSIGN(const Bytes bytes, read_file(heads_path(folder), kLargestFile));
    HeadsFile file;
    FrameReader frames(bytes);
    while (const auto frame = frames.next()) {
        const auto head = decode_head(frame->payload);
        const bool linked = head && head->previous == file.last_digest && (file.heads.empty() || head->size >= file.heads.back().size) &&
                            Hashes(head->profile).of(frame->payload) == frame->chain;
        if (!linked) {
            file.problem = fmt::format("signed head {} was changed, removed or reordered", file.heads.size());
            return file;
        }
        file.heads.push_back(*head);
        file.last_digest = frame->chain;
        file.good_bytes = bytes.size() - frames.left();
    }
    file.torn = frames.torn();
    if (frames.left() > 0)
        file.problem = file.torn ? "the last signed head is torn" : fmt::format("signed head {} is malformed", file.heads.size());
    return file;
}

}  // namespace md::ledger
