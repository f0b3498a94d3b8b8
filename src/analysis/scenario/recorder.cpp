#include "analysis/scenario/recorder.h"

#include <algorithm>

namespace md::analysis::scenario {

void Recorder::capture(const Capture& capture) {
    const auto [found, fresh] = captures_.try_emplace(capture.id, CaptureLife{capture, clock_(), {}, true, 0});
    auto& life = found->second;
    want(fresh == (capture.stage == Capture::Stage::opened), "a capture is opened once, and first");
    want(life.open, "nothing follows the end of a capture");
    want(life.now.kind == capture.kind, "a capture keeps its kind");
    want(capture.first_seen <= capture.last_seen, "a capture ends before it begins");
    want((capture.picture == nullptr) == (capture.stage == Capture::Stage::withdrawn), "a capture has a picture until it is withdrawn");
    life.now = capture;
    ++life.stages;
    if (capture.stage == Capture::Stage::closed || capture.stage == Capture::Stage::withdrawn) {
        life.open = false;
        life.ended = clock_();
    }
    if (capture.stage == Capture::Stage::withdrawn) {
        ++withdrawn_;
        captures_.erase(found);
    } else if (capture.stage == Capture::Stage::opened) {
        count_open(capture);
    }
}

void Recorder::count_open(const Capture& capture) {
    const auto same = [&](const auto& entry) {
        const auto& [id, life] = entry;
        return life.open && life.now.subject == capture.subject && (!per_camera_ || life.now.camera == capture.camera);
    };
    want(std::count_if(captures_.begin(), captures_.end(), same) <= 2, "more than two captures of a subject and window");
}

void Recorder::alert(const Alert& alert) {
    const auto [found, fresh] = alerts_.try_emplace(alert.id, AlertLife{alert, clock_(), {}, true, 0});
    auto& life = found->second;
    want(fresh == (alert.stage == Alert::Stage::raised), "an alert is raised once, and first");
    want(life.open, "nothing follows the end of an alert");
    want(life.now.kind == alert.kind && life.now.rule == alert.rule && life.now.raised == alert.raised,
         "an alert keeps its kind, rule and time");
    want(alert.first_seen <= alert.last_seen, "an alert ends before it begins");
    want(alert.evidence.size() <= 2, "more than two pictures of evidence");
    life.now = alert;
    ++life.stages;
    if (alert.stage == Alert::Stage::closed) {
        life.open = false;
        life.ended = clock_();
        return;
    }
    const auto same = [&](const auto& entry) {
        const auto& other = entry.second;
        return other.open && other.now.subject == alert.subject && other.now.rule == alert.rule;
    };
    // Two for a moment, when two subjects have just turned out to be one.
    if (fresh) want(std::count_if(alerts_.begin(), alerts_.end(), same) == 1, "two open alerts of one rule and subject");
}

void Recorder::finish() {
    for (const auto& [id, life] : captures_) want(!life.open, "a capture was never closed");
    for (const auto& [id, life] : alerts_) want(!life.open, "an alert was never closed");
}

}  // namespace md::analysis::scenario
