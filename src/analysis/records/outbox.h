#pragma once
// What is still to be told to other systems. A delivery is queued in the transaction that stores what it tells, and stays until the
// receiver has taken it or an operator gives it up: a crash loses nothing, and may send a delivery twice (its id says so to the receiver).
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "analysis/records/parts.h"
#include "analysis/records/rows.h"
#include "base/ids.h"
#include "base/secret.h"
#include "store/retention.h"

namespace md::analysis {

using EndpointId = Id<struct EndpointTag>;
using DeliveryId = Id<struct DeliveryTag>;

struct EndpointSettings {
    std::string name;                 // 1..100 bytes
    std::string url;                  // https://host[:port]/path; kEndpointInvalid for anything else
    std::vector<std::string> events;  // some of kWebhookEvents; not empty
    bool enabled = true;              // disabled: nothing is queued for it, what is queued waits
    std::string ca_pem;               // whom to trust; empty: the system's authorities
};
inline constexpr std::string_view kWebhookEvents[] = {"alert.raised",    "alert.updated", "alert.ended", "alert.acknowledged",
                                                      "alert.commented", "alert.closed",  "capture"};
struct Endpoint : EndpointSettings {
    EndpointId id;
    WallTime created_at;
    std::int64_t version = 1;
    std::int64_t waiting = 0, dead = 0;  // deliveries, when listed
    std::string last_error;              // code of the last failure, empty after a success
};
struct Delivery {
    DeliveryId id;
    EndpointId endpoint;
    std::int64_t sequence = 0;  // order of sending
    std::string event, body;    // body: JSON
    WallTime queued_at, next_at;
    int attempts = 0;
    bool dead = false;
    std::string last_error;  // a code, or "http 500"
};
struct DeliveryPage {
    std::vector<Delivery> items;  // newest first
    std::string next;
};

// Thread-safe. Store `events`; secrets and bodies sealed.
class Outbox {
public:
    static Result<std::unique_ptr<Outbox>> open(RecordParts parts);
    static constexpr int kMostEndpoints = 16;

    // secret: at least 16 bytes, for the signature; shown never again.
    Result<Endpoint> add(EndpointSettings settings, const SecretBytes& secret, const Actor& actor);
    // secret: null keeps it.
    Result<Endpoint> update(const EndpointId& id, EndpointSettings settings, const SecretBytes* secret, std::optional<std::int64_t> version,
                            const Actor& actor);
    Status remove(const EndpointId& id, const Actor& actor);  // with its deliveries
    Result<Endpoint> get(const EndpointId& id) const;
    Result<std::vector<Endpoint>> list() const;  // by name
    Result<SecretBytes> secret(const EndpointId& id) const;

    // In the caller's transaction of store `events`. Call announce() after it committed.
    Status queue(store::Queries& db, std::string_view event, std::string_view json);
    void announce();

    // For the sender. The oldest living delivery of an endpoint, due or not: order is kept, so it holds up those behind it.
    Result<std::optional<Delivery>> head(const EndpointId& endpoint) const;
    Status delivered(const Delivery& delivery);
    // Counts the attempt; `retry_at` empty: a dead letter.
    Status failed(const Delivery& delivery, const std::string& error, std::optional<WallTime> retry_at);

    Result<DeliveryPage> find(const EndpointId& endpoint, bool dead, const std::string& cursor, int limit) const;
    Status resend(const DeliveryId& id, const Actor& actor);   // a dead letter lives again, behind those that wait
    Status discard(const DeliveryId& id, const Actor& actor);  // gives it up
    // A test delivery of event "ping".
    Status ping(const EndpointId& id, const Actor& actor);
    // Called after announce() and every change of an endpoint, on that thread; must not block.
    void on_change(std::function<void()> listener);
    // "webhook_deliveries": dead letters and what never left, 30 days at most.
    void register_retention(store::Retention& retention);

private:
    explicit Outbox(RecordParts parts);
    Status load();
    Status insert(store::Queries& db, const EndpointId& endpoint, std::string_view event, std::string_view json);
    Result<std::vector<Delivery>> read(const std::string& where, const store::Params& params) const;
    RecordParts parts_;
    Sequence sequence_;
    mutable std::shared_mutex mutex_;
    std::map<EndpointId, Endpoint> endpoints_;  // for queue(), without counts
    std::function<void()> listener_;
};

}  // namespace md::analysis
