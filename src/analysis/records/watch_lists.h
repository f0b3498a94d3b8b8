#pragma once
// Watch lists (C8): they exist only with a recorded legal basis or consent, give a list and an entry and never a name, and are searched by
// the 1:N technique. Templates lie in a gallery of their own with keys of their own; pictures are not kept.
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "analysis/records/parts.h"
#include "base/ids.h"
#include "base/workers.h"
#include "store/retention.h"
#include "templates/gallery.h"
#include "vision/engine.h"

namespace md::analysis {

using WatchListId = Id<struct WatchListTag>;
using WatchEntryId = Id<struct WatchEntryTag>;

struct Basis {
    std::string text;             // on what ground, 1..1000 bytes
    std::string document_number;  // of the decision, order or signed consent; 1..100 bytes
    WallTime valid_until;         // in the future, at most two years (general) or one year (cii) ahead
};
struct WatchListSettings {
    std::string name;  // 1..100 bytes, unique: kWatchListNameTaken
    Basis basis;       // kWatchBasisMissing when anything of it is
};
struct WatchList : WatchListSettings {
    WatchListId id;
    WallTime created_at;
    std::int64_t version = 1;
    int entries = 0;
};
struct NewWatchEntry {
    std::string label;           // 1..64 of a-z, A-Z, 0-9, - _ . / with a digit: a number of the list, never a name; kWatchLabelInvalid
    std::optional<Basis> basis;  // of its own (a consent, an order against this one); ends with it or with the list, whichever is first
};
struct WatchEntry : NewWatchEntry {
    WatchEntryId id;
    WatchListId list;
    WallTime created_at;
    int pictures = 0;  // templates made, 1 or 2
};
class WatchSearch;  // analysis/subjects/observer.h

struct WatchListOptions {
    double fpir = 1e-3;           // how often a face of nobody on any list may be taken for an entry (ISO/IEC 19795-1), over all entries
    double strong_fpir = 1e-5;    // ... and still be called strong, so that one picture is enough
    float least_quality = 0.12f;  // of a face that is searched
    int template_bits = 1024;
    std::string gallery = "watch_lists";
    Workers* workers = nullptr;
};

// Thread-safe.
class WatchLists {
public:
    static Result<std::unique_ptr<WatchLists>> open(RecordParts parts, std::shared_ptr<const vision::Engine> engine,
                                                    WatchListOptions options);
    Result<WatchList> add(WatchListSettings settings, const Actor& actor);
    Result<WatchList> update(const WatchListId& id, WatchListSettings settings, std::optional<std::int64_t> version, const Actor& actor);
    Status remove(const WatchListId& id, const Actor& actor);  // with all entries and their keys
    Result<WatchList> get(const WatchListId& id) const;
    std::vector<WatchList> list() const;  // by name
    // pictures: 1..2 files with one usable face each (kWatchPicture says when not); wiped by the call. C2
    Result<WatchEntry> add_entry(const WatchListId& list, NewWatchEntry entry, std::vector<SecretBytes> pictures, const Actor& actor);
    Status remove_entry(const WatchListId& list, const WatchEntryId& id, const Actor& actor);
    Result<std::vector<WatchEntry>> entries(const WatchListId& list) const;  // by label

    // For the pipeline: finds the best entry whose basis holds at that moment, in the lists named. Must not outlive this object.
    std::shared_ptr<WatchSearch> searcher(std::vector<std::string> lists) const;
    // "watch_lists": how long after its basis has ended an entry or list is deleted; at once, at most 30 days (general) or 7 (cii).
    void register_retention(store::Retention& retention);

private:
    class Searcher;
    WatchLists(RecordParts parts, std::shared_ptr<const vision::Engine> engine, WatchListOptions options);
    Status load();
    Status load_entries();
    Status remove_strays();
    Status note_tampering() const;
    Status check(const WatchListSettings& settings, const WatchListId& self) const;
    Status check(const Basis& basis) const;
    Result<std::vector<vision::Embedding>> examine(const std::vector<SecretBytes>& pictures) const;
    Result<std::vector<RecordId>> enrol(const WatchEntryId& id, const std::vector<vision::Embedding>& faces);
    // Keys first, then templates, then rows: what a crash leaves is unreadable, and load() finishes it. With proof in the ledger.
    Status forget(const std::vector<WatchEntry>& entries, const Actor& actor, std::string_view why);
    Bytes link_of(const RecordId& record) const;
    WallTime end_of(const WatchEntry& entry) const;  // under mutex_
    std::vector<WatchEntry> entries_ended(WallTime before, std::size_t most) const;
    std::vector<WatchListId> lists_ended(WallTime before) const;
    std::vector<store::DueGroup> ends(std::chrono::seconds term, std::size_t most) const;
    Result<std::int64_t> delete_ended(WallTime before, std::int64_t limit);
    RecordParts parts_;
    std::shared_ptr<const vision::Engine> engine_;
    WatchListOptions options_;
    std::unique_ptr<templates::Gallery> gallery_;
    std::mutex writing_;  // one change at a time, from its checks to the memory
    mutable std::shared_mutex mutex_;
    std::map<WatchListId, WatchList> lists_;
    std::map<WatchEntryId, WatchEntry> entries_;
    std::map<RecordId, WatchEntryId> of_record_;
};

}  // namespace md::analysis
