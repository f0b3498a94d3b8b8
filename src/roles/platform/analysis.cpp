#include "roles/platform/analysis.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis/config.h"
#include "base/log.h"

namespace md::roles {
namespace {

using namespace std::chrono_literals;

constexpr auto kHealthInterval = 10s;

// The lists that the rules name. None: nothing is searched, and no feature is compared with a list.
std::vector<std::string> lists_of(const analysis::AnalysisConfig& config) {
    std::set<std::string> names;
    for (const auto& rule : config.rules) {
        if (!rule.watch_list.empty()) names.insert(rule.watch_list);
    }
    return {names.begin(), names.end()};
}

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

// A label of Prometheus: camera ids, whose number is what the site has installed.
std::string label_of(const analysis::CameraReport& report) { return fmt::format("{{camera=\"{}\"}}", report.id.text()); }

void describe_latency(std::string& out, const std::vector<analysis::CameraReport>& reports) {
    constexpr auto kName = "miandun_camera_alert_seconds";
    head(out, kName, "histogram", "Time from a picture's arrival to its alert.");
    for (const auto& report : reports) {
        const auto& latency = report.frame_to_alert;
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < latency.kBounds_s.size(); ++i) {
            sum += latency.counts[i];
            out += fmt::format("{}_bucket{{camera=\"{}\",le=\"{}\"}} {}\n", kName, report.id.text(), latency.kBounds_s[i], sum);
        }
        out += fmt::format("{}_bucket{{camera=\"{}\",le=\"+Inf\"}} {}\n", kName, report.id.text(), latency.count);
        out += fmt::format("{}_sum{} {}\n{}_count{} {}\n", kName, label_of(report), latency.sum_s, kName, label_of(report), latency.count);
    }
}

}  // namespace

Result<std::unique_ptr<AnalysisService>> AnalysisService::open(Core& core, const PlatformConfig& config, const Clock& clock,
                                                               Random& random) {
    std::unique_ptr<AnalysisService> service(new AnalysisService(clock));
    auto& self = *service;
    const analysis::RecordParts records{core.stores, core.ledger.get(), &clock, &random, &core.events->bus()};
    MD_ASSIGN(self.outbox_, analysis::Outbox::open(records));
    MD_ASSIGN(self.captures_, analysis::Captures::open(records, self.outbox_.get(), {.keep_pictures = config.analysis.keep_captures}));
    MD_ASSIGN(self.alerts_, analysis::Alerts::open(records, self.outbox_.get(), {}));
    MD_ASSIGN(self.statistics_, analysis::Statistics::open(records));
    analysis::WatchListOptions lists;
    lists.workers = core.search_workers.get();
    MD_ASSIGN(self.watch_lists_, analysis::WatchLists::open(records, core.engine, lists));
    MD_ASSIGN(self.cameras_, analysis::Cameras::open(records));
    analysis::RecorderParts parts;
    parts.captures = self.captures_.get();
    parts.alerts = self.alerts_.get();
    parts.statistics = self.statistics_.get();
    parts.clock = &clock;
    parts.random = &random;
    parts.profile = config.profile;
    self.recorder_ = std::make_unique<analysis::Recorder>(parts);
    self.live_ =
        analysis::LiveAnalysis::create(core.engine, *self.recorder_, clock, random, {.inference_slots = config.analysis.inference_slots});
    api::WebhookOptions webhooks;
    webhooks.profile = config.profile;
    self.sender_ = std::make_unique<api::WebhookSender>(*self.outbox_, clock, webhooks);
    self.register_retention(*core.retention);
    return service;
}

AnalysisService::~AnalysisService() { stop(); }

void AnalysisService::register_retention(store::Retention& retention) {  // C9
    captures_->register_retention(retention);
    alerts_->register_retention(retention);
    statistics_->register_retention(retention);
    watch_lists_->register_retention(retention);
    outbox_->register_retention(retention);
}

void AnalysisService::start() {
    {
        std::lock_guard lock(applying_);
        running_ = true;
    }
    cameras_->on_change([this] { apply(); });
    apply();
    statistics_->start();
    sender_->start();
    health_ = std::jthread([this](const std::stop_token& stopping) { watch_streams(stopping); });
}

void AnalysisService::stop() {
    {
        std::lock_guard lock(applying_);
        if (!running_) return;
        running_ = false;
    }
    health_ = {};
    live_->stop();
    recorder_->flush(10s);
    statistics_->stop();
    sender_->stop();
}

api::AnalysisParts AnalysisService::parts() const {
    return {.cameras = cameras_.get(),
            .captures = captures_.get(),
            .alerts = alerts_.get(),
            .statistics = statistics_.get(),
            .watch_lists = watch_lists_.get(),
            .outbox = outbox_.get(),
            .recorder = recorder_.get(),
            .live = live_.get()};
}

std::optional<media::SourceOptions> AnalysisService::source_of(const analysis::Camera& camera) const {
    if (camera.kind == analysis::CameraKind::edge) return std::nullopt;
    media::SourceOptions source;
    source.address = camera.address;
    source.user = camera.user;
    source.tcp = camera.tcp;
    source.loop = camera.loop;
    if (auto password = cameras_->password(camera.id))
        source.password = std::move(*password);
    else
        log::error("analysis", "password of camera {}: {}", camera.id.text(), password.error().text());
    return source;
}

analysis::LiveGroup AnalysisService::group_of(const std::string& scope) const {
    analysis::LiveGroup group;
    group.name = scope;
    const auto stored = cameras_->config(scope);
    if (stored && stored->version > 0) {
        if (auto config = analysis::config_from_json(stored->json))
            group.config = std::move(*config);
        else
            log::error("analysis", "settings of {}: {}", scope, config.error().text());
    }
    if (auto lists = lists_of(group.config); !lists.empty()) group.watch = watch_lists_->searcher(std::move(lists));
    return group;
}

void AnalysisService::apply() {
    std::lock_guard lock(applying_);
    if (!running_) return;
    std::map<std::string, analysis::LiveGroup> groups;
    for (const auto& camera : cameras_->list()) {
        if (!camera.enabled) continue;
        const auto scope = camera.scope();
        auto group = groups.find(scope);
        if (group == groups.end()) group = groups.emplace(scope, group_of(scope)).first;
        // Regions, captures and alerts name a camera by its id, which stays when it is renamed.
        group->second.cameras.push_back({camera.id, camera.id.text(), source_of(camera)});
    }
    std::vector<analysis::LiveGroup> wanted;
    for (auto& [scope, group] : groups) wanted.push_back(std::move(group));
    live_->replace(std::move(wanted));
}

// Minutes running and broken, for the statistics of stream health.
void AnalysisService::watch_streams(const std::stop_token& stopping) {
    auto before = clock_.steady();
    std::unique_lock lock(waiting_);
    while (!stopping.stop_requested()) {
        wake_.wait_for(lock, stopping, kHealthInterval, [] { return false; });
        const auto now = clock_.steady();
        const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - before);
        before = now;
        for (const auto& report : live_->reports())
            statistics_->stream(report.id.text(), report.source.state == media::State::running, passed, clock_.wall());
    }
}

void AnalysisService::describe(std::string& out) const {
    const auto reports = live_->reports();
    struct Column {
        const char *name, *type, *help;
        double (*read)(const analysis::CameraReport&);
    };
    using R = const analysis::CameraReport&;
    static constexpr Column kColumns[] = {
        {"miandun_camera_running", "gauge", "1 while the camera's stream runs.",
         [](R r) { return double(r.source.state == media::State::running); }},
        {"miandun_camera_fps", "gauge", "Pictures a second.", [](R r) { return r.source.fps; }},
        {"miandun_camera_detections_per_second", "gauge", "How often faces are looked for.", [](R r) { return r.detections_per_second; }},
        {"miandun_camera_faces", "gauge", "Faces in the picture now.", [](R r) { return double(r.faces_now); }},
        {"miandun_camera_frames_total", "counter", "Pictures decoded.", [](R r) { return double(r.source.frames); }},
        {"miandun_camera_frames_dropped_total", "counter", "Pictures that nobody had time for.",
         [](R r) { return double(r.source.dropped); }},
        {"miandun_camera_frames_corrupt_total", "counter", "Damaged pictures.", [](R r) { return double(r.source.corrupt); }},
        {"miandun_camera_breaks_total", "counter", "Times the stream broke.", [](R r) { return double(r.source.breaks); }},
        {"miandun_camera_embeddings_total", "counter", "Faces compared.", [](R r) { return double(r.embeddings); }}};
    for (const auto& column : kColumns) {
        head(out, column.name, column.type, column.help);
        for (const auto& report : reports) out += fmt::format("{}{} {}\n", column.name, label_of(report), column.read(report));
    }
    describe_latency(out, reports);
    const auto trouble = recorder_->trouble();
    head(out, "miandun_alerts_waiting", "gauge", "Alerts that could not be stored yet.");
    out += fmt::format("miandun_alerts_waiting {}\n", trouble.alerts_waiting);
    head(out, "miandun_captures_lost_total", "counter", "Captures that could not be stored.");
    out += fmt::format("miandun_captures_lost_total {}\n", trouble.captures_lost);
}

}  // namespace md::roles
