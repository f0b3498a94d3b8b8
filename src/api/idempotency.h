#pragma once
// Idempotency-Key: a repeated POST never does the work twice. The answer is kept in memory and given again; that the work was begun and
// done is kept in store `events`, so that a repeat after a restart is refused instead of done again. Answers never go to disk: they may
// hold names, one-time passwords and keys. Both for 24 hours; keys and bodies are remembered only as keyed digests.
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "crypto/suite.h"
#include "net/http.h"
#include "store/retention.h"
#include "store/stores.h"

namespace md::api {

// Thread-safe.
class Idempotency {
public:
    // At most so much in memory; the oldest answers go first.
    static constexpr std::size_t kMaxEntries = 10'000, kMaxBytes = 16u << 20, kMaxAnswerBytes = 64u << 10;
    static constexpr std::chrono::hours kLifetime{24};
    // Throws Fatal when the store does not open.
    Idempotency(store::Stores& stores, const Clock& clock);
    // Rows go when their 24 hours are over.
    static void register_retention(store::Retention& retention, std::shared_ptr<store::Database> events);

    // Nothing: this is the first, go on and call finish() in any case. A response: the first answer. Errors: kStillRunning; kKeyReused;
    // kAlreadyDone, kOutcomeUnknown when the first answer is not in memory any more; those of the store, with nothing begun.
    Result<std::optional<net::Response>> begin(const std::string& key, const net::Request& request);
    // Keeps the answer in memory, unless it is a fault of ours (5xx), a stream or large. On disk a refusal is forgotten, since nothing was
    // done.
    void finish(const std::string& key, const net::Response& response);

private:
    struct Entry {
        Bytes body;
        SteadyTime at{};
        bool finished = false;
        int status = 0;
        std::vector<std::pair<std::string, std::string>> headers;
        SecretBytes answer;
    };
    Bytes digest_of(ByteView bytes) const;
    Bytes digest_of(const net::Request& request) const;
    Result<std::optional<net::Response>> recall(const std::string& key, const Bytes& body);
    Status begin_on_disk(const std::string& key, const Bytes& body);
    Status finish_on_disk(const std::string& key, int status);
    void make_room();
    void forget(const std::string& key);
    const crypto::Suite& suite_;
    const Clock& clock_;
    std::shared_ptr<store::Database> events_;
    SecretBytes secret_;
    std::mutex mutex_;
    std::map<std::string, Entry> entries_;
    std::deque<std::string> by_age_;
    std::size_t bytes_ = 0;
};

}  // namespace md::api
