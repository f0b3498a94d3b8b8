#include "access/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace md::access {

double RateLimiter::tokens_at(const Bucket& bucket, SteadyTime now) const {
    const double seconds = std::chrono::duration<double>(now - bucket.at).count();
    return std::min(rate_.burst, bucket.tokens + seconds * rate_.per_second);
}

std::chrono::milliseconds RateLimiter::take(std::string_view key, double cost) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.steady();
    auto found = buckets_.find(std::string(key));
    if (found == buckets_.end()) {
        if (buckets_.size() >= max_keys_) make_room(now);
        found = buckets_.emplace(key, Bucket{rate_.burst, now}).first;
    }
    auto& bucket = found->second;
    bucket.tokens = tokens_at(bucket, now);
    bucket.at = now;
    if (bucket.tokens >= cost) {
        bucket.tokens -= cost;
        return {};
    }
    const double missing = std::min(cost, rate_.burst) - bucket.tokens;
    return std::chrono::milliseconds(1 + static_cast<std::int64_t>(std::ceil(missing / rate_.per_second * 1000)));
}

void RateLimiter::make_room(SteadyTime now) {
    // A sample of a few keeps this cheap under a flood of new keys; the map's order is arbitrary.
    constexpr int kSample = 16;
    auto fullest = buckets_.begin();
    int seen = 0;
    for (auto it = buckets_.begin(); it != buckets_.end() && seen < kSample; ++it, ++seen) {
        if (tokens_at(it->second, now) > tokens_at(fullest->second, now)) fullest = it;
    }
    if (fullest != buckets_.end()) buckets_.erase(fullest);
}

std::size_t RateLimiter::keys() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

}  // namespace md::access
