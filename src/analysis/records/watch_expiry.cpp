// The end of watch lists: by an operator, or when their basis has ended. C8, C9, B11
#include <algorithm>
#include <map>

#include "analysis/errors.h"
#include "analysis/records/rows.h"
#include "analysis/records/watch_lists.h"

namespace md::analysis {

using store::Queries;
using store::Store;

WallTime WatchLists::end_of(const WatchEntry& entry) const {
    const auto of_list = lists_.at(entry.list).basis.valid_until;
    return entry.basis ? std::min(entry.basis->valid_until, of_list) : of_list;
}

Status WatchLists::forget(const std::vector<WatchEntry>& entries, const Actor& actor, std::string_view why) {
    if (entries.empty()) return {};
    std::vector<Bytes> keys;
    for (const auto& entry : entries) keys.push_back(entry.id.bytes());
    MD_TRY(parts_.stores->keyring->destroy_subject_keys(keys));
    std::vector<RecordId> records;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [record, entry] : of_record_) {
            if (std::any_of(entries.begin(), entries.end(), [&](const WatchEntry& each) { return each.id == entry; }))
                records.push_back(record);
        }
    }
    for (const auto& record : records) MD_TRY(gallery_->remove(record));
    auto& identities = (*parts_.stores)[Store::identities];
    MD_TRY(identities.transaction([&](Queries& db) -> Status {
        for (const auto& entry : entries) {
            MD_TRY(db.execute("DELETE FROM analysis_watch_entries WHERE id = ?", {entry.id.bytes()}));
            MD_TRY(note(parts_, actor, "watch_list.entry_removed", entry.id.text(), "B11", "{\"why\":\"" + std::string(why) + "\"}"));
        }
        return {};
    }));
    {
        const std::unique_lock lock(mutex_);
        for (const auto& record : records) of_record_.erase(record);
        for (const auto& entry : entries) {
            entries_.erase(entry.id);
            --lists_.at(entry.list).entries;
        }
    }
    MD_TRY(identities.scrub());
    return (*parts_.stores)[Store::features].scrub();
}

Status WatchLists::remove_entry(const WatchListId& list, const WatchEntryId& id, const Actor& actor) {
    const std::lock_guard one_at_a_time(writing_);
    MD_ASSIGN(auto all, entries(list));
    std::erase_if(all, [&](const WatchEntry& entry) { return entry.id != id; });
    if (all.empty()) return fail(errors::kWatchListNotFound);
    return forget(all, actor, "request");
}

Status WatchLists::remove(const WatchListId& id, const Actor& actor) {
    const std::lock_guard one_at_a_time(writing_);
    MD_ASSIGN(const auto all, entries(id));
    MD_TRY(forget(all, actor, "request"));
    MD_TRY((*parts_.stores)[Store::identities].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("DELETE FROM analysis_watch_lists WHERE id = ?", {id.bytes()}));
        return note(parts_, actor, "watch_list.removed", id.text(), "C8");
    }));
    const std::unique_lock lock(mutex_);
    lists_.erase(id);
    return {};
}

std::vector<WatchEntry> WatchLists::entries_ended(WallTime before, std::size_t most) const {
    const std::shared_lock lock(mutex_);
    std::vector<WatchEntry> out;
    for (const auto& [id, entry] : entries_) {
        if (out.size() < most && end_of(entry) <= before) out.push_back(entry);
    }
    return out;
}

std::vector<WatchListId> WatchLists::lists_ended(WallTime before) const {
    const std::shared_lock lock(mutex_);
    std::vector<WatchListId> out;
    for (const auto& [id, list] : lists_) {
        if (list.basis.valid_until <= before) out.push_back(id);
    }
    return out;
}

Result<std::int64_t> WatchLists::delete_ended(WallTime before, std::int64_t limit) {
    std::vector<WatchEntry> due;
    {
        const std::lock_guard one_at_a_time(writing_);
        due = entries_ended(before, static_cast<std::size_t>(limit));
        MD_TRY(forget(due, "system", "expired"));
    }
    const auto deleted = static_cast<std::int64_t>(due.size());
    if (deleted == limit) return deleted;
    const auto lists = lists_ended(before);
    for (const auto& id : lists) MD_TRY(remove(id, "system"));
    return deleted + static_cast<std::int64_t>(lists.size());
}

std::vector<store::DueGroup> WatchLists::ends(std::chrono::seconds term, std::size_t most) const {
    std::map<WallTime, std::int64_t> ending;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [id, entry] : entries_) ++ending[end_of(entry)];
        for (const auto& [id, list] : lists_) ++ending[list.basis.valid_until];
    }
    std::vector<store::DueGroup> out;
    for (const auto& [end, count] : ending) {
        if (out.size() == most) break;
        out.push_back({end + term, count, ""});
    }
    return out;
}

// B11. A search finds nothing of an ended basis from that moment on, whatever the term.
void WatchLists::register_retention(store::Retention& retention) {
    using std::chrono::days;
    store::RetentionKind kind{
        "watch_lists", "布控名单", "Watch lists", days(0), days(parts_.stores->profile == Profile::cii ? 7 : 30), {}, {}};
    kind.count_due = [this](WallTime now, std::chrono::seconds term) -> Result<std::int64_t> {
        return static_cast<std::int64_t>(entries_ended(now - term, SIZE_MAX).size() + lists_ended(now - term).size());
    };
    kind.delete_due = [this](WallTime now, std::chrono::seconds term, std::int64_t limit) { return delete_ended(now - term, limit); };
    kind.list_due = [this](std::chrono::seconds term, std::int64_t limit) -> Result<std::vector<store::DueGroup>> {
        return ends(term, static_cast<std::size_t>(limit));
    };
    retention.add(std::move(kind));
}

}  // namespace md::analysis
