#include <nlohmann/json.hpp>

#include <algorithm>

#include "base/errors.h"
#include "ledger/errors.h"
#include "ledger/file_ledger.h"

namespace md::ledger {
namespace {

using nlohmann::json;

json to_json(const Head& head) {
    return {{"profile", to_string(head.profile)},    {"size", head.size},
            {"time", to_rfc3339(head.time)},         {"root", to_hex(head.root)},
            {"chain", to_hex(head.chain)},           {"previous", to_hex(head.previous)},
            {"signature", to_base64(head.signature)}};
}

json to_json(const std::vector<Digest>& path) {
    auto out = json::array();
    for (const auto& digest : path) out.push_back(to_hex(digest));
    return out;
}

Error malformed(std::string_view what) { return Error(errors::kBadInput, "proof: " + std::string(what)); }

Result<Digest> digest_from(const json& value) {
    const auto bytes = value.is_string() ? from_hex(value.get<std::string>()) : std::nullopt;
    if (!bytes || bytes->size() != sizeof(Digest)) return fail(malformed("32 bytes in hexadecimal expected"));
    return to_digest(*bytes);
}

Result<std::vector<Digest>> path_from(const json& value) {
    std::vector<Digest> path;
    if (!value.is_array() || value.size() > 128) return fail(malformed("path"));
    for (const auto& item : value) {
        MD_ASSIGN(const Digest digest, digest_from(item));
        path.push_back(digest);
    }
    return path;
}

// A document that is an object with these members; reading others of it is then safe with at().
Result<json> parsed(std::string_view text, std::initializer_list<const char*> members) {
    auto document = json::parse(text, nullptr, false);
    for (const char* member : members) {
        if (!document.is_object() || !document.contains(member)) return fail(malformed(std::string(member) + " is missing"));
    }
    return document;
}

// The head with its signature checked.
Result<Head> head_from(const json& value, const crypto::PublicKey& key) {
    const auto text = [&](const char* name) {
        return value.is_object() && value.contains(name) && value[name].is_string() ? value[name].get<std::string>() : "";
    };
    Head head;
    const auto profile = profile_from(text("profile"));
    const auto signature = from_base64(text("signature"));
    if (!profile || !signature || !value.contains("size") || !value["size"].is_number_unsigned()) return fail(malformed("head"));
    head.profile = *profile;
    head.size = value["size"].get<std::uint64_t>();
    MD_ASSIGN(head.time, from_rfc3339(text("time")));
    MD_ASSIGN(head.root, digest_from(value.value("root", json())));
    MD_ASSIGN(head.chain, digest_from(value.value("chain", json())));
    MD_ASSIGN(head.previous, digest_from(value.value("previous", json())));
    MD_TRY(key.verify(signed_part(head), *signature));
    return head;
}

// Full segments are subtrees whose roots are known; inside one the leaves are read, of one segment at a time.
class SubtreeReader {
public:
    SubtreeReader(std::filesystem::path folder, const Hashes& hashes, std::vector<Segment> segments)
        : folder_(std::move(folder)), hashes_(hashes), segments_(std::move(segments)) {}

    Result<Digest> operator()(std::uint64_t begin, std::uint64_t end) {
        const auto& segment = segments_.at(begin / kEntriesASegment);
        if (end - begin == kEntriesASegment) return segment.root;
        if (end - begin > kEntriesASegment) {
            const auto middle = begin + split(end - begin);
            MD_ASSIGN(const Digest left, (*this)(begin, middle));
            MD_ASSIGN(const Digest right, (*this)(middle, end));
            return hashes_.node(left, right);
        }
        if (leaves_of_ != segment.first) MD_TRY(read_leaves(segment.first));
        if (leaves_.size() < end - segment.first) return fail(errors::kLedgerBroken, "entries are missing");
        return root_of(hashes_, std::span(leaves_).subspan(begin - segment.first, end - begin));
    }

private:
    Status read_leaves(std::uint64_t segment_first) {
        MD_ASSIGN(const Bytes bytes, read_segment(folder_, segment_first));
        leaves_.clear();
        FrameReader frames(ByteView(bytes).subspan(std::min(bytes.size(), kSegmentHeaderBytes)));
        while (const auto frame = frames.next()) leaves_.push_back(hashes_.leaf(frame->payload));
        leaves_of_ = segment_first;
        return {};
    }

    std::filesystem::path folder_;
    Hashes hashes_;
    std::vector<Segment> segments_;
    std::vector<Digest> leaves_;
    std::optional<std::uint64_t> leaves_of_;
};

}  // namespace

Result<Head> FileLedger::head_covering(std::uint64_t entries) {
    if (entries > size()) return fail(errors::kNotFound, "the ledger has no such entry");
    for (const bool last_try : {false, true}) {
        {
            const std::lock_guard lock(heads_mutex_);
            if (newest_head_->size >= entries) return *newest_head_;
        }
        if (!last_try) MD_TRY(sign_head());
    }
    return fail(errors::kLedgerUnwritable, "no signed head covers the entry");
}

SubtreeRoot FileLedger::subtree_roots() {
    const std::lock_guard lock(mutex_);
    return SubtreeReader(options_.folder, hashes_, segments_);
}

Result<std::string> FileLedger::proof(std::uint64_t index) {
    MD_ASSIGN(const Head head, head_covering(index + 1));
    MD_ASSIGN(const auto path, inclusion_path(index, head.size, subtree_roots()));
    MD_ASSIGN(const auto entries, search({.before_index = index + 1, .limit = 1}));
    if (entries.empty() || entries.front().index != index) return fail(errors::kLedgerBroken, "the entry cannot be read");
    const json out{{"kind", "miandun ledger inclusion 1"},
                   {"index", index},
                   {"entry", to_base64(encode(entries.front()))},
                   {"path", to_json(path)},
                   {"head", to_json(head)}};
    return out.dump();
}

Result<std::string> FileLedger::consistency(std::uint64_t first_size) {
    MD_ASSIGN(const Head head, head_covering(first_size));
    MD_ASSIGN(const auto path, consistency_path(first_size, head.size, subtree_roots()));
    return json{{"kind", "miandun ledger consistency 1"}, {"first_size", first_size}, {"path", to_json(path)}, {"head", to_json(head)}}
        .dump();
}

Result<Entry> check_proof(std::string_view text, const crypto::PublicKey& key) {
    MD_ASSIGN(const json document, parsed(text, {"entry", "path", "head"}));
    MD_ASSIGN(const Head head, head_from(document.at("head"), key));
    MD_ASSIGN(const auto path, path_from(document.at("path")));
    const auto payload = document.at("entry").is_string() ? from_base64(document.at("entry").get<std::string>()) : std::nullopt;
    const auto entry = payload ? decode_entry(*payload) : std::nullopt;
    if (!entry) return fail(malformed("entry"));
    const Hashes hashes(head.profile);
    if (!inclusion_holds(hashes, entry->index, head.size, hashes.leaf(*payload), path, head.root)) {
        return fail(errors::kLedgerBroken, "the entry is not in the tree of the signed head");
    }
    return *entry;
}

Status check_consistency(std::string_view text, ByteView first_root, const crypto::PublicKey& key) {
    MD_ASSIGN(const json document, parsed(text, {"first_size", "path", "head"}));
    MD_ASSIGN(const Head head, head_from(document.at("head"), key));
    MD_ASSIGN(const auto path, path_from(document.at("path")));
    if (!document.at("first_size").is_number_unsigned() || first_root.size() != sizeof(Digest)) return fail(malformed("first tree"));
    const auto first_size = document.at("first_size").get<std::uint64_t>();
    if (consistency_holds(Hashes(head.profile), first_size, head.size, to_digest(first_root), head.root, path)) return {};
    return fail(errors::kLedgerBroken, "the signed head does not continue the earlier tree");
}

}  // namespace md::ledger
