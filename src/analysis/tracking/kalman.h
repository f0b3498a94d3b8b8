#pragma once
// Where a face will be: constant velocity with white acceleration noise, for middle and height of the box. Lengths in pixels, times in
// seconds. The axes do not interact, so the filter is three small ones. Noise grows with the face: a near face is big and moves many
// pixels.
#include <optional>

#include "vision/engine.h"

namespace md::analysis {

// One coordinate: value and its change a second, with their covariance.
class KalmanAxis {
public:
    KalmanAxis(double value, double value_deviation, double rate_deviation);
    void predict(double seconds, double acceleration_density);
    void correct(double measured, double deviation);
    void slow_down(double factor) { rate_ *= factor; }
    double value() const { return value_; }
    double rate() const { return rate_; }
    double variance() const { return p_value_; }

private:
    double value_, rate_ = 0;
    double p_value_, p_both_ = 0, p_rate_;
};

class BoxFilter {
public:
    explicit BoxFilter(const vision::Box& box);
    void predict(double seconds, bool hidden);
    void correct(const vision::Box& box);
    vision::Box box() const;
    // Negative log-likelihood of this detection, in units that do not depend on the face's size; nothing outside the motion gate (99.7 %).
    std::optional<double> surprise(const vision::Box& box) const;
    double height() const;

private:
    KalmanAxis x_, y_, height_;  // of the middle
    double aspect_;              // width over height, smoothed
};

}  // namespace md::analysis
