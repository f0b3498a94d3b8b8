// Pictures, templates and their renewal. B2, B5
#include <fmt/format.h>
#include <algorithm>

#include "people/errors.h"
#include "people/record.h"
#include "people/service.h"
#include "store/errors.h"
#include "templates/calibration.h"

namespace md::people {

using store::Queries;
using store::Store;

namespace {

// The length of the one-off templates must be the gallery's, since the threshold is.
int bits_of(templates::ScoreKind kind) {
    if (kind == templates::ScoreKind::krt512) return 512;
    return kind == templates::ScoreKind::krt2048 ? 2048 : 1024;
}

std::string reason_codes(const std::vector<vision::Reason>& reasons) {
    std::string out;
    for (const auto reason : reasons) out += (out.empty() ? "" : ",") + std::string(vision::code(reason));
    return out;
}

}  // namespace

Result<PictureReport> Service::check_picture(SecretBytes file, vision::Use use) {
    MD_ASSIGN(const auto examined, desk_.examine(file.view(), use, false));
    return examined.report;
}

Result<std::vector<Examined>> Service::examine(const std::vector<SecretBytes>& files, std::vector<PictureReport>* reports) {
    std::vector<Examined> out;
    for (const auto& file : files) {
        MD_ASSIGN(auto examined, desk_.examine(file.view(), vision::Use::enrol, true));
        for (const auto& other : out) MD_TRY(desk_.compare_files(examined, other.file_digest, other.fingerprint, other.format));
        if (reports) reports->push_back(examined.report);
        out.push_back(std::move(examined));
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (!out[i].report.usable)
            return fail(errors::kPictureRejected, fmt::format("picture {}: {}", i + 1, reason_codes(out[i].report.reasons)));
    }
    return out;
}

// Two pictures of two people would make a door open for both.
Status Service::check_same_person(const std::vector<Examined>& pictures) {
    const auto& calibration = parts_.gallery->calibration();
    const float threshold = calibration.threshold(options_.same_person_fmr).value;
    for (std::size_t i = 1; i < pictures.size(); ++i) {
        const float score = templates::compare_once(pictures[0].embedding.values(), pictures[i].embedding.values(),
                                                    bits_of(calibration.kind()), parts_.stores->profile, *parts_.random);
        if (score < threshold) return fail(errors::kPicturesDiffer);
    }
    return {};
}

Status Service::check_against(std::vector<Examined>& pictures, const std::vector<StoredPicture>& known) {
    const float threshold = parts_.gallery->calibration().threshold(options_.same_person_fmr).value;
    for (auto& picture : pictures) {
        for (const auto& old : known) {
            MD_TRY(desk_.compare_files(picture, old.file_digest, old.fingerprint, old.format));
            const auto score = parts_.gallery->compare(picture.embedding.values(), old.record);
            if (score && *score < threshold) return fail(errors::kPicturesDiffer);  // nothing to compare with: the old template is revoked
        }
    }
    return {};
}

// B2
Result<Registered> Service::add_picture(const PersonId& id, SecretBytes file, const Actor& actor, std::vector<PictureReport>* reports) {
    const std::scoped_lock lock(lock_of(id));
    MD_ASSIGN(const auto person, registry_.whole_person(identities(), id));
    MD_ASSIGN(const int allowed, pictures_allowed(person.consents));
    MD_ASSIGN(const auto known, registry_.pictures(identities(), id));
    if (known.size() >= static_cast<std::size_t>(allowed)) return fail(errors::kTooManyPictures);
    Enrolment::Change change{id, false, {}, {}, {}};
    change.files.push_back(std::move(file));
    std::vector<PictureReport> found;
    auto examined = examine(change.files, &found);
    Status fits = examined ? check_against(*examined, known) : Status(tl::unexpected(examined.error()));
    if (examined) found = {examined->at(0).report};
    if (reports) *reports = found;
    MD_TRY(std::move(fits));
    change.pictures = std::move(*examined);
    MD_ASSIGN(const auto alike, enrolment_.run(std::move(change), [&](Queries&, const std::vector<StoredPicture>&) {
        return record(*parts_.ledger, actor, "person.picture_added", registry_.links().ledger_ref(id), "B2",
                      fmt::format(R"({{"pictures":{}}})", known.size() + 1));
    }));
    Registered out{id, std::move(found), {}};
    MD_ASSIGN(out.possibly_same, owners_of(alike, id));
    return out;
}

Status Service::remove_picture(const PersonId& id, const PictureId& ref, const Actor& actor) {
    const std::scoped_lock lock(lock_of(id));
    MD_TRY(registry_.person(identities(), id));
    MD_ASSIGN(const auto known, registry_.pictures(identities(), id));
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& picture) { return picture.ref == ref; });
    if (found == known.end()) return fail(errors::kPictureNotFound);
    Enrolment::Change change{id, false, {}, {}, {*found}};
    MD_TRY(enrolment_.run(std::move(change), [&](Queries&, const std::vector<StoredPicture>&) {
        return record(*parts_.ledger, actor, "person.picture_removed", registry_.links().ledger_ref(id), "B2");
    }));
    return {};
}

Result<std::vector<SecretBytes>> Service::vault_files(const PersonId& id, const std::vector<StoredPicture>& pictures) {
    std::vector<SecretBytes> out;
    for (const auto& picture : pictures) {
        if (picture.image.nil()) return fail(errors::kPictureNeeded);
        MD_ASSIGN(const auto rows,
                  (*parts_.stores)[Store::images].query("SELECT body FROM people_images WHERE id = ?", {picture.image.bytes()}));
        if (rows.empty()) return fail(errors::kPictureNeeded);
        MD_ASSIGN(auto file, registry_.unseal(id, Store::images, "people_images", "body", picture.image.view(), rows[0].blob(0)));
        out.push_back(std::move(file));
    }
    if (out.empty()) return fail(errors::kPictureNeeded);
    return out;
}

Result<std::set<ImageId>> Service::kept_of(const std::vector<StoredPicture>& pictures) {
    std::set<ImageId> out;
    for (const auto& picture : pictures) {
        if (picture.image.nil()) continue;
        MD_ASSIGN(const auto rows,
                  (*parts_.stores)[Store::images].query("SELECT 1 FROM people_images WHERE id = ?", {picture.image.bytes()}));
        if (!rows.empty()) out.insert(picture.image);
    }
    return out;
}

// B5: unrelated new templates; the old ones are gone when this returns.
Status Service::renew(const PersonId& id, std::optional<SecretBytes> file, const Actor& actor, std::vector<PictureReport>* reports) {
    const std::scoped_lock lock(lock_of(id));
    MD_ASSIGN(const auto person, registry_.whole_person(identities(), id));
    MD_TRY(pictures_allowed(person.consents));
    MD_ASSIGN(const auto known, registry_.pictures(identities(), id));
    Enrolment::Change change{id, false, {}, {}, known};
    if (file) {
        change.files.push_back(std::move(*file));
    } else {
        MD_ASSIGN(change.files, vault_files(id, known));
    }
    MD_ASSIGN(change.pictures, examine(change.files, reports));
    MD_TRY(enrolment_.run(std::move(change), [&](Queries&, const std::vector<StoredPicture>& added) {
        return record(*parts_.ledger, actor, "person.template_renewed", registry_.links().ledger_ref(id), "B5",
                      fmt::format(R"({{"templates":{}}})", added.size()));
    }));
    return {};
}

// B5
Status Service::revoke(const PersonId& id, const Actor& actor) {
    const std::scoped_lock lock(lock_of(id));
    MD_TRY(registry_.person(identities(), id));
    MD_ASSIGN(const auto known, registry_.pictures(identities(), id));
    for (const auto& picture : known) MD_TRY(parts_.gallery->revoke(picture.record));
    return record(*parts_.ledger, actor, "person.template_revoked", registry_.links().ledger_ref(id), "B5");
}

}  // namespace md::people
