#include "roles/platform/serve.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "api/platform_api.h"
#include "base/memory.h"
#include "build_info.h"

namespace md::roles {
namespace {

api::PlatformParts parts_of(Core& core, const PlatformConfig& config, const Clock& clock, Random& random) {
    api::PlatformParts parts;
    parts.profile = config.profile;
    parts.version = MIANDUN_VERSION;
    parts.clock = &clock;
    parts.random = &random;
    parts.stores = core.stores.get();
    parts.ledger = core.ledger.get();
    parts.ledger_folder = Places(config).ledger();
    parts.authority = core.authority.get();
    parts.engine = core.engine.get();
    parts.gallery = core.gallery.get();
    parts.people = core.people.get();
    parts.doors = core.doors.get();
    parts.events = core.events.get();
    parts.recogniser = core.recogniser.get();
    parts.access = core.access.get();
    parts.retention = core.retention.get();
    return parts;
}

// Certificates of this authority are asked for, never demanded: a browser signs in with another second factor.
Result<std::shared_ptr<crypto::TlsContext>> tls_context(const crypto::TlsPolicy& policy, crypto::TlsIdentity identity,
                                                        const pki::Authority& authority) {
    crypto::TlsContext::Options options;
    options.identities.push_back(std::move(identity));
    options.trusted = {authority.certificate()};
    options.peer_auth = crypto::PeerAuth::optional;
    options.accept_peer = [&authority](ByteView leaf) {
        return std::ranges::any_of(std::initializer_list{pki::Kind::user, pki::Kind::device, pki::Kind::gateway},
                                   [&](pki::Kind kind) { return authority.accepted(leaf, kind); });
    };
    return crypto::TlsContext::make(policy, std::move(options));
}

net::ServerOptions server_options(const PlatformConfig& config, std::uint16_t port, std::shared_ptr<crypto::TlsContext> tls) {
    net::ServerOptions options;
    options.address = config.address;
    options.port = port;
    options.tls = std::move(tls);
    options.handler_threads = config.handler_threads > 0 ? config.handler_threads : std::max(2U, std::thread::hardware_concurrency());
    return options;
}

// What is in use tells growth from what the heap merely keeps. The first name is the one that Prometheus gives it everywhere.
void watch_memory(api::Metrics& metrics) {
    metrics.watch_number("process_resident_memory_bytes", "Memory of the process that lies in RAM, of files too.",
                         [] { return double(memory_use().resident_bytes); });
    metrics.watch_number("miandun_heap_in_use_bytes", "Heap that is allocated.", [] { return double(memory_use().heap_in_use_bytes); });
    metrics.watch_number("miandun_heap_kept_bytes", "Heap that was freed and is kept for the next time.",
                         [] { return double(memory_use().heap_kept_bytes); });
}

void watch_core(api::Metrics& metrics, Core& core) {
    metrics.watch_number("miandun_gallery_records", "Protected templates in memory.", [&core] { return double(core.gallery->size()); });
    metrics.watch_number("miandun_gallery_bytes", "Memory of the gallery in bytes.",
                         [&core] { return double(core.gallery->bytes_in_memory()); });
    metrics.watch_number("miandun_search_queue", "Parts of searches that wait for a thread.",
                         [&core] { return double(core.search_workers->queued()); });
    metrics.watch_number("miandun_ledger_entries", "Entries of the audit ledger.", [&core] { return double(core.ledger->size()); });
}

}  // namespace

void Listeners::stop(std::chrono::milliseconds drain) {
    for (auto* server : {main.get(), browser.get(), metrics.get()})
        if (server) server->stop(drain);
}

Result<Listeners> open_listeners(Core& core, AnalysisService* analysis, const PlatformConfig& config, const Clock& clock, Random& random) {
    auto parts = parts_of(core, config, clock, random);
    watch_memory(*parts.metrics);
    watch_core(*parts.metrics, core);
    if (analysis) {
        parts.analysis = analysis->parts();
        parts.metrics->watch_text([analysis](std::string& out) { analysis->describe(out); });
    }
    const auto router = api::make_router(parts);
    api::register_retention(parts);
    Listeners out;

    MD_ASSIGN(auto identity, server_identity(core, *core.authority, "server", config, clock.wall()));
    MD_ASSIGN(auto tls, tls_context(crypto::TlsPolicy::of(config.profile), std::move(identity), *core.authority));
    MD_ASSIGN(out.main, net::Server::start(server_options(config, config.port, std::move(tls)), router));
    parts.metrics->watch_server("main", [server = out.main.get()] { return server->counters(); });
    std::uint16_t console_port = out.main->port();
    if (core.browser_authority) {
        MD_ASSIGN(auto browser_identity, server_identity(core, *core.browser_authority, "browser", config, clock.wall()));
        MD_ASSIGN(auto browser_tls, tls_context(crypto::TlsPolicy::browser(), std::move(browser_identity), *core.browser_authority));
        MD_ASSIGN(out.browser, net::Server::start(server_options(config, config.browser_port, std::move(browser_tls)), router));
        parts.metrics->watch_server("browser", [server = out.browser.get()] { return server->counters(); });
        console_port = out.browser->port();
    }
    out.console_url = fmt::format("https://{}:{}", config.host_name.empty() ? "localhost" : config.host_name, console_port);
    if (config.metrics_port != 0) {
        auto options = server_options(config, config.metrics_port, nullptr);
        options.address = config.metrics_address;
        options.handler_threads = 1;
        MD_ASSIGN(out.metrics, net::Server::start(options, api::make_metrics_router(parts)));
    }
    return out;
}

}  // namespace md::roles
