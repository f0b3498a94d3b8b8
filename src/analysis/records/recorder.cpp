#include "analysis/records/recorder.h"

#include <algorithm>

#include "analysis/errors.h"
#include "base/log.h"

namespace md::analysis {
namespace {

constexpr std::size_t kMostCaptures = 500;        // waiting; each holds a picture
constexpr std::size_t kAlertsWithPictures = 200;  // beyond these, alerts that wait give up their pictures, never themselves
constexpr std::chrono::seconds kPause{1}, kAgainAfter{5}, kLastChance{10};

template <class Queue, class Key>
auto* find(Queue& queue, const Key& id) {
    const auto found = std::find_if(queue.begin(), queue.end(), [&](const auto& waiting) { return waiting.result.id == id; });
    return found == queue.end() ? nullptr : &found->result;
}

// What came while the older stage failed may rely on the pictures that came with it.
void take_pictures(Alert& newer, const Alert& older) {
    if (newer.evidence.empty()) newer.evidence = older.evidence;
}
void take_pictures(Capture& newer, const Capture& older) {
    if (!newer.picture) newer.picture = older.picture;
}

}  // namespace

Recorder::Recorder(RecorderParts parts) : parts_(parts), labels_(parts.profile, *parts.random), worker_([this] { work(); }) {}

Recorder::~Recorder() {
    if (!flush(kLastChance)) log::error("analysis", "stopped with {} alerts that could not be stored", trouble().alerts_waiting);
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    worker_.join();
}

// A window has one capture that is not `last`: it tells how long the subject was there.
void Recorder::count(const Capture& capture) {
    if (!parts_.statistics || capture.stage == Capture::Stage::withdrawn) return;
    parts_.statistics->seen(capture.subject, capture.camera, capture.regions, capture.first_seen);
    if (capture.stage != Capture::Stage::closed || capture.kind == Capture::Kind::last) return;
    const auto there = std::chrono::duration_cast<std::chrono::milliseconds>(capture.last_seen - capture.first_seen);
    parts_.statistics->dwelt(capture.camera, capture.regions, there, capture.first_seen);
}

// A capture that waits is brought up to date instead of waiting twice.
void Recorder::capture(const Capture& capture) {
    count(capture);
    const std::lock_guard lock(mutex_);
    if (auto* waiting = find(captures_, capture.id)) {
        auto picture = capture.picture ? capture.picture : waiting->picture;
        *waiting = capture;
        waiting->picture = std::move(picture);
    } else {
        if (captures_.size() >= kMostCaptures) {
            captures_.pop_front();
            if (trouble_.captures_lost++ == 0)
                log::error("analysis", "captures are lost: the stores take nothing ({})", trouble_.last_error);
        }
        captures_.push_back({capture});
    }
    wake_.notify_all();
}

// An alert that waits is brought up to date, its first stage with it: what is stored later is raised and perhaps over at once.
void Recorder::alert(const Alert& alert) {
    if (parts_.statistics && alert.stage == Alert::Stage::raised) {
        parts_.statistics->raised(alert.kind, alert.camera, alert.regions, alert.raised);
    }
    const std::lock_guard lock(mutex_);
    if (auto* waiting = find(alerts_, alert.id)) {
        auto evidence = alert.evidence.empty() ? waiting->evidence : alert.evidence;
        *waiting = alert;
        waiting->evidence = std::move(evidence);
    } else {
        alerts_.push_back({alert});
        if (alerts_.size() > kAlertsWithPictures) alerts_.back().result.evidence.clear();
    }
    wake_.notify_all();
}

// Alerts before captures. After a failure all wait a moment, and what failed a while longer, so that one that is refused for ever holds up
// nobody.
void Recorder::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        busy_ = true;
        const bool worked = step(alerts_, lock) || step(captures_, lock);
        busy_ = false;
        if (alerts_.empty() && captures_.empty()) idle_.notify_all();
        if (!worked && !stopping_) wake_.wait_until(lock, next_time());
    }
}

std::chrono::steady_clock::time_point Recorder::next_time() const {
    auto next = std::chrono::steady_clock::now() + std::chrono::hours(1);
    for (const auto& waiting : alerts_) next = std::min(next, waiting.again);
    for (const auto& waiting : captures_) next = std::min(next, waiting.again);
    return next;
}

template <class T>
bool Recorder::step(Queue<T>& queue, std::unique_lock<std::mutex>& lock) {
    const auto now = std::chrono::steady_clock::now();
    const auto due = std::find_if(queue.begin(), queue.end(), [&](const Waiting<T>& waiting) { return waiting.again <= now; });
    if (due == queue.end()) return false;
    const T result = std::move(due->result);
    queue.erase(due);
    lock.unlock();
    const auto stored = store(result);
    lock.lock();
    if (stored) {
        if (alerts_.empty() && captures_.empty()) trouble_.last_error.clear();
        return true;
    }
    if (trouble_.last_error != stored.error().code()) log::error("analysis", "results wait to be stored: {}", stored.error().text());
    trouble_.last_error = stored.error().code();
    if (auto* newer = find(queue, result.id)) {
        take_pictures(*newer, result);
    } else {
        queue.push_back({result, std::chrono::steady_clock::now() + kAgainAfter});
    }
    wake_.wait_for(lock, kPause, [this] { return stopping_; });
    return true;
}

Status Recorder::store(const Alert& alert) {
    MD_TRY(parts_.alerts->record(alert, labels_.label(alert.subject, alert.raised)));
    return {};
}

// C2: a third picture must not be stored, now or later.
Status Recorder::store(const Capture& capture) {
    const auto stored = parts_.captures->record(capture, labels_.label(capture.subject, capture.first_seen));
    if (!stored && !stored.error().is(errors::kWindowFull)) return fail(stored.error());
    if (!stored) log::error("analysis", "a third picture of a subject's window was refused");
    return {};
}

bool Recorder::flush(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return idle_.wait_for(lock, patience, [this] { return !busy_ && alerts_.empty() && captures_.empty(); });
}

RecorderTrouble Recorder::trouble() const {
    const std::lock_guard lock(mutex_);
    auto out = trouble_;
    out.alerts_waiting = alerts_.size();
    out.captures_waiting = captures_.size();
    return out;
}

}  // namespace md::analysis
