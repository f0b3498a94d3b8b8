#pragma once
// Face analysis (S3) as the platform runs it: records, cameras, live analysis and the sender of webhooks, kept in step with what operators
// change.
#include <condition_variable>
#include <mutex>
#include <thread>

#include "analysis/pipeline/live_analysis.h"
#include "analysis/records/alerts.h"
#include "analysis/records/cameras.h"
#include "analysis/records/captures.h"
#include "analysis/records/outbox.h"
#include "analysis/records/recorder.h"
#include "analysis/records/statistics.h"
#include "analysis/records/watch_lists.h"
#include "api/platform_api.h"
#include "api/webhook_sender.h"
#include "roles/platform/platform.h"

namespace md::roles {

class AnalysisService {
public:
    // On the core, which outlives it; its kinds of data join the core's retention.
    static Result<std::unique_ptr<AnalysisService>> open(Core& core, const PlatformConfig& config, const Clock& clock, Random& random);
    ~AnalysisService();  // stop()
    // The cameras of the last run, and everything that works by itself.
    void start();
    // Cameras first, so that what they close is stored and sent or queued. Safe to call twice.
    void stop();
    api::AnalysisParts parts() const;
    // Gauges and counters of every camera and of the records.
    void describe(std::string& prometheus) const;

private:
    explicit AnalysisService(const Clock& clock) : clock_(clock) {}
    void register_retention(store::Retention& retention);
    void apply();  // makes what runs equal to what is stored
    analysis::LiveGroup group_of(const std::string& scope) const;
    std::optional<media::SourceOptions> source_of(const analysis::Camera& camera) const;
    void watch_streams(const std::stop_token& stopping);

    const Clock& clock_;
    std::unique_ptr<analysis::Outbox> outbox_;
    std::unique_ptr<analysis::Captures> captures_;
    std::unique_ptr<analysis::Alerts> alerts_;
    std::unique_ptr<analysis::Statistics> statistics_;
    std::unique_ptr<analysis::WatchLists> watch_lists_;
    std::unique_ptr<analysis::Cameras> cameras_;
    std::unique_ptr<analysis::Recorder> recorder_;
    std::unique_ptr<analysis::LiveAnalysis> live_;
    std::unique_ptr<api::WebhookSender> sender_;
    std::mutex applying_, waiting_;
    bool running_ = false;  // under applying_
    std::condition_variable_any wake_;
    std::jthread health_;
};

}  // namespace md::roles
