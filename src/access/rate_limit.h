#pragma once
// Token buckets by key (address, account, device). Held in memory: a restart refills them, lock-outs (lockout.h) do not forget.
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace md::access {

// Thread-safe. Keeps at most `max_keys` buckets; when all are in use the fullest of a few is dropped, which can only forgive, never refuse,
// a stranger.
class RateLimiter {
public:
    struct Rate {
        double per_second;
        double burst;  // size of the bucket, >= 1
    };
    RateLimiter(Rate rate, std::size_t max_keys, const Clock& clock) : rate_(rate), max_keys_(max_keys), clock_(clock) {}
    // Zero: taken. Otherwise nothing was taken and this is how long until it can be (for Retry-After).
    std::chrono::milliseconds take(std::string_view key, double cost = 1);
    std::size_t keys() const;

private:
    struct Bucket {
        double tokens;
        SteadyTime at;
    };
    double tokens_at(const Bucket& bucket, SteadyTime now) const;
    void make_room(SteadyTime now);
    Rate rate_;
    std::size_t max_keys_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace md::access
