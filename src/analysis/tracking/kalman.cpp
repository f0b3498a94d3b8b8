#include "analysis/tracking/kalman.h"

#include <algorithm>
#include <cmath>

namespace md::analysis {
namespace {

// All in heights of the face (about 0.22 m), from how people walk: 1.4 m/s is 6 heights a second, and within a second they may turn or
// stop.
constexpr double kPositionNoise = 0.08;  // of a detector's box: standard deviation of its middle
constexpr double kHeightNoise = 0.10;    // ... and of its height
constexpr double kFirstSpeed = 3.5;      // deviation of the unknown speed of a new face, heights a second
constexpr double kFirstGrowth = 0.4;
constexpr double kMotionDensity = 4.0;  // of white acceleration, heights^2 / s^3: 3.3 heights of doubt after two seconds unseen
constexpr double kGrowthDensity = 0.05;
constexpr double kHiddenSlowsIn = 1.2;  // s: who is hidden may have stopped, so the predicted speed fades
constexpr double kGate = 14.16;         // chi-square, 3 degrees of freedom, 99.7 %
constexpr double kLeastHeight = 4;      // px

double middle_x(const vision::Box& box) { return box.x + box.width / 2.0; }
double middle_y(const vision::Box& box) { return box.y + box.height / 2.0; }
double square(double x) { return x * x; }

}  // namespace

KalmanAxis::KalmanAxis(double value, double value_deviation, double rate_deviation)
    : value_(value), p_value_(square(value_deviation)), p_rate_(square(rate_deviation)) {}

void KalmanAxis::predict(double t, double density) {
    value_ += rate_ * t;
    p_value_ += t * (2 * p_both_ + t * p_rate_) + density * t * t * t / 3;
    p_both_ += t * p_rate_ + density * t * t / 2;
    p_rate_ += density * t;
}

void KalmanAxis::correct(double measured, double deviation) {
    const double total = p_value_ + square(deviation), gain = p_value_ / total, rate_gain = p_both_ / total, error = measured - value_;
    value_ += gain * error;
    rate_ += rate_gain * error;
    p_rate_ -= rate_gain * p_both_;
    p_both_ *= 1 - gain;
    p_value_ *= 1 - gain;
}

BoxFilter::BoxFilter(const vision::Box& box)
    : x_(middle_x(box), kPositionNoise * box.height, kFirstSpeed * box.height),
      y_(middle_y(box), kPositionNoise * box.height, kFirstSpeed * box.height),
      height_(box.height, kHeightNoise * box.height, kFirstGrowth * box.height),
      aspect_(box.width / std::max<double>(box.height, 1)) {}

double BoxFilter::height() const { return std::max(height_.value(), kLeastHeight); }

void BoxFilter::predict(double seconds, bool hidden) {
    const double unit = square(height());
    x_.predict(seconds, kMotionDensity * unit);
    y_.predict(seconds, kMotionDensity * unit);
    height_.predict(seconds, kGrowthDensity * unit);
    if (!hidden) return;
    const double slower = std::exp(-seconds / kHiddenSlowsIn);
    for (auto* axis : {&x_, &y_, &height_}) axis->slow_down(slower);
}

void BoxFilter::correct(const vision::Box& box) {
    const double scale = std::max<double>(box.height, kLeastHeight);
    x_.correct(middle_x(box), kPositionNoise * scale);
    y_.correct(middle_y(box), kPositionNoise * scale);
    height_.correct(box.height, kHeightNoise * scale);
    aspect_ += 0.2 * (box.width / scale - aspect_);
}

vision::Box BoxFilter::box() const {
    const double tall = height(), wide = tall * aspect_;
    return {static_cast<float>(x_.value() - wide / 2), static_cast<float>(y_.value() - tall / 2), static_cast<float>(wide),
            static_cast<float>(tall)};
}

std::optional<double> BoxFilter::surprise(const vision::Box& box) const {
    const double unit = height();
    const double vx = x_.variance() + square(kPositionNoise * unit), vy = y_.variance() + square(kPositionNoise * unit);
    const double vh = height_.variance() + square(kHeightNoise * unit);
    const double distance =
        square(middle_x(box) - x_.value()) / vx + square(middle_y(box) - y_.value()) / vy + square(box.height - height_.value()) / vh;
    if (distance > kGate) return std::nullopt;
    return 0.5 * (distance + std::log(vx * vy * vh / square(unit * unit * unit)));
}

}  // namespace md::analysis
