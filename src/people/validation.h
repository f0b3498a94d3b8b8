#pragma once
// What may be written about a person. B1
#include "people/types.h"

namespace md::people {

inline constexpr int kGuardianAge = 14;  // 个人信息保护法 art. 31

// Trims the texts, sorts the groups. kPersonInvalid with the field's name.
Status check_fields(PersonFields& fields, WallTime now);
// kPurposeNotCovered, kEvidenceMissing, kGuardianMissing, kNoticeSuperseded.
Status check_consent(const ConsentGiven& given, const Notice& notice, const std::optional<Date>& birth_date, WallTime now);
// When the data must go: the end of validity, or of the storage time told in the notices consented to, whichever comes first. B11
WallTime deletion_due(const PersonFields& fields, const std::vector<std::pair<Consent, int>>& consents_and_storage_days, WallTime created,
                      int max_storage_days);

}  // namespace md::people
