// A person's own copy of everything held. G2 (个人信息保护法 art. 45)
#include <nlohmann/json.hpp>

#include "people/errors.h"
#include "people/record.h"
#include "people/service.h"
#include "people/text.h"

namespace md::people {
namespace {

using Json = nlohmann::json;

Json time_json(std::optional<WallTime> time) { return time ? Json(to_rfc3339(*time)) : Json(); }

Json consent_json(const Consent& consent, const Notice& notice) {
    Json out{
        {"consent_id", consent.id.text()},
        {"notice",
         {{"notice_id", notice.id.text()}, {"title", notice.title}, {"version", notice.version}, {"storage_days", notice.storage_days}}},
        {"purposes", consent.purposes},
        {"channel", to_string(consent.channel)},
        {"evidence", consent.evidence},
        {"given_at", to_rfc3339(consent.given_at)},
        {"withdrawn_at", time_json(consent.withdrawn_at)}};
    if (consent.guardian) {
        out["guardian"] = {{"name", consent.guardian->name},
                           {"relation", consent.guardian->relation},
                           {"document_number", consent.guardian->document_number}};
    }
    return out;
}

Json fields_json(const Person& person) {
    return {{"name", person.name},
            {"external_id", person.external_id},
            {"kind", to_string(person.kind)},
            {"birth_date", person.birth_date ? Json(to_text(*person.birth_date)) : Json()},
            {"department", person.department},
            {"phone", person.phone},
            {"document_number", person.document_number},
            {"groups", person.groups},
            {"valid_from", time_json(person.valid_from)},
            {"valid_until", time_json(person.valid_until)},
            {"created_at", to_rfc3339(person.created_at)},
            {"delete_due_at", to_rfc3339(person.delete_due_at)}};
}

}  // namespace

Result<SecretBytes> Service::export_person(const PersonId& id, const Actor& actor) {
    MD_ASSIGN(const auto person, get(id));
    Json out{{"person", fields_json(person)}, {"consents", Json::array()}, {"pictures", Json::array()}, {"records", Json::object()}};
    for (const auto& consent : person.consents) {
        MD_ASSIGN(const auto notice, notices_.get(consent.notice));
        out["consents"].push_back(consent_json(consent, notice));
    }
    MD_ASSIGN(const auto stored, registry_.pictures(identities(), id));
    MD_ASSIGN(const auto kept, kept_of(stored));
    for (const auto& picture : stored) {
        Json entry{{"format", picture.format}, {"added_at", to_rfc3339(picture.added_at)}, {"face_feature", "protected template"}};
        if (kept.contains(picture.image)) {
            MD_ASSIGN(const auto files, vault_files(id, {picture}));
            entry["picture"] = to_base64(files.at(0).view());
        }
        out["pictures"].push_back(std::move(entry));
    }
    for (const auto& trace : deletions_.traces()) {
        MD_ASSIGN(const auto count, trace.count(event_ref(id)));
        out["records"][trace.name] = count;
    }
    MD_TRY(record(*parts_.ledger, actor, "person.exported", registry_.links().ledger_ref(id), "G2"));
    return SecretBytes(to_bytes(out.dump(2)));
}

}  // namespace md::people
