#pragma once
// The record of recognitions in store `events`: when, where, what was decided and why. No names, no pictures, no scores. B10, B11.
#include <atomic>
#include <memory>

#include "base/ids.h"
#include "recognition/decision.h"
#include "base/event_bus.h"
#include "store/retention.h"
#include "store/stores.h"

namespace md::recognition {

enum class EventKind { verification, identification };
std::string_view to_string(EventKind kind);
std::optional<EventKind> event_kind_from(std::string_view text);

struct Event {
    EventId id;
    WallTime time;
    EventKind kind = EventKind::identification;
    std::optional<DoorId> door;
    Outcome outcome = Outcome::not_judged;
    std::vector<std::string> reasons;  // codes; reason_text() gives the sentences
    std::string band;                  // "none", "weak", "clear", "strong"
    std::string liveness;              // "live", "attack", "not_judged"
    Bytes person_ref;                  // empty, or the reference under which this store knows a person (people::event_ref)
    std::string model_id;
    std::string source;  // user or device id that asked
};
struct EventQuery {
    std::optional<EventKind> kind;
    std::optional<DoorId> door;
    std::optional<Outcome> outcome;
    std::optional<WallTime> from, to;  // [from, to)
    Bytes person_ref;
    std::string cursor;
    int limit = 50;  // 1..500
};
struct EventPage {
    std::vector<Event> items;  // newest first
    std::string next;
};
std::string to_json(const Event& event);  // what the bus carries and a door may pass on

// Thread-safe.
class Events {
public:
    static Result<std::unique_ptr<Events>> open(std::shared_ptr<store::Stores> stores, const Clock& clock, Random& random);
    // Stores it (id and time are filled in) and publishes it on the bus.
    Result<Event> record(Event event);
    Result<Event> get(const EventId& id) const;
    Result<EventPage> find(const EventQuery& query) const;
    // A person's rows: how many, and making them anonymous (they stay as statistics). For people::Trace.
    Result<std::int64_t> count_of(ByteView person_ref) const;
    Result<std::int64_t> forget(ByteView person_ref);
    // Kind "recognition_events": 180 days, at most three years (general) or one year (cii). B11
    void register_retention(store::Retention& retention);
    struct DueItem {
        std::string ref;
        WallTime due_at;
    };
    Result<std::vector<DueItem>> due(std::chrono::seconds term, int limit) const;
    EventBus& bus() { return bus_; }

private:
    Events(std::shared_ptr<store::Stores> stores, const Clock& clock, Random& random);
    std::shared_ptr<store::Stores> stores_;
    const Clock& clock_;
    Random& random_;
    EventBus bus_;
    std::atomic<std::int64_t> last_sequence_{0};
};

}  // namespace md::recognition
