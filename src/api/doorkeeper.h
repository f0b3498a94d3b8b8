#pragma once
// What happens to every request before and after its handler: who calls, may they, how often, is it well formed; and the answer's last
// words.
#include "api/idempotency.h"
#include "api/operations.h"
#include "api/stream_guard.h"

namespace md::api {

// Thread-safe.
class Doorkeeper {
public:
    explicit Doorkeeper(const PlatformParts& parts);
    net::Response serve(const Operation& operation, const OperationHandler& handler, net::Request& request);
    // Before a large body is read: the answer to a caller who may not send it.
    std::optional<net::Response> refuse_early(const Operation& operation, net::Request& request);

private:
    struct Visitor {
        access::Caller caller;
        std::optional<access::SignedIn> session;
    };
    net::Response finished(const Operation& operation, const net::Request& request, Answer answered, SteadyTime begun);
    Answer admit(const Operation& operation, const OperationHandler& handler, net::Request& request);
    tl::expected<Visitor, Refusal> let_in(const Operation& operation, const net::Request& request);
    tl::expected<Visitor, Refusal> identify(const Operation& operation, const net::Request& request);
    tl::expected<void, Refusal> permit(const Operation& operation, const Visitor& visitor);
    tl::expected<void, Refusal> slow_down(const Operation& operation, const net::Request& request, const Visitor* visitor);
    tl::expected<Json, Refusal> read(const Operation& operation, const net::Request& request) const;
    void guard_stream(const Operation& operation, const net::Request& request, net::Response& response);
    std::function<bool()> still_allowed(const Operation& operation, const net::Request& request);
    void note_refusal(const Operation& operation, const Visitor& visitor);

    const PlatformParts parts_;
    Idempotency idempotency_;
    access::RateLimiter peers_, callers_, sign_ins_, heavy_, notes_;
    StreamGuard streams_;  // last: its thread uses what is above
};

}  // namespace md::api
