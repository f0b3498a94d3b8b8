#include "analysis/tracking/tracker.h"

#include <algorithm>
#include <cmath>

#include "analysis/tracking/assignment.h"
#include "analysis/tracking/kalman.h"

namespace md::analysis {
namespace {

using Seconds = std::chrono::duration<double>;

// In negative log-likelihood, per face height (kalman.h).
constexpr double kAlone = 6.5;                        // a face that is new or gone: one place of several hundred in the picture
constexpr double kTwoReadings = 2.5;                  // readings closer than this are not told apart by geometry: likelihood ratio 12
constexpr double kAppearanceWeight = 8;               // of Appearance::alike's -1..1
constexpr double kRepeat = 0.45;                      // a detection that overlaps a taken one so much is the same face twice
constexpr double kNoEvidence = 0.5, kEvidence = 0.9;  // scores above the first add up to the second: three sure detections, or five so-so
constexpr Seconds kLongHidden{0.7};                   // found again after longer: look whether it is the same person
constexpr double kUsualInterval = 0.1, kLeastInterval = 0.02, kMostInterval = 1;  // s

bool outside(const vision::Box& box, int width, int height) {
    const float x = box.x + box.width / 2, y = box.y + box.height / 2;
    return x < 0 || y < 0 || x > static_cast<float>(width) || y > static_cast<float>(height);
}

bool sane(const vision::Box& box) {
    return std::isfinite(box.x) && std::isfinite(box.y) && box.width >= 1 && box.height >= 1 && std::isfinite(box.width) &&
           std::isfinite(box.height);
}

// How much of the smaller box lies in the other: a face found twice is often a part and a whole.
double covered(const vision::Box& a, const vision::Box& b) {
    const float wide = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const float tall = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    if (wide <= 0 || tall <= 0) return 0;
    return double(wide) * tall / std::max(1.0, double(std::min(a.width * a.height, b.width * b.height)));
}

}  // namespace

class Tracker::State {
public:
    explicit State(const TrackerOptions& options) : options_(options) {}

    TrackedFrame step(SteadyTime at, int width, int height, std::span<const Detection> detections, Appearance* appearance,
                      std::chrono::microseconds spacing) {
        TrackedFrame out;
        spacing_ = spacing;
        predict(advance(at));
        if (cut_) end_if(out, [](const Live&) { return true; });
        cut_ = false;
        end_if(out, [&](const Live& live) { return expired(live, width, height); });

        std::vector<bool> taken(detections.size(), false);
        match_sure(detections, appearance, taken);
        match_weak(detections, taken);
        begin_tracks(detections, taken);
        out.tracks.reserve(live_.size());
        for (auto& live : live_) {
            live.track.confirmed = live.track.confirmed || enough(live);
            live.track.box = live.filter.box();
            out.tracks.push_back(live.track);
        }
        return out;
    }
    void scene_changed() { cut_ = true; }

private:
    struct Live {
        Track track;
        BoxFilter filter;
        double evidence = 0;  // that there is a face at all
    };

    // Seconds since the frame before; time that stands or goes back counts as one usual interval.
    double advance(SteadyTime at) {
        if (!started_) {
            started_ = true;
            now_ = at;
            return 0;
        }
        if (at <= now_) at = now_ + std::chrono::duration_cast<SteadyTime::duration>(Seconds(usual_));
        const double passed = Seconds(at - now_).count();
        usual_ += 0.1 * (std::clamp(passed, kLeastInterval, kMostInterval) - usual_);
        now_ = at;
        return passed;
    }
    void predict(double seconds) {
        for (auto& live : live_) {
            live.filter.predict(seconds, !live.track.face);
            live.track.face.reset();
            live.track.doubtful = false;
        }
    }
    Seconds hidden(const Live& live) const { return now_ - live.track.last_seen; }
    // Detections that make a track.
    int wanted_hits() const {
        const int most = spacing_ > options_.sparse ? 1 : 2 * spacing_ > options_.sparse ? 2 : options_.confirm_hits;
        return std::min(most, options_.confirm_hits);
    }
    bool enough(const Live& live) const {
        const int wanted = wanted_hits();
        return live.track.hits >= wanted && live.evidence >= kEvidence * wanted / options_.confirm_hits;
    }

    bool expired(const Live& live, int width, int height) const {
        const Seconds usual = std::max(Seconds(usual_), Seconds(spacing_));
        if (live.track.confirmed)
            return hidden(live) > std::max(Seconds(options_.survive), 2.5 * usual) ||
                   (hidden(live) > 1.5 * usual && outside(live.filter.box(), width, height));
        const bool slow = now_ - live.track.began > std::max(Seconds(options_.confirm_within), (wanted_hits() + 0.5) * usual);
        return slow || hidden(live) > 3.5 * usual;
    }
    template <class Condition>
    void end_if(TrackedFrame& out, Condition over) {
        std::erase_if(live_, [&](const Live& live) {
            if (!over(live)) return false;
            if (live.track.confirmed) out.ended.push_back(live.track.number);
            return true;
        });
    }

    void match_sure(std::span<const Detection> detections, Appearance* appearance, std::vector<bool>& taken) {
        std::vector<std::size_t> sure;
        for (std::size_t i = 0; i < detections.size(); ++i)
            if (detections[i].score >= options_.sure_score && sane(detections[i].box)) sure.push_back(i);
        Costs costs(live_.size(), sure.size());
        for (std::size_t row = 0; row < live_.size(); ++row)
            for (std::size_t column = 0; column < sure.size(); ++column)
                if (const auto cost = live_[row].filter.surprise(detections[sure[column]].box)) costs.at(row, column) = *cost;

        auto column_of = assign(costs, kAlone);
        std::vector<bool> open = ask(costs, column_of, sure, appearance);
        for (std::size_t row = 0; row < live_.size(); ++row) {
            if (!column_of[row]) continue;
            const std::size_t face = sure[*column_of[row]];
            taken[face] = true;
            hit(live_[row], face, detections[face], open[row]);
        }
    }

    // Where geometry leaves two readings, or a face comes back after a while, appearance weighs in and the assignment is made anew. Says
    // which rows stay in doubt.
    std::vector<bool> ask(Costs& costs, std::vector<std::optional<std::size_t>>& column_of, const std::vector<std::size_t>& sure,
                          Appearance* appearance) const {
        std::vector<bool> open(costs.rows(), false);
        bool asked = false;
        for (std::size_t column = 0; column < costs.columns(); ++column) {
            const auto rivals = rivals_for(costs, column_of, column);
            if (rivals.empty()) continue;
            for (const std::size_t row : rivals) {
                const auto alike =
                    appearance && live_[row].track.confirmed ? appearance->alike(live_[row].track.number, sure[column]) : std::nullopt;
                open[row] = !alike;
                if (!alike) continue;
                asked = true;
                costs.at(row, column) =
                    rivals.size() == 1 && *alike < 0 ? Costs::kForbidden : costs.at(row, column) - kAppearanceWeight * *alike;
            }
        }
        if (asked) column_of = assign(costs, kAlone);
        return open;
    }
    // The tracks that could well be this detection; empty when there is no question.
    std::vector<std::size_t> rivals_for(const Costs& costs, const std::vector<std::optional<std::size_t>>& column_of,
                                        std::size_t column) const {
        std::optional<std::size_t> owner;
        for (std::size_t row = 0; row < costs.rows(); ++row)
            if (column_of[row] == column) owner = row;
        if (!owner) return {};
        std::vector<std::size_t> rivals{*owner};
        for (std::size_t row = 0; row < costs.rows(); ++row)
            if (row != *owner && live_[row].track.confirmed && costs.at(row, column) < costs.at(*owner, column) + kTwoReadings)
                rivals.push_back(row);
        if (rivals.size() > 1) return rivals;
        return live_[*owner].track.confirmed && hidden(live_[*owner]) > kLongHidden ? rivals : std::vector<std::size_t>{};
    }

    void match_weak(std::span<const Detection> detections, std::vector<bool>& taken) {
        std::vector<std::size_t> weak, waiting;
        for (std::size_t i = 0; i < detections.size(); ++i)
            if (detections[i].score >= options_.least_score && detections[i].score < options_.sure_score && sane(detections[i].box))
                weak.push_back(i);
        for (std::size_t i = 0; i < live_.size(); ++i)
            if (!live_[i].track.face && live_[i].track.confirmed) waiting.push_back(i);
        Costs costs(waiting.size(), weak.size());
        for (std::size_t row = 0; row < waiting.size(); ++row)
            for (std::size_t column = 0; column < weak.size(); ++column) {
                const auto& box = detections[weak[column]].box;
                const auto& filter = live_[waiting[row]].filter;
                if (const double share = vision::overlap(filter.box(), box); share >= options_.weak_overlap && filter.surprise(box))
                    costs.at(row, column) = 1 - share;
            }
        const auto column_of = assign(costs, 1);
        for (std::size_t row = 0; row < waiting.size(); ++row) {
            if (!column_of[row]) continue;
            const std::size_t face = weak[*column_of[row]];
            taken[face] = true;
            hit(live_[waiting[row]], face, detections[face], false);
        }
    }

    void begin_tracks(std::span<const Detection> detections, const std::vector<bool>& taken) {
        for (std::size_t i = 0; i < detections.size(); ++i) {
            if (taken[i] || detections[i].score < options_.sure_score || !sane(detections[i].box)) continue;
            const bool repeated = std::any_of(live_.begin(), live_.end(), [&](const Live& live) {
                return live.track.face && (vision::overlap(detections[*live.track.face].box, detections[i].box) > kRepeat ||
                                           covered(detections[*live.track.face].box, detections[i].box) > 0.8);
            });
            if (repeated) continue;
            Track track;
            track.number = ++last_number_;
            track.face = i;
            track.began = track.last_seen = now_;
            track.hits = 1;
            live_.push_back({track, BoxFilter(detections[i].box), evidence_of(detections[i])});
        }
    }

    void hit(Live& live, std::size_t face, const Detection& detection, bool open) {
        live.track.doubtful = open;
        live.filter.correct(detection.box);
        live.track.face = face;
        live.track.last_seen = now_;
        ++live.track.hits;
        live.evidence += evidence_of(detection);
    }
    static double evidence_of(const Detection& detection) { return std::max(0.0, detection.score - kNoEvidence); }

    const TrackerOptions options_;
    std::vector<Live> live_;  // by number
    TrackNumber last_number_ = 0;
    SteadyTime now_{};
    double usual_ = kUsualInterval;
    std::chrono::microseconds spacing_{0};
    bool started_ = false, cut_ = false;
};

Tracker::Tracker(const TrackerOptions& options) : state_(std::make_unique<State>(options)) {}
Tracker::~Tracker() = default;
Tracker::Tracker(Tracker&&) noexcept = default;
Tracker& Tracker::operator=(Tracker&&) noexcept = default;

TrackedFrame Tracker::step(SteadyTime at, int width, int height, std::span<const Detection> detections, Appearance* appearance,
                           std::chrono::microseconds spacing) {
    return state_->step(at, width, height, detections, appearance, spacing);
}

void Tracker::scene_changed() { state_->scene_changed(); }

}  // namespace md::analysis
