#include "analysis/world/population.h"

#include <algorithm>
#include <cmath>

namespace md::analysis::world {
namespace {

constexpr std::size_t kSize = 512;
constexpr std::size_t kRank = 60;  // gives strangers' cosines the measured deviation, light and expression included
constexpr double kStrangersMean = 0.095;
constexpr double kAtFullTurn = 0.9;      // length added at 45 degrees: cosine 0.74 to the front
constexpr double kSharedByTurned = 0.3;  // of which this share is what all turned faces have in common
constexpr double kSharedBySmall = 0.3;
constexpr double kGrain = 0.15;  // from frame to frame
constexpr double kExpressionSeconds = 3;
constexpr int kCameras = 8;

void add(std::vector<float>& to, double times, const std::vector<float>& what) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += static_cast<float>(times) * what[i];
}
std::vector<float> unit(std::vector<float> v) {
    double sum = 0;
    for (const float x : v) sum += double(x) * x;
    const auto scale = static_cast<float>(1 / std::sqrt(sum));
    for (auto& x : v) x *= scale;
    return v;
}
// Length of the noise that brings a face of this height to the measured cosine with its full-size self: .58 at 24 px, .78 at 32, .95 at 48,
// .98 at 64.
double noise_of_height(double height_px) {
    constexpr std::pair<double, double> kMeasured[] = {{16, 2.65}, {24, 1.40}, {32, 0.80}, {48, 0.33}, {64, 0.20}, {96, 0.14}};
    if (height_px <= kMeasured[0].first) return kMeasured[0].second;
    for (std::size_t i = 1; i < std::size(kMeasured); ++i) {
        const auto [low, a] = kMeasured[i - 1];
        const auto [high, b] = kMeasured[i];
        if (height_px < high) return a + (b - a) * (height_px - low) / (high - low);
    }
    return kMeasured[std::size(kMeasured) - 1].second;
}

}  // namespace

Population::Population(int people, double expression, double light, std::uint64_t seed)
    : engine_(seed), expression_(expression), light_(light), basis_(kRank) {
    std::normal_distribution<float> normal;
    for (auto& axis : basis_) {
        axis.resize(kSize);
        for (auto& x : axis) x = normal(engine_);
    }
    mean_ = direction(), profile_ = direction(), small_ = direction();
    people_.resize(static_cast<std::size_t>(people));
    for (auto& person : people_) {
        person.self = mixed(mean_, kStrangersMean, direction());
        person.left = mixed(profile_, kSharedByTurned, direction());
        person.right = mixed(profile_, kSharedByTurned, direction());
        for (int camera = 0; camera < kCameras; ++camera) person.light.push_back(direction());
        for (int i = 0; i < 16; ++i) person.expressions.push_back(direction());
    }
}

Population::Vector Population::direction() {
    std::normal_distribution<float> normal;
    Vector out(kSize);
    for (const auto& axis : basis_) add(out, normal(engine_), axis);
    return unit(std::move(out));
}

// cos^2 with the common part is `share`.
Population::Vector Population::mixed(const Vector& common, double share, const Vector& own) const {
    Vector out(kSize);
    add(out, std::sqrt(share), common);
    add(out, std::sqrt(1 - share), own);
    return unit(std::move(out));
}

std::vector<float> Population::picture(int number, const Conditions& c) {
    const Person& person = people_[static_cast<std::size_t>(number)];
    Vector out = person.self;
    const double phase = c.seconds / kExpressionSeconds, part = phase - std::floor(phase);
    const auto step = static_cast<std::size_t>(std::floor(phase));
    const auto &from = person.expressions[step * 7 % 16], &to = person.expressions[(step + 1) * 7 % 16];
    add(out, expression_ * std::cos(part * M_PI / 2), from);
    add(out, expression_ * std::sin(part * M_PI / 2), to);
    add(out, light_, person.light[static_cast<std::size_t>(c.camera % kCameras)]);
    add(out, kAtFullTurn * std::min(2.0, std::abs(c.turn_degrees) / 45), c.turn_degrees < 0 ? person.left : person.right);
    const double spoilt = noise_of_height(c.height_px) + 1.2 * (1 - c.sharpness) + 2.5 * c.hidden;
    add(out, spoilt, mixed(small_, kSharedBySmall, direction()));
    add(out, kGrain, direction());
    return unit(std::move(out));
}

std::vector<float> Population::no_face() {
    Vector out = mean_;
    add(out, 1, small_);
    add(out, 2, direction());
    return unit(std::move(out));
}

}  // namespace md::analysis::world
