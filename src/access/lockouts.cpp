#include "access/lockouts.h"

#include <algorithm>

#include "access/errors.h"

namespace md::access {
namespace {

using std::chrono::seconds;

struct Rule {
    std::int64_t free;     // wrong answers without a waiting time
    seconds forget_every;  // one failure is forgotten after each of these without a new one
};
constexpr Rule kAccountRule{5, std::chrono::hours(1)};
constexpr Rule kAddressRule{20, std::chrono::minutes(5)};
constexpr seconds kFirstWait{30};
constexpr seconds kLongestWait = std::chrono::hours(1);
constexpr std::size_t kMaxSubjects = 20'000;

const Rule& rule_of(Lockouts::Kind kind) { return kind == Lockouts::Kind::account ? kAccountRule : kAddressRule; }

seconds wait_after(Lockouts::Kind kind, std::int64_t failures) {
    const auto beyond = failures - rule_of(kind).free;
    if (beyond < 0) return {};
    constexpr std::int64_t kDoublings = 7;  // 30 s * 2^7 is more than an hour already
    return std::min(kLongestWait, kFirstWait * (std::int64_t{1} << std::min(beyond, kDoublings)));
}

Bytes stored_key(const Lockouts::Subject& subject) { return Writer().u8(static_cast<std::uint8_t>(subject.kind)).raw(subject.key).bytes(); }

std::optional<Lockouts::Subject> subject_from(ByteView key) {
    if (key.empty() || (key[0] != 1 && key[0] != 2)) return std::nullopt;
    return Lockouts::Subject{static_cast<Lockouts::Kind>(key[0]), to_bytes(key.subspan(1))};
}

}  // namespace

Status Lockouts::load() {
    MD_ASSIGN(const auto rows, database_.query("SELECT subject, failures, last_failure_at FROM access_lockouts"));
    const std::lock_guard lock(mutex_);
    for (const auto& row : rows) {
        const auto subject = subject_from(row.blob(0));
        if (!subject) continue;
        // A clock that was turned back while the service stood still must not shorten the waiting time: it starts anew.
        const auto passed = std::max(WallTime::duration::zero(), clock_.wall() - from_micros(row.integer(2)));
        Entry entry;
        entry.failures = row.integer(1);
        entry.last_failure = clock_.steady() - passed;
        entry.locked_until = entry.last_failure + wait_after(subject->kind, entry.failures);
        entries_[*subject] = entry;
    }
    return {};
}

std::int64_t Lockouts::current_failures(Kind kind, const Entry& entry, SteadyTime now) const {
    const auto forgotten = (now - entry.last_failure) / rule_of(kind).forget_every;
    return std::max<std::int64_t>(0, entry.failures - forgotten);
}

bool Lockouts::refuses(Kind kind, const Entry& entry, SteadyTime now) const {
    if (now < entry.locked_until) return true;
    return entry.in_check > 0 && current_failures(kind, entry, now) + entry.in_check >= rule_of(kind).free;
}

Result<Lockouts::Attempt> Lockouts::admit(std::vector<Subject> subjects) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.steady();
    for (const auto& subject : subjects) {
        const auto found = entries_.find(subject);
        if (found == entries_.end() || !refuses(subject.kind, found->second, now)) continue;
        ++found->second.refused;
        return fail(errors::kTooManyAttempts);
    }
    if (entries_.size() + subjects.size() > kMaxSubjects) MD_TRY(make_room(now));
    for (const auto& subject : subjects) ++entries_[subject].in_check;
    return Attempt(*this, std::move(subjects));
}

Lockouts::Attempt::~Attempt() {
    if (owner_) owner_->release(subjects_);
}

void Lockouts::release(const std::vector<Subject>& subjects) {
    const std::lock_guard lock(mutex_);
    for (const auto& subject : subjects) {
        const auto found = entries_.find(subject);
        if (found == entries_.end()) continue;
        --found->second.in_check;
        if (found->second.in_check == 0 && found->second.failures == 0) entries_.erase(found);
    }
}

Result<std::vector<Lockouts::Lock>> Lockouts::Attempt::failed() {
    std::vector<Lock> locks;
    for (const auto& subject : subjects_) {
        MD_ASSIGN(const auto started, owner_->count_failure(subject));
        if (started) locks.push_back(*started);
    }
    return locks;
}

Result<std::optional<Lockouts::Lock>> Lockouts::count_failure(const Subject& subject) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.steady();
    auto& entry = entries_[subject];
    entry.failures = current_failures(subject.kind, entry, now) + 1;
    entry.last_failure = now;
    const auto wait = wait_after(subject.kind, entry.failures);
    entry.locked_until = now + wait;
    MD_ASSIGN(
        [[maybe_unused]] const auto changed,
        database_.execute("INSERT INTO access_lockouts(subject, failures, last_failure_at) VALUES(?, ?, ?)"
                          " ON CONFLICT(subject) DO UPDATE SET failures = excluded.failures, last_failure_at = excluded.last_failure_at",
                          {stored_key(subject), entry.failures, to_micros(clock_.wall())}));
    if (wait == seconds::zero()) return std::nullopt;
    return Lock{subject.kind, wait, std::exchange(entry.refused, 0)};
}

seconds Lockouts::wait(const Subject& subject) const {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(subject);
    if (found == entries_.end()) return {};
    return std::max(seconds::zero(), std::chrono::ceil<seconds>(found->second.locked_until - clock_.steady()));
}

Status Lockouts::clear(const Subject& subject) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(subject);
    if (found == entries_.end()) return {};
    const bool stored = found->second.failures > 0;
    found->second.failures = 0;
    found->second.locked_until = {};
    if (found->second.in_check == 0) entries_.erase(found);
    return stored ? erase(subject) : Status();
}

Status Lockouts::erase(const Subject& subject) {
    MD_ASSIGN([[maybe_unused]] const auto changed,
              database_.execute("DELETE FROM access_lockouts WHERE subject = ?", {stored_key(subject)}));
    return {};
}

// First what is forgotten anyway; if a flood of addresses still fills the table, whoever has the fewest failures and does not wait.
Status Lockouts::make_room(SteadyTime now) {
    std::vector<std::pair<std::int64_t, Subject>> droppable;
    for (const auto& [subject, entry] : entries_) {
        if (entry.in_check == 0 && now >= entry.locked_until) droppable.emplace_back(current_failures(subject.kind, entry, now), subject);
    }
    const auto drop = std::min(droppable.size(), kMaxSubjects / 10);
    std::ranges::partial_sort(droppable, droppable.begin() + static_cast<std::ptrdiff_t>(drop));
    for (std::size_t i = 0; i < drop; ++i) {
        MD_TRY(erase(droppable[i].second));
        entries_.erase(droppable[i].second);
    }
    return {};
}

}  // namespace md::access
