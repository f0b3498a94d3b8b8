// Watch lists: only with a basis, entries without names. C1, C8, C9.
#include "analysis/records/watch_lists.h"

#include "api/analysis_out.h"

namespace md::api {
namespace {

using analysis::WatchEntry;
using analysis::WatchEntryId;
using analysis::WatchList;
using analysis::WatchListId;

Out to_out(const analysis::Basis& basis) {
    return {{"text", basis.text}, {"document_number", basis.document_number}, {"valid_until", md::api::to_out(basis.valid_until)}};
}

Out to_out(const WatchList& list) {
    return {{"id", list.id.text()},
            {"name", list.name},
            {"basis", to_out(list.basis)},
            {"entries", list.entries},
            {"created_at", md::api::to_out(list.created_at)},
            {"version", list.version}};
}

Out to_out(const WatchEntry& entry) {
    return {{"id", entry.id.text()},
            {"label", entry.label},
            {"basis", entry.basis ? to_out(*entry.basis) : Out(nullptr)},
            {"pictures", entry.pictures},
            {"created_at", md::api::to_out(entry.created_at)}};
}

analysis::Basis basis_in(const Json& object) {
    return {text(object, "text"), text(object, "document_number"), time_in(object, "valid_until").value()};
}

void add_entries(Operations& operations, analysis::WatchLists& lists) {
    operations.on("list_watch_entries", [&lists](Call& call) -> Answer {
        MD_API_ASSIGN(const auto entries, lists.entries(call.id<WatchListId>("list_id")));
        return answer({{"items", items(entries, [](const WatchEntry& entry) { return to_out(entry); })}});
    });
    operations.on("add_watch_entry", [&lists](Call& call) -> Answer {
        analysis::NewWatchEntry entry{text(call.body, "label"), std::nullopt};
        if (call.body.contains("basis")) entry.basis = basis_in(call.body.at("basis"));
        MD_API_ASSIGN(auto files, pictures(call.body.at("pictures")));
        MD_API_ASSIGN(const auto added, lists.add_entry(call.id<WatchListId>("list_id"), std::move(entry), std::move(files), call.actor()));
        return answer(to_out(added), 201);
    });
    operations.on("remove_watch_entry", [&lists](Call& call) -> Answer {
        MD_API_TRY(lists.remove_entry(call.id<WatchListId>("list_id"), call.id<WatchEntryId>("entry_id"), call.actor()));
        return no_content();
    });
}

}  // namespace

void add_watch_lists(Operations& operations, const PlatformParts& parts) {
    auto& lists = *parts.analysis->watch_lists;
    operations.on("list_watch_lists", [&lists](Call&) -> Answer {
        return answer({{"items", items(lists.list(), [](const WatchList& list) { return to_out(list); })}});
    });
    operations.on("create_watch_list", [&lists](Call& call) -> Answer {
        MD_API_ASSIGN(const auto list, lists.add({text(call.body, "name"), basis_in(call.body.at("basis"))}, call.actor()));
        return answer(to_out(list), 201);
    });
    operations.on("get_watch_list", [&lists](Call& call) -> Answer {
        MD_API_ASSIGN(const auto list, lists.get(call.id<WatchListId>("list_id")));
        return with_version(answer(to_out(list)), list.version);
    });
    operations.on("update_watch_list", [&lists](Call& call) -> Answer {
        const auto id = call.id<WatchListId>("list_id");
        MD_API_ASSIGN(const auto version, wanted_version(call));
        MD_API_ASSIGN(const auto before, lists.get(id));
        analysis::WatchListSettings settings = before;
        if (call.body.contains("name")) settings.name = text(call.body, "name");
        if (call.body.contains("basis")) settings.basis = basis_in(call.body.at("basis"));
        MD_API_ASSIGN(const auto list, lists.update(id, std::move(settings), version.value_or(before.version), call.actor()));
        return with_version(answer(to_out(list)), list.version);
    });
    operations.on("delete_watch_list", [&lists](Call& call) -> Answer {
        MD_API_TRY(lists.remove(call.id<WatchListId>("list_id"), call.actor()));
        return no_content();
    });
    add_entries(operations, lists);
}

}  // namespace md::api
