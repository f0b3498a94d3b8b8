#pragma once
// The platform's listeners: the HTTPS door, in cii also the browsers' door, and the metrics beside them.
#include "roles/platform/analysis.h"

namespace md::roles {

struct Listeners {
    std::unique_ptr<net::Server> main, browser, metrics;
    std::string console_url;  // where a person's browser goes
    void stop(std::chrono::milliseconds drain);
};
// analysis: null when it is switched off.
Result<Listeners> open_listeners(Core& core, AnalysisService* analysis, const PlatformConfig& config, const Clock& clock, Random& random);

}  // namespace md::roles
