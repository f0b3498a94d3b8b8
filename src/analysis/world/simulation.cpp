#include "analysis/world/simulation.h"

#include <algorithm>
#include <cmath>

namespace md::analysis::world {
namespace {

constexpr double kFocal_px = kWidth / 2.0 / 0.70;  // 70 degrees wide
constexpr double kCamera_m = 2.8, kFace_m = 0.22, kBody_m = 0.5, kPillar_m = 0.5;
constexpr double kHorizon_px = kHeight * 0.22;  // tilted down

struct Projected {
    double x, y, height;
};
Projected project(const Spot& at, double up_m) {
    return {kWidth / 2.0 + kFocal_px * at.x / at.z, kHorizon_px + kFocal_px * (kCamera_m - up_m) / at.z, kFocal_px * kFace_m / at.z};
}

// Share of [a, b] that [c, d] covers.
double covered(double a, double b, double c, double d) { return std::clamp((std::min(b, d) - std::max(a, c)) / (b - a), 0.0, 1.0); }

// How much of the face is behind the other's head and body, or behind a pillar.
double hidden_by(const Standing& face, const Standing& other) {
    if (other.depth_m > face.depth_m - 0.15) return 0;
    const double body = kFocal_px * kBody_m / other.depth_m / 2, x = other.box.x + other.box.width / 2;
    const double wide = covered(face.box.x, face.box.x + face.box.width, x - body, x + body);
    const double head = covered(face.box.x, face.box.x + face.box.width, other.box.x, other.box.x + other.box.width);
    const double below_chin = covered(face.box.y, face.box.y + face.box.height, other.box.y + 1.2 * other.box.height, 1e9);
    const double beside_head = covered(face.box.y, face.box.y + face.box.height, other.box.y - 0.2 * other.box.height, 1e9);
    return std::max(wide * below_chin, head * beside_head);
}
double hidden_by(const Standing& face, const Spot& pillar) {
    if (pillar.z > face.depth_m) return 0;
    const auto at = project(pillar, 1.6);
    const double half = kFocal_px * kPillar_m / pillar.z / 2;
    return covered(face.box.x, face.box.x + face.box.width, at.x - half, at.x + half);
}

double miss_rate(double height_px) {
    if (height_px < 16) return 0.9;
    if (height_px < 24) return 0.9 - 0.84 * (height_px - 16) / 8;
    if (height_px < 32) return 0.06 - 0.04 * (height_px - 24) / 8;
    return std::max(0.005, 0.02 - 0.015 * (height_px - 32) / 16);
}
double within(double value, double limit) { return std::clamp(1 - std::abs(value) / (2 * limit), 0.0, 1.0); }

}  // namespace

WorldOptions options_of(Difficulty difficulty) {
    WorldOptions o;
    if (difficulty == Difficulty::easy) {
        o.cameras = 1, o.people = 8, o.come_back = 0.3, o.in_group = 0, o.linger = 0.25;
        o.dropped = 0, o.false_per_minute = 0.5, o.jitter = 0.02, o.head_turn_degrees = 8, o.head_down = 0, o.blur = 0.03;
        o.expression = 0.4, o.light = 0.3;
    } else if (difficulty == Difficulty::hard) {
        o.cameras = 3, o.people = 45, o.come_back = 0.6, o.in_group = 0.4, o.linger = 0.35, o.pillars = 2;
        o.dropped = 0.03, o.missed = 2, o.false_per_minute = 6, o.false_stays = 0.3, o.jitter = 0.07, o.head_turn_degrees = 22;
        o.head_down = 0.15, o.blur = 0.25, o.expression = 0.6, o.light = 0.5;
    }
    return o;
}

std::string_view to_string(Difficulty difficulty) {
    return difficulty == Difficulty::easy ? "easy" : difficulty == Difficulty::medium ? "medium" : "hard";
}
std::optional<Difficulty> difficulty_from(std::string_view text) {
    for (const auto difficulty : {Difficulty::easy, Difficulty::medium, Difficulty::hard})
        if (text == to_string(difficulty)) return difficulty;
    return std::nullopt;
}

Simulation::Simulation(const WorldOptions& options, std::uint64_t seed)
    : options_(options),
      engine_(seed),
      visits_(plan_visits(options, engine_)),
      population_(options.people, options.expression, options.light, seed + 1),
      cameras_(static_cast<std::size_t>(options.cameras)) {
    for (int person = 0; person < options.people; ++person) tall_m_.push_back(1.6 + normal(0.07));
    for (auto& camera : cameras_) {
        camera.next_s = uniform(0, 0.1);
        for (int i = 0; i < options.pillars; ++i) camera.pillars.push_back({uniform(-1.5, 1.5), uniform(3, 6)});
    }
}

bool Simulation::next(WorldFrame& frame) {
    for (;;) {
        const auto first =
            std::min_element(cameras_.begin(), cameras_.end(), [](const auto& a, const auto& b) { return a.next_s < b.next_s; });
        const double now = first->next_s;
        if (now > options_.seconds) return false;
        first->next_s += 1 / uniform(options_.looks_per_second_low, options_.looks_per_second_high);
        if (first->dropping == 0 && uniform(0, 1) < options_.dropped / 3) first->dropping = 1 + static_cast<int>(engine_() % 5);
        if (first->dropping > 0) {
            --first->dropping;
            continue;
        }
        look(static_cast<int>(first - cameras_.begin()), now, frame);
        return true;
    }
}

void Simulation::look(int number, double seconds, WorldFrame& frame) {
    frame.camera = number;
    frame.at = std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
    frame.truth.clear();
    frame.faces.clear();
    conditions_.clear();
    current_ = &frame;
    std::vector<Pose> poses;
    for (const auto& visit : visits_) {
        if (visit.camera != number || seconds < visit.begins() || seconds > visit.ends()) continue;
        const Pose pose = pose_at(visit, seconds, options_);
        const auto at = project(pose.at, tall_m_[static_cast<std::size_t>(visit.person)]);
        if (at.x < 0 || at.y < 0 || at.x >= kWidth || at.y >= kHeight) continue;
        Standing standing;
        standing.person = visit.person;
        standing.position = {at.x / kWidth, at.y / kHeight};
        const double wide = at.height * 0.8;
        standing.box = {float(at.x - wide / 2), float(at.y - at.height / 2), float(wide), float(at.height)};
        standing.turn_degrees = std::hypot(pose.turn_degrees, pose.head_down ? 40.0 : 0.0);
        standing.sharpness = pose.blurred ? 0.4 : 0.9;
        standing.depth_m = pose.at.z;
        frame.truth.push_back(standing);
        poses.push_back(pose);
    }
    auto& camera = cameras_[static_cast<std::size_t>(number)];
    for (auto& face : frame.truth) {
        for (const auto& other : frame.truth) face.hidden = std::max(face.hidden, hidden_by(face, other));
        for (const auto& pillar : camera.pillars) face.hidden = std::max(face.hidden, hidden_by(face, pillar));
    }
    for (std::size_t i = 0; i < frame.truth.size(); ++i) {
        const std::size_t before = frame.faces.size();
        detect(frame.truth[i], frame);
        if (frame.faces.size() == before) continue;
        const auto& standing = frame.truth[i];
        const double turned = poses[i].turn_degrees < 0 ? -standing.turn_degrees : standing.turn_degrees;
        conditions_.push_back({number, standing.box.height, turned, standing.sharpness, standing.hidden, seconds});
    }
    false_faces(camera, frame);
}

// A detector's answer: found or not, how sure, where; and the quality that the product would give the face.
void Simulation::detect(const Standing& face, WorldFrame& frame) {
    const double turned = face.turn_degrees, seen = 1 - face.hidden;
    if (turned > 85 || face.hidden > 0.7) return;
    double miss = options_.missed * miss_rate(face.box.height);
    miss += turned > 45 ? (turned - 45) / 40 : 0;
    miss += face.hidden > 0.15 ? face.hidden : 0;
    if (uniform(0, 1) < miss) return;
    const double doubt = std::max(0.0, (turned - 40) / 90) + 0.5 * face.hidden + std::max(0.0, (30 - double(face.box.height)) / 60);
    SeenFace seen_face;
    seen_face.score = static_cast<float>(std::clamp(0.97 - doubt - std::abs(normal(0.05)), 0.05, 1.0));
    if (seen_face.score < 0.3f) return;
    const double h = face.box.height, off = options_.jitter * h;
    seen_face.box = {float(face.box.x + normal(off)), float(face.box.y + normal(off)), float(face.box.width + normal(off)),
                     float(h + normal(off))};
    const double sharpness = std::clamp(face.sharpness - 0.15 + normal(0.05), 0.0, 1.0) * std::clamp(h / 60, 0.5, 1.0);
    seen_face.quality =
        static_cast<float>(seen_face.score * std::cbrt(std::min(1.0, h / 160)) * (0.3 + 0.7 * sharpness) * within(turned, 39) * 0.9 * seen);
    seen_face.usable = h >= 32 && turned < 44 && face.hidden < 0.3 && sharpness > 0.27;
    seen_face.person = face.person;
    frame.faces.push_back(std::move(seen_face));
}

void Simulation::false_faces(CameraState& camera, WorldFrame& frame) {
    std::erase_if(camera.ghosts, [&](const SeenFace&) { return uniform(0, 1) >= options_.false_stays; });
    const double each_frame = options_.false_per_minute / 60 / ((options_.looks_per_second_low + options_.looks_per_second_high) / 2);
    if (uniform(0, 1) < each_frame) {
        SeenFace ghost;
        const double h = uniform(24, 120);
        ghost.box = {float(uniform(0, kWidth - h)), float(uniform(0, kHeight - h)), float(h * 0.8), float(h)};
        ghost.quality = static_cast<float>(uniform(0.02, 0.15));
        camera.ghosts.push_back(ghost);
    }
    for (auto ghost : camera.ghosts) {
        ghost.score = static_cast<float>(uniform(0.35, 0.8));
        ghost.usable = uniform(0, 1) < 0.1;
        frame.faces.push_back(ghost);
    }
}

std::vector<float> Simulation::embed(std::size_t face) {
    if (face >= conditions_.size()) return population_.no_face();
    return population_.picture(current_->faces[face].person, conditions_[face]);
}

}  // namespace md::analysis::world
