#include "analysis/analyser.h"

#include <algorithm>

namespace md::analysis {

// Hands results on and counts the alerts raised.
struct Analyser::Counting final : Sink {
    explicit Counting(Sink& receiver) : sink(receiver) {}
    void capture(const Capture& capture) override { sink.capture(capture); }
    void alert(const Alert& alert) override {
        sink.alert(alert);
        if (alert.stage == Alert::Stage::raised) ++raised;
    }
    Sink& sink;
    std::size_t raised = 0;
};

std::chrono::milliseconds memory_of(const AnalysisConfig& config) {
    std::chrono::milliseconds longest = std::chrono::minutes(1);
    if (config.continuous) longest = std::max(longest, config.continuous->unit);
    if (config.intermittent) longest = std::max(longest, config.intermittent->window);
    for (const auto& rule : config.rules) {
        longest = std::max({longest, rule.longer_than, rule.cool_down, rule.gap});
        if (rule.kind == RuleKind::wander) longest = std::max(longest, rule.within);
    }
    return longest;
}

Analyser::Analyser(const AnalysisConfig& config, Sink& sink, Random& random, const AnalyserOptions& options)
    : options_(options), random_(random), sink_(std::make_unique<Counting>(sink)) {
    BookOptions book = options.book;
    book.window = memory_of(config);
    book_ = std::make_shared<SubjectBook>(book, random);
    begin(config);
}

Analyser::~Analyser() = default;

void Analyser::begin(const AnalysisConfig& config) {
    deduplicator_ = std::make_unique<Deduplicator>(config, *sink_, random_, options_.deduplication);
    rules_ = std::make_unique<RuleEngine>(config, *sink_, random_, options_.rules);
}

Observer Analyser::make_observer(const std::string& camera) { return Observer(camera, book_, options_.observer); }

std::size_t Analyser::step(const Observation& seen, Pictures& pictures) {
    const std::lock_guard lock(mutex_);
    sink_->raised = 0;
    rules_->step(seen, pictures);
    deduplicator_->step(seen, pictures);
    return sink_->raised;
}

void Analyser::advance(WallTime now, SteadyTime at) {
    const std::lock_guard lock(mutex_);
    rules_->advance(now);
    deduplicator_->advance(now);
    book_->forget(at);
}

void Analyser::reconfigure(const AnalysisConfig& config) {
    const std::lock_guard lock(mutex_);
    deduplicator_->finish();
    rules_->finish();
    begin(config);
}

void Analyser::finish() {
    const std::lock_guard lock(mutex_);
    deduplicator_->finish();
    rules_->finish();
    book_->clear();
}

}  // namespace md::analysis
