#include "recognition/events.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "recognition/errors.h"
#include "recognition/schema.h"

namespace md::recognition {

using Json = nlohmann::json;
using store::Row;
using store::Store;

namespace {

constexpr std::array<std::string_view, 2> kKinds{"verification", "identification"};
constexpr std::string_view kColumns = "id, sequence, time, kind, outcome, door, person_ref, reasons, band, liveness, model, source";

std::string joined(const std::vector<std::string>& codes) {
    std::string out;
    for (const auto& code : codes) out += (out.empty() ? "" : ",") + code;
    return out;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t start = 0; start < text.size();) {
        const auto comma = std::min(text.find(',', start), text.size());
        out.push_back(text.substr(start, comma - start));
        start = comma + 1;
    }
    return out;
}

Event read(const Row& row) {
    Event out;
    out.id = EventId::from_bytes(row.blob(0)).value_or(EventId());
    out.time = from_micros(row.integer(2));
    out.kind = static_cast<EventKind>(row.integer(3));
    out.outcome = static_cast<Outcome>(row.integer(4));
    if (!row.null(5)) out.door = DoorId::from_bytes(row.blob(5));
    if (!row.null(6)) out.person_ref = row.blob(6);
    out.reasons = split(row.text(7));
    out.band = row.text(8);
    out.liveness = row.text(9);
    out.model_id = row.text(10);
    out.source = row.text(11);
    return out;
}

}  // namespace

std::string_view to_string(EventKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<EventKind> event_kind_from(std::string_view text) {
    const auto found = std::find(kKinds.begin(), kKinds.end(), text);
    if (found == kKinds.end()) return std::nullopt;
    return static_cast<EventKind>(found - kKinds.begin());
}

std::string to_json(const Event& event) {
    Json reasons = Json::array();
    for (const auto& code : event.reasons) {
        const auto text = reason_text(std::string_view(code));
        reasons.push_back({{"code", text.code}, {"zh", text.zh}, {"en", text.en}});
    }
    return Json{{"id", event.id.text()},
                {"time", to_rfc3339(event.time)},
                {"kind", to_string(event.kind)},
                {"door_id", event.door ? Json(event.door->text()) : Json()},
                {"decision", to_string(event.outcome)},
                {"reasons", reasons},
                {"band", event.band},
                {"liveness", event.liveness},
                {"person_ref", event.person_ref.empty() ? Json() : Json(to_hex(event.person_ref))},
                {"source", event.source}}
        .dump();
}

Events::Events(std::shared_ptr<store::Stores> stores, const Clock& clock, Random& random)
    : stores_(std::move(stores)), clock_(clock), random_(random) {}

Result<std::unique_ptr<Events>> Events::open(std::shared_ptr<store::Stores> stores, const Clock& clock, Random& random) {
    MD_TRY(migrate(*stores));
    std::unique_ptr<Events> events(new Events(std::move(stores), clock, random));
    MD_ASSIGN(const auto rows, (*events->stores_)[Store::events].query("SELECT COALESCE(MAX(sequence), 0) FROM recognition_events"));
    events->last_sequence_ = rows.at(0).integer(0);
    return events;
}

// B10: a reference that only the service can follow, never a name.
Result<Event> Events::record(Event event) {
    event.id = EventId::random(random_);
    event.time = clock_.wall();
    auto last = last_sequence_.load();
    std::int64_t sequence = 0;
    do {
        sequence = std::max(last + 1, to_micros(event.time));
    } while (!last_sequence_.compare_exchange_weak(last, sequence));
    MD_TRY((*stores_)[Store::events].execute(
        "INSERT INTO recognition_events (id, sequence, time, kind, outcome, door, person_ref, reasons, band, liveness, model, source) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        {event.id.bytes(), sequence, to_micros(event.time), static_cast<std::int64_t>(event.kind), static_cast<std::int64_t>(event.outcome),
         event.door ? store::Value(event.door->bytes()) : store::Value(),
         event.person_ref.empty() ? store::Value() : store::Value(event.person_ref), joined(event.reasons), event.band, event.liveness,
         event.model_id, event.source}));
    bus_.publish("recognition", to_json(event));
    return event;
}

Result<Event> Events::get(const EventId& id) const {
    MD_ASSIGN(const auto rows, (*stores_)[Store::events].query(
                                   std::string("SELECT ").append(kColumns) + " FROM recognition_events WHERE id = ?", {id.bytes()}));
    if (rows.empty()) return fail(errors::kEventNotFound);
    return read(rows[0]);
}

Result<EventPage> Events::find(const EventQuery& query) const {
    std::string where = "sequence < ?";
    const auto cursor = from_hex(query.cursor);
    std::int64_t before = cursor && cursor->size() == 8 ? static_cast<std::int64_t>(Reader(*cursor).u64()) : INT64_MAX;
    store::Params params{before};
    const auto filter = [&](std::string_view condition, store::Value value) {
        where.append(" AND ").append(condition);
        params.push_back(std::move(value));
    };
    if (query.kind) filter("kind = ?", static_cast<std::int64_t>(*query.kind));
    if (query.outcome) filter("outcome = ?", static_cast<std::int64_t>(*query.outcome));
    if (query.door) filter("door = ?", query.door->bytes());
    if (query.from) filter("time >= ?", to_micros(*query.from));
    if (query.to) filter("time < ?", to_micros(*query.to));
    if (!query.person_ref.empty()) filter("person_ref = ?", query.person_ref);
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, 500));
    params.emplace_back(static_cast<std::int64_t>(limit + 1));
    MD_ASSIGN(const auto rows, (*stores_)[Store::events].query(std::string("SELECT ").append(kColumns) + " FROM recognition_events WHERE " +
                                                                   where + " ORDER BY sequence DESC LIMIT ?",
                                                               params));
    EventPage page;
    for (const auto& row : rows) {
        if (page.items.size() == limit) {
            page.next = to_hex(Writer().u64(static_cast<std::uint64_t>(before)).bytes());
            break;
        }
        before = row.integer(1);
        page.items.push_back(read(row));
    }
    return page;
}

Result<std::int64_t> Events::count_of(ByteView person_ref) const {
    MD_ASSIGN(const auto rows,
              (*stores_)[Store::events].query("SELECT COUNT(*) FROM recognition_events WHERE person_ref = ?", {to_bytes(person_ref)}));
    return rows.at(0).integer(0);
}

// B11
Result<std::int64_t> Events::forget(ByteView person_ref) {
    return (*stores_)[Store::events].execute("UPDATE recognition_events SET person_ref = NULL WHERE person_ref = ?",
                                             {to_bytes(person_ref)});
}

// B11
void Events::register_retention(store::Retention& retention) {
    using std::chrono::days;
    auto& database = (*stores_)[Store::events];
    store::RetentionKind kind;
    kind.name = "recognition_events";
    kind.label_zh = "识别记录";
    kind.label_en = "Recognition records";
    kind.term = days(180);
    kind.maximum = stores_->profile == Profile::cii ? days(365) : days(3 * 365);
    kind.count_due = [&database](WallTime now, std::chrono::seconds term) -> Result<std::int64_t> {
        MD_ASSIGN(const auto rows, database.query("SELECT COUNT(*) FROM recognition_events WHERE time <= ?", {to_micros(now - term)}));
        return rows.at(0).integer(0);
    };
    kind.delete_due = [&database](WallTime now, std::chrono::seconds term, std::int64_t limit) {
        return database.execute(
            "DELETE FROM recognition_events WHERE id IN (SELECT id FROM recognition_events WHERE time <= ? ORDER BY time LIMIT ?)",
            {to_micros(now - term), limit});
    };
    retention.add(std::move(kind));
}

Result<std::vector<Events::DueItem>> Events::due(std::chrono::seconds term, int limit) const {
    MD_ASSIGN(const auto rows, (*stores_)[Store::events].query("SELECT id, time FROM recognition_events ORDER BY time LIMIT ?",
                                                               {std::int64_t{std::clamp(limit, 1, 1000)}}));
    std::vector<DueItem> out;
    for (const auto& row : rows) out.push_back({to_hex(row.blob(0)), from_micros(row.integer(1)) + term});
    return out;
}

}  // namespace md::recognition
