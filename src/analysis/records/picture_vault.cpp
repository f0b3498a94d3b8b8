#include "analysis/records/picture_vault.h"

#include <map>

#include "analysis/errors.h"
#include "base/log.h"
#include "store/errors.h"

namespace md::analysis {

using store::Store;

namespace {

constexpr std::string_view kTable = "analysis_pictures";

store::Place place_of(const Bytes& reference, std::int64_t bucket) { return {Store::images, kTable, "body", reference, bucket}; }

}  // namespace

PictureVault::PictureVault(RecordParts parts, std::string kind, std::chrono::seconds bucket)
    : parts_(std::move(parts)), kind_(std::move(kind)), bucket_(bucket) {}

// B10
Bytes PictureVault::reference(ByteView owner, int slot) const {
    const auto name = Writer().raw(owner).u8(static_cast<std::uint8_t>(slot)).bytes();
    return to_bytes(ByteView(parts_.stores->keyring->link(Store::events, Store::images, name, "analysis." + kind_)));
}

Bytes PictureVault::bucket_key(std::int64_t bucket) const {
    return Writer().text("analysis.bucket").u32_prefixed(kind_).u64(static_cast<std::uint64_t>(bucket)).bytes();
}

std::int64_t PictureVault::last_due(WallTime now, std::chrono::seconds term) const {
    return std::chrono::floor<std::chrono::seconds>(now - term).time_since_epoch() / bucket_;
}

// C9. A bucket is written down before its key is made, so that no key is forgotten.
Status PictureVault::put(ByteView owner, int slot, ByteView jpeg) {
    auto& images = (*parts_.stores)[Store::images];
    auto& keyring = *parts_.stores->keyring;
    const Bytes name = reference(owner, slot);
    const auto bucket = std::chrono::floor<std::chrono::seconds>(parts_.clock->wall()).time_since_epoch() / bucket_;
    const Bytes key = bucket_key(bucket);
    auto sealed = keyring.seal_for(key, place_of(name, bucket), jpeg);
    if (!sealed && sealed.error().is(errors::kKeyDestroyed)) {
        MD_TRY(images.execute("INSERT INTO analysis_buckets (kind, bucket) VALUES (?,?) ON CONFLICT (kind, bucket) DO NOTHING",
                              {kind_, bucket}));
        MD_TRY(keyring.create_subject_key(key));
        sealed = keyring.seal_for(key, place_of(name, bucket), jpeg);
    }
    if (!sealed) return fail(std::move(sealed.error()));
    MD_TRY(
        images.execute("INSERT INTO analysis_pictures (reference, kind, bucket, body) VALUES (?,?,?,?) ON CONFLICT (reference) DO UPDATE "
                       "SET bucket = excluded.bucket, body = excluded.body",
                       {name, kind_, bucket, std::move(*sealed)}));
    return {};
}

Result<SecretBytes> PictureVault::get(ByteView owner, int slot) const {
    const Bytes name = reference(owner, slot);
    MD_ASSIGN(const auto rows,
              (*parts_.stores)[Store::images].query("SELECT bucket, body FROM analysis_pictures WHERE reference = ?", {name}));
    if (rows.empty()) return fail(errors::kPictureGone);
    const auto bucket = rows[0].integer(0);
    auto jpeg = parts_.stores->keyring->open_for(bucket_key(bucket), place_of(name, bucket), rows[0].blob(1));
    if (!jpeg && jpeg.error().is(errors::kKeyDestroyed)) return fail(errors::kPictureGone);
    return jpeg;
}

Status PictureVault::remove(ByteView owner, int slot) {
    MD_TRY((*parts_.stores)[Store::images].execute("DELETE FROM analysis_pictures WHERE reference = ?", {reference(owner, slot)}));
    return {};
}

Result<std::vector<bool>> PictureVault::present(std::span<const std::pair<Bytes, int>> names) const {
    std::vector<bool> out(names.size());
    if (names.empty()) return out;
    std::map<Bytes, std::size_t> wanted;
    std::string places;
    store::Params params;
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto name = reference(names[i].first, names[i].second);
        wanted.emplace(name, i);
        places += places.empty() ? "?" : ",?";
        params.emplace_back(std::move(name));
    }
    MD_ASSIGN(const auto rows,
              (*parts_.stores)[Store::images].query("SELECT reference FROM analysis_pictures WHERE reference IN (" + places + ")", params));
    for (const auto& row : rows) {
        if (const auto found = wanted.find(row.blob(0)); found != wanted.end()) out[found->second] = true;
    }
    return out;
}

// C9: keys first, so that a crash after any step leaves nothing that can be read.
Result<std::int64_t> PictureVault::delete_due(std::int64_t last, std::int64_t limit) {
    auto& images = (*parts_.stores)[Store::images];
    MD_ASSIGN(const auto due, images.query("SELECT bucket FROM analysis_buckets WHERE kind = ? AND bucket <= ?", {kind_, last}));
    std::vector<Bytes> keys;
    for (const auto& row : due) keys.push_back(bucket_key(row.integer(0)));
    if (!keys.empty()) MD_TRY(parts_.stores->keyring->destroy_subject_keys(keys));
    MD_ASSIGN(const auto deleted,
              images.execute("DELETE FROM analysis_pictures WHERE reference IN (SELECT reference FROM analysis_pictures WHERE kind = ? AND "
                             "bucket <= ? LIMIT ?)",
                             {kind_, last, limit}));
    if (deleted == limit) return deleted;
    MD_TRY(images.execute("DELETE FROM analysis_buckets WHERE kind = ? AND bucket <= ?", {kind_, last}));
    if (deleted > 0 || !keys.empty()) {
        // What a busy reader keeps in the log a while longer has no key any more.
        if (const auto scrubbed = images.scrub(); !scrubbed) log::info("analysis", "{}: {}", kind_, scrubbed.error().text());
    }
    return deleted;
}

store::RetentionKind PictureVault::retention(std::string name, std::string label_zh, std::string label_en, std::chrono::seconds term,
                                             std::chrono::seconds maximum) {
    store::RetentionKind kind{std::move(name), std::move(label_zh), std::move(label_en), term, maximum, {}, {}};
    kind.count_due = [this](WallTime now, std::chrono::seconds given) -> Result<std::int64_t> {
        MD_ASSIGN(const auto rows,
                  (*parts_.stores)[Store::images].query("SELECT COUNT(*) FROM analysis_pictures WHERE kind = ? AND bucket <= ?",
                                                        {kind_, last_due(now, given)}));
        return rows.at(0).integer(0);
    };
    kind.delete_due = [this](WallTime now, std::chrono::seconds given, std::int64_t limit) {
        return delete_due(last_due(now, given), limit);
    };
    kind.list_due = [this](std::chrono::seconds given, std::int64_t limit) -> Result<std::vector<store::DueGroup>> {
        MD_ASSIGN(const auto rows, (*parts_.stores)[Store::images].query("SELECT bucket, COUNT(*) FROM analysis_pictures WHERE kind = ? "
                                                                         "GROUP BY bucket ORDER BY bucket LIMIT ?",
                                                                         {kind_, limit}));
        std::vector<store::DueGroup> out;
        for (const auto& row : rows) out.push_back({WallTime(bucket_ * row.integer(0)) + given, row.integer(1), ""});
        return out;
    };
    return kind;
}

}  // namespace md::analysis
