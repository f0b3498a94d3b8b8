// Doors and the blocklist. B9.
#include "api/convert.h"
#include "base/calendar.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

Out to_out(const recognition::Window& window) {
    Out out{{"days", recognition::day_names(window)}, {"from", to_text(window.from)}, {"to", to_text(window.to)}};
    if (window.first_day) out["first_day"] = to_text(*window.first_day);
    if (window.last_day) out["last_day"] = to_text(*window.last_day);
    return out;
}

Out to_out(const recognition::Door& door) {
    return {{"id", door.id.text()},
            {"name", door.name},
            {"schedules", items(door.schedules, [](const recognition::Window& window) { return to_out(window); })},
            {"groups", door.groups},
            {"grade", door.grade},
            {"alternative", door.alternative},
            {"created_at", to_out(door.created_at)}};
}

Out to_out(const people::BlockEntry& entry) {
    return {{"person_id", entry.person.text()},
            {"reason", entry.reason},
            {"until", to_out(entry.until)},
            {"created_at", to_out(entry.added_at)}};
}

// The given members over what there was.
Result<recognition::DoorSettings> changed(recognition::DoorSettings door, const Json& body) {
    if (body.contains("name")) door.name = text(body, "name");
    if (body.contains("groups")) door.groups = texts(body, "groups");
    if (body.contains("grade")) door.grade = body.at("grade").get<int>();
    if (body.contains("alternative")) door.alternative = text(body, "alternative");
    if (!body.contains("schedules")) return door;
    door.schedules.clear();
    for (const auto& entry : body.at("schedules")) {
        MD_ASSIGN(auto window, recognition::window_from(texts(entry, "days"), view(entry.at("from")), view(entry.at("to")),
                                                        text_or_empty(entry, "first_day"), text_or_empty(entry, "last_day")));
        door.schedules.push_back(std::move(window));
    }
    return door;
}

void add_blocklist(Operations& operations, people::People& people) {
    operations.on("list_blocked", [&people](Call&) -> Answer {
        MD_API_ASSIGN(const auto list, people.blocklist());
        return answer({{"items", items(list, [](const people::BlockEntry& entry) { return to_out(entry); })}});
    });
    operations.on("block_person", [&people](Call& call) -> Answer {
        const auto id = id_of<PersonId>(view(call.body.at("person_id")));
        MD_API_TRY(people.block(id, text(call.body, "reason"), time_in(call.body, "until"), call.actor()));
        MD_API_ASSIGN(const auto list, people.blocklist());
        const auto entry = std::find_if(list.begin(), list.end(), [&](const people::BlockEntry& one) { return one.person == id; });
        return answer(
            to_out(entry == list.end() ? people::BlockEntry{id, text(call.body, "reason"), time_in(call.body, "until"), {}} : *entry), 201);
    });
    operations.on("unblock_person", [&people](Call& call) -> Answer {
        MD_API_TRY(people.unblock(call.id<PersonId>("person_id"), call.actor()));
        return no_content();
    });
}

}  // namespace

void add_doors(Operations& operations, const PlatformParts& parts) {
    auto& doors = *parts.doors;
    operations.on("list_doors", [&doors](Call&) -> Answer {
        return answer({{"items", items(doors.list(), [](const recognition::Door& door) { return to_out(door); })}});
    });
    operations.on("create_door", [&doors](Call& call) -> Answer {
        MD_API_ASSIGN(auto settings, changed({}, call.body));
        MD_API_ASSIGN(const auto door, doors.add(std::move(settings), call.actor()));
        return answer(to_out(door), 201);
    });
    operations.on("update_door", [&doors](Call& call) -> Answer {
        const auto id = call.id<DoorId>("door_id");
        MD_API_ASSIGN(const auto before, doors.get(id));
        MD_API_ASSIGN(auto settings, changed(before, call.body));
        MD_API_ASSIGN(const auto door, doors.update(id, std::move(settings), call.actor()));
        return answer(to_out(door));
    });
    operations.on("delete_door", [&doors](Call& call) -> Answer {
        MD_API_TRY(doors.remove(call.id<DoorId>("door_id"), call.actor()));
        return no_content();
    });
    add_blocklist(operations, *parts.people);
}

}  // namespace md::api
