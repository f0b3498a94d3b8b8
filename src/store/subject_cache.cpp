#include "store/subject_cache.h"

namespace md::store {
namespace {

constexpr std::size_t kMostKeys = 4096;
constexpr std::chrono::seconds kKeptFor{60};  // how long another process may still use a key that was destroyed here

}  // namespace

std::optional<SecretBytes> SubjectCache::find(const crypto::Digest& subject) {
    const std::lock_guard lock(mutex_);
    const auto found = index_.find(subject);
    if (found == index_.end()) return std::nullopt;
    if (clock_.steady() - found->second->since >= kKeptFor) {
        newest_first_.erase(found->second);
        index_.erase(found);
        return std::nullopt;
    }
    newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
    return found->second->key.copy();
}

void SubjectCache::put(const crypto::Digest& subject, const SecretBytes& key) {
    const std::lock_guard lock(mutex_);
    if (index_.contains(subject)) return;
    newest_first_.push_front({subject, key.copy(), clock_.steady()});
    index_[subject] = newest_first_.begin();
    if (newest_first_.size() <= kMostKeys) return;
    index_.erase(newest_first_.back().subject);
    newest_first_.pop_back();
}

void SubjectCache::forget(const crypto::Digest& subject) {
    const std::lock_guard lock(mutex_);
    const auto found = index_.find(subject);
    if (found == index_.end()) return;
    newest_first_.erase(found->second);
    index_.erase(found);
}

void SubjectCache::clear() {
    const std::lock_guard lock(mutex_);
    index_.clear();
    newest_first_.clear();
}

}  // namespace md::store
