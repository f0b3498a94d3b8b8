#pragma once
// The tables behind a gallery: sealed codes in store `features`, salts and slots in store `keys`. No identifier stands in both: a row of
// `keys` is found by a keyed function of the record's id. B10.
#include <functional>
#include <string>
#include <vector>

#include "store/stores.h"
#include "templates/slot_table.h"

namespace md::templates {

using Link = std::array<std::uint8_t, 16>;

struct SaltRow {
    Link link{};
    std::int64_t generation = 0;
    int epoch = 0;  // of the record key
    std::int64_t slot = 0;
    bool revoked = false;
    Bytes subject;  // sealed under the store's key
    Bytes salt;     // sealed under the subject's key: dies with it
};
struct FeatureRow {
    RecordId record;
    std::int64_t generation = 0;
    Bytes sealed;
};
struct GalleryRow {
    std::string model_id;
    int bits = 0;
    int epoch = 1;
};

// Stateless but for the names; thread-safe as the databases are.
class TemplateRows {
public:
    TemplateRows(std::shared_ptr<store::Stores> stores, std::string gallery) : stores_(std::move(stores)), gallery_(std::move(gallery)) {}
    Status migrate();

    // The stored gallery, or `fresh` written and returned.
    Result<GalleryRow> gallery(const GalleryRow& fresh);
    Status set_epoch(int epoch);
    Result<std::vector<SlotTable::NewSlot>> slots();
    Status each_salt(const std::function<void(SaltRow&&)>& each);
    Status each_feature(const std::function<void(FeatureRow&&)>& each);
    Result<std::optional<SaltRow>> salt(const Link& link);
    Status revoke(const Link& link);
    Result<std::vector<int>> record_epochs();    // that records use
    Result<std::vector<int>> rotation_epochs();  // that slots use
    Result<std::vector<RecordId>> stored_records();

    Status insert_features(std::span<const FeatureRow> rows);
    // A generation of 0 deletes all generations.
    Status delete_features(std::span<const FeatureRow> rows);
    // The one moment in which a change happens: new salts and slots are in, ended ones out, slots without records gone.
    Status commit(std::span<const SlotTable::NewSlot> new_slots, std::span<const SaltRow> added, std::span<const SaltRow> ended);

    Result<Bytes> calibration();  // empty: none yet
    Status save_calibration(ByteView saved);

    // Sealing of what a salt row holds.
    Result<SaltRow> make_salt_row(const Link& link, std::int64_t generation, int epoch, std::int64_t slot, ByteView subject, ByteView salt);
    // Opening many rows is fast while this is held.
    Result<std::shared_ptr<void>> hold_subject_keys() { return stores_->keyring->hold_subject_keys(); }
    Result<Bytes> subject_of(const SaltRow& row);
    Result<SecretBytes> salt_of(const SaltRow& row, ByteView subject);
    Link link_of(const RecordId& record) {
        return stores_->keyring->link(store::Store::features, store::Store::keys, record.view(), "template salt");
    }

private:
    store::Database& features() { return (*stores_)[store::Store::features]; }
    store::Database& keys() { return (*stores_)[store::Store::keys]; }
    std::shared_ptr<store::Stores> stores_;
    const std::string gallery_;
};

}  // namespace md::templates
