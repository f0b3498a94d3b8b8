#include "analysis/rules/alert_life.h"

#include <algorithm>

namespace md::analysis {

AlertLife::AlertLife(AlertId id, const Rule& rule, const Sighting& seen, WallTime first_seen, Pictures& pictures, Sink& sink)
    : raised_(seen.now), last_(seen.now), told_(seen.now) {
    alert_.id = id;
    alert_.kind = rule.kind;
    alert_.rule = rule.name;
    alert_.camera = seen.observation.camera;
    alert_.regions = seen.regions;
    alert_.subject = seen.presence.subject;
    alert_.track = seen.presence.track;
    if (!rule.watch_list.empty()) {
        alert_.watch_list = seen.presence.watch_list;
        alert_.entry = seen.presence.entry;
    }
    alert_.first_seen = std::min(first_seen, seen.observation.time);
    alert_.last_seen = alert_.raised = seen.observation.time;
    if (auto evidence = pictures.take(seen.presence.face)) alert_.evidence.push_back(std::move(evidence));
    sink.alert(alert_);
}

void AlertLife::seen(const Sighting& seen, const Limits& limits, Pictures& pictures, Sink& sink) {
    bool changed = picture(seen, limits, pictures) || seen.now > last_ + limits.pause;
    for (const auto& region : seen.regions) {
        if (std::find(alert_.regions.begin(), alert_.regions.end(), region) != alert_.regions.end()) continue;
        alert_.regions.push_back(region);
        changed = true;
    }
    last_ = std::max(last_, seen.now);
    alert_.last_seen = std::max(alert_.last_seen, seen.observation.time);
    if (!changed && seen.now < told_ + limits.update_every) return;
    told_ = seen.now;
    update(sink);
}

// The first picture is that of the alarm; the second the best from a second later on.
bool AlertLife::picture(const Sighting& seen, const Limits& limits, Pictures& pictures) {
    constexpr std::chrono::seconds kLater{1};
    auto& held = alert_.evidence;
    const float quality = seen.presence.quality;
    if (!held.empty() && (quality < limits.good_enough || seen.now < raised_ + kLater)) return false;
    if (held.size() == 2 && quality < later_quality_ + limits.better_by) return false;
    auto evidence = pictures.take(seen.presence.face);
    if (!evidence) return false;
    if (!held.empty()) later_quality_ = quality;
    if (held.size() == 2)
        held[1] = std::move(evidence);
    else
        held.push_back(std::move(evidence));
    return true;
}

void AlertLife::absorb(const AlertLife& other) {
    last_ = std::max(last_, other.last_);
    alert_.first_seen = std::min(alert_.first_seen, other.alert_.first_seen);
    alert_.last_seen = std::max(alert_.last_seen, other.alert_.last_seen);
}

void AlertLife::update(Sink& sink) {
    alert_.stage = Alert::Stage::updated;
    sink.alert(alert_);
}

void AlertLife::close(Sink& sink) {
    alert_.stage = Alert::Stage::closed;
    sink.alert(alert_);
}

}  // namespace md::analysis
