// Consents: recorded and withdrawn. B1.
#include "api/convert.h"

namespace md::api {

void add_consents(Operations& operations, const PlatformParts& parts) {
    auto& people = *parts.people;
    operations.on("add_consent", [&people](Call& call) -> Answer {
        MD_API_ASSIGN(const auto consent, people.consent(call.id<PersonId>("person_id"), consent_in(call.body), call.actor()));
        return answer(to_out(consent), 201);
    });
    operations.on("withdraw_consent", [&people](Call& call) -> Answer {
        MD_API_ASSIGN(const auto deletion, people.withdraw(call.id<PersonId>("person_id"), call.id<ConsentId>("consent_id"), call.actor()));
        return answer({{"deletion_id", to_out(deletion)}});
    });
}

}  // namespace md::api
