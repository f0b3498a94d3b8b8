// Lists and entries: made, read, searched. C8
#include "analysis/records/watch_lists.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/errors.h"
#include "analysis/records/rows.h"
#include "analysis/records/schema.h"
#include "analysis/records/watch_text.h"
#include "analysis/subjects/observer.h"
#include "store/errors.h"

namespace md::analysis {

using store::Queries;
using store::Store;

namespace {

store::Place place_of_list(const Bytes& id) { return {Store::identities, "analysis_watch_lists", "body", id}; }
store::Place place_of_entry(const Bytes& id) { return {Store::identities, "analysis_watch_entries", "body", id}; }

}  // namespace

WatchLists::WatchLists(RecordParts parts, std::shared_ptr<const vision::Engine> engine, WatchListOptions options)
    : parts_(std::move(parts)), engine_(std::move(engine)), options_(std::move(options)) {}

Result<std::unique_ptr<WatchLists>> WatchLists::open(RecordParts parts, std::shared_ptr<const vision::Engine> engine,
                                                     WatchListOptions options) {
    MD_TRY(migrate(*parts.stores));
    std::unique_ptr<WatchLists> lists(new WatchLists(std::move(parts), std::move(engine), std::move(options)));
    templates::GalleryOptions gallery;
    gallery.profile = lists->parts_.stores->profile;
    gallery.name = lists->options_.gallery;
    gallery.model_id = lists->engine_->model_id();
    gallery.embedding_size = lists->engine_->embedding_size();
    gallery.bits = lists->options_.template_bits;
    MD_ASSIGN(lists->gallery_, templates::Gallery::open(lists->parts_.stores, gallery, *lists->parts_.clock, *lists->parts_.random,
                                                        lists->options_.workers));
    MD_TRY(lists->load());
    MD_TRY(lists->note_tampering());
    return lists;
}

Status WatchLists::load() {
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::identities].query("SELECT id, created, version, body FROM analysis_watch_lists"));
    for (const auto& row : rows) {
        const Bytes id = row.blob(0);
        MD_ASSIGN(const auto body, parts_.stores->keyring->open(place_of_list(id), row.blob(3)));
        MD_ASSIGN(auto settings, decode_watch_list(as_text(body.view())));
        WatchList list{std::move(settings)};
        list.id = WatchListId::from_bytes(id).value_or(WatchListId());
        list.created_at = from_micros(row.integer(1));
        list.version = row.integer(2);
        lists_.insert_or_assign(list.id, std::move(list));
    }
    MD_TRY(load_entries());
    return remove_strays();
}

// An entry whose key is destroyed was being deleted when the service stopped: its row goes now.
Status WatchLists::load_entries() {
    auto& identities = (*parts_.stores)[Store::identities];
    MD_ASSIGN(const auto rows, identities.query("SELECT id, list, created, body FROM analysis_watch_entries"));
    for (const auto& row : rows) {
        const Bytes id = row.blob(0);
        const auto body = parts_.stores->keyring->open_for(id, place_of_entry(id), row.blob(3));
        if (!body && body.error().is(errors::kKeyDestroyed)) {
            MD_TRY(identities.execute("DELETE FROM analysis_watch_entries WHERE id = ?", {id}));
            continue;
        }
        if (!body) return fail(body.error());
        MD_ASSIGN(auto entry, decode_watch_entry(as_text(body->view())));
        entry.id = WatchEntryId::from_bytes(id).value_or(WatchEntryId());
        entry.list = WatchListId::from_bytes(row.blob(1)).value_or(WatchListId());
        entry.created_at = from_micros(row.integer(2));
        ++lists_[entry.list].entries;
        entries_.insert_or_assign(entry.id, std::move(entry));
    }
    return {};
}

// Templates of an entry that was never finished.
Status WatchLists::remove_strays() {
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::identities].query("SELECT record_link, entry FROM analysis_watch_records"));
    std::map<Bytes, WatchEntryId> entry_of;
    for (const auto& row : rows) entry_of[row.blob(0)] = WatchEntryId::from_bytes(row.blob(1)).value_or(WatchEntryId());
    for (const auto& record : gallery_->records()) {
        const auto found = entry_of.find(link_of(record));
        if (found != entry_of.end() && entries_.contains(found->second)) {
            of_record_[record] = found->second;
        } else {
            MD_TRY(gallery_->remove(record));
        }
    }
    return {};
}

// B6, C8, D19: an entry whose template was changed behind the service's back is not found any more; everybody else is.
Status WatchLists::note_tampering() const {
    const auto found = gallery_->opened();
    if (found.tampered + found.missing == 0) return {};
    ledger::Entry entry;
    entry.actor = "system";
    entry.action = "template.tampered";
    entry.object = "watch_lists";
    entry.outcome = "failed";
    entry.clause = "B6";
    entry.detail_json = fmt::format(R"({{"changed":{},"cut_out":{}}})", found.tampered, found.missing);
    MD_TRY(parts_.ledger->append(std::move(entry)));
    return {};
}

// B10
Bytes WatchLists::link_of(const RecordId& record) const {
    return to_bytes(ByteView(parts_.stores->keyring->link(Store::features, Store::identities, record.view(), "analysis.watch_entry")));
}

// C8: no list without a ground, and no ground without an end.
Status WatchLists::check(const Basis& basis) const {
    using std::chrono::days;
    const auto now = parts_.clock->wall();
    const auto longest = parts_.stores->profile == Profile::cii ? days(366) : days(2 * 366);
    if (basis.text.empty() || basis.text.size() > 1000) return fail(errors::kWatchBasisMissing, "text");
    if (basis.document_number.empty() || basis.document_number.size() > 100) return fail(errors::kWatchBasisMissing, "document_number");
    if (basis.valid_until <= now || basis.valid_until > now + longest) return fail(errors::kWatchBasisMissing, "valid_until");
    return {};
}

Status WatchLists::check(const WatchListSettings& settings, const WatchListId& self) const {
    if (settings.name.empty() || settings.name.size() > 100 || settings.name.find('\n') != std::string::npos) {
        return fail(errors::kWatchListInvalid);
    }
    MD_TRY(check(settings.basis));
    const std::shared_lock lock(mutex_);
    for (const auto& [id, list] : lists_) {
        if (id != self && list.name == settings.name) return fail(errors::kWatchListNameTaken);
    }
    return {};
}

Result<WatchList> WatchLists::add(WatchListSettings settings, const Actor& actor) {
    const std::lock_guard one_at_a_time(writing_);
    MD_TRY(check(settings, {}));
    WatchList list{std::move(settings)};
    list.id = WatchListId::random(*parts_.random);
    list.created_at = parts_.clock->wall();
    const Bytes id = list.id.bytes();
    MD_ASSIGN(auto sealed, parts_.stores->keyring->seal(place_of_list(id), as_bytes(encode(list))));
    MD_TRY((*parts_.stores)[Store::identities].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("INSERT INTO analysis_watch_lists (id, created, version, body) VALUES (?,?,1,?)",
                          {id, to_micros(list.created_at), std::move(sealed)}));
        return note(parts_, actor, "watch_list.added", list.id.text(), "C8");
    }));
    const std::unique_lock lock(mutex_);
    lists_.insert_or_assign(list.id, list);
    return list;
}

Result<WatchList> WatchLists::update(const WatchListId& id, WatchListSettings settings, std::optional<std::int64_t> version,
                                     const Actor& actor) {
    const std::lock_guard one_at_a_time(writing_);
    MD_ASSIGN(auto list, get(id));
    if (version && *version != list.version) return fail(errors::kVersionChanged);
    MD_TRY(check(settings, id));
    static_cast<WatchListSettings&>(list) = std::move(settings);
    ++list.version;
    const Bytes row = id.bytes();
    MD_ASSIGN(auto sealed, parts_.stores->keyring->seal(place_of_list(row), as_bytes(encode(list))));
    MD_TRY((*parts_.stores)[Store::identities].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("UPDATE analysis_watch_lists SET version = ?, body = ? WHERE id = ?", {list.version, std::move(sealed), row}));
        return note(parts_, actor, "watch_list.changed", id.text(), "C8");
    }));
    const std::unique_lock lock(mutex_);
    lists_.insert_or_assign(id, list);
    return list;
}

Result<WatchList> WatchLists::get(const WatchListId& id) const {
    const std::shared_lock lock(mutex_);
    const auto found = lists_.find(id);
    if (found == lists_.end()) return fail(errors::kWatchListNotFound);
    return found->second;
}

std::vector<WatchList> WatchLists::list() const {
    std::vector<WatchList> out;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [id, list] : lists_) out.push_back(list);
    }
    std::sort(out.begin(), out.end(), [](const WatchList& a, const WatchList& b) { return a.name < b.name; });
    return out;
}

Result<std::vector<WatchEntry>> WatchLists::entries(const WatchListId& list) const {
    MD_TRY(get(list));
    std::vector<WatchEntry> out;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [id, entry] : entries_) {
            if (entry.list == list) out.push_back(entry);
        }
    }
    std::sort(out.begin(), out.end(), [](const WatchEntry& a, const WatchEntry& b) { return a.label < b.label; });
    return out;
}

Result<std::vector<vision::Embedding>> WatchLists::examine(const std::vector<SecretBytes>& pictures) const {
    std::vector<vision::Embedding> out;
    for (const auto& file : pictures) {
        MD_ASSIGN(const auto image, vision::decode_image(file.view()));
        MD_ASSIGN(const auto single, vision::find_single_face(*engine_, image, vision::Use::enrol));
        if (!single.face || !single.reasons.empty()) {
            return fail(errors::kWatchPicture, single.reasons.empty() ? "no face" : std::string(vision::code(single.reasons[0])));
        }
        MD_ASSIGN(auto face, engine_->embed(image, *single.face));
        out.push_back(std::move(face));
    }
    return out;
}

Result<std::vector<RecordId>> WatchLists::enrol(const WatchEntryId& id, const std::vector<vision::Embedding>& faces) {
    MD_TRY(parts_.stores->keyring->create_subject_key(id.view()));
    std::vector<templates::Gallery::Enrolment> people;
    for (const auto& face : faces) people.push_back({id.view(), face.values()});
    return gallery_->enrol_many(people);
}

// C2, C8. Templates first: without their entry they are strays, which the next start removes.
Result<WatchEntry> WatchLists::add_entry(const WatchListId& list, NewWatchEntry given, std::vector<SecretBytes> pictures,
                                         const Actor& actor) {
    if (!is_watch_label(given.label)) return fail(errors::kWatchLabelInvalid);
    if (given.basis) MD_TRY(check(*given.basis));
    if (pictures.empty() || pictures.size() > 2) return fail(errors::kWatchPicture, "one or two pictures");
    MD_ASSIGN(const auto faces, examine(pictures));
    pictures.clear();

    const std::lock_guard one_at_a_time(writing_);
    MD_ASSIGN(const auto others, entries(list));
    for (const auto& other : others) {
        if (other.label == given.label) return fail(errors::kWatchListNameTaken);
    }
    WatchEntry entry{std::move(given)};
    entry.id = WatchEntryId::random(*parts_.random);
    entry.list = list;
    entry.created_at = parts_.clock->wall();
    entry.pictures = static_cast<int>(faces.size());
    const Bytes id = entry.id.bytes();
    MD_ASSIGN(const auto records, enrol(entry.id, faces));
    MD_ASSIGN(auto sealed, parts_.stores->keyring->seal_for(id, place_of_entry(id), as_bytes(encode(entry))));
    MD_TRY((*parts_.stores)[Store::identities].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("INSERT INTO analysis_watch_entries (id, list, created, body) VALUES (?,?,?,?)",
                          {id, list.bytes(), to_micros(entry.created_at), std::move(sealed)}));
        for (const auto& record : records) {
            MD_TRY(db.execute("INSERT INTO analysis_watch_records (record_link, entry) VALUES (?,?)", {link_of(record), id}));
        }
        return note(parts_, actor, "watch_list.entry_added", entry.id.text(), "C8");
    }));
    const std::unique_lock lock(mutex_);
    for (const auto& record : records) of_record_[record] = entry.id;
    entries_.insert_or_assign(entry.id, entry);
    ++lists_.at(list).entries;
    return entry;
}

// The pipeline's view of some of the lists.
class WatchLists::Searcher final : public WatchSearch {
public:
    Searcher(const WatchLists& lists, std::vector<std::string> names) : lists_(lists), names_(std::move(names)) {}

    // C8: the threshold holds the rate at which a search over all records names any stranger.
    std::optional<Hit> search(std::span<const float> embedding, float quality) override {
        const auto& options = lists_.options_;
        auto& gallery = *lists_.gallery_;
        const auto size = gallery.size();
        if (size == 0 || quality < options.least_quality) return std::nullopt;
        const float threshold = gallery.calibration().threshold_for_search(options.fpir, size).value;
        const auto matches = gallery.search(embedding, kCandidates, threshold);
        const auto now = lists_.parts_.clock->wall();
        const std::shared_lock lock(lists_.mutex_);
        for (const auto& match : matches) {
            const auto record = lists_.of_record_.find(match.record);
            if (record == lists_.of_record_.end()) continue;
            const auto& entry = lists_.entries_.at(record->second);
            const auto& list = lists_.lists_.at(entry.list);
            if (lists_.end_of(entry) <= now || std::find(names_.begin(), names_.end(), list.name) == names_.end()) continue;
            const bool strong = match.score >= gallery.calibration().threshold_for_search(options.strong_fpir, size).value;
            return Hit{list.name, entry.label, strong};
        }
        return std::nullopt;
    }

private:
    static constexpr std::size_t kCandidates = 8;  // the best may be of another list, or over
    const WatchLists& lists_;
    const std::vector<std::string> names_;
};

std::shared_ptr<WatchSearch> WatchLists::searcher(std::vector<std::string> lists) const {
    return std::make_shared<Searcher>(*this, std::move(lists));
}

}  // namespace md::analysis
