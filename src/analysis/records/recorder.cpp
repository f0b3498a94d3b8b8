#include "analysis/records/recorder.h"

#include <algorithm>

#include "analysis/errors.h"
#include "base/log.h"

namespace md::analysis {
namespace {

constexpr std::size_t kMostCaptures = 500;        // waiting; each holds a picture
constexpr std::size_t kAlertsWithPictures = 200;  // beyond these, alerts that wait give up their pictures, never themselves
constexpr std::chrono::seconds kRetryEvery{1}, kLastChance{10};

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
    const auto waiting = std::find_if(captures_.begin(), captures_.end(), [&](const Capture& other) { return other.id == capture.id; });
    if (waiting != captures_.end()) {
        auto picture = capture.picture ? capture.picture : waiting->picture;
        *waiting = capture;
        waiting->picture = std::move(picture);
    } else {
        if (captures_.size() >= kMostCaptures) {
            captures_.pop_front();
            if (trouble_.captures_lost++ == 0)
                log::error("analysis", "captures are lost: the stores take nothing ({})", trouble_.last_error);
        }
        captures_.push_back(capture);
    }
    wake_.notify_all();
}

// An alert that waits is brought up to date, its first stage with it: what is stored later is raised and perhaps over at once.
void Recorder::alert(const Alert& alert) {
    if (parts_.statistics && alert.stage == Alert::Stage::raised) {
        parts_.statistics->raised(alert.kind, alert.camera, alert.regions, alert.raised);
    }
    const std::lock_guard lock(mutex_);
    const auto waiting = std::find_if(alerts_.begin(), alerts_.end(), [&](const Alert& other) { return other.id == alert.id; });
    if (waiting != alerts_.end()) {
        auto evidence = alert.evidence.empty() ? waiting->evidence : alert.evidence;
        *waiting = alert;
        waiting->evidence = std::move(evidence);
    } else {
        alerts_.push_back(alert);
        if (alerts_.size() > kAlertsWithPictures) alerts_.back().evidence.clear();
    }
    wake_.notify_all();
}

// Alerts before captures, each in order. What cannot be stored stays at the head and is tried again.
void Recorder::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !alerts_.empty() || !captures_.empty(); });
        if (stopping_) return;
        Status stored;
        busy_ = true;
        if (!alerts_.empty()) {
            const Alert alert = std::move(alerts_.front());
            alerts_.pop_front();
            lock.unlock();
            stored = store(alert);
            lock.lock();
            if (!stored) give_back(alert);
        } else {
            const Capture capture = std::move(captures_.front());
            captures_.pop_front();
            lock.unlock();
            stored = store(capture);
            lock.lock();
            if (!stored) give_back(capture);
        }
        busy_ = false;
        if (!stored && trouble_.last_error != stored.error().code())
            log::error("analysis", "results wait to be stored: {}", stored.error().text());
        trouble_.last_error = stored ? std::string() : std::string(stored.error().code());
        if (alerts_.empty() && captures_.empty()) idle_.notify_all();
        if (!stored) wake_.wait_for(lock, kRetryEvery, [this] { return stopping_; });
    }
}

Status Recorder::store(const Alert& alert) {
    MD_TRY(parts_.alerts->record(alert, labels_.label(alert.subject, alert.raised)));
    return {};
}

// C2: a third picture must not be stored, now or later.
Status Recorder::store(const Capture& capture) {
    const auto stored = parts_.captures->record(capture, labels_.label(capture.subject, capture.first_seen));
    if (!stored && !stored.error().is(errors::kTooManyPictures)) return fail(stored.error());
    if (!stored) log::error("analysis", "a third picture of a subject's window was refused");
    return {};
}

void Recorder::give_back(const Alert& alert) {
    const auto newer = std::find_if(alerts_.begin(), alerts_.end(), [&](const Alert& other) { return other.id == alert.id; });
    if (newer == alerts_.end()) {
        alerts_.push_front(alert);
    } else if (newer->evidence.empty()) {
        newer->evidence = alert.evidence;
    }
}

void Recorder::give_back(const Capture& capture) {
    const auto newer = std::find_if(captures_.begin(), captures_.end(), [&](const Capture& other) { return other.id == capture.id; });
    if (newer == captures_.end()) {
        captures_.push_front(capture);
    } else if (!newer->picture) {
        newer->picture = capture.picture;
    }
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
