#pragma once
// Waiting times after wrong answers, by account name and by address. D11
//
// Waiting is measured with the steady clock, so turning the wall clock changes nothing while the service runs. Failures are stored with
// their wall time; at a start the time that has passed since is believed only if it is positive.
#include <chrono>
#include <map>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

namespace md::access {

class Lockouts {
public:
    enum class Kind : std::uint8_t { account = 1, address = 2 };
    struct Subject {
        Kind kind;
        Bytes key;  // a keyed hash
        auto operator<=>(const Subject&) const = default;
    };
    // What a wrong answer led to.
    struct Lock {
        Kind kind;
        std::chrono::seconds wait;
        std::uint64_t refused_before;  // attempts refused unseen during the subject's previous waiting time
    };

    // A right or wrong answer that is being checked. Without a verdict it counts as neither.
    class Attempt {
    public:
        Attempt(Attempt&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), subjects_(std::move(other.subjects_)) {}
        Attempt& operator=(Attempt&&) = delete;
        ~Attempt();
        // Counts and stores the failure; the waiting times it started.
        Result<std::vector<Lock>> failed();

    private:
        friend class Lockouts;
        Attempt(Lockouts& owner, std::vector<Subject> subjects) : owner_(&owner), subjects_(std::move(subjects)) {}
        Lockouts* owner_;
        std::vector<Subject> subjects_;
    };

    Lockouts(store::Database& database, const Clock& clock) : database_(database), clock_(clock) {}
    Status load();
    // kTooManyAttempts while one of the subjects has to wait. Answers checked at the same moment count as if they were wrong, so that
    // parallel guessing gains nothing.
    Result<Attempt> admit(std::vector<Subject> subjects);
    std::chrono::seconds wait(const Subject& subject) const;
    Status clear(const Subject& subject);

private:
    struct Entry {
        std::int64_t failures = 0;
        int in_check = 0;
        std::uint64_t refused = 0;
        SteadyTime last_failure{}, locked_until{};
    };
    void release(const std::vector<Subject>& subjects);
    Result<std::optional<Lock>> count_failure(const Subject& subject);
    std::int64_t current_failures(Kind kind, const Entry& entry, SteadyTime now) const;
    bool refuses(Kind kind, const Entry& entry, SteadyTime now) const;
    Status make_room(SteadyTime now);
    Status erase(const Subject& subject);
    store::Database& database_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::map<Subject, Entry> entries_;
};

}  // namespace md::access
