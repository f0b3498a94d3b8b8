#include "api/platform_api.h"

#include "api/console_files.h"
#include "api/doorkeeper.h"
#include "api/errors.h"
#include "base/errors.h"

namespace md::api {
namespace {

void switch_off_analysis(Operations& operations) {
    static const std::set<std::string_view> kTags{"cameras", "analysis", "captures", "alerts", "statistics", "watch_lists", "webhooks"};
    for (const auto& operation : Contract::get().operations()) {
        if (kTags.contains(operation.tag)) operations.on(operation.id, [](Call&) { return refuse(errors::kAnalysisOff); });
    }
}

Operations all_operations(const PlatformParts& parts) {
    Operations operations;
    for (const auto add :
         {add_session, add_users, add_factors, add_devices, add_certificates, add_notices, add_persons, add_consents, add_pictures,
          add_recognition, add_doors, add_events, add_retention, add_deletions, add_ledger, add_calibration, add_governance, add_system}) {
        add(operations, parts);
    }
    if (!parts.analysis) {
        switch_off_analysis(operations);
        return operations;
    }
    for (const auto add :
         {add_cameras, add_live, add_analysis_settings, add_captures, add_alerts, add_statistics, add_watch_lists, add_webhooks})
        add(operations, parts);
    return operations;
}

}  // namespace

std::shared_ptr<const net::Router> make_router(const PlatformParts& parts) {
    const auto& contract = Contract::get();
    const auto operations = all_operations(parts);
    const auto doorkeeper = std::make_shared<Doorkeeper>(parts);
    auto router = std::make_shared<net::Router>();
    for (const auto& operation : contract.operations()) {
        const auto handler = operations.all().find(operation.id);
        if (handler == operations.all().end())
            throw Fatal(Error(errors::kInternal, "openapi.yaml names an operation that the code does not have: " + operation.id));
        const auto serve = [doorkeeper, &operation, handle = handler->second](net::Request& request) {
            return doorkeeper->serve(operation, handle, request);
        };
        const auto gate = [doorkeeper, &operation](net::Request& request) { return doorkeeper->refuse_early(operation, request); };
        router->add(operation.method, operation.path, serve, operation.max_body_bytes, operation.open ? net::Gate() : gate);
    }
    if (operations.all().size() != contract.operations().size())
        throw Fatal(Error(errors::kInternal, "the code has an operation that openapi.yaml does not name"));
    const auto console = std::make_shared<ConsoleFiles>(embedded_console(), parts.profile);
    router->fallback([console](net::Request& request) { return console->serve(request); });
    return router;
}

void register_retention(const PlatformParts& parts) {
    Idempotency::register_retention(*parts.retention, parts.stores->databases[static_cast<std::size_t>(store::Store::events)]);
}

std::shared_ptr<const net::Router> make_metrics_router(const PlatformParts& parts) {
    auto router = std::make_shared<net::Router>();
    router->add(
        "GET", "/metrics",
        [metrics = parts.metrics](net::Request&) {
            return net::Response::text(metrics->text(), "text/plain; version=0.0.4; charset=utf-8");
        },
        0);
    router->add(
        "GET", "/healthz", [](net::Request&) { return health(); }, 0);
    router->add(
        "GET", "/readyz", [parts](net::Request&) { return readiness_response(parts); }, 0);
    return router;
}

}  // namespace md::api
