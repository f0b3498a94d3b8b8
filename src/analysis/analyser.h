#pragma once
// The cameras of one group taken together: who they see (subjects), which pictures leave (de-duplication), what follows (rules). C1-C8
#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "analysis/deduplication/deduplicator.h"
#include "analysis/presence.h"
#include "analysis/rules/rule_engine.h"
#include "analysis/subjects/observer.h"
#include "base/random.h"

namespace md::analysis {

struct AnalyserOptions {
    ObserverOptions observer;
    DeduplicationLimits deduplication;
    RuleLimits rules;
    BookOptions book;  // its window follows the configuration
};

// Thread-safe: cameras step from their own threads; the sink is called by one of them at a time, while it steps.
class Analyser {
public:
    // `config` has passed validate(). `sink` and `random` (thread-safe) must outlive it.
    Analyser(const AnalysisConfig& config, Sink& sink, Random& random, const AnalyserOptions& options = {});
    ~Analyser();
    Analyser(const Analyser&) = delete;
    Analyser& operator=(const Analyser&) = delete;

    // A camera of the group. The observer itself is for one thread.
    Observer make_observer(const std::string& camera);
    const std::shared_ptr<SubjectBook>& book() const { return book_; }

    // What one camera saw. The number of alerts that it raised.
    std::size_t step(const Observation& seen, Pictures& pictures);
    // Time without frames: appearances end, alerts close, windows are forgotten. About once a second. `now` on the clock of the
    // observations, `at` on that of the observers.
    void advance(WallTime now, SteadyTime at);
    // Closes what is open and goes on under other rules; who was seen stays known. Only for configurations of the same memory_of().
    void reconfigure(const AnalysisConfig& config);
    // Closes everything and forgets everybody.
    void finish();

private:
    struct Counting;
    void begin(const AnalysisConfig& config);
    const AnalyserOptions options_;
    Random& random_;
    std::unique_ptr<Counting> sink_;
    std::shared_ptr<SubjectBook> book_;
    std::mutex mutex_;
    std::unique_ptr<Deduplicator> deduplicator_;
    std::unique_ptr<RuleEngine> rules_;
};

// How long a subject has to be remembered for what is configured: the longest of the windows and of the rules' times.
std::chrono::milliseconds memory_of(const AnalysisConfig& config);

}  // namespace md::analysis
