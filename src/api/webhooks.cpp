// Where events are sent to, what waits and what came back. The sending itself: webhook_sender.h.
#include "analysis/records/outbox.h"
#include "api/analysis_out.h"
#include "api/delivery_words.h"

namespace md::api {
namespace {

using analysis::Delivery;
using analysis::DeliveryId;
using analysis::Endpoint;
using analysis::EndpointId;

constexpr std::size_t kSecretBytes = 32;

Out to_out(const Endpoint& endpoint) {
    return {{"id", endpoint.id.text()},
            {"name", endpoint.name},
            {"url", endpoint.url},
            {"events", endpoint.events},
            {"trusted_root", or_null(endpoint.ca_pem)},
            {"enabled", endpoint.enabled},
            {"created_at", md::api::to_out(endpoint.created_at)},
            {"version", endpoint.version},
            {"waiting", endpoint.waiting},
            {"dead", endpoint.dead},
            {"last_error", or_null(endpoint.last_error)},
            {"last_error_text", words_of_failure(endpoint.last_error)}};
}

Out to_out(const Delivery& delivery) {
    return {{"id", delivery.id.text()},
            {"event", delivery.event},
            {"queued_at", md::api::to_out(delivery.queued_at)},
            {"next_at", delivery.dead ? Out(nullptr) : md::api::to_out(delivery.next_at)},
            {"attempts", delivery.attempts},
            {"dead", delivery.dead},
            {"last_error", or_null(delivery.last_error)},
            {"last_error_text", words_of_failure(delivery.last_error)}};
}

analysis::EndpointSettings changed(analysis::EndpointSettings endpoint, const Json& body) {
    if (body.contains("name")) endpoint.name = text(body, "name");
    if (body.contains("url")) endpoint.url = text(body, "url");
    if (body.contains("events")) endpoint.events = texts(body, "events");
    if (body.contains("trusted_root")) endpoint.ca_pem = text_or_empty(body, "trusted_root");
    if (body.contains("enabled")) endpoint.enabled = body.at("enabled").get<bool>();
    return endpoint;
}

void add_deliveries(Operations& operations, analysis::Outbox& outbox) {
    operations.on("list_webhook_deliveries", [&outbox](Call& call) -> Answer {
        const auto id = call.id<EndpointId>("webhook_id");
        MD_API_TRY(outbox.get(id));
        MD_API_ASSIGN(const auto page, outbox.find(id, call.query("dead") == "true", call.query("cursor").value_or(""), call.limit()));
        return answer(
            {{"items", items(page.items, [](const Delivery& delivery) { return to_out(delivery); })}, {"next_cursor", or_null(page.next)}});
    });
    operations.on("resend_webhook_delivery", [&outbox](Call& call) -> Answer {
        MD_API_TRY(outbox.get(call.id<EndpointId>("webhook_id")));
        MD_API_TRY(outbox.resend(call.id<DeliveryId>("delivery_id"), call.actor()));
        return net::Response::empty(202);
    });
    operations.on("discard_webhook_delivery", [&outbox](Call& call) -> Answer {
        MD_API_TRY(outbox.get(call.id<EndpointId>("webhook_id")));
        MD_API_TRY(outbox.discard(call.id<DeliveryId>("delivery_id"), call.actor()));
        return no_content();
    });
}

}  // namespace

void add_webhooks(Operations& operations, const PlatformParts& parts) {
    auto& outbox = *parts.analysis->outbox;
    operations.on("list_webhooks", [&outbox](Call&) -> Answer {
        MD_API_ASSIGN(const auto list, outbox.list());
        return answer({{"items", items(list, [](const Endpoint& endpoint) { return to_out(endpoint); })}});
    });
    operations.on("create_webhook", [&outbox, random = parts.random](Call& call) -> Answer {
        const SecretBytes raw = random->secret(kSecretBytes);
        const auto secret = to_hex(raw.view());
        MD_API_ASSIGN(const auto endpoint, outbox.add(changed({}, call.body), SecretBytes(as_bytes(secret)), call.actor()));
        return answer({{"webhook", to_out(endpoint)}, {"secret", secret}}, 201);
    });
    operations.on("update_webhook", [&outbox](Call& call) -> Answer {
        const auto id = call.id<EndpointId>("webhook_id");
        MD_API_ASSIGN(const auto version, wanted_version(call));
        MD_API_ASSIGN(const auto before, outbox.get(id));
        MD_API_ASSIGN(const auto endpoint,
                      outbox.update(id, changed(before, call.body), nullptr, version.value_or(before.version), call.actor()));
        return with_version(answer(to_out(endpoint)), endpoint.version);
    });
    operations.on("delete_webhook", [&outbox](Call& call) -> Answer {
        MD_API_TRY(outbox.remove(call.id<EndpointId>("webhook_id"), call.actor()));
        return no_content();
    });
    operations.on("test_webhook", [&outbox](Call& call) -> Answer {
        MD_API_TRY(outbox.ping(call.id<EndpointId>("webhook_id"), call.actor()));
        return net::Response::empty(202);
    });
    add_deliveries(operations, outbox);
}

}  // namespace md::api
