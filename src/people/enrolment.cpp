#include "people/enrolment.h"

#include <algorithm>

#include "base/log.h"
#include "people/errors.h"
#include "store/errors.h"

namespace md::people {

using store::Queries;
using store::Store;

namespace {

constexpr std::string_view kJournal = "people_changes", kVault = "people_images";

Bytes journal_body(const PersonId& person, const std::vector<ImageId>& images) {
    Writer out;
    out.raw(person.view()).u32(static_cast<std::uint32_t>(images.size()));
    for (const auto& image : images) out.raw(image.view());
    return std::move(out).bytes();
}

}  // namespace

Status Enrolment::write_journal(const ChangeId& id, const PersonId& person, const std::vector<ImageId>& images) {
    MD_ASSIGN(auto body, parts_.stores->keyring->seal({Store::identities, kJournal, "body", id.view()}, journal_body(person, images)));
    MD_TRY(
        (*parts_.stores)[Store::identities].execute("INSERT INTO people_changes (id, body) VALUES (?,?)", {id.bytes(), std::move(body)}));
    return {};
}

Status Enrolment::erase_journal(const ChangeId& id) {
    MD_TRY((*parts_.stores)[Store::identities].execute("DELETE FROM people_changes WHERE id = ?", {id.bytes()}));
    return {};
}

Status Enrolment::enrol(const Change& change, const std::vector<ImageId>& images, std::vector<StoredPicture>& added,
                        std::vector<RecordId>& alike) {
    const Bytes subject = registry_.links().subject(change.person);
    if (change.new_person) MD_TRY(parts_.stores->keyring->create_subject_key(subject));
    for (std::size_t i = 0; i < change.pictures.size(); ++i) {
        const auto& picture = change.pictures[i];
        MD_ASSIGN(auto enrolled, parts_.gallery->enrol(subject, picture.embedding.values()));
        alike.insert(alike.end(), enrolled.possibly_same.begin(), enrolled.possibly_same.end());
        added.push_back({PictureId::random(*parts_.random), enrolled.record, images.empty() ? ImageId() : images[i], picture.format,
                         picture.file_digest, picture.fingerprint, parts_.clock->wall()});
        if (images.empty()) continue;
        MD_ASSIGN(auto sealed, registry_.seal(change.person, Store::images, kVault, "body", images[i].view(), change.files[i].view()));
        MD_TRY((*parts_.stores)[Store::images].execute("INSERT INTO people_images (id, created, body) VALUES (?,?,?)",
                                                       {images[i].bytes(), to_micros(parts_.clock->wall()), std::move(sealed)}));
    }
    return {};
}

Status Enrolment::remove_artefacts(const std::vector<StoredPicture>& pictures) {
    for (const auto& picture : pictures) {
        MD_TRY(parts_.gallery->remove(picture.record));
        if (picture.image.nil()) continue;
        MD_TRY((*parts_.stores)[Store::images].execute("DELETE FROM people_images WHERE id = ?", {picture.image.bytes()}));
    }
    return {};
}

Result<std::vector<RecordId>> Enrolment::run(Change change, const Commit& commit) {
    const auto id = ChangeId::random(*parts_.random);
    std::vector<ImageId> images, touched;
    if (keep_pictures_) {
        for (std::size_t i = 0; i < change.pictures.size(); ++i) images.push_back(ImageId::random(*parts_.random));
    }
    touched = images;
    for (const auto& old : change.replaced) {
        if (!old.image.nil()) touched.push_back(old.image);
    }
    MD_TRY(write_journal(id, change.person, touched));
    std::vector<StoredPicture> added;
    std::vector<RecordId> alike;
    Status done = enrol(change, images, added, alike);
    if (done) {
        done = (*parts_.stores)[Store::identities].transaction([&](Queries& db) -> Status {
            for (const auto& old : change.replaced) MD_TRY(registry_.erase_picture(db, old.ref));
            MD_TRY(commit(db, added));
            for (const auto& picture : added) MD_TRY(registry_.insert_picture(db, change.person, picture));
            // What replaces nothing is finished here; else the journal row stays until the old templates are gone too.
            if (change.replaced.empty()) MD_TRY(db.execute("DELETE FROM people_changes WHERE id = ?", {id.bytes()}));
            return {};
        });
    }
    if (!done) {  // take everything back; what cannot be taken back now is taken back at the next start
        if (!remove_artefacts(added)) log::error("people", "a failed enrolment is taken back at the next start");
        if (change.new_person && !parts_.stores->keyring->destroy_subject_key(registry_.links().subject(change.person))) {
            log::error("people", "the key of a failed enrolment is destroyed at the next start");
        } else if (!erase_journal(id)) {
            log::error("people", "the journal of a failed enrolment is cleared at the next start");
        }
        return fail(std::move(done.error()));
    }
    if (!change.replaced.empty()) {
        MD_TRY(remove_artefacts(change.replaced));
        MD_TRY(erase_journal(id));
    }
    return alike;
}

// --- after a crash -------------------------------------------------------------------------------------------------------------------

Status Enrolment::recover_one(const PersonId& person, const std::vector<ImageId>& images) {
    auto& identities = (*parts_.stores)[Store::identities];
    MD_ASSIGN(const auto rows, identities.query("SELECT leaving FROM people_persons WHERE id = ?", {person.bytes()}));
    std::vector<StoredPicture> known;
    if (rows.empty()) {
        MD_TRY(parts_.stores->keyring->destroy_subject_key(registry_.links().subject(person)));
    } else if (rows[0].integer(0) == 0) {
        MD_ASSIGN(known, registry_.pictures(identities, person));
    }
    for (const auto& image : images) {
        const bool in_use = std::any_of(known.begin(), known.end(), [&](const auto& picture) { return picture.image == image; });
        if (!in_use) MD_TRY((*parts_.stores)[Store::images].execute("DELETE FROM people_images WHERE id = ?", {image.bytes()}));
    }
    return {};
}

Status Enrolment::remove_orphan_templates() {
    for (const auto& record : parts_.gallery->records()) {
        MD_ASSIGN(const auto owner, registry_.owner_of(record));
        if (!owner) MD_TRY(parts_.gallery->remove(record));
    }
    return {};
}

Result<std::int64_t> Enrolment::recover() {
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::identities].query("SELECT id, body FROM people_changes"));
    for (const auto& row : rows) {
        MD_ASSIGN(const auto body, parts_.stores->keyring->open({Store::identities, kJournal, "body", row.blob(0)}, row.blob(1)));
        Reader reader(body.view());
        const auto person = PersonId::from_bytes(reader.take(PersonId::kBytes));
        std::vector<ImageId> images;
        for (auto left = reader.u32(); left > 0 && reader.ok(); --left) {
            if (const auto image = ImageId::from_bytes(reader.take(ImageId::kBytes))) images.push_back(*image);
        }
        if (!person || !reader.done()) return fail(errors::kStoreCorrupt, "people_changes");
        MD_TRY(recover_one(*person, images));
    }
    if (rows.empty()) return 0;
    MD_TRY(remove_orphan_templates());
    for (const auto& row : rows) MD_TRY(erase_journal(*ChangeId::from_bytes(row.blob(0))));
    log::warning("people", "took back {} change(s) that a crash had interrupted", rows.size());
    return static_cast<std::int64_t>(rows.size());
}

}  // namespace md::people
