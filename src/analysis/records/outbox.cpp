// Endpoints: who is told what.
#include "analysis/records/outbox.h"

#include <algorithm>
#include <mutex>

#include "analysis/errors.h"
#include "analysis/records/endpoint_text.h"
#include "analysis/records/schema.h"
#include "store/errors.h"

namespace md::analysis {

using store::Queries;
using store::Store;

namespace {

constexpr std::size_t kShortestSecret = 16, kLongestSecret = 256;

store::Place place_of_secret(const Bytes& id) { return {Store::events, "analysis_endpoints", "secret", id}; }

Status check_secret(const SecretBytes& secret) {
    if (secret.size() < kShortestSecret || secret.size() > kLongestSecret) return fail(errors::kEndpointInvalid, "secret");
    return {};
}

}  // namespace

Outbox::Outbox(RecordParts parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<Outbox>> Outbox::open(RecordParts parts) {
    MD_TRY(migrate(*parts.stores));
    std::unique_ptr<Outbox> outbox(new Outbox(std::move(parts)));
    MD_TRY(outbox->sequence_.open((*outbox->parts_.stores)[Store::events], "analysis_deliveries"));
    MD_TRY(outbox->load());
    return outbox;
}

Status Outbox::load() {
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::events].query("SELECT id, created, version, body FROM analysis_endpoints"));
    for (const auto& row : rows) {
        MD_ASSIGN(auto settings, decode_endpoint(row.text(3)));
        Endpoint endpoint{std::move(settings)};
        endpoint.id = EndpointId::from_bytes(row.blob(0)).value_or(EndpointId());
        endpoint.created_at = from_micros(row.integer(1));
        endpoint.version = row.integer(2);
        endpoints_.insert_or_assign(endpoint.id, std::move(endpoint));
    }
    return {};
}

Result<Endpoint> Outbox::add(EndpointSettings settings, const SecretBytes& secret, const Actor& actor) {
    MD_TRY(check_endpoint(settings));
    MD_TRY(check_secret(secret));
    Endpoint endpoint{std::move(settings)};
    endpoint.id = EndpointId::random(*parts_.random);
    endpoint.created_at = parts_.clock->wall();
    const Bytes id = endpoint.id.bytes();
    MD_ASSIGN(auto sealed, parts_.stores->keyring->seal(place_of_secret(id), secret.view()));
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto there, db.query("SELECT name FROM analysis_endpoints"));
        if (there.size() >= kMostEndpoints) return fail(errors::kEndpointInvalid, "too many endpoints");
        MD_TRY(db.execute("INSERT INTO analysis_endpoints (id, name, created, version, body, secret) VALUES (?,?,?,1,?,?)",
                          {id, endpoint.name, to_micros(endpoint.created_at), encode(endpoint), std::move(sealed)}));
        return note(parts_, actor, "webhook.added", endpoint.id.text(), "D19");
    }));
    {
        const std::unique_lock lock(mutex_);
        endpoints_.insert_or_assign(endpoint.id, endpoint);
    }
    announce();
    return endpoint;
}

Result<Endpoint> Outbox::update(const EndpointId& id, EndpointSettings settings, const SecretBytes* secret,
                                std::optional<std::int64_t> version, const Actor& actor) {
    MD_TRY(check_endpoint(settings));
    if (secret) MD_TRY(check_secret(*secret));
    const Bytes row = id.bytes();
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto old, db.query("SELECT version FROM analysis_endpoints WHERE id = ?", {row}));
        if (old.empty()) return fail(errors::kEndpointNotFound);
        if (version && *version != old[0].integer(0)) return fail(errors::kVersionChanged);
        MD_TRY(db.execute("UPDATE analysis_endpoints SET name = ?, version = version + 1, body = ? WHERE id = ?",
                          {settings.name, encode(settings), row}));
        if (secret) {
            MD_ASSIGN(auto sealed, parts_.stores->keyring->seal(place_of_secret(row), secret->view()));
            MD_TRY(db.execute("UPDATE analysis_endpoints SET secret = ? WHERE id = ?", {std::move(sealed), row}));
        }
        // Whatever was wrong, it is tried again at once.
        MD_TRY(db.execute("UPDATE analysis_deliveries SET next = 0 WHERE endpoint = ? AND dead = 0", {row}));
        return note(parts_, actor, "webhook.changed", id.text(), "D19");
    }));
    {
        const std::unique_lock lock(mutex_);
        auto& endpoint = endpoints_.at(id);
        static_cast<EndpointSettings&>(endpoint) = std::move(settings);
        ++endpoint.version;
    }
    announce();
    return get(id);
}

Status Outbox::remove(const EndpointId& id, const Actor& actor) {
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto gone, db.execute("DELETE FROM analysis_endpoints WHERE id = ?", {id.bytes()}));
        if (gone == 0) return fail(errors::kEndpointNotFound);
        return note(parts_, actor, "webhook.removed", id.text(), "D19");
    }));
    {
        const std::unique_lock lock(mutex_);
        endpoints_.erase(id);
    }
    announce();
    return {};
}

Result<Endpoint> Outbox::get(const EndpointId& id) const {
    MD_ASSIGN(auto all, list());
    const auto found = std::find_if(all.begin(), all.end(), [&](const Endpoint& endpoint) { return endpoint.id == id; });
    if (found == all.end()) return fail(errors::kEndpointNotFound);
    return std::move(*found);
}

Result<std::vector<Endpoint>> Outbox::list() const {
    auto& events = (*parts_.stores)[Store::events];
    MD_ASSIGN(const auto counts, events.query("SELECT endpoint, SUM(1 - dead), SUM(dead) FROM analysis_deliveries GROUP BY endpoint"));
    MD_ASSIGN(const auto errors, events.query("SELECT id, last_error FROM analysis_endpoints"));
    std::vector<Endpoint> out;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [id, endpoint] : endpoints_) out.push_back(endpoint);
    }
    for (auto& endpoint : out) {
        const Bytes id = endpoint.id.bytes();
        for (const auto& row : counts) {
            if (row.blob(0) != id) continue;
            endpoint.waiting = row.integer(1);
            endpoint.dead = row.integer(2);
        }
        for (const auto& row : errors) {
            if (row.blob(0) == id) endpoint.last_error = row.text(1);
        }
    }
    std::sort(out.begin(), out.end(), [](const Endpoint& a, const Endpoint& b) { return a.name < b.name; });
    return out;
}

Result<SecretBytes> Outbox::secret(const EndpointId& id) const {
    const Bytes row = id.bytes();
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::events].query("SELECT secret FROM analysis_endpoints WHERE id = ?", {row}));
    if (rows.empty()) return fail(errors::kEndpointNotFound);
    return parts_.stores->keyring->open(place_of_secret(row), rows[0].blob(0));
}

void Outbox::on_change(std::function<void()> listener) {
    const std::unique_lock lock(mutex_);
    listener_ = std::move(listener);
}

void Outbox::announce() {
    const std::shared_lock lock(mutex_);
    if (listener_) listener_();
}

}  // namespace md::analysis
