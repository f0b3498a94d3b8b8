#include "people/validation.h"

#include <algorithm>

#include "people/errors.h"
#include "people/text.h"

namespace md::people {
namespace {

Status check_text(std::string& text, std::size_t max_characters, std::string_view field) {
    text = trimmed(text);
    if (!is_clean_text(text) || characters(text).size() > max_characters) return fail(errors::kPersonInvalid, std::string(field));
    return {};
}

}  // namespace

Status check_fields(PersonFields& fields, WallTime now) {
    MD_TRY(check_text(fields.name, 100, "name"));
    if (folded(fields.name).empty()) return fail(errors::kPersonInvalid, "name");
    MD_TRY(check_text(fields.external_id, 100, "external_id"));
    MD_TRY(check_text(fields.department, 200, "department"));
    MD_TRY(check_text(fields.phone, 40, "phone"));
    MD_TRY(check_text(fields.document_number, 60, "document_number"));
    if (fields.birth_date && (!fields.birth_date->ok() || age_on(*fields.birth_date, now) < 0))
        return fail(errors::kPersonInvalid, "birth_date");
    if (fields.valid_until && *fields.valid_until <= now) return fail(errors::kPersonInvalid, "valid_until");
    if (fields.valid_from && fields.valid_until && *fields.valid_from >= *fields.valid_until)
        return fail(errors::kPersonInvalid, "valid_from");
    if (fields.groups.size() > 50) return fail(errors::kPersonInvalid, "groups");
    for (auto& group : fields.groups) {
        MD_TRY(check_text(group, 60, "groups"));
        if (group.empty()) return fail(errors::kPersonInvalid, "groups");
    }
    std::sort(fields.groups.begin(), fields.groups.end());
    fields.groups.erase(std::unique(fields.groups.begin(), fields.groups.end()), fields.groups.end());
    return {};
}

// B1
Status check_consent(const ConsentGiven& given, const Notice& notice, const std::optional<Date>& birth_date, WallTime now) {
    if (notice.superseded_by) return fail(errors::kNoticeSuperseded);
    const auto told = [&](const std::string& purpose) {
        return std::find(notice.purposes.begin(), notice.purposes.end(), purpose) != notice.purposes.end();
    };
    if (given.purposes.empty() || !std::all_of(given.purposes.begin(), given.purposes.end(), told)) return fail(errors::kPurposeNotCovered);
    if (trimmed(given.evidence).empty() || !is_clean_text(given.evidence)) return fail(errors::kEvidenceMissing);
    const bool child = birth_date && age_on(*birth_date, now) < kGuardianAge;
    const bool guarded = given.guardian && !trimmed(given.guardian->name).empty() && !trimmed(given.guardian->relation).empty();
    if (child && !guarded) return fail(errors::kGuardianMissing);
    return {};
}

// B11
WallTime deletion_due(const PersonFields& fields, const std::vector<std::pair<Consent, int>>& consents_and_storage_days, WallTime created,
                      int max_storage_days) {
    std::optional<WallTime> told;
    for (const auto& [consent, days] : consents_and_storage_days) {
        if (consent.withdrawn_at) continue;
        const auto end = consent.given_at + std::chrono::days(days);
        told = told ? std::max(*told, WallTime(end)) : WallTime(end);
    }
    const WallTime due = told.value_or(created + std::chrono::days(max_storage_days));
    return fields.valid_until ? std::min(due, *fields.valid_until) : due;
}

}  // namespace md::people
