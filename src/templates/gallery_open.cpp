// Loading a gallery: streams the rows, opens them on all workers, finishes what a crash left half done, and finds what was tampered with.
#include <algorithm>
#include <cstring>
#include <future>
#include <unordered_map>

#include "base/log.h"
#include "base/sorted_by_hash.h"
#include "store/errors.h"
#include "templates/errors.h"
#include "templates/gallery_impl.h"

namespace md::templates {
namespace {

constexpr std::size_t kBatch = 8192;

// Opens one batch of rows while the next is read from the database.
template <class Item>
class Overlapped {
public:
    using Open = std::function<void(std::vector<Item>& batch)>;
    explicit Overlapped(Open open) : open_(std::move(open)) {}
    void add(Item&& item) {
        filling_.push_back(std::move(item));
        if (filling_.size() < kBatch) return;
        wait();
        std::swap(filling_, opening_);
        filling_.clear();
        running_ = std::async(std::launch::async, [this] { open_(opening_); });
    }
    void finish() {
        wait();
        open_(filling_);
        filling_.clear();
    }

private:
    void wait() {
        if (running_.valid()) running_.get();
    }
    Open open_;
    std::vector<Item> filling_, opening_;
    std::future<void> running_;  // last: waits for the batch when the reading broke off
};

}  // namespace

struct StoredGallery::Opening {
    enum class State : std::uint8_t { live, revoked, broken };
    // What is kept of a salt row until its template row has come by.
    struct Salt {
        Link link;
        std::array<std::uint8_t, RecordKeys::kSaltBytes> salt;
        std::int64_t generation, slot;
        int epoch;
        State state;
        bool matched = false;
    };
    // One template row on its way: what a worker made of it.
    struct Loaded {
        enum class Fate { live, skipped, left_over, other_generation, tampered } fate = Fate::tampered;
        Salt* salt = nullptr;
        SlotTable::Entry entry;
    };

    explicit Opening(std::size_t parts) : sealers(parts) {}
    ~Opening() { wipe(salts.items()); }
    void load_one(const Link& link, std::size_t part, const FeatureRow& row, std::size_t words, Loaded& out);

    std::unordered_map<std::int64_t, SlotTable::NewSlot> slots;
    SortedByHash<Salt, &Salt::link> salts;  // links are keyed hashes
    std::vector<SaltRow> dead_salts;
    std::vector<FeatureRow> dead_rows;
    std::vector<std::pair<RecordId, Salt*>> other_generations;
    std::vector<std::unique_ptr<RecordSealer>> sealers;  // one a part
};

Result<std::unique_ptr<Gallery>> Gallery::open(std::shared_ptr<store::Stores> stores, const GalleryOptions& options, const Clock&,
                                               Random& random, Workers* workers) {
    auto gallery = std::make_unique<StoredGallery>(std::move(stores), options, random, workers);
    MD_TRY(gallery->open());
    return gallery;
}

Status StoredGallery::open() {
    MD_TRY(rows_.migrate());
    MD_ASSIGN(const auto row, rows_.gallery({options_.model_id, options_.bits, 1}));
    if (row.model_id != options_.model_id || row.bits != options_.bits)
        return fail(errors::kModelMismatch,
                    "gallery " + options_.name + " was made by " + row.model_id + " with " + std::to_string(row.bits) + " bits");
    epoch_ = row.epoch;
    if (const auto saved = rows_.calibration(); !saved || (!saved->empty() && !calibration_.restore(*saved)))
        log::error("templates", "site calibration of {} does not open and starts anew from the shipped thresholds", options_.name);
    Opening opening(workers_ ? workers_->threads() + 1 : 1);
    {
        auto subject_keys = std::async(std::launch::async, [this] { return rows_.hold_subject_keys(); });
        MD_TRY(load_slots(opening));  // while the subject keys are read
        MD_ASSIGN(const auto held, subject_keys.get());
        MD_TRY(load_salts(opening));
    }
    MD_TRY(load_features(opening));
    MD_TRY(clean_up(opening));
    report_.loaded = table_.size();
    if (report_.tampered + report_.missing > 0)
        log::error("templates", "gallery {}: {} templates changed, swapped or rolled back, {} cut out; they are disabled", options_.name,
                   report_.tampered, report_.missing);
    return drop_unused_epochs();
}

Status StoredGallery::load_slots(Opening& opening) {
    MD_TRY(rotation_keys_.prepare(epoch_));
    MD_ASSIGN(const auto slots, rows_.slots());
    opening.slots.reserve(slots.size());
    for (const auto& slot : slots) {
        MD_TRY(rotation_keys_.prepare(slot.epoch));
        next_slot_ = std::max(next_slot_, slot.number + 1);
        opening.slots.emplace(slot.number, slot);
    }
    return {};
}

template <class Item, class Work>
void StoredGallery::on_all_workers(std::vector<Item>& items, const Work& work) {
    const std::size_t parts = workers_ ? workers_->threads() + 1 : 1;
    const auto run = [&](std::size_t part) {
        for (std::size_t i = items.size() * part / parts; i < items.size() * (part + 1) / parts; ++i) work(part, i);
    };
    if (parts == 1)
        run(0);
    else
        workers_->for_each_part(parts, run);
}

// While the subject keys are held.
Status StoredGallery::load_salts(Opening& opening) {
    Overlapped<SaltRow> rows([&](std::vector<SaltRow>& batch) {
        std::vector<std::optional<Opening::Salt>> opened(batch.size());
        on_all_workers(batch, [&](std::size_t, std::size_t i) {
            const auto& row = batch[i];
            Opening::Salt salt{row.link, {},        row.generation,
                               row.slot, row.epoch, row.revoked ? Opening::State::revoked : Opening::State::live};
            const auto subject = rows_.subject_of(row);
            const auto secret = subject ? rows_.salt_of(row, *subject) : Result<SecretBytes>(fail(subject.error()));
            if (!secret && secret.error().is(errors::kKeyDestroyed)) return;
            if (secret && secret->size() == salt.salt.size())
                std::memcpy(salt.salt.data(), secret->view().data(), salt.salt.size());
            else
                salt.state = Opening::State::broken;
            opened[i] = salt;
        });
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (opened[i])
                opening.salts.add(*opened[i]);
            else
                opening.dead_salts.push_back(std::move(batch[i]));
        }
    });
    MD_TRY(rows_.each_salt([&](SaltRow&& row) {
        next_slot_ = std::max(next_slot_, row.slot + 1);
        rows.add(std::move(row));
    }));
    rows.finish();
    opening.salts.sort();
    return {};
}

// `link` finds the salts of the row.
void StoredGallery::Opening::load_one(const Link& link, std::size_t part, const FeatureRow& row, std::size_t words, Loaded& out) {
    using Fate = Loaded::Fate;
    out.salt = salts.find(link);
    out.entry.record = row.record;
    if (!out.salt) return void(out.fate = Fate::left_over);
    if (out.salt->generation != row.generation) return void(out.fate = Fate::other_generation);
    if (out.salt->state == State::revoked) return void(out.fate = Fate::skipped);
    const auto slot = slots.find(out.salt->slot);
    if (out.salt->state == State::broken || slot == slots.end()) return;
    const RowIdentity identity{row.record, row.generation, out.salt->slot, slot->second.epoch, out.salt->epoch};
    auto code = sealers[part]->open(identity, out.salt->salt, row.sealed, words);
    if (!code) return;
    out.entry.slot = slot->second;
    out.entry.code = std::move(*code);
    out.fate = Fate::live;
}

Status StoredGallery::load_features(Opening& opening) {
    using Fate = Opening::Loaded::Fate;
    for (auto& sealer : opening.sealers) sealer = record_keys_.sealer();
    Overlapped<FeatureRow> rows([&](std::vector<FeatureRow>& batch) {
        std::vector<Opening::Loaded> loaded(batch.size());
        on_all_workers(batch, [&](std::size_t part, std::size_t i) {
            opening.load_one(rows_.link_of(batch[i].record), part, batch[i], static_cast<std::size_t>(options_.bits) / 64, loaded[i]);
        });
        std::vector<SlotTable::Entry> live;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            auto& item = loaded[i];
            if (item.salt && item.fate != Fate::other_generation) item.salt->matched = true;
            if (item.fate == Fate::live) live.push_back(std::move(item.entry));
            if (item.fate == Fate::tampered) tampered_.insert(batch[i].record);
            if (item.fate == Fate::left_over) opening.dead_rows.push_back({batch[i].record, batch[i].generation, {}});
            if (item.fate == Fate::other_generation) {
                opening.other_generations.emplace_back(batch[i].record, item.salt);
                opening.dead_rows.push_back({batch[i].record, batch[i].generation, {}});
            }
        }
        table_.load(live);
    });
    MD_TRY(rows_.each_feature([&](FeatureRow&& row) { rows.add(std::move(row)); }));
    rows.finish();
    return {};
}

// A row of another generation beside the right one is left over from a change; alone it was put back by somebody, and stays as evidence.
Status StoredGallery::clean_up(Opening& opening) {
    for (const auto& [record, salt] : opening.other_generations) {
        if (salt->matched && !tampered_.contains(record)) continue;
        tampered_.insert(record);
        salt->matched = true;
        std::erase_if(opening.dead_rows, [&record = record](const FeatureRow& row) { return row.record == record; });
    }
    report_.tampered = tampered_.size();
    report_.missing =
        static_cast<std::size_t>(std::ranges::count_if(opening.salts.items(), [](const auto& salt) { return !salt.matched; }));
    report_.left_over = opening.dead_rows.size();
    if (!opening.dead_salts.empty()) MD_TRY(rows_.commit({}, {}, opening.dead_salts));
    return rows_.delete_features(opening.dead_rows);
}

}  // namespace md::templates
