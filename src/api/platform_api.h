#pragma once
// The doors of the platform: every operation of openapi.yaml onto the domain, the console's files, metrics.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "access/access.h"
#include "access/rate_limit.h"
#include "api/metrics.h"
#include "base/clock.h"
#include "base/profile.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "net/http.h"
#include "people/people.h"
#include "pki/authority.h"
#include "recognition/recogniser.h"
#include "store/retention.h"
#include "store/stores.h"
#include "templates/gallery.h"
#include "vision/engine.h"

namespace md::analysis {
class Alerts;
class Cameras;
class Captures;
class LiveAnalysis;
class Outbox;
class Recorder;
class Statistics;
class WatchLists;
}  // namespace md::analysis

namespace md::api {

// Requests a second, and how many at once after a quiet time. Reached: 429 with Retry-After.
struct RateLimits {
    access::RateLimiter::Rate peer{200, 400};    // of one address, whoever calls
    access::RateLimiter::Rate caller{100, 200};  // of one user or device
    access::RateLimiter::Rate sign_in{1, 30};    // of one address: passwords and codes (access/ also locks accounts)
    access::RateLimiter::Rate heavy{100, 200};   // of one user or device: recognition, import, ledger verification
};

// Face analysis (S3). All of them, or the platform has none and its operations answer api.analysis_off.
struct AnalysisParts {
    analysis::Cameras* cameras = nullptr;
    analysis::Captures* captures = nullptr;
    analysis::Alerts* alerts = nullptr;
    analysis::Statistics* statistics = nullptr;
    analysis::WatchLists* watch_lists = nullptr;
    analysis::Outbox* outbox = nullptr;
    analysis::Recorder* recorder = nullptr;
    analysis::LiveAnalysis* live = nullptr;
};

// References to what the platform built; all of it outlives the routers.
struct PlatformParts {
    Profile profile = Profile::general;
    std::string version;  // of the product
    const Clock* clock = nullptr;
    Random* random = nullptr;
    store::Stores* stores = nullptr;
    ledger::Ledger* ledger = nullptr;
    std::filesystem::path ledger_folder;
    pki::Authority* authority = nullptr;
    const vision::Engine* engine = nullptr;
    templates::Gallery* gallery = nullptr;
    people::People* people = nullptr;
    recognition::Doors* doors = nullptr;
    recognition::Events* events = nullptr;
    recognition::Recogniser* recogniser = nullptr;
    access::Access* access = nullptr;
    store::Retention* retention = nullptr;
    std::optional<AnalysisParts> analysis;
    std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();  // shared by both routers; give it the servers' counters
    RateLimits rates;
    std::chrono::milliseconds stream_check{5'000};  // how often a stream's caller is asked for again
    bool cookie_needs_tls = true;                   // false only where a test speaks plain HTTP
};

// Throws Fatal when openapi.yaml and the code do not name the same operations.
std::shared_ptr<const net::Router> make_router(const PlatformParts& parts);
// What the doors themselves keep and for how long. Once, before the retention starts.
void register_retention(const PlatformParts& parts);
// GET /metrics (Prometheus text), /healthz and /readyz, for a listener that only the operator's monitoring reaches.
std::shared_ptr<const net::Router> make_metrics_router(const PlatformParts& parts);

}  // namespace md::api
