#include "templates/template_rows.h"

#include <algorithm>
#include <cstring>

#include "store/errors.h"

namespace md::templates {
namespace {

using store::Place;
using store::Queries;
using store::Row;
using store::Store;

constexpr std::string_view kSalts = "template_salts", kSlots = "template_slots", kCalibrations = "template_calibration";

constexpr store::Migration kFeatureMigrations[] = {
    {1, "templates",
     "CREATE TABLE templates (record BLOB NOT NULL, generation INTEGER NOT NULL, gallery TEXT NOT NULL, sealed BLOB NOT NULL, "
     "PRIMARY KEY (record, generation));"
     "CREATE INDEX templates_by_gallery ON templates (gallery);"
     "CREATE TABLE template_calibration (gallery TEXT PRIMARY KEY, sealed BLOB NOT NULL)"}};
constexpr store::Migration kKeyMigrations[] = {
    {1, "template keys",
     "CREATE TABLE template_galleries (gallery TEXT PRIMARY KEY, model_id TEXT NOT NULL, bits INTEGER NOT NULL, epoch INTEGER NOT NULL);"
     "CREATE TABLE template_slots (gallery TEXT NOT NULL, slot INTEGER NOT NULL, epoch INTEGER NOT NULL, capacity INTEGER NOT NULL, "
     "salt BLOB NOT NULL, PRIMARY KEY (gallery, slot));"
     "CREATE TABLE template_salts (link BLOB PRIMARY KEY, gallery TEXT NOT NULL, generation INTEGER NOT NULL, epoch INTEGER NOT NULL, "
     "slot INTEGER NOT NULL, revoked INTEGER NOT NULL, subject BLOB NOT NULL, salt BLOB NOT NULL);"
     "CREATE INDEX template_salts_by_slot ON template_salts (gallery, slot)"}};

Bytes slot_row(const std::string& gallery, std::int64_t slot) {
    return Writer().u32_prefixed(gallery).u64(static_cast<std::uint64_t>(slot)).bytes();
}

std::vector<int> integers(const store::Rows& rows) {
    std::vector<int> out;
    for (const auto& row : rows) out.push_back(static_cast<int>(row.integer(0)));
    return out;
}

// link, generation, epoch, slot, revoked, subject, salt
SaltRow read_salt(const Row& row) {
    SaltRow out;
    std::copy_n(row.blob(0).begin(), std::min(row.blob(0).size(), out.link.size()), out.link.begin());
    out.generation = row.integer(1);
    out.epoch = static_cast<int>(row.integer(2));
    out.slot = row.integer(3);
    out.revoked = row.integer(4) != 0;
    out.subject = row.blob(5);
    out.salt = row.blob(6);
    return out;
}

}  // namespace

Status TemplateRows::migrate() {
    MD_TRY(features().migrate("templates.features", kFeatureMigrations));
    return keys().migrate("templates.keys", kKeyMigrations);
}

Result<GalleryRow> TemplateRows::gallery(const GalleryRow& fresh) {
    MD_TRY(keys().execute("INSERT INTO template_galleries (gallery, model_id, bits, epoch) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                          {gallery_, fresh.model_id, std::int64_t{fresh.bits}, std::int64_t{fresh.epoch}}));
    MD_ASSIGN(const auto rows, keys().query("SELECT model_id, bits, epoch FROM template_galleries WHERE gallery = ?", {gallery_}));
    if (rows.empty()) return fail(errors::kStoreCorrupt, "gallery row vanished");
    return GalleryRow{rows[0].text(0), static_cast<int>(rows[0].integer(1)), static_cast<int>(rows[0].integer(2))};
}

Status TemplateRows::set_epoch(int epoch) {
    MD_TRY(keys().execute("UPDATE template_galleries SET epoch = ? WHERE gallery = ?", {std::int64_t{epoch}, gallery_}));
    return {};
}

Result<std::vector<SlotTable::NewSlot>> TemplateRows::slots() {
    std::vector<SlotTable::NewSlot> out;
    MD_TRY(keys().for_each("SELECT slot, epoch, capacity, salt FROM template_slots WHERE gallery = ?", {gallery_}, [&](const Row& row) {
        SlotTable::NewSlot slot{row.integer(0), static_cast<int>(row.integer(1)), static_cast<int>(row.integer(2)), {}};
        const auto at = slot_row(gallery_, slot.number);
        const auto salt = stores_->keyring->open(Place{Store::keys, kSlots, "salt", at, slot.epoch}, row.blob(3));
        if (!salt || salt->size() != slot.salt.size()) return true;  // its records will not open, and are reported there
        std::memcpy(slot.salt.data(), salt->view().data(), slot.salt.size());
        out.push_back(slot);
        return true;
    }));
    return out;
}

Status TemplateRows::each_salt(const std::function<void(SaltRow&&)>& each) {
    return keys().for_each("SELECT link, generation, epoch, slot, revoked, subject, salt FROM template_salts WHERE gallery = ?", {gallery_},
                           [&](const Row& row) {
                               each(read_salt(row));
                               return true;
                           });
}

Status TemplateRows::each_feature(const std::function<void(FeatureRow&&)>& each) {
    return features().for_each("SELECT record, generation, sealed FROM templates WHERE gallery = ?", {gallery_}, [&](const Row& row) {
        each({RecordId::from_bytes(row.blob(0)).value_or(RecordId()), row.integer(1), row.blob(2)});
        return true;
    });
}

Result<std::optional<SaltRow>> TemplateRows::salt(const Link& link) {
    MD_ASSIGN(
        const auto rows,
        keys().query("SELECT link, generation, epoch, slot, revoked, subject, salt FROM template_salts WHERE link = ? AND gallery = ?",
                     {to_bytes(ByteView(link)), gallery_}));
    if (rows.empty()) return std::optional<SaltRow>();
    return std::optional(read_salt(rows[0]));
}

Status TemplateRows::revoke(const Link& link) {
    MD_TRY(keys().execute("UPDATE template_salts SET revoked = 1 WHERE link = ?", {to_bytes(ByteView(link))}));
    return {};
}

Result<std::vector<int>> TemplateRows::record_epochs() {
    MD_ASSIGN(const auto rows, keys().query("SELECT DISTINCT epoch FROM template_salts WHERE gallery = ?", {gallery_}));
    return integers(rows);
}

Result<std::vector<int>> TemplateRows::rotation_epochs() {
    MD_ASSIGN(const auto rows, keys().query("SELECT DISTINCT epoch FROM template_slots WHERE gallery = ?", {gallery_}));
    return integers(rows);
}

Result<std::vector<RecordId>> TemplateRows::stored_records() {
    std::vector<RecordId> out;
    MD_TRY(features().for_each("SELECT DISTINCT record FROM templates WHERE gallery = ?", {gallery_}, [&](const Row& row) {
        if (const auto id = RecordId::from_bytes(row.blob(0))) out.push_back(*id);
        return true;
    }));
    return out;
}

Status TemplateRows::insert_features(std::span<const FeatureRow> rows) {
    if (rows.empty()) return {};
    return features().transaction([&](Queries& queries) -> Status {
        for (const auto& row : rows)
            MD_TRY(queries.execute("INSERT INTO templates (record, generation, gallery, sealed) VALUES (?, ?, ?, ?)",
                                   {row.record.bytes(), row.generation, gallery_, row.sealed}));
        return {};
    });
}

Status TemplateRows::delete_features(std::span<const FeatureRow> rows) {
    if (rows.empty()) return {};
    return features().transaction([&](Queries& queries) -> Status {
        for (const auto& row : rows)
            MD_TRY(queries.execute("DELETE FROM templates WHERE record = ? AND (generation = ? OR ? = 0)",
                                   {row.record.bytes(), row.generation, row.generation}));
        return {};
    });
}

Status TemplateRows::commit(std::span<const SlotTable::NewSlot> new_slots, std::span<const SaltRow> added, std::span<const SaltRow> ended) {
    return keys().transaction([&](Queries& queries) -> Status {
        for (const auto& row : ended) MD_TRY(queries.execute("DELETE FROM template_salts WHERE link = ?", {to_bytes(ByteView(row.link))}));
        for (const auto& slot : new_slots) {
            const auto at = slot_row(gallery_, slot.number);
            MD_ASSIGN(const auto salt, stores_->keyring->seal(Place{Store::keys, kSlots, "salt", at, slot.epoch}, slot.salt));
            MD_TRY(queries.execute("INSERT INTO template_slots (gallery, slot, epoch, capacity, salt) VALUES (?, ?, ?, ?, ?)",
                                   {gallery_, slot.number, std::int64_t{slot.epoch}, std::int64_t{slot.capacity}, salt}));
        }
        for (const auto& row : added)
            MD_TRY(queries.execute(
                "INSERT INTO template_salts (link, gallery, generation, epoch, slot, revoked, subject, salt) VALUES (?, ?, ?, ?, ?, ?, ?, "
                "?)",
                {to_bytes(ByteView(row.link)), gallery_, row.generation, std::int64_t{row.epoch}, row.slot, std::int64_t{row.revoked},
                 row.subject, row.salt}));
        for (const auto& row : ended)
            MD_TRY(
                queries.execute("DELETE FROM template_slots WHERE gallery = ? AND slot = ? AND NOT EXISTS "
                                "(SELECT 1 FROM template_salts WHERE gallery = ? AND slot = ?)",
                                {gallery_, row.slot, gallery_, row.slot}));
        return {};
    });
}

Result<Bytes> TemplateRows::calibration() {
    MD_ASSIGN(const auto rows, features().query("SELECT sealed FROM template_calibration WHERE gallery = ?", {gallery_}));
    if (rows.empty()) return Bytes();
    MD_ASSIGN(const auto opened,
              stores_->keyring->open(Place{Store::features, kCalibrations, "sealed", as_bytes(gallery_)}, rows[0].blob(0)));
    return to_bytes(opened.view());
}

Status TemplateRows::save_calibration(ByteView saved) {
    MD_ASSIGN(const auto sealed, stores_->keyring->seal(Place{Store::features, kCalibrations, "sealed", as_bytes(gallery_)}, saved));
    MD_TRY(features().execute(
        "INSERT INTO template_calibration (gallery, sealed) VALUES (?, ?) ON CONFLICT (gallery) DO UPDATE SET sealed = excluded.sealed",
        {gallery_, sealed}));
    return {};
}

Result<SaltRow> TemplateRows::make_salt_row(const Link& link, std::int64_t generation, int epoch, std::int64_t slot, ByteView subject,
                                            ByteView salt) {
    SaltRow row{link, generation, epoch, slot, false, {}, {}};
    MD_ASSIGN(row.subject, stores_->keyring->seal(Place{Store::keys, kSalts, "subject", link, generation}, subject));
    MD_ASSIGN(row.salt, stores_->keyring->seal_for(subject, Place{Store::keys, kSalts, "salt", link, generation}, salt));
    return row;
}

Result<Bytes> TemplateRows::subject_of(const SaltRow& row) {
    MD_ASSIGN(const auto opened, stores_->keyring->open(Place{Store::keys, kSalts, "subject", row.link, row.generation}, row.subject));
    return to_bytes(opened.view());
}

Result<SecretBytes> TemplateRows::salt_of(const SaltRow& row, ByteView subject) {
    return stores_->keyring->open_for(subject, Place{Store::keys, kSalts, "salt", row.link, row.generation}, row.salt);
}

}  // namespace md::templates
