// B5 for a whole gallery: every record moves to the keys of a new epoch, then the old epoch's keys are destroyed.
#include <algorithm>

#include "templates/errors.h"
#include "templates/gallery_impl.h"

namespace md::templates {
namespace {

constexpr std::size_t kBatch = 64;

}  // namespace

// Resumes by itself: while records of an older epoch are there the epoch does not advance, and records of the current one are passed over.
Status StoredGallery::rekey(const EmbeddingOf& embedding_of) {
    {
        const std::lock_guard lock(changing_);
        MD_ASSIGN(const auto epochs, rows_.record_epochs());
        if (std::ranges::all_of(epochs, [this](int epoch) { return epoch == epoch_; })) {
            MD_TRY(rotation_keys_.prepare(epoch_ + 1));
            MD_TRY(rows_.set_epoch(epoch_ + 1));
            ++epoch_;
        }
        step("epoch begun");
    }
    MD_ASSIGN(const auto records, rows_.stored_records());
    for (std::size_t at = 0; at < records.size(); at += kBatch)
        MD_TRY(rekey_some(std::span(records).subspan(at, std::min(kBatch, records.size() - at)), embedding_of));
    const std::lock_guard lock(changing_);
    return drop_unused_epochs();
}

Status StoredGallery::rekey_some(std::span<const RecordId> records, const EmbeddingOf& embedding_of) {
    std::vector<std::optional<std::vector<float>>> embeddings;  // asked for outside the lock: this may take long
    for (const auto& record : records) embeddings.push_back(embedding_of ? embedding_of(record) : std::nullopt);
    const std::lock_guard lock(changing_);
    Change change = begin_change();
    for (std::size_t i = 0; i < records.size(); ++i) {
        MD_ASSIGN(const auto row, rows_.salt(rows_.link_of(records[i])));
        if (row && row->epoch != epoch_) MD_TRY(rekey_one(change, records[i], *row, embeddings[i]));
    }
    return change.old_salts.empty() ? Status() : commit(change);
}

// With an embedding: a new rotation and a new record key. Without: only the record key is new, because a code cannot be rotated again.
Status StoredGallery::rekey_one(Change& change, const RecordId& record, const SaltRow& row,
                                const std::optional<std::vector<float>>& embedding) {
    MD_ASSIGN(const Bytes subject, rows_.subject_of(row));
    change.old_salts.push_back(row);
    const auto face = embedding ? prepared(*embedding) : Result<Quantised>(fail(errors::kEmbeddingInvalid));
    if (face && !row.revoked) {
        change.gone.push_back(record);
        change.old_features.push_back({record, row.generation, {}});
        return add_fresh(change, subject, record, row.generation + 1, *face, row.slot);
    }
    const auto held = row.revoked ? std::nullopt : table_.code_of(record);
    if (!held) {  // revoked or tampered: its code is not used again, so only the epoch moves on
        SaltRow moved = row;
        moved.epoch = epoch_;
        change.new_salts.push_back(std::move(moved));
        return {};
    }
    change.gone.push_back(record);
    change.old_features.push_back({record, row.generation, {}});
    return add(change, subject, record, row.generation + 1, held->slot, held->code);
}

Status StoredGallery::drop_unused_epochs() {
    if (epoch_ == 1) return {};
    MD_ASSIGN(const auto records, rows_.record_epochs());
    MD_ASSIGN(const auto rotations, rows_.rotation_epochs());
    for (int epoch = 1; epoch < epoch_; ++epoch) {
        if (std::ranges::find(records, epoch) == records.end()) MD_TRY(record_keys_.destroy(epoch));
        if (std::ranges::find(rotations, epoch) == rotations.end()) MD_TRY(rotation_keys_.destroy(epoch));
    }
    return {};
}

}  // namespace md::templates
