#include "recognition/doors.h"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "recognition/errors.h"
#include "recognition/schema.h"
#include "store/errors.h"

namespace md::recognition {

using Json = nlohmann::json;
using store::Queries;
using store::Store;

namespace {

std::string text_of(const std::optional<std::chrono::sys_days>& day) { return day ? to_text(*day) : std::string(); }

std::string encode(const DoorSettings& door) {
    Json windows = Json::array();
    for (const auto& window : door.schedules) {
        windows.push_back({{"days", day_names(window)},
                           {"from", to_text(window.from)},
                           {"to", to_text(window.to)},
                           {"first_day", text_of(window.first_day)},
                           {"last_day", text_of(window.last_day)}});
    }
    return Json{
        {"name", door.name}, {"schedules", windows}, {"groups", door.groups}, {"grade", door.grade}, {"alternative", door.alternative}}
        .dump();
}

Result<DoorSettings> decode(const std::string& text) {
    try {
        const auto json = Json::parse(text);
        DoorSettings out;
        out.name = json.at("name");
        out.groups = json.at("groups").get<std::vector<std::string>>();
        out.grade = json.at("grade");
        out.alternative = json.at("alternative");
        for (const auto& window : json.at("schedules")) {
            MD_ASSIGN(auto read, window_from(window.at("days").get<std::vector<std::string>>(), window.at("from").get<std::string>(),
                                             window.at("to").get<std::string>(), window.at("first_day").get<std::string>(),
                                             window.at("last_day").get<std::string>()));
            out.schedules.push_back(std::move(read));
        }
        return out;
    } catch (const Json::exception&) {
        return fail(errors::kStoreCorrupt, "recognition_doors");
    }
}

Status note(ledger::Ledger& ledger, const std::string& actor, std::string action, const DoorId& id) {
    ledger::Entry entry;
    entry.actor = actor;
    entry.action = std::move(action);
    entry.object = id.text();
    entry.outcome = "ok";
    entry.clause = "B9";
    entry.detail_json = "{}";
    MD_TRY(ledger.append(std::move(entry)));
    return {};
}

}  // namespace

Doors::Doors(std::shared_ptr<store::Stores> stores, ledger::Ledger& ledger, const Clock& clock, Random& random)
    : stores_(std::move(stores)), ledger_(ledger), clock_(clock), random_(random) {}

Result<std::unique_ptr<Doors>> Doors::open(std::shared_ptr<store::Stores> stores, ledger::Ledger& ledger, const Clock& clock,
                                           Random& random) {
    MD_TRY(migrate(*stores));
    std::unique_ptr<Doors> doors(new Doors(std::move(stores), ledger, clock, random));
    MD_TRY(doors->load());
    return doors;
}

Status Doors::load() {
    MD_ASSIGN(const auto rows, (*stores_)[Store::events].query("SELECT id, created, body FROM recognition_doors"));
    for (const auto& row : rows) {
        MD_ASSIGN(auto settings, decode(row.text(2)));
        const auto id = DoorId::from_bytes(row.blob(0)).value_or(DoorId());
        doors_.insert_or_assign(id, Door{std::move(settings), id, from_micros(row.integer(1))});
    }
    return {};
}

// B9
Status Doors::check(const DoorSettings& settings) const {
    if (settings.name.empty() || settings.name.size() > 200 || settings.grade < 1 || settings.grade > 4) return fail(errors::kDoorInvalid);
    const int least = stores_->profile == Profile::cii ? 3 : 2;
    if (settings.grade < least) return fail(errors::kGradeTooLow);
    return {};
}

Result<Door> Doors::add(DoorSettings settings, const std::string& actor) {
    MD_TRY(check(settings));
    const Door door{std::move(settings), DoorId::random(random_), clock_.wall()};
    MD_TRY((*stores_)[Store::events].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("INSERT INTO recognition_doors (id, created, body) VALUES (?,?,?)",
                          {door.id.bytes(), to_micros(door.created_at), encode(door)}));
        return note(ledger_, actor, "door.added", door.id);
    }));
    const std::unique_lock lock(mutex_);
    doors_.insert_or_assign(door.id, door);
    return door;
}

Result<Door> Doors::update(const DoorId& id, DoorSettings settings, const std::string& actor) {
    MD_TRY(check(settings));
    MD_ASSIGN(auto door, get(id));
    static_cast<DoorSettings&>(door) = std::move(settings);
    MD_TRY((*stores_)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto changed, db.execute("UPDATE recognition_doors SET body = ? WHERE id = ?", {encode(door), id.bytes()}));
        if (changed == 0) return fail(errors::kDoorNotFound);
        return note(ledger_, actor, "door.changed", id);
    }));
    const std::unique_lock lock(mutex_);
    doors_.insert_or_assign(id, door);
    return door;
}

Status Doors::remove(const DoorId& id, const std::string& actor) {
    MD_TRY((*stores_)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto gone, db.execute("DELETE FROM recognition_doors WHERE id = ?", {id.bytes()}));
        if (gone == 0) return fail(errors::kDoorNotFound);
        return note(ledger_, actor, "door.removed", id);
    }));
    const std::unique_lock lock(mutex_);
    doors_.erase(id);
    return {};
}

Result<Door> Doors::get(const DoorId& id) const {
    const std::shared_lock lock(mutex_);
    const auto found = doors_.find(id);
    if (found == doors_.end()) return fail(errors::kDoorNotFound);
    return found->second;
}

std::vector<Door> Doors::list() const {
    std::vector<Door> out;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [id, door] : doors_) out.push_back(door);
    }
    std::sort(out.begin(), out.end(), [](const Door& a, const Door& b) { return a.name < b.name; });
    return out;
}

}  // namespace md::recognition
