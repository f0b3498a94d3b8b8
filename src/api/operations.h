#pragma once
// What a resource file sees of a request, and where it puts its handlers.
#include <functional>

#include "api/contract.h"
#include "api/platform_api.h"

namespace md::api {

// One admitted request: the caller is known and permitted, parameters and body have passed their schemas.
struct Call {
    net::Request& request;
    const access::Caller& caller;
    const access::SignedIn* session = nullptr;  // when a user calls
    Json body;                                  // null without a JSON body

    bool may(access::Permission permission) const { return caller.may(permission); }
    std::string actor() const { return caller.actor(); }
    std::string path(const char* name) const { return request.captures.at(name); }
    template <class AnyId>
    AnyId id(const char* name) const {
        return id_of<AnyId>(path(name));
    }
    std::optional<std::string> query(const char* name) const;
    int limit() const;  // ?limit, 50 when absent
    access::Origin origin() const { return {request.peer_address, request.header("user-agent").substr(0, 200)}; }
    ByteView certificate() const { return request.tls.peer_certificate ? ByteView(*request.tls.peer_certificate) : ByteView(); }
};

// An error with what the problem tells beside the error's own sentences.
struct Refusal {
    Error error;
    Out members = Out::object();
    std::optional<std::chrono::seconds> retry_after;
    Refusal(Error given) : error(std::move(given)) {}  // NOLINT: implicit on purpose
    Refusal(const ErrorKind& kind) : error(kind) {}    // NOLINT: implicit on purpose
    Refusal(Error given, Out more) : error(std::move(given)), members(std::move(more)) {}
};
using Answer = tl::expected<net::Response, Refusal>;
using OperationHandler = std::function<Answer(Call&)>;

inline Answer refuse(Error error) { return tl::unexpected(Refusal(std::move(error))); }
net::Response answer(const Out& json, int status = 200);
inline net::Response no_content() { return net::Response::empty(204); }
template <class T, class Convert>
Out items(const std::vector<T>& list, Convert convert) {
    Out all = Out::array();
    for (const auto& item : list) all.push_back(convert(item));
    return all;
}

// Handlers by operationId.
class Operations {
public:
    void on(const std::string& operation_id, OperationHandler handler);
    const std::map<std::string, OperationHandler>& all() const { return handlers_; }

private:
    std::map<std::string, OperationHandler> handlers_;
};

net::Response health();
net::Response readiness_response(const PlatformParts& parts);  // 503 when a part is not ready

// One function a resource file.
void add_session(Operations& operations, const PlatformParts& parts);
void add_users(Operations& operations, const PlatformParts& parts);
void add_factors(Operations& operations, const PlatformParts& parts);
void add_devices(Operations& operations, const PlatformParts& parts);
void add_certificates(Operations& operations, const PlatformParts& parts);
void add_notices(Operations& operations, const PlatformParts& parts);
void add_persons(Operations& operations, const PlatformParts& parts);
void add_consents(Operations& operations, const PlatformParts& parts);
void add_pictures(Operations& operations, const PlatformParts& parts);
void add_recognition(Operations& operations, const PlatformParts& parts);
void add_doors(Operations& operations, const PlatformParts& parts);
void add_events(Operations& operations, const PlatformParts& parts);
void add_retention(Operations& operations, const PlatformParts& parts);
void add_deletions(Operations& operations, const PlatformParts& parts);
void add_ledger(Operations& operations, const PlatformParts& parts);
void add_calibration(Operations& operations, const PlatformParts& parts);
void add_governance(Operations& operations, const PlatformParts& parts);
void add_system(Operations& operations, const PlatformParts& parts);
// Face analysis; `parts.analysis` is there.
void add_cameras(Operations& operations, const PlatformParts& parts);
void add_live(Operations& operations, const PlatformParts& parts);
void add_analysis_settings(Operations& operations, const PlatformParts& parts);
void add_captures(Operations& operations, const PlatformParts& parts);
void add_alerts(Operations& operations, const PlatformParts& parts);
void add_statistics(Operations& operations, const PlatformParts& parts);
void add_watch_lists(Operations& operations, const PlatformParts& parts);
void add_webhooks(Operations& operations, const PlatformParts& parts);

}  // namespace md::api

// MD_TRY and MD_ASSIGN of base/result.h for functions that return an Answer.
#define MD_API_TRY(expression)                                                          \
    do {                                                                                \
        auto md_api_status = (expression);                                              \
        if (!md_api_status) return ::md::api::refuse(std::move(md_api_status.error())); \
    } while (false)
#define MD_API_ASSIGN(declaration, expression) MD_API_ASSIGN_IMPL(declaration, expression, MD_JOIN(md_api_assign_, __LINE__))
#define MD_API_ASSIGN_IMPL(declaration, expression, temporary)              \
    auto temporary = (expression);                                          \
    if (!temporary) return ::md::api::refuse(std::move(temporary.error())); \
    declaration = std::move(*temporary)
