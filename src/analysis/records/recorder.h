#pragma once
// Takes what the analysis finds to the records, which tell whoever listens. While the stores cannot take an alert, it waits in memory, is
// tried again within seconds, and the trouble is shown; nobody is told of it before it is on disk.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "analysis/presence.h"
#include "analysis/records/alerts.h"
#include "analysis/records/captures.h"
#include "analysis/records/statistics.h"
#include "analysis/records/subject_label.h"

namespace md::analysis {

struct RecorderParts {
    Captures* captures = nullptr;
    Alerts* alerts = nullptr;
    Statistics* statistics = nullptr;  // may be null
    const Clock* clock = nullptr;
    Random* random = nullptr;
    Profile profile = Profile::general;
};
struct RecorderTrouble {
    std::size_t alerts_waiting = 0, captures_waiting = 0;
    std::uint64_t captures_lost = 0;  // since the start: pushed out while the stores took nothing; alerts never are
    std::string last_error;           // code; empty when all is well
};

// Thread-safe; capture() and alert() return at once.
class Recorder final : public Sink {
public:
    explicit Recorder(RecorderParts parts);
    ~Recorder() override;  // stores what it can, at most ten seconds
    void capture(const Capture& capture) override;
    void alert(const Alert& alert) override;
    // Waits until everything given so far is stored; false when that takes longer.
    bool flush(std::chrono::milliseconds patience);
    RecorderTrouble trouble() const;

private:
    // A result with the time before which it is not tried again.
    template <class T>
    struct Waiting {
        T result;
        std::chrono::steady_clock::time_point again{};
    };
    template <class T>
    using Queue = std::deque<Waiting<T>>;

    void count(const Capture& capture);
    void work();
    std::chrono::steady_clock::time_point next_time() const;  // when something is to be tried; under mutex_
    // Tries the first that is due; false when none is. Lets go of the lock meanwhile.
    template <class T>
    bool step(Queue<T>& queue, std::unique_lock<std::mutex>& lock);
    Status store(const Alert& alert);
    Status store(const Capture& capture);
    RecorderParts parts_;
    SubjectLabels labels_;
    mutable std::mutex mutex_;
    std::condition_variable wake_, idle_;
    Queue<Alert> alerts_;
    Queue<Capture> captures_;
    RecorderTrouble trouble_;
    bool busy_ = false, stopping_ = false;
    std::thread worker_;
};

}  // namespace md::analysis
