// Deliveries: what each endpoint is still to be told.
#include <algorithm>

#include "analysis/errors.h"
#include "analysis/records/outbox.h"

namespace md::analysis {

using store::Queries;
using store::Store;

namespace {

store::Place place_of_body(const Bytes& id) { return {Store::events, "analysis_deliveries", "body", id}; }

}  // namespace

Status Outbox::queue(Queries& db, std::string_view event, std::string_view json) {
    const std::shared_lock lock(mutex_);
    for (const auto& [id, endpoint] : endpoints_) {
        if (!endpoint.enabled) continue;
        if (std::find(endpoint.events.begin(), endpoint.events.end(), event) == endpoint.events.end()) continue;
        MD_TRY(insert(db, id, event, json));
    }
    return {};
}

// From the table of endpoints, so that one which was removed this very moment takes nothing along with it.
Status Outbox::insert(Queries& db, const EndpointId& endpoint, std::string_view event, std::string_view json) {
    const auto now = parts_.clock->wall();
    const Bytes id = DeliveryId::random(*parts_.random).bytes();
    MD_ASSIGN(auto sealed, parts_.stores->keyring->seal(place_of_body(id), as_bytes(json)));
    MD_ASSIGN(const auto there, db.query("SELECT id FROM analysis_endpoints WHERE id = ?", {endpoint.bytes()}));
    if (there.empty()) return {};
    MD_TRY(
        db.execute("INSERT INTO analysis_deliveries (id, sequence, endpoint, event, body, queued, next, attempts, dead, error) VALUES "
                   "(?,?,?,?,?,?,?,0,0,'')",
                   {id, sequence_.next(now), endpoint.bytes(), std::string(event), std::move(sealed), to_micros(now), std::int64_t{0}}));
    return {};
}

Result<std::vector<Delivery>> Outbox::read(const std::string& where, const store::Params& params) const {
    MD_ASSIGN(const auto rows,
              (*parts_.stores)[Store::events].query(
                  "SELECT id, endpoint, sequence, event, body, queued, next, attempts, dead, error FROM analysis_deliveries WHERE " + where,
                  params));
    std::vector<Delivery> out;
    for (const auto& row : rows) {
        const auto& id = row.blob(0);
        MD_ASSIGN(const auto body, parts_.stores->keyring->open(place_of_body(id), row.blob(4)));
        Delivery one;
        one.id = DeliveryId::from_bytes(id).value_or(DeliveryId());
        one.endpoint = EndpointId::from_bytes(row.blob(1)).value_or(EndpointId());
        one.sequence = row.integer(2);
        one.event = row.text(3);
        one.body = as_text(body.view());
        one.queued_at = from_micros(row.integer(5));
        one.next_at = from_micros(row.integer(6));
        one.attempts = static_cast<int>(row.integer(7));
        one.dead = row.integer(8) != 0;
        one.last_error = row.text(9);
        out.push_back(std::move(one));
    }
    return out;
}

Result<std::optional<Delivery>> Outbox::head(const EndpointId& endpoint) const {
    MD_ASSIGN(auto found, read("endpoint = ? AND dead = 0 ORDER BY sequence LIMIT 1", {endpoint.bytes()}));
    if (found.empty()) return std::nullopt;
    return std::move(found[0]);
}

Status Outbox::delivered(const Delivery& delivery) {
    return (*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("DELETE FROM analysis_deliveries WHERE id = ?", {delivery.id.bytes()}));
        MD_TRY(db.execute("UPDATE analysis_endpoints SET last_error = '' WHERE id = ? AND last_error <> ''", {delivery.endpoint.bytes()}));
        return {};
    });
}

Status Outbox::failed(const Delivery& delivery, const std::string& error, std::optional<WallTime> retry_at) {
    return (*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("UPDATE analysis_deliveries SET attempts = ?, next = ?, dead = ?, error = ? WHERE id = ?",
                          {std::int64_t{delivery.attempts} + 1, to_micros(retry_at.value_or(WallTime())), std::int64_t{retry_at ? 0 : 1},
                           error, delivery.id.bytes()}));
        MD_TRY(db.execute("UPDATE analysis_endpoints SET last_error = ? WHERE id = ?", {error, delivery.endpoint.bytes()}));
        if (retry_at) return {};
        return note(parts_, "system", "webhook.dead_letter", delivery.id.text(), "D19");
    });
}

Result<DeliveryPage> Outbox::find(const EndpointId& endpoint, bool dead, const std::string& cursor, int limit) const {
    const auto most = static_cast<std::size_t>(std::clamp(limit, 1, 500));
    MD_ASSIGN(auto found, read("sequence < ? AND endpoint = ? AND dead = ? ORDER BY sequence DESC LIMIT ?",
                               {read_cursor(cursor), endpoint.bytes(), std::int64_t{dead ? 1 : 0}, static_cast<std::int64_t>(most + 1)}));
    DeliveryPage page{std::move(found), {}};
    if (page.items.size() > most) {
        page.items.resize(most);
        page.next = cursor_of(page.items.back().sequence);
    }
    return page;
}

Status Outbox::resend(const DeliveryId& id, const Actor& actor) {
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto changed,
                  db.execute("UPDATE analysis_deliveries SET dead = 0, attempts = 0, next = 0, sequence = ? WHERE id = ? AND dead = 1",
                             {sequence_.next(parts_.clock->wall()), id.bytes()}));
        if (changed == 0) return fail(errors::kEndpointNotFound);
        return note(parts_, actor, "webhook.resent", id.text(), "D19");
    }));
    announce();
    return {};
}

Status Outbox::discard(const DeliveryId& id, const Actor& actor) {
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto gone, db.execute("DELETE FROM analysis_deliveries WHERE id = ?", {id.bytes()}));
        if (gone == 0) return fail(errors::kEndpointNotFound);
        return note(parts_, actor, "webhook.discarded", id.text(), "D19");
    }));
    announce();
    return {};
}

Status Outbox::ping(const EndpointId& id, const Actor& actor) {
    MD_TRY(get(id));
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_TRY(insert(db, id, "ping", R"({"what":"ping"})"));
        return note(parts_, actor, "webhook.pinged", id.text(), "D19");
    }));
    announce();
    return {};
}

void Outbox::register_retention(store::Retention& retention) {
    auto kind = retention_of_rows((*parts_.stores)[Store::events], "analysis_deliveries", "queued", "");
    kind.name = "webhook_deliveries";
    kind.label_zh = "未送达的推送";
    kind.label_en = "Deliveries that were not taken";
    kind.term = std::chrono::days(7);
    kind.maximum = std::chrono::days(30);
    retention.add(std::move(kind));
}

}  // namespace md::analysis
