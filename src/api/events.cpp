// The record of recognitions, and what happens now as a stream. B10: no names in either.
#include <charconv>

#include "api/convert.h"
#include "recognition/errors.h"

namespace md::api {
namespace {

recognition::EventQuery query_in(const Call& call) {
    recognition::EventQuery query;
    if (const auto kind = call.query("kind")) query.kind = recognition::event_kind_from(*kind);
    if (const auto door = call.query("door_id")) query.door = id_of<DoorId>(*door);
    if (const auto decision = call.query("decision")) query.outcome = recognition::outcome_from(*decision);
    query.from = time_query(call, "from");
    query.to = time_query(call, "to");
    query.cursor = call.query("cursor").value_or("");
    query.limit = call.limit();
    return query;
}

// Who may read what happened may hear of it.
bool may_hear(const access::Permissions& permissions, std::string_view kind) {
    if (kind == "recognition") return permissions.has(access::Permission::read_events);
    if (kind == "capture") return permissions.has(access::Permission::read_captures);
    if (kind == "alert") return permissions.has(access::Permission::read_alerts);
    return true;
}

// One listener on the bus; leaves it when its client has gone. Shared by the bus's callback, which only passes on, and nothing else.
class Follower {
public:
    Follower(EventBus& bus, std::shared_ptr<net::EventSink> sink, access::Permissions permissions)
        : bus_(bus), sink_(std::move(sink)), permissions_(permissions) {}
    // Catches up from `after`, then passes on what comes. What is published in between waits; ids on the bus rise, so that nothing is sent
    // twice.
    void start(std::uint64_t after) {
        sent_ = after;
        token_ = bus_.subscribe([this](const BusEvent& event) {
            std::lock_guard lock(mutex_);
            if (caught_up_)
                pass_on(event);
            else
                meanwhile_.push_back(event);
        });
        const auto missed = bus_.after(after);
        std::lock_guard lock(mutex_);
        for (const auto& event : missed) pass_on(event);
        for (const auto& event : meanwhile_) pass_on(event);
        meanwhile_.clear();
        caught_up_ = true;
    }
    ~Follower() {
        bus_.unsubscribe(token_);
        sink_->close();
    }
    bool alive() const { return sink_->open(); }

private:
    void pass_on(const BusEvent& event) {
        if (event.id <= sent_) return;
        sent_ = event.id;
        if (may_hear(permissions_, event.kind)) sink_->send(event.kind, std::to_string(event.id), event.json);
    }
    EventBus& bus_;
    std::shared_ptr<net::EventSink> sink_;
    const access::Permissions permissions_;
    std::mutex mutex_;
    std::uint64_t token_ = 0, sent_ = 0;
    std::vector<BusEvent> meanwhile_;
    bool caught_up_ = false;
};

// The listeners of this process. Those whose clients have gone are dropped whenever another one comes.
class Followers {
public:
    explicit Followers(EventBus& bus) : bus_(bus) {}
    void add(std::shared_ptr<net::EventSink> sink, const std::string& last_id, access::Permissions permissions) {
        std::uint64_t after = bus_.last_id();
        if (!last_id.empty()) std::from_chars(last_id.data(), last_id.data() + last_id.size(), after);
        // An id of an earlier run of the process may be ahead of this run's: start with everything there is.
        if (after > bus_.last_id()) after = 0;
        auto follower = std::make_unique<Follower>(bus_, std::move(sink), permissions);
        follower->start(after);
        std::lock_guard lock(mutex_);
        std::erase_if(followers_, [](const auto& one) { return !one->alive(); });
        followers_.push_back(std::move(follower));
    }

private:
    EventBus& bus_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Follower>> followers_;
};

}  // namespace

void add_events(Operations& operations, const PlatformParts& parts) {
    auto& events = *parts.events;
    auto& people = *parts.people;
    auto& ledger = *parts.ledger;
    operations.on("list_events", [&events](Call& call) -> Answer {
        MD_API_ASSIGN(const auto page, events.find(query_in(call)));
        return answer({{"items", items(page.items, [](const recognition::Event& event) { return to_out(event); })},
                       {"next_cursor", or_null(page.next)}});
    });
    operations.on("get_event", [&events](Call& call) -> Answer {
        MD_API_ASSIGN(const auto event, events.get(call.id<EventId>("event_id")));
        return answer(to_out(event));
    });
    operations.on("get_event_person", [&events, &people, &ledger](Call& call) -> Answer {
        MD_API_ASSIGN(const auto event, events.get(call.id<EventId>("event_id")));
        MD_API_ASSIGN(const auto id, people.person_of_event_ref(event.person_ref));
        if (!id) return refuse(errors::kEventNotFound);
        ledger::Entry entry;  // D19: joining the two sides that B10 keeps apart leaves a trace
        entry.actor = call.actor();
        entry.action = "event.person_looked_up";
        entry.object = event.id.text();
        entry.outcome = "ok";
        entry.clause = "D19";
        entry.detail_json = "{}";
        MD_API_TRY(ledger.append(std::move(entry)));
        MD_API_ASSIGN(const auto person, people.get(*id));
        return answer({{"id", id->text()}, {"name", person.name}, {"kind", people::to_string(person.kind)}});
    });
    const auto followers = std::make_shared<Followers>(events.bus());
    operations.on("stream_events", [followers](Call& call) -> Answer {
        net::Response response;
        response.stream = [followers, last = call.request.header("last-event-id"), permissions = call.caller.permissions](
                              std::shared_ptr<net::EventSink> sink) { followers->add(std::move(sink), last, permissions); };
        return response;
    });
}

}  // namespace md::api
