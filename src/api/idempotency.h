#pragma once
// Idempotency-Key: a repeated POST gets the first answer instead of doing the work twice. In memory for 24 hours, at most kMaxEntries and
// kMaxBytes (the oldest go first); a restart forgets. Bodies are remembered only as a digest with a salt of this process.
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "crypto/suite.h"
#include "net/http.h"

namespace md::api {

// Thread-safe.
class Idempotency {
public:
    static constexpr std::size_t kMaxEntries = 10'000, kMaxBytes = 16u << 20, kMaxAnswerBytes = 64u << 10;
    static constexpr std::chrono::hours kLifetime{24};
    Idempotency(Profile profile, const Clock& clock, Random& random)
        : suite_(crypto::Suite::of(profile)), clock_(clock), salt_(random.secret(32)) {}

    // Nothing: this is the first, go on and call finish() in any case. A response: the first answer. kStillRunning, kKeyReused.
    Result<std::optional<net::Response>> begin(const std::string& key, ByteView body);
    // Keeps the answer; faults of ours (5xx), streams and large answers are forgotten, so that a repeat tries again.
    void finish(const std::string& key, const net::Response& response);

private:
    struct Entry {
        crypto::Digest body{};
        SteadyTime at{};
        bool finished = false;
        int status = 0;
        std::vector<std::pair<std::string, std::string>> headers;
        SecretBytes answer;
    };
    void make_room();
    void forget(const std::string& key);
    const crypto::Suite& suite_;
    const Clock& clock_;
    SecretBytes salt_;
    std::mutex mutex_;
    std::map<std::string, Entry> entries_;
    std::deque<std::string> by_age_;
    std::size_t bytes_ = 0;
};

}  // namespace md::api
