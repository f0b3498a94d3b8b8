#include "ledger/walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/errors.h"
#include "base/files.h"
#include "ledger/errors.h"

namespace md::ledger {
namespace {

constexpr std::size_t kLargestSegment = kSegmentHeaderBytes + kEntriesASegment * (kFrameOverhead + kMaxPayload);

Result<std::vector<std::filesystem::path>> segment_files(const std::filesystem::path& folder) {
    std::error_code code;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator each(folder, code), end; !code && each != end; each.increment(code)) {
        const auto name = each->path().filename().string();
        if (name.starts_with("segment-") && name.ends_with(".log")) files.push_back(each->path());
    }
    if (code) return fail(file_error(errors::kFileUnreadable, folder, code.value()));
    std::sort(files.begin(), files.end());  // the numbers are padded
    return files;
}

class Walker {
public:
    Walker(const std::filesystem::path& folder, Walk& walk) : folder_(folder), walk_(walk), hashes_(walk.profile) {}

    Status run() {
        MD_ASSIGN(const auto files, segment_files(folder_));
        check_heads();
        for (const auto& file : files) {
            if (bad_) return {};
            MD_TRY(segment(file, file == files.back()));
        }
        if (bad_) return {};
        if (next_head_ < walk_.heads.heads.size()) {
            const bool torn = std::exchange(walk_.torn, false);
            blame(count(), fmt::format("entries are missing: a signed head covers {}{}", walk_.heads.heads.back().size,
                                       torn ? ", and the rest is torn" : ""));
        } else if (walk_.torn) {
            blame(count(), "the last entry is torn, as a crash leaves it");
        }
        return {};
    }

private:
    std::uint64_t count() const { return walk_.report.entries; }

    void blame(std::optional<std::uint64_t> entry, std::string problem) {
        walk_.report.first_bad_entry = entry;
        walk_.report.problem = std::move(problem);
        bad_ = true;
    }

    Status segment(const std::filesystem::path& file, bool last) {
        MD_ASSIGN(const Bytes bytes, read_file(file, kLargestSegment));
        const auto header = decode_segment_header(bytes);
        if (file != segment_path(folder_, count()) || !header || header->first_index != count() || header->chain_before != walk_.chain) {
            blame(count(), fmt::format("{} does not continue the ledger", file.filename().string()));
            return {};
        }
        if (header->profile != walk_.profile) {
            blame(count(), file.filename().string() + " belongs to another profile");
            return {};
        }
        walk_.segments.push_back({count(), 0, {}, WallTime::max(), WallTime::min()});
        walk_.open_leaves.clear();
        FrameReader frames(ByteView(bytes).subspan(kSegmentHeaderBytes));
        while (!bad_) {
            const auto frame = frames.next();
            if (!frame) break;
            this->frame(*frame);
        }
        if (bad_) return {};
        walk_.good_bytes = bytes.size() - frames.left();
        const bool full = walk_.open_leaves.size() == kEntriesASegment;
        if (full) walk_.segments.back().root = root_of(hashes_, std::exchange(walk_.open_leaves, {}));
        if (frames.left() > 0 && (full || !last || !frames.torn()))
            blame(count(), "the entry is malformed");
        else if (!full && !last)
            blame(count(), "entries are missing at the end of " + file.filename().string());
        walk_.torn = !bad_ && frames.left() > 0;
        return {};
    }

    void frame(const Frame& frame) {
        const auto entry = decode_entry(frame.payload);
        const Digest chain = hashes_.chain(walk_.chain, frame.payload);
        if (!entry || entry->index != count() || chain != frame.chain || walk_.open_leaves.size() == kEntriesASegment) {
            blame(count(), "the entry was changed, removed or reordered");
            return;
        }
        const Digest leaf = hashes_.leaf(frame.payload);
        walk_.chain = chain;
        walk_.tree.add(hashes_, leaf);
        walk_.open_leaves.push_back(leaf);
        auto& segment = walk_.segments.back();
        ++segment.entries;
        segment.earliest = std::min(segment.earliest, entry->time);
        segment.latest = std::max(segment.latest, entry->time);
        ++walk_.report.entries;
        check_heads();
    }

    // Heads of the present size. What a good head covers is vouched for; the first entry behind it is where a change may begin.
    void check_heads() {
        const auto& heads = walk_.heads.heads;
        for (; next_head_ < heads.size() && heads[next_head_].size == count(); ++next_head_) {
            const auto& head = heads[next_head_];
            if (head.root != walk_.tree.root(hashes_) || head.chain != walk_.chain || head.profile != walk_.profile) {
                blame(walk_.report.covered_by_heads, fmt::format("the entries do not match signed head {}", next_head_));
                return;
            }
            walk_.report.covered_by_heads = head.size;
            ++walk_.report.signed_heads;
        }
    }

    const std::filesystem::path& folder_;
    Walk& walk_;
    const Hashes hashes_;
    std::size_t next_head_ = 0;
    bool bad_ = false;
};

void check_signatures(const HeadsFile& file, const crypto::PublicKey& key, Signatures signatures, VerifyReport& report) {
    if (file.heads.empty()) {
        report.problem = "there is no signed head";
        return;
    }
    for (std::size_t i = signatures == Signatures::all ? 0 : file.heads.size() - 1; i < file.heads.size(); ++i) {
        const auto& head = file.heads[i];
        if (key.verify(signed_part(head), head.signature)) continue;
        report.problem = fmt::format("the signature of head {} is not valid", i);
        return;
    }
}

}  // namespace

Result<Bytes> read_segment(const std::filesystem::path& folder, std::uint64_t first_index) {
    return read_file(segment_path(folder, first_index), kLargestSegment);
}

Result<Walk> walk(const std::filesystem::path& folder, const crypto::PublicKey& key, Signatures signatures) {
    Walk out;
    MD_ASSIGN(out.heads, read_heads(folder));
    if (!out.heads.heads.empty()) out.profile = out.heads.heads.front().profile;
    MD_TRY(Walker(folder, out).run());
    if (out.report.problem.empty()) out.report.problem = out.heads.problem;
    if (out.report.problem.empty() || out.torn) {
        const auto before = out.report.problem;
        check_signatures(out.heads, key, signatures, out.report);
        out.torn = out.torn && out.report.problem == before;
    }
    out.report.whole = out.report.problem.empty();
    return out;
}

Result<VerifyReport> verify(const std::filesystem::path& folder, std::optional<crypto::PublicKey> key, std::uint64_t at_least) {
    if (!key) {
        MD_ASSIGN(const Bytes spki, read_file(key_path(folder)));
        MD_ASSIGN(key, crypto::PublicKey::from_spki(spki));
    }
    MD_ASSIGN(const Walk walked, walk(folder, *key, Signatures::all));
    VerifyReport report = walked.report;
    if (report.whole && report.entries < at_least) {
        report.whole = false;
        report.first_bad_entry = report.entries;
        report.problem = fmt::format("entries are missing: {} were known before", at_least);
    }
    return report;
}

}  // namespace md::ledger
