// Persons and their consents. B1
#include <fmt/format.h>
#include <algorithm>

#include "people/errors.h"
#include "people/record.h"
#include "people/service.h"
#include "people/validation.h"
#include "store/errors.h"

namespace md::people {

using store::Queries;
using store::Store;

Result<Notice> Service::check_new_consent(const ConsentGiven& given, const PersonFields& fields) {
    MD_ASSIGN(auto notice, notices_.get(given.notice));
    MD_TRY(check_consent(given, notice, fields.birth_date, parts_.clock->wall()));
    return notice;
}

Result<std::vector<std::pair<Consent, int>>> Service::storage_told(const std::vector<Consent>& consents) {
    std::vector<std::pair<Consent, int>> out;
    for (const auto& consent : consents) {
        MD_ASSIGN(const auto notice, notices_.get(consent.notice));
        out.emplace_back(consent, notice.storage_days);
    }
    return out;
}

// B1, B2
Result<int> Service::pictures_allowed(const std::vector<Consent>& consents) {
    int allowed = 0;
    for (const auto& consent : consents) {
        if (consent.withdrawn_at) continue;
        MD_ASSIGN(const auto notice, notices_.get(consent.notice));
        allowed = std::max(allowed, notice.image_count);
    }
    if (allowed == 0) return fail(errors::kConsentMissing);
    return allowed;
}

Result<Registered> Service::add(NewPerson person, const Actor& actor, std::vector<PictureReport>* reports) {
    const auto now = parts_.clock->wall();
    auto& fields = person.fields;
    MD_TRY(check_fields(fields, now));
    if (options_.require_basis) {  // G1
        MD_ASSIGN(const auto basis, governance_.basis());
        if (!basis) return fail(errors::kBasisMissing);
    }
    const auto id = PersonId::random(*parts_.random);
    MD_TRY(registry_.check_external_id(identities(), id,
                                       fields.external_id));  // before the pictures cost time; the database has the last word
    std::vector<std::pair<Consent, int>> told;
    int allowed = 0;
    if (person.consent) {
        MD_ASSIGN(const auto notice, check_new_consent(*person.consent, fields));
        allowed = notice.image_count;
        told.emplace_back(Consent{*person.consent, ConsentId::random(*parts_.random), now, std::nullopt}, notice.storage_days);
    }
    if (!person.pictures.empty() && !person.consent) return fail(errors::kConsentMissing);                                 // B1
    if (person.pictures.size() > static_cast<std::size_t>(allowed) && allowed > 0) return fail(errors::kTooManyPictures);  // B2
    MD_ASSIGN(auto examined, examine(person.pictures, reports));
    MD_TRY(check_same_person(examined));

    Registered out{id, {}, {}};
    for (const auto& picture : examined) out.pictures.push_back(picture.report);
    Enrolment::Change change{id, true, std::move(examined), std::move(person.pictures), {}};
    const auto due = deletion_due(fields, told, now, options_.max_storage_days);
    MD_ASSIGN(const auto alike, enrolment_.run(std::move(change), [&](Queries& db, const std::vector<StoredPicture>& added) -> Status {
        MD_TRY(registry_.insert(db, id, fields, now, due));
        for (const auto& [consent, days] : told) MD_TRY(registry_.insert_consent(db, id, consent.id, consent, now));
        return record(*parts_.ledger, actor, "person.registered", registry_.links().ledger_ref(id), "B1",
                      fmt::format(R"({{"kind":"{}","pictures":{},"notice":"{}"}})", to_string(fields.kind), added.size(),
                                  person.consent ? person.consent->notice.text() : ""));
    }));
    MD_ASSIGN(out.possibly_same, owners_of(alike, id));
    return out;
}

Result<std::vector<PersonId>> Service::owners_of(const std::vector<RecordId>& records, const PersonId& except) {
    std::vector<PersonId> out;
    for (const auto& record : records) {
        MD_ASSIGN(const auto owner, registry_.owner_of(record));
        if (owner && *owner != except && std::find(out.begin(), out.end(), *owner) == out.end()) out.push_back(*owner);
    }
    return out;
}

Picture Service::told(const StoredPicture& picture, bool kept) const {
    return {picture.ref, kept, picture.format, picture.added_at, parts_.gallery->check(picture.record).has_value()};
}

Result<Person> Service::get(const PersonId& id) {
    MD_ASSIGN(auto person, registry_.whole_person(identities(), id));
    MD_ASSIGN(const auto stored, registry_.pictures(identities(), id));
    MD_ASSIGN(const auto kept, kept_of(stored));  // the vault has a term of its own
    person.pictures.clear();
    for (const auto& picture : stored)
        person.pictures.push_back(told(picture, kept.contains(picture.image)));
    return person;
}

Result<PersonPage> Service::find(const PersonQuery& query) {
    MD_ASSIGN(auto page, registry_.find(query));
    for (auto& person : page.items) {
        MD_ASSIGN(const auto stored, registry_.pictures(identities(), person.id));
        for (const auto& picture : stored) person.pictures.push_back(told(picture, !picture.image.nil()));
    }
    return page;
}

Result<Person> Service::update(const PersonId& id, const PersonFields& wanted, const Actor& actor) {
    const std::scoped_lock lock(lock_of(id));
    PersonFields fields = wanted;
    MD_TRY(check_fields(fields, parts_.clock->wall()));
    MD_TRY(identities().transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto old, registry_.whole_person(db, id));
        MD_ASSIGN(const auto told, storage_told(old.consents));
        MD_TRY(registry_.update(db, id, fields));
        MD_TRY(registry_.set_due(db, id, deletion_due(fields, told, old.created_at, options_.max_storage_days)));
        return record(*parts_.ledger, actor, "person.updated", registry_.links().ledger_ref(id), "B1");
    }));
    return get(id);
}

Result<std::int64_t> Service::count() {
    MD_ASSIGN(const auto rows, identities().query("SELECT COUNT(*) FROM people_persons WHERE leaving = 0"));
    return rows.at(0).integer(0);
}

Result<std::int64_t> Service::enrolled() {
    MD_ASSIGN(const auto rows, identities().query("SELECT COUNT(DISTINCT person) FROM people_pictures"));
    return rows.at(0).integer(0);
}

// G2
Result<Filing> Service::filing() {
    MD_ASSIGN(const auto people, enrolled());
    return governance_.filing(people);
}

Result<std::vector<std::string>> Service::groups() {
    MD_ASSIGN(const auto rows, identities().query("SELECT name FROM people_groups ORDER BY name"));
    std::vector<std::string> out;
    for (const auto& row : rows) out.push_back(row.text(0));
    return out;
}

// B1
Result<Consent> Service::consent(const PersonId& id, const ConsentGiven& given, const Actor& actor) {
    const std::scoped_lock lock(lock_of(id));
    const auto now = parts_.clock->wall();
    MD_ASSIGN(const auto person, registry_.person(identities(), id));
    MD_TRY(check_new_consent(given, person));
    const auto consent_id = ConsentId::random(*parts_.random);
    MD_TRY(identities().transaction([&](Queries& db) -> Status {
        MD_TRY(registry_.insert_consent(db, id, consent_id, given, now));
        MD_ASSIGN(const auto all, registry_.consents(db, id));
        MD_ASSIGN(const auto told, storage_told(all));
        MD_TRY(registry_.set_due(db, id, deletion_due(person, told, person.created_at, options_.max_storage_days)));
        return record(*parts_.ledger, actor, "person.consent_given", registry_.links().ledger_ref(id), "B1",
                      fmt::format(R"({{"notice":"{}","channel":"{}"}})", given.notice.text(), to_string(given.channel)));
    }));
    return Consent{given, consent_id, now, std::nullopt};
}

// B1: withdrawing the last consent in force deletes the data.
Result<std::optional<DeletionId>> Service::withdraw(const PersonId& id, const ConsentId& consent, const Actor& actor) {
    bool none_left = false;
    {
        const std::scoped_lock lock(lock_of(id));
        const auto now = parts_.clock->wall();
        MD_TRY(identities().transaction([&](Queries& db) -> Status {
            MD_ASSIGN(const auto person, registry_.whole_person(db, id));
            const auto is_it = [&](const Consent& one) { return one.id == consent && !one.withdrawn_at; };
            if (std::none_of(person.consents.begin(), person.consents.end(), is_it)) return fail(errors::kConsentNotFound);
            none_left = std::all_of(person.consents.begin(), person.consents.end(),
                                    [&](const Consent& one) { return one.withdrawn_at || one.id == consent; });
            MD_TRY(registry_.withdraw(db, consent, now));
            MD_ASSIGN(const auto all, registry_.consents(db, id));
            MD_ASSIGN(const auto told, storage_told(all));
            // Should the deletion below be interrupted before it is written down, the retention worker does it within a minute.
            MD_TRY(registry_.set_due(db, id, none_left ? now : deletion_due(person, told, person.created_at, options_.max_storage_days)));
            return record(*parts_.ledger, actor, "person.consent_withdrawn", registry_.links().ledger_ref(id), "B1");
        }));
    }
    if (!none_left) return std::optional<DeletionId>();
    MD_ASSIGN(const auto proof, remove(id, DeletionReason::withdrawn, actor));
    return std::optional(proof.id);
}

}  // namespace md::people
