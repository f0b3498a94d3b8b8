#include "analysis/rules/visits.h"

#include <algorithm>

namespace md::analysis {

namespace {

// What two visits of one region are together.
Visit united(const Visit& a, const Visit& b) {
    const bool a_begins = a.entered == b.entered ? a.from <= b.from : a.entered;
    Visit out = a_begins ? a : b;
    out.entered = a.entered || b.entered;
    out.beside_from = std::min(a.beside_from, b.beside_from);
    if (!out.entered) out.from = out.beside_from;
    out.to = std::max(a.to, b.to);
    out.to_wall = std::max({a.to_wall, b.to_wall, out.from_wall});
    return out;
}

}  // namespace

void Visits::add(std::size_t region, bool inside, Moment now, WallTime wall, std::chrono::milliseconds gap) {
    add(Visit{region, inside, now, now, now, wall, wall}, gap);
}

void Visits::add(const Visits& other, std::chrono::milliseconds gap) {
    for (const auto& visit : other.visits_) add(visit, gap);
}

void Visits::add(Visit visit, std::chrono::milliseconds gap) {
    constexpr std::size_t kMost = 2048;  // a day of coming and going; older ones are forgotten first
    // Backwards: what touches is nearly always the newest.
    for (std::size_t i = visits_.size(); i-- > 0;) {
        const auto& old = visits_[i];
        if (old.region != visit.region || visit.beside_from > old.to + gap || old.beside_from > visit.to + gap) continue;
        visit = united(old, visit);
        visits_.erase(visits_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    last_ = std::max(last_, visit.to);
    const auto place =
        std::upper_bound(visits_.begin(), visits_.end(), visit, [](const Visit& a, const Visit& b) { return a.from < b.from; });
    visits_.insert(place, visit);
    if (visits_.size() > kMost) visits_.erase(visits_.begin());
}

void Visits::drop_before(Moment then) {
    std::erase_if(visits_, [&](const Visit& visit) { return visit.to < then; });
}

bool Visits::entered() const {
    return std::any_of(visits_.begin(), visits_.end(), [](const Visit& visit) { return visit.entered; });
}

const Visit& Visits::current() const {
    return *std::max_element(visits_.begin(), visits_.end(),
                             [](const Visit& a, const Visit& b) { return std::pair(a.entered, a.to) < std::pair(b.entered, b.to); });
}

std::chrono::microseconds Visits::time(Moment since) const {
    std::chrono::microseconds sum{0};
    Moment counted = since;
    for (const auto& visit : visits_) {
        const Moment from = std::max(visit.from, counted);
        if (!visit.entered || visit.to <= from) continue;
        sum += visit.to - from;
        counted = visit.to;
    }
    return sum;
}

int Visits::arrivals(Moment since) const {
    return static_cast<int>(
        std::count_if(visits_.begin(), visits_.end(), [&](const Visit& visit) { return visit.entered && visit.from >= since; }));
}

WallTime Visits::first_seen(Moment since) const {
    for (const auto& visit : visits_)
        if (visit.entered && visit.to >= since) return visit.from_wall;
    return current().from_wall;
}

std::set<std::size_t> Visits::regions(Moment since) const {
    std::set<std::size_t> out;
    for (const auto& visit : visits_)
        if (visit.entered && visit.to >= since) out.insert(visit.region);
    return out;
}

}  // namespace md::analysis
