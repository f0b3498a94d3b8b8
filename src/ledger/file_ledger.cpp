#include "ledger/file_ledger.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "base/files.h"
#include "base/log.h"
#include "ledger/errors.h"

namespace md::ledger {
namespace {

// A new ledger begins with a head over nothing, so that a missing heads file is always a change.
Status create(const Ledger::Options& options, const crypto::PrivateKey& key, const Clock& clock) {
    Head head{options.profile, 0, clock.wall(), Hashes(options.profile).of({}), {}, {}, {}};
    head.signature = key.sign(signed_part(head));
    const Bytes payload = encode(head);
    Writer frame;
    append_frame(frame, payload, Hashes(options.profile).of(payload));
    MD_TRY(write_file_atomically(segment_path(options.folder, 0), encode(SegmentHeader{options.profile, 0, {}}), 0600));
    MD_TRY(write_file_atomically(heads_path(options.folder), frame.bytes(), 0600));
    return write_file_atomically(key_path(options.folder), key.public_key().spki());  // last: with it the ledger exists
}

// Only what a crash can leave may be repaired.
Status check_walk(const Walk& walked, const Ledger::Options& options) {
    const bool heads_torn_only = walked.heads.torn && walked.report.problem == walked.heads.problem;
    if (!walked.report.whole && !walked.torn && !heads_torn_only) return fail(errors::kLedgerBroken, walked.report.problem);
    if (walked.torn && !walked.heads.problem.empty() && !walked.heads.torn) return fail(errors::kLedgerBroken, walked.heads.problem);
    if (walked.heads.heads.empty()) return fail(errors::kLedgerBroken, "there is no signed head");
    if (walked.profile != options.profile) return fail(errors::kLedgerBroken, "the ledger was made in another profile");
    return {};
}

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::open(const Options& options, crypto::PrivateKey signing_key, const Clock& clock) {
    std::error_code code;
    std::filesystem::create_directories(options.folder, code);
    if (code) return fail(file_error(errors::kLedgerUnwritable, options.folder, code.value()));
    std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all, code);
    if (!std::filesystem::exists(key_path(options.folder))) {
        // A creation broken off leaves a segment without entries; anything more is a ledger whose key was taken away.
        const auto first = segment_path(options.folder, 0);
        if (std::filesystem::exists(first) && std::filesystem::file_size(first) > kSegmentHeaderBytes) {
            return fail(errors::kLedgerBroken, "the public key is missing");
        }
        MD_TRY(create(options, signing_key, clock));
    }
    MD_ASSIGN(const Bytes spki, read_file(key_path(options.folder)));
    if (spki != signing_key.public_key().spki()) return fail(errors::kLedgerBroken, "the ledger was signed with another key");
    MD_ASSIGN(Walk walked, walk(options.folder, signing_key.public_key(), Signatures::newest));
    MD_TRY(check_walk(walked, options));
    const auto last = segment_path(options.folder, walked.segments.back().first);
    const std::uint64_t torn_bytes = std::filesystem::file_size(last) - walked.good_bytes;
    auto ledger = std::make_unique<FileLedger>(options, std::move(signing_key), clock, std::move(walked));
    MD_TRY(ledger->start(torn_bytes));
    return ledger;
}

FileLedger::FileLedger(Options options, crypto::PrivateKey key, const Clock& clock, Walk walked)
    : options_(std::move(options)),
      key_(std::move(key)),
      clock_(clock),
      hashes_(options_.profile),
      segments_(std::move(walked.segments)),
      open_leaves_(std::move(walked.open_leaves)),
      tree_(std::move(walked.tree)),
      chain_(walked.chain),
      last_head_digest_(walked.heads.last_digest),
      newest_head_(walked.heads.heads.back()),
      recovered_{walked.good_bytes, walked.heads.good_bytes} {}

Status FileLedger::start(std::uint64_t torn_bytes) {
    MD_TRY(segment_file_.open(segment_path(options_.folder, segments_.back().first), recovered_.segment_bytes));
    MD_TRY(heads_file_.open(heads_path(options_.folder), recovered_.heads_bytes));
    if (torn_bytes > 0) {
        log::warning("ledger", "a crash left {} bytes of an unfinished entry; they were cut off", torn_bytes);
        MD_TRY(append({0, {}, "system", "ledger.recovered", "", "ok", "D19", fmt::format(R"({{"cut_bytes":{}}})", torn_bytes)}));
    }
    signer_ = std::thread([this] { sign_regularly(); });
    return {};
}

FileLedger::~FileLedger() {
    {
        const std::lock_guard lock(stop_mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    if (!signer_.joinable()) return;  // it never started
    signer_.join();
    if (const auto signed_now = sign_head(); !signed_now) log::error("ledger", "the last head: {}", signed_now.error().text());
}

void FileLedger::sign_regularly() {
    std::unique_lock lock(stop_mutex_);
    while (!stop_.wait_for(lock, options_.head_every, [this] { return stopping_; })) {
        lock.unlock();
        if (const auto signed_now = sign_head(); !signed_now) log::error("ledger", "signing a head: {}", signed_now.error().text());
        lock.lock();
    }
}

std::uint64_t FileLedger::size() const {
    const std::lock_guard lock(mutex_);
    return tree_.size();
}

// ---- appending. B11, D5, D19

Result<std::uint64_t> FileLedger::append(Entry entry) {
    if (encode(entry).size() > kMaxPayload) return fail(errors::kBadInput, "a ledger entry may have at most 64 KiB");
    Pending mine{&entry, false, {}};
    std::unique_lock lock(mutex_);
    queue_.push_back(&mine);
    while (!mine.done) {
        if (!flushing_)
            flush(lock);  // whoever comes first writes for all who wait
        else
            changed_.wait(lock);
    }
    if (!mine.outcome) return fail(mine.outcome.error());
    return entry.index;
}

void FileLedger::flush(std::unique_lock<std::mutex>& lock) {
    flushing_ = true;
    Status outcome;
    if (segments_.back().entries == kEntriesASegment) outcome = next_segment();
    const std::size_t room = kEntriesASegment - segments_.back().entries;
    const std::size_t count = std::min(outcome ? room : queue_.size(), queue_.size());
    const std::vector<Pending*> pending(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    Segment segment = segments_.back();
    Batch batch{{}, chain_, {}};
    lock.unlock();
    if (outcome) outcome = write(pending, segment, batch);
    lock.lock();
    if (outcome) {
        segments_.back() = segment;
        chain_ = batch.chain;
        for (const auto& leaf : batch.leaves) tree_.add(hashes_, leaf);
        open_leaves_.insert(open_leaves_.end(), batch.leaves.begin(), batch.leaves.end());
        if (open_leaves_.size() == kEntriesASegment) segments_.back().root = root_of(hashes_, std::exchange(open_leaves_, {}));
    }
    for (auto* each : pending) {
        each->outcome = outcome;
        each->done = true;
    }
    flushing_ = false;
    changed_.notify_all();
}

// Only the one who flushes is here; segment and batch are his copies.
Status FileLedger::write(std::span<Pending* const> pending, Segment& segment, Batch& batch) {
    for (auto* each : pending) {
        Entry& entry = *each->entry;
        entry.index = segment.first + segment.entries++;
        entry.time = clock_.wall();
        segment.earliest = std::min(segment.earliest, entry.time);
        segment.latest = std::max(segment.latest, entry.time);
        const Bytes payload = encode(entry);
        batch.chain = hashes_.chain(batch.chain, payload);
        batch.leaves.push_back(hashes_.leaf(payload));
        append_frame(batch.bytes, payload, batch.chain);
    }
    return segment_file_.append(batch.bytes.bytes());
}

Status FileLedger::next_segment() {
    const std::uint64_t first = tree_.size();
    const auto path = segment_path(options_.folder, first);
    if (auto made = write_file_atomically(path, encode(SegmentHeader{options_.profile, first, chain_}), 0600); !made) {
        return made.error().is(errors::kDiskFull) ? made : fail(errors::kLedgerUnwritable, made.error().detail());
    }
    MD_TRY(segment_file_.open(path, kSegmentHeaderBytes));
    segments_.push_back({first, 0, {}, WallTime::max(), WallTime::min()});
    return {};
}

Status FileLedger::sign_head() {
    const std::lock_guard heads_lock(heads_mutex_);
    Head head{options_.profile, 0, clock_.wall(), {}, {}, last_head_digest_, {}};
    {
        const std::lock_guard lock(mutex_);
        if (tree_.size() == newest_head_->size) return {};
        head.size = tree_.size();
        head.root = tree_.root(hashes_);
        head.chain = chain_;
    }
    head.signature = key_.sign(signed_part(head));
    const Bytes payload = encode(head);
    const Digest digest = hashes_.of(payload);
    Writer frame;
    append_frame(frame, payload, digest);
    MD_TRY(heads_file_.append(frame.bytes()));
    last_head_digest_ = digest;
    newest_head_ = std::move(head);
    return {};
}

}  // namespace md::ledger
