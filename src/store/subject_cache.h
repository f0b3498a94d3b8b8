#pragma once
// Unwrapped subject keys of the last minute, the least recently used thrown out first and wiped. Thread-safe.
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/clock.h"
#include "crypto/suite.h"

namespace md::store {

// Keyed hashes are random: their first bytes are a hash already.
struct DigestHash {
    std::size_t operator()(const crypto::Digest& digest) const noexcept {
        std::size_t value;
        std::memcpy(&value, digest.data(), sizeof value);
        return value;
    }
};

class SubjectCache {
public:
    explicit SubjectCache(const Clock& clock) : clock_(clock) {}
    std::optional<SecretBytes> find(const crypto::Digest& subject);
    void put(const crypto::Digest& subject, const SecretBytes& key);
    void forget(const crypto::Digest& subject);
    void clear();

private:
    struct Item {
        crypto::Digest subject;
        SecretBytes key;
        SteadyTime since;
    };
    const Clock& clock_;
    std::mutex mutex_;
    std::list<Item> newest_first_;
    std::unordered_map<crypto::Digest, std::list<Item>::iterator, DigestHash> index_;
};

}  // namespace md::store
