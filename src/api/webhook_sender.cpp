#include "api/webhook_sender.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/errors.h"
#include "analysis/records/endpoint_text.h"
#include "api/errors.h"
#include "base/errors.h"
#include "base/files.h"
#include "base/log.h"
#include "crypto/suite.h"
#include "net/http.h"

namespace md::api {

using analysis::Delivery;
using analysis::Endpoint;
using analysis::EndpointId;

namespace {

constexpr std::uint64_t kLargestAnswer = 64u << 10;  // only its status is looked at
constexpr std::chrono::milliseconds kIdle{60'000}, kStoreTrouble{1'000};

}  // namespace

// What an endpoint's thread keeps between deliveries.
struct WebhookSender::Line {
    std::int64_t version = 0;
    std::shared_ptr<crypto::TlsContext> tls;
};

std::string webhook_signature(Profile profile, ByteView secret, std::string_view timestamp, std::string_view delivery,
                              std::string_view body) {
    const auto text = fmt::format("{}.{}.{}", timestamp, delivery, body);
    const auto digest = crypto::Suite::of(profile).hmac(secret, as_bytes(text));
    return std::string(profile == Profile::cii ? "hmac-sm3=" : "hmac-sha256=") + to_hex(digest);
}

WebhookSender::WebhookSender(analysis::Outbox& outbox, const Clock& clock, WebhookOptions options)
    : outbox_(outbox), clock_(clock), options_(std::move(options)) {}

WebhookSender::~WebhookSender() { stop(); }

void WebhookSender::start() {
    outbox_.on_change([this] {
        {
            const std::lock_guard lock(mutex_);
            ++changes_;
        }
        changed_.notify_all();
    });
    supervisor_ = std::jthread([this](const std::stop_token& stopping) { supervise(stopping); });
}

void WebhookSender::stop() {
    if (!supervisor_.joinable()) return;
    outbox_.on_change({});
    supervisor_.request_stop();
    changed_.notify_all();
    supervisor_.join();
}

void WebhookSender::wait(std::uint64_t seen, std::chrono::milliseconds most, const std::stop_token& stopping) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stopping, most, [&] { return changes_ != seen; });
}

void WebhookSender::supervise(const std::stop_token& stopping) {
    while (!stopping.stop_requested()) {
        std::uint64_t seen = 0;
        {
            const std::lock_guard lock(mutex_);
            seen = changes_;
        }
        reconcile();
        wait(seen, kIdle, stopping);
    }
    for (auto& [id, line] : lines_) line.request_stop();
    lines_.clear();
}

// A thread for every endpoint there is. One whose endpoint is gone has ended by itself, or ends after its attempt.
void WebhookSender::reconcile() {
    const auto endpoints = outbox_.list();
    if (!endpoints) {
        log::error("api", "webhooks: {}", endpoints.error().text());
        return;
    }
    std::map<EndpointId, bool> there;
    for (const auto& endpoint : *endpoints) there[endpoint.id] = true;
    std::erase_if(lines_, [&](const auto& line) { return !there.contains(line.first); });
    for (const auto& [id, known] : there) {
        if (!lines_.contains(id)) lines_.emplace(id, [this, id = id](const std::stop_token& stopping) { serve(id, stopping); });
    }
}

void WebhookSender::serve(const EndpointId& id, const std::stop_token& stopping) {
    Line line;
    while (!stopping.stop_requested()) {
        std::uint64_t seen = 0;
        {
            const std::lock_guard lock(mutex_);
            seen = changes_;
        }
        const auto pause = step(id, line);
        if (!pause) return;
        if (pause->count() > 0) wait(seen, *pause, stopping);
    }
}

std::optional<std::chrono::milliseconds> WebhookSender::step(const EndpointId& id, Line& line) {
    const auto endpoint = outbox_.get(id);
    if (!endpoint && endpoint.error().is(errors::kEndpointNotFound)) return std::nullopt;
    if (!endpoint) return kStoreTrouble;
    if (!endpoint->enabled) return kIdle;
    const auto head = outbox_.head(id);
    if (!head) return kStoreTrouble;
    if (!*head) return kIdle;
    const Delivery& delivery = **head;
    const auto now = clock_.wall();
    const auto longest = *std::max_element(options_.back_off.begin(), options_.back_off.end());
    // A time further off than any that was ever given is of a clock that was wrong.
    if (delivery.next_at > now && delivery.next_at <= now + longest) {
        return std::chrono::ceil<std::chrono::milliseconds>(delivery.next_at - now);
    }
    const auto sent = send(*endpoint, delivery, line);
    Status noted;
    if (sent) {
        noted = outbox_.delivered(delivery);
    } else {
        const auto attempt = static_cast<std::size_t>(delivery.attempts);
        const bool dead = attempt >= options_.back_off.size();
        noted = outbox_.failed(delivery, sent.error().detail(),
                               dead ? std::nullopt : std::optional(clock_.wall() + options_.back_off[attempt]));
        if (dead)
            log::warning("api", "webhook '{}': a dead letter after {} attempts: {}", endpoint->name, attempt + 1, sent.error().detail());
    }
    return noted ? std::chrono::milliseconds(0) : kStoreTrouble;
}

Result<std::shared_ptr<crypto::TlsContext>> WebhookSender::context(const Endpoint& endpoint) {
    crypto::TlsContext::Options options;
    options.server = false;
    options.peer_auth = crypto::PeerAuth::required;
    std::string pem = endpoint.ca_pem;
    if (pem.empty()) {
        MD_ASSIGN(const auto file, read_file(options_.ca_file));
        pem = as_text(file);
    }
    MD_ASSIGN(options.trusted, analysis::certificates_of(pem));
    return crypto::TlsContext::make(crypto::TlsPolicy::of(options_.profile), std::move(options));
}

// The error's detail is what the operator is shown: a code, or the status of the answer.
Status WebhookSender::send(const Endpoint& endpoint, const Delivery& delivery, Line& line) {
    const auto failed = [](std::string why) { return fail(errors::kInternal, std::move(why)); };
    if (!line.tls || line.version != endpoint.version) {
        auto made = context(endpoint);
        if (!made) return failed(std::string(made.error().code()));
        line.tls = std::move(*made);
        line.version = endpoint.version;
    }
    const auto secret = outbox_.secret(endpoint.id);
    if (!secret) return failed(std::string(secret.error().code()));
    const auto timestamp = std::to_string(std::chrono::floor<std::chrono::seconds>(clock_.wall()).time_since_epoch().count());
    const auto id = delivery.id.text();
    net::ClientRequest request;
    request.method = "POST";
    request.url = endpoint.url;
    request.headers = {{"Content-Type", "application/json"},
                       {"User-Agent", "miandun"},
                       {"X-Miandun-Event", delivery.event},
                       {"X-Miandun-Delivery", id},
                       {"X-Miandun-Timestamp", timestamp},
                       {"X-Miandun-Signature", webhook_signature(options_.profile, secret->view(), timestamp, id, delivery.body)}};
    request.body = to_bytes(std::string_view(delivery.body));
    request.tls = line.tls;
    request.timeout = options_.timeout;
    request.max_answer_bytes = kLargestAnswer;
    const auto answer = net::fetch(request);
    if (!answer) return failed(std::string(answer.error().code()));
    if (answer->status < 200 || answer->status > 299) return failed(fmt::format("http {}", answer->status));
    return {};
}

}  // namespace md::api
