#pragma once
// Domain values as the contract's JSON, where more than one resource needs them.
#include "api/operations.h"

namespace md::api {

inline std::string_view language_out(std::string_view language) { return language == "en" ? "en" : "zh-CN"; }
inline std::string language_in(std::string_view language) { return language == "en" ? "en" : "zh"; }

inline Out to_out(WallTime time) { return to_rfc3339(time); }
inline Out to_out(const std::optional<WallTime>& time) { return time ? Out(to_rfc3339(*time)) : Out(nullptr); }
template <class Tag>
Out to_out(const std::optional<Id<Tag>>& id) {
    return id ? Out(id->text()) : Out(nullptr);
}
inline Out or_null(const std::string& text) { return text.empty() ? Out(nullptr) : Out(text); }
std::optional<WallTime> time_in(const Json& object, const char* name);   // empty when absent or null
std::optional<WallTime> time_query(const Call& call, const char* name);  // ?from, ?to

Out sentence(std::string_view code, std::string_view zh, std::string_view en);
Out sentence(const recognition::ReasonText& reason);
Out sentence(vision::Reason reason);
Out to_out(const access::User& user);
Out to_out(const access::SignedIn& session);
Out summary_of(const people::Person& person, WallTime now);
Out detail_of(const people::Person& person, WallTime now);
Out to_out(const people::Consent& consent);
Out to_out(const people::Picture& picture);
Out to_out(const people::PictureReport& report);
Out to_out(const recognition::Event& event);
Out to_out(const people::Basis& basis);
people::ConsentGiven consent_in(const Json& object);

// Runs a registration and answers with the person and what was seen on the pictures; a refusal names the reasons too.
Answer registered(people::People& people, const Clock& clock, int status,
                  const std::function<Result<people::Registered>(std::vector<people::PictureReport>*)>& work);
Out reasons_of(const std::vector<people::PictureReport>& reports);  // {"reasons": [...]}, or empty

}  // namespace md::api
