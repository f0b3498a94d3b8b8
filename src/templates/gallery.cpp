#include "templates/gallery.h"

#include <algorithm>

#include "base/log.h"
#include "templates/errors.h"
#include "templates/gallery_impl.h"

namespace md::templates {
namespace {

constexpr std::size_t kOneKeyEach = 100'000;  // up to here every record has a rotation key of its own
constexpr int kLargeCapacity = 8;
constexpr std::size_t kOpenSlots = 64;  // new records choose at random among so many: chance groups them
constexpr std::size_t kCalibrationSample = 10'000;
constexpr std::size_t kCandidates = 16;
constexpr double kReported = 0.02, kLeftOut = 0.001;  // false reports, and false omissions, an enrolment
constexpr std::uint64_t kAlwaysSaved = 1'000, kSavedEvery = 64;

ScoreKind kind_of(int bits) { return bits == 512 ? ScoreKind::krt512 : bits == 1024 ? ScoreKind::krt1024 : ScoreKind::krt2048; }

}  // namespace

StoredGallery::StoredGallery(std::shared_ptr<store::Stores> stores, const GalleryOptions& options, Random& random, Workers* workers)
    : options_(options),
      random_(random),
      workers_(workers),
      rows_(stores, options.name),
      rotation_keys_(*stores->keyring, options.profile, options.name, options.model_id),
      record_keys_(*stores->keyring, options.profile, options.name, options.model_id),
      table_(options.bits, options.profile == Profile::cii, [this](int epoch) { return rotation_keys_.keystream(epoch); }),
      calibration_(kind_of(options.bits)),
      sealer_(record_keys_.sealer()) {}

StoredGallery::~StoredGallery() {
    if (unsaved_enrolments_ > 0) save_calibration();
}

// ---- changes
// -------------------------------------------------------------------------------------------------------------------------------------

int StoredGallery::capacity() const {
    if (options_.slot_capacity > 0) return std::min(options_.slot_capacity, SlotTable::kMaxCapacity);
    return table_.size() < kOneKeyEach ? 1 : kLargeCapacity;
}

StoredGallery::Change StoredGallery::begin_change() const {
    Change change;
    if (capacity() > 1) change.open = table_.open_slots(epoch_, capacity());
    return change;
}

// A random one of the open slots, so that two galleries of the same people are not grouped alike; never the slot that a renewed record
// leaves. B7
SlotTable::NewSlot StoredGallery::take_slot(Change& change, std::int64_t avoid) {
    std::vector<SlotTable::OpenSlot*> open;
    for (auto& slot : change.open)
        if (slot.room > 0 && slot.slot.number != avoid) open.push_back(&slot);
    if (open.size() >= kOpenSlots) {
        std::uint64_t pick;
        random_.fill({reinterpret_cast<std::uint8_t*>(&pick), sizeof pick});
        auto& chosen = *open[pick % open.size()];
        --chosen.room;
        return chosen.slot;
    }
    const SlotTable::NewSlot fresh{next_slot_++, epoch_, capacity(), random_.array<crypto::kNonceBytes>()};
    change.new_slots.push_back(fresh);
    if (fresh.capacity > 1) change.open.push_back({fresh, fresh.capacity - 1});
    return fresh;
}

Status StoredGallery::add(Change& change, ByteView subject, const RecordId& record, std::int64_t generation, const SlotTable::NewSlot& slot,
                          std::vector<std::uint64_t> code) {
    const RowIdentity identity{record, generation, slot.number, slot.epoch, epoch_};
    const SecretBytes salt = random_.secret(RecordKeys::kSaltBytes);
    MD_ASSIGN(auto sealed, sealer_->seal(identity, salt.view(), code, random_));
    MD_ASSIGN(auto salt_row, rows_.make_salt_row(rows_.link_of(record), generation, epoch_, slot.number, subject, salt.view()));
    change.new_features.push_back({record, generation, std::move(sealed)});
    change.new_salts.push_back(std::move(salt_row));
    change.entries.push_back({record, slot, std::move(code)});
    return {};
}

Status StoredGallery::add_fresh(Change& change, ByteView subject, const RecordId& record, std::int64_t generation, const Quantised& face,
                                std::int64_t avoid_slot) {
    const auto slot = take_slot(change, avoid_slot);
    auto& stream = streams_[slot.epoch];
    if (!stream) stream = rotation_keys_.keystream(slot.epoch);
    SecretBytes signs(sign_bytes(options_.bits));
    stream->fill(slot.salt, signs.span());
    Rotated rotated;
    rotate(face, signs.view(), options_.bits, rotated);
    std::vector<std::uint64_t> code(rotated.code.begin(), rotated.code.begin() + options_.bits / 64);
    wipe(&rotated, sizeof rotated);
    return add(change, subject, record, generation, slot, std::move(code));
}

// New rows first, then the one transaction in store `keys` that decides, then memory, then the old rows. A crash before the decision leaves
// rows without salts, one after it rows whose salts are gone: both are dead, and open() removes them. B5
Status StoredGallery::commit(Change& change) {
    MD_TRY(rows_.insert_features(change.new_features));
    step("rows written");
    if (auto decided = rows_.commit(change.new_slots, change.new_salts, change.old_salts); !decided) {
        if (const auto undone = rows_.delete_features(change.new_features); !undone)
            log::warning("templates", "rows of a failed change stay until the next start: {}", undone.error().text());
        return fail(std::move(decided.error()));
    }
    step("decided");
    table_.apply(change.gone, change.entries);
    step("in memory");
    if (const auto deleted = rows_.delete_features(change.old_features); !deleted)
        log::warning("templates", "rows without keys stay until the next start: {}", deleted.error().text());
    step("old rows deleted");
    return {};
}

Result<Quantised> StoredGallery::prepared(std::span<const float> embedding) const {
    if (embedding.size() != static_cast<std::size_t>(options_.embedding_size))
        return fail(errors::kModelMismatch,
                    "size " + std::to_string(embedding.size()) + ", the gallery's is " + std::to_string(options_.embedding_size));
    return quantise(embedding);
}

Result<Gallery::Enrolled> StoredGallery::enrol(ByteView subject, std::span<const float> embedding) {
    MD_ASSIGN(const Quantised face, prepared(embedding));
    const std::lock_guard lock(changing_);
    Enrolled enrolled{RecordId::random(random_), {}};
    Change change = begin_change();
    MD_TRY(add_fresh(change, subject, enrolled.record, 1, face, 0));
    feed_calibration(subject, face, enrolled.possibly_same);
    MD_TRY(commit(change));
    if (++unsaved_enrolments_ >= kSavedEvery || calibration_.people() < kAlwaysSaved) save_calibration();
    return enrolled;
}

Result<std::vector<RecordId>> StoredGallery::enrol_many(std::span<const Enrolment> people) {
    const std::lock_guard lock(changing_);
    Change change = begin_change();
    std::vector<RecordId> records;
    for (const auto& person : people) {
        MD_ASSIGN(const Quantised face, prepared(person.embedding));
        records.push_back(RecordId::random(random_));
        MD_TRY(add_fresh(change, person.subject, records.back(), 1, face, 0));
    }
    MD_TRY(commit(change));
    return records;
}

// B11: salts first. Without them the row is dead in every backup of store `features`.
Status StoredGallery::remove(const RecordId& record) {
    const std::lock_guard lock(changing_);
    MD_ASSIGN(auto row, rows_.salt(rows_.link_of(record)));
    Change change;
    if (row) change.old_salts.push_back(std::move(*row));
    change.gone.push_back(record);
    change.old_features.push_back({record, 0, {}});
    MD_TRY(commit(change));
    forget_tampered(record);
    return {};
}

// B5
Result<RecordId> StoredGallery::renew(ByteView subject, const RecordId& record, std::span<const float> embedding) {
    MD_ASSIGN(const Quantised face, prepared(embedding));
    const std::lock_guard lock(changing_);
    MD_ASSIGN(auto row, rows_.salt(rows_.link_of(record)));
    if (!row) return fail(errors::kNoSuchRecord);
    MD_ASSIGN(const Bytes owner, rows_.subject_of(*row));
    if (!std::ranges::equal(owner, subject)) return fail(errors::kNoSuchRecord, "the record belongs to another subject");
    const auto fresh = RecordId::random(random_);
    Change change = begin_change();
    MD_TRY(add_fresh(change, subject, fresh, row->generation + 1, face, row->slot));
    change.old_salts.push_back(std::move(*row));
    change.gone.push_back(record);
    change.old_features.push_back({record, 0, {}});
    MD_TRY(commit(change));
    forget_tampered(record);
    return fresh;
}

// B5
Status StoredGallery::revoke(const RecordId& record) {
    const std::lock_guard lock(changing_);
    const auto link = rows_.link_of(record);
    MD_ASSIGN(const auto row, rows_.salt(link));
    if (!row) return fail(errors::kNoSuchRecord);
    MD_TRY(rows_.revoke(link));
    table_.apply({&record, 1}, {});
    return {};
}

// ---- calibration
// ---------------------------------------------------------------------------------------------------------------------------------

bool StoredGallery::same_subject(const RecordId& record, ByteView subject) {
    const auto row = rows_.salt(rows_.link_of(record));
    if (!row || !*row) return false;
    const auto owner = rows_.subject_of(**row);
    return owner && std::ranges::equal(*owner, subject);
}

// Scores of the same person must not count as strangers' scores: other records of the subject are known, the same person enrolled as
// another subject is only suspected, and reported. What is far above the tail is left out.
void StoredGallery::feed_calibration(ByteView subject, const Quantised& face, std::vector<RecordId>& possibly_same) {
    const std::size_t others = table_.size();
    std::uint64_t start;
    random_.fill({reinterpret_cast<std::uint8_t*>(&start), sizeof start});
    auto scores = table_.sample_scores(face, kCalibrationSample, start);
    const float reported = calibration_.threshold_for_search(kReported, others).value;
    const float left_out = calibration_.threshold_for_search(kLeftOut, others).value;
    bool new_person = true;
    for (const auto& hit : table_.search(face, kCandidates, std::min(reported, calibration_.threshold(1e-2).value), workers_)) {
        if (same_subject(hit.record, subject)) {
            new_person = false;
            if (const auto own = std::ranges::find(scores, hit.score); own != scores.end()) scores.erase(own);
        } else if (hit.score >= reported) {
            possibly_same.push_back(hit.record);
        }
    }
    std::erase_if(scores, [left_out](float score) { return score >= left_out; });
    calibration_.add(scores, new_person);
}

void StoredGallery::save_calibration() {
    if (const auto saved = rows_.save_calibration(calibration_.save()); !saved)
        log::warning("templates", "calibration not saved: {}", saved.error().text());
    else
        unsaved_enrolments_ = 0;
}

// ---- questions
// -----------------------------------------------------------------------------------------------------------------------------------

std::vector<Match> StoredGallery::search(std::span<const float> embedding, std::size_t k, float threshold) {
    const auto face = prepared(embedding);
    if (!face) return {};
    std::vector<Match> matches;
    for (const auto& hit : table_.search(*face, k, threshold, workers_)) matches.push_back({hit.record, hit.score, Band::none});
    return matches;
}

std::optional<float> StoredGallery::compare(std::span<const float> embedding, const RecordId& record) {
    const auto face = prepared(embedding);
    if (!face) return std::nullopt;
    return table_.score(*face, record);
}

Status StoredGallery::check(const RecordId& record) {
    if (table_.has(record)) return {};
    {
        const std::lock_guard lock(tampered_mutex_);
        if (tampered_.contains(record)) return fail(errors::kTemplateTampered);
    }
    MD_ASSIGN(const auto row, rows_.salt(rows_.link_of(record)));
    if (!row || row->revoked) return fail(errors::kNoSuchRecord);
    return fail(errors::kTemplateTampered, "the row is gone, its keys are there");
}

void StoredGallery::forget_tampered(const RecordId& record) {
    const std::lock_guard lock(tampered_mutex_);
    tampered_.erase(record);
}

Band StoredGallery::band(float score, double fmr) const {
    if (score >= calibration_.threshold(fmr / 100).value) return Band::strong;
    if (score >= calibration_.threshold(fmr / 10).value) return Band::clear;
    return score >= calibration_.threshold(fmr).value ? Band::weak : Band::none;
}

}  // namespace md::templates
