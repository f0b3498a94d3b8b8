#include "analysis/world/walkers.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace md::analysis::world {
namespace {

constexpr double kNear = 1.8, kFar = 13, kHalfHall = 3;  // metres that the camera looks along, and to either side
constexpr double kDegrees = 180 / M_PI;

double uniform(std::mt19937_64& engine, double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine); }
bool chance(std::mt19937_64& engine, double probability) { return uniform(engine, 0, 1) < probability; }
double length(const Spot& a, const Spot& b) { return std::hypot(a.x - b.x, a.z - b.z); }

// Where people come in, go, and stand. Most walk along the hall towards the camera or away, some across.
std::vector<Spot> way(std::mt19937_64& engine, bool lingers) {
    const auto side = [&] { return uniform(engine, -kHalfHall, kHalfHall) * 0.8; };
    const double kind = uniform(engine, 0, 1);
    std::vector<Spot> spots;
    if (kind < 0.6) {
        spots = {{side(), kFar}, {side() / 2, kNear}};
    } else if (kind < 0.8) {
        spots = {{side() / 2, kNear}, {side(), kFar}};
    } else {
        const double z = uniform(engine, 4, 9), out = z * 0.75;
        spots = {{-out, z}, {out, z + uniform(engine, -1, 1)}};
        if (chance(engine, 0.5)) std::swap(spots[0], spots[1]);
    }
    if (lingers) spots.insert(spots.begin() + 1, {side(), uniform(engine, 3, 8)});
    return spots;
}

Visit make_visit(int person, int camera, double begin, const std::vector<Spot>& spots, double speed, double stop_s,
                 std::mt19937_64& engine) {
    Visit visit{person, camera, {}, engine(), engine()};
    double now = begin;
    for (std::size_t i = 1; i < spots.size(); ++i) {
        const double takes = length(spots[i - 1], spots[i]) / speed;
        visit.legs.push_back({now, now + takes, spots[i - 1], spots[i], false});
        now += takes;
        if (i + 1 == spots.size()) break;
        visit.legs.push_back({now, now + stop_s, spots[i], spots[i], true});
        now += stop_s;
    }
    return visit;
}

// The same way and pace, 0.7 m to the side of the first of the group and of each other, a little behind.
Visit beside(const Visit& companion, int person, int place, std::mt19937_64& engine) {
    Visit visit = companion;
    visit.person = person;
    visit.habit = engine();
    visit.aside_m = (place % 2 == 1 ? 0.7 : -0.7) * (1 + (place - 1) / 2);
    const double aside = visit.aside_m - companion.aside_m, behind = uniform(engine, 0, 0.4);
    for (auto& leg : visit.legs) {
        leg.from.x += aside, leg.to.x += aside;
        leg.from_s += behind, leg.to_s += behind;
    }
    return visit;
}

// Smooth noise of deviation 1 that anybody can compute for any time: a sum of slow waves with random phases.
double wave(std::uint64_t habit, int kind, double seconds) {
    double sum = 0;
    for (int i = 0; i < 4; ++i) {
        std::uint64_t bits = (habit + static_cast<std::uint64_t>(kind * 4 + i + 1)) * 0x9E3779B97F4A7C15ULL;
        bits ^= bits >> 31;
        const double phase = static_cast<double>(bits % 6283) / 1000,
                     period = 1.7 + 2.3 * i + static_cast<double>(bits >> 32 & 1023) / 1024;
        sum += std::sin(seconds * 2 * M_PI / period + phase);
    }
    return sum / std::sqrt(2.0);
}
// True for this share of the time, in stretches of a second or two.
bool sometimes(std::uint64_t habit, int kind, double seconds, double share) {
    return 0.5 * std::erfc(wave(habit, kind, seconds) / std::sqrt(2.0)) < share;
}

}  // namespace

std::vector<Visit> plan_visits(const WorldOptions& options, std::mt19937_64& engine) {
    std::vector<Visit> visits;
    std::map<std::uint64_t, int> companions;  // of a group
    std::normal_distribution<double> speeds(1.3, 0.2);
    for (int person = 0; person < options.people; ++person) {
        int times = 1;
        while (times < 5 && chance(engine, options.come_back)) ++times;
        double earliest = uniform(engine, 0, options.seconds * 0.8);
        for (int i = 0; i < times; ++i) {
            const bool lingers = chance(engine, options.linger);
            const int camera = static_cast<int>(engine() % static_cast<std::uint64_t>(options.cameras));
            const double speed = std::clamp(speeds(engine), 0.8, 2.0);
            // One draw a statement: in what order a call's arguments are drawn is the compiler's choice, and the seed would give another world.
            const double stop_s = uniform(engine, 5, 60);
            const auto spots = way(engine, lingers);
            auto visit = make_visit(person, camera, earliest, spots, speed, stop_s, engine);
            if (!visits.empty() && chance(engine, options.in_group)) {
                const std::size_t with = engine() % visits.size();
                if (visits[with].person != person && visits[with].begins() > earliest - 60)
                    visit = beside(visits[with], person, ++companions[visits[with].group], engine);
            }
            const bool overlaps = std::any_of(visits.begin(), visits.end(), [&](const Visit& before) {
                return before.person == person && before.ends() + 5 > visit.begins() && visit.ends() + 5 > before.begins();
            });
            if (overlaps || visit.ends() > options.seconds) break;
            earliest = visit.ends() + uniform(engine, 8, 120);
            visits.push_back(std::move(visit));
        }
    }
    return visits;
}

Pose pose_at(const Visit& visit, double seconds, const WorldOptions& options) {
    const auto leg = std::find_if(visit.legs.begin(), visit.legs.end(), [&](const Visit::Leg& l) { return seconds <= l.to_s; });
    const double part = leg->to_s > leg->from_s ? std::clamp((seconds - leg->from_s) / (leg->to_s - leg->from_s), 0.0, 1.0) : 0;
    Pose pose;
    pose.at = {leg->from.x + part * (leg->to.x - leg->from.x) + 0.08 * wave(visit.habit, 0, seconds),
               leg->from.z + part * (leg->to.z - leg->from.z)};
    const double to_camera = std::atan2(-pose.at.x, -pose.at.z);
    if (leg->stop) {
        pose.turn_degrees = 28 * wave(visit.habit, 1, seconds);  // looks around
    } else {
        const double heading = std::atan2(leg->to.x - leg->from.x, leg->to.z - leg->from.z);
        pose.turn_degrees =
            std::remainder((heading - to_camera) * kDegrees, 360) + options.head_turn_degrees * wave(visit.habit, 1, seconds);
    }
    pose.head_down = sometimes(visit.habit, 2, seconds, options.head_down);
    pose.blurred = sometimes(visit.habit, 3, seconds, options.blur);
    return pose;
}

}  // namespace md::analysis::world
