#include "api/live_feed.h"

#include "api/analysis_out.h"

namespace md::api {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 10ms;
constexpr auto kQuiet = 2s;  // without a new picture: say so
constexpr int kSlack = 5;    // percent: a camera of 10 pictures a second is not made one of 9 by rounding

}  // namespace

struct LiveFeed::Eye {
    CameraId camera;
    std::uint64_t frame = 0;
    SteadyTime due{}, last_sent{};
};
struct LiveFeed::Viewer {
    LiveWish wish;
    std::shared_ptr<net::PartSink> sink;
    std::vector<Eye> eyes;
};

LiveFeed::LiveFeed(analysis::LiveAnalysis& live, const Clock& clock) : live_(live), clock_(clock), worker_([this] { work(); }) {}

LiveFeed::~LiveFeed() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    worker_.join();
    for (const auto& viewer : viewers_) viewer->sink->close();
}

void LiveFeed::add(LiveWish wish, std::shared_ptr<net::PartSink> sink) {
    auto viewer = std::make_shared<Viewer>(std::move(wish), std::move(sink));
    for (const auto& camera : viewer->wish.cameras) viewer->eyes.push_back({camera, 0, {}, clock_.steady()});
    std::lock_guard lock(mutex_);
    viewers_.push_back(std::move(viewer));
    wake_.notify_all();
}

void LiveFeed::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        std::erase_if(viewers_, [](const auto& viewer) { return !viewer->sink->open(); });
        if (viewers_.empty()) {
            wake_.wait(lock);
            continue;
        }
        const auto viewers = viewers_;  // encoding happens outside the lock
        lock.unlock();
        for (const auto& viewer : viewers) {
            const auto now = clock_.steady();
            for (auto& eye : viewer->eyes) {
                if (now >= eye.due) look(*viewer, eye, now);
            }
        }
        lock.lock();
        wake_.wait_for(lock, kTick, [this] { return stopping_; });
    }
}

void LiveFeed::look(const Viewer& viewer, Eye& eye, SteadyTime now) {
    const bool quiet = now - eye.last_sent > kQuiet;
    const auto picture = live_.picture(eye.camera, viewer.wish.width, eye.frame, 0ms);
    if (!picture && !quiet) return;
    net::Part part{eye.camera.text(), {{"X-Camera", eye.camera.text()}}, "image/jpeg", nullptr};
    if (picture) {
        part.body = std::shared_ptr<const SecretBytes>(picture, &picture->jpeg);
        part.fields.emplace_back("X-Time", to_rfc3339(picture->time));
        part.fields.emplace_back("X-Frame", std::to_string(picture->frame));
        part.fields.emplace_back("X-Boxes", to_out(live_.overlay(eye.camera).value_or(analysis::LiveOverlay{})).dump(-1, ' ', true));
        eye.frame = picture->frame;
        eye.due = now + std::chrono::microseconds(std::chrono::seconds(1)) * (100 - kSlack) / 100 / viewer.wish.fps;
    } else if (viewer.wish.tell_state) {
        const auto report = live_.report(eye.camera);
        part.fields.emplace_back("X-State", media::to_string(report ? report->source.state : media::State::stopped));
    }
    eye.last_sent = now;
    if (picture || viewer.wish.tell_state) viewer.sink->send(std::move(part));
}

}  // namespace md::api
