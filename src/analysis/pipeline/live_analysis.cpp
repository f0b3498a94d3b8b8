#include "analysis/pipeline/live_analysis.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <shared_mutex>
#include <thread>

#include "analysis/config.h"
#include "analysis/errors.h"
#include "analysis/pipeline/live_camera.h"

namespace md::analysis {
namespace {

using RunnerPtr = std::shared_ptr<LiveRunner>;

bool same_password(const std::shared_ptr<const SecretBytes>& a, const std::shared_ptr<const SecretBytes>& b) {
    if (!a || !b) return !a && !b;
    return std::ranges::equal(a->view(), b->view());
}

bool same(const media::SourceOptions& a, const media::SourceOptions& b) {
    return a.address == b.address && a.user == b.user && same_password(a.password, b.password) && a.tcp == b.tcp && a.live == b.live &&
           a.loop == b.loop && a.start == b.start && a.folder_fps == b.folder_fps && a.stall_after == b.stall_after &&
           a.back_off_min == b.back_off_min && a.back_off_max == b.back_off_max && a.wanted_fps == b.wanted_fps;
}

bool same(const LiveCamera& a, const LiveCamera& b) {
    if (a.id != b.id || a.name != b.name || a.source.has_value() != b.source.has_value()) return false;
    return !a.source || same(*a.source, *b.source);
}

// All are told first, so that many cameras stop in the time of one.
void stop_all(const std::vector<RunnerPtr>& runners) {
    for (const auto& runner : runners) runner->ask_to_stop();
    for (const auto& runner : runners) runner->stop();
}

struct Group {
    AnalysisConfig config;
    std::string config_text;
    std::shared_ptr<Analyser> analyser;
    std::map<CameraId, RunnerPtr> cameras;

    std::vector<RunnerPtr> runners() const {
        std::vector<RunnerPtr> out;
        for (const auto& [id, runner] : cameras) out.push_back(runner);
        return out;
    }
};

class Service final : public LiveAnalysis {
public:
    Service(std::shared_ptr<const vision::Engine> engine, Sink& sink, const Clock& clock, Random& random, const LiveOptions& options)
        : sink_(sink),
          clock_(clock),
          random_(random),
          slots_(options.inference_slots > 0 ? options.inference_slots : std::max(1U, std::thread::hardware_concurrency())),
          parts_{std::move(engine), &clock_, &slots_},
          ticker_([this](const std::stop_token& stop) { tick(stop); }) {}

    ~Service() override {
        ticker_.request_stop();
        ticker_.join();
        stop();
    }

    void replace(std::vector<LiveGroup> wanted) override;
    void stop() override {
        replace({});
        stopped_ = true;
    }
    bool stopped() const override { return stopped_; }
    std::vector<CameraReport> reports() const override;
    std::optional<CameraReport> report(const CameraId& camera) const override {
        const auto runner = find(camera);
        return runner ? std::optional(runner->report()) : std::nullopt;
    }
    LivePicturePtr picture(const CameraId& camera, int width, std::uint64_t after, std::chrono::milliseconds wait) override {
        const auto runner = find(camera);
        return runner ? runner->wall().picture(width, after, wait) : nullptr;
    }
    std::optional<LiveOverlay> overlay(const CameraId& camera) const override {
        const auto runner = find(camera);
        return runner ? std::optional(runner->wall().overlay()) : std::nullopt;
    }
    Result<Intake> intake(const CameraId& camera, ByteView picture, WallTime time) override {
        const auto runner = find(camera);
        if (!runner) return fail(errors::kCameraNotFound, camera.text());
        return runner->intake(picture, time);
    }

private:
    RunnerPtr find(const CameraId& camera) const;
    void tick(const std::stop_token& stop);
    std::vector<RunnerPtr> leaving(const std::vector<LiveGroup>& wanted);
    void bring_to(Group& group, const LiveGroup& wanted, std::set<std::string>& names);

    Sink& sink_;
    const Clock& clock_;
    Random& random_;
    FairSlots slots_;
    const LiveParts parts_;
    std::mutex changing_;              // one replace() at a time
    mutable std::shared_mutex mutex_;  // the map itself; never held while cameras stop
    std::map<std::string, Group> groups_;
    std::atomic<bool> stopped_ = false;
    std::mutex sleep_mutex_;
    std::condition_variable_any sleep_;
    std::jthread ticker_;
};

RunnerPtr Service::find(const CameraId& camera) const {
    const std::shared_lock lock(mutex_);
    for (const auto& [name, group] : groups_)
        if (const auto found = group.cameras.find(camera); found != group.cameras.end()) return found->second;
    return nullptr;
}

std::vector<CameraReport> Service::reports() const {
    std::vector<RunnerPtr> runners;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [name, group] : groups_) std::ranges::copy(group.runners(), std::back_inserter(runners));
    }
    std::vector<CameraReport> out;
    for (const auto& runner : runners) out.push_back(runner->report());
    std::ranges::sort(out, {}, &CameraReport::name);
    return out;
}

// Appearances end and windows are forgotten also when no frame comes.
void Service::tick(const std::stop_token& stop) {
    constexpr std::chrono::seconds kEvery{1};
    std::unique_lock sleeping(sleep_mutex_);
    while (!sleep_.wait_for(sleeping, stop, kEvery, [&] { return stop.stop_requested(); })) {
        std::vector<std::shared_ptr<Analyser>> analysers;
        {
            const std::shared_lock lock(mutex_);
            for (const auto& [name, group] : groups_) analysers.push_back(group.analyser);
        }
        for (const auto& analyser : analysers) analyser->advance(clock_.wall(), clock_.steady());
    }
}

// Takes out of the map what does not run on as it is: cameras that are gone, moved or changed, and those of a group whose memory changes.
std::vector<RunnerPtr> Service::leaving(const std::vector<LiveGroup>& wanted) {
    std::vector<RunnerPtr> out;
    for (auto& [name, group] : groups_) {
        const auto same_group = std::ranges::find(wanted, name, &LiveGroup::name);
        const bool kept = same_group != wanted.end() && memory_of(same_group->config) == memory_of(group.config);
        std::erase_if(group.cameras, [&](const auto& item) {
            const bool refused = item.second->report().source.error_code == errors::kCameraNameTaken.code;  // perhaps not any more
            const bool runs_on = kept && !refused && std::ranges::any_of(same_group->cameras, [&](const LiveCamera& camera) {
                                     return same(camera, item.second->camera());
                                 });
            if (!runs_on) out.push_back(item.second);
            return !runs_on;
        });
    }
    return out;
}

void Service::bring_to(Group& group, const LiveGroup& wanted, std::set<std::string>& names) {
    const auto text = to_json(wanted.config);
    if (!group.analyser) {
        group.analyser = std::make_shared<Analyser>(wanted.config, sink_, random_);
    } else if (text != group.config_text) {
        group.analyser->reconfigure(wanted.config);
    }
    group.config = wanted.config;
    group.config_text = text;
    for (const auto& camera : wanted.cameras) {
        const bool taken = !names.insert(camera.name).second;
        auto& runner = group.cameras[camera.id];
        if (runner) {
            runner->set(wanted.watch, wanted.config.regions);
            continue;
        }
        runner = std::make_shared<LiveRunner>(camera, wanted.name, group.analyser, wanted.watch, wanted.config.regions, parts_);
        if (taken)
            runner->refuse(errors::kCameraNameTaken);
        else
            runner->start();
    }
}

void Service::replace(std::vector<LiveGroup> wanted) {
    const std::lock_guard one_at_a_time(changing_);
    stopped_ = false;
    std::vector<RunnerPtr> stopped;
    {
        const std::unique_lock lock(mutex_);
        stopped = leaving(wanted);
    }
    stop_all(stopped);
    std::set<std::string> names;
    const std::unique_lock lock(mutex_);
    std::erase_if(groups_, [&](const auto& item) {
        const auto& [name, group] = item;
        const auto same_group = std::ranges::find(wanted, name, &LiveGroup::name);
        const bool goes = same_group == wanted.end() || memory_of(same_group->config) != memory_of(group.config);
        if (goes) group.analyser->finish();
        return goes;
    });
    for (const auto& group : wanted) bring_to(groups_[group.name], group, names);
}

}  // namespace

std::unique_ptr<LiveAnalysis> LiveAnalysis::create(std::shared_ptr<const vision::Engine> engine, Sink& sink, const Clock& clock,
                                                   Random& random, const LiveOptions& options) {
    return std::make_unique<Service>(std::move(engine), sink, clock, random, options);
}

void LatencyHistogram::add(double seconds) {
    const auto bucket = std::ranges::find_if(kBounds_s, [&](double bound) { return seconds <= bound; }) - kBounds_s.begin();
    ++counts[static_cast<std::size_t>(bucket)];
    ++count;
    sum_s += seconds;
    max_s = std::max(max_s, seconds);
}

double LatencyHistogram::quantile(double share) const {
    if (count == 0) return 0;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kBounds_s.size(); ++i) {
        seen += counts[i];
        if (static_cast<double>(seen) >= share * static_cast<double>(count)) return std::min(kBounds_s[i], max_s);
    }
    return max_s;
}

}  // namespace md::analysis
