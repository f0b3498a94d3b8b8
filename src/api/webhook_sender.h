#pragma once
// Tells other systems what the outbox holds for them: one thread an endpoint, so that a slow one holds up nobody else, and strictly in
// order.
//
// A delivery is a POST of JSON with these header fields:
//   X-Miandun-Event      "alert.raised" ...
//   X-Miandun-Delivery   its id, 32 hexadecimal digits; one that comes twice (after a crash) has the same
//   X-Miandun-Timestamp  seconds since the epoch: refuse what is older than a few minutes
//   X-Miandun-Signature  "hmac-sha256=<hex>" (general) or "hmac-sm3=<hex>" (cii) of "<timestamp>.<delivery>.<body>" under the shared secret
// Any answer from 200 to 299 takes it. Everything else is tried again after the times of `back_off`; when they are used up, it is a dead
// letter, shown and sent again by hand, and the next one is tried. Redirections are not followed.
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "analysis/records/outbox.h"
#include "crypto/tls.h"

namespace md::api {

struct WebhookOptions {
    Profile profile = Profile::general;
    std::chrono::milliseconds timeout{10'000};  // of one attempt
    std::vector<std::chrono::seconds> back_off{std::chrono::seconds(1),  std::chrono::seconds(5),  std::chrono::seconds(30),
                                               std::chrono::minutes(2),  std::chrono::minutes(10), std::chrono::minutes(30),
                                               std::chrono::minutes(60), std::chrono::minutes(60)};
    std::string ca_file = "/etc/ssl/certs/ca-certificates.crt";  // whom to trust where an endpoint names nobody
};

// "hmac-sha256=..." or "hmac-sm3=...".
std::string webhook_signature(Profile profile, ByteView secret, std::string_view timestamp, std::string_view delivery,
                              std::string_view body);

// Thread-safe. The outbox outlives it.
class WebhookSender {
public:
    WebhookSender(analysis::Outbox& outbox, const Clock& clock, WebhookOptions options);
    ~WebhookSender();  // stop()
    void start();
    void stop();  // an attempt that is on its way is waited for

private:
    struct Line;
    void supervise(const std::stop_token& stopping);
    void reconcile();
    void serve(const analysis::EndpointId& id, const std::stop_token& stopping);
    // How long there is nothing to do; nothing when the endpoint is gone.
    std::optional<std::chrono::milliseconds> step(const analysis::EndpointId& id, Line& line);
    Status send(const analysis::Endpoint& endpoint, const analysis::Delivery& delivery, Line& line);
    Result<std::shared_ptr<crypto::TlsContext>> context(const analysis::Endpoint& endpoint);
    void wait(std::uint64_t seen, std::chrono::milliseconds most, const std::stop_token& stopping);
    analysis::Outbox& outbox_;
    const Clock& clock_;
    const WebhookOptions options_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::uint64_t changes_ = 0;
    std::map<analysis::EndpointId, std::jthread> lines_;  // the supervisor's alone
    std::jthread supervisor_;
};

}  // namespace md::api
