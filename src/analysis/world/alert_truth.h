#pragma once
// Who must raise which alert, who may, and who must not: computed from the true ways alone, knowing nothing of the rule engine. What lies
// too near a limit (an edge of a region, a duration, a face hardly seen) is neither demanded nor held against anybody. Internal.
#include <map>
#include <set>
#include <vector>

#include "analysis/types.h"
#include "analysis/world/world.h"

namespace md::analysis::world {

enum class Verdict { must, may, must_not };

class AlertTruth {
public:
    explicit AlertTruth(const AnalysisConfig& config);
    void watch(const WorldFrame& frame, const std::string& camera);
    Verdict verdict(const Rule& rule, int person) const;
    std::set<int> people() const;

private:
    struct Moment {
        double seconds;
        bool surely, clear;  // seen beyond doubt, within the region by a margin; the face can be known again
        bool seen;           // might be seen, in the region or near its edge
    };
    using Moments = std::vector<Moment>;
    struct Span {
        double from, to;
        int frames, clear_frames;
        double length() const { return to - from; }
    };
    enum class Which { surely, seen, anyhow };
    static std::vector<Span> spans(const Moments& moments, Which which, double join_s);
    static double longest_unsure(const Moments& moments);
    Moments of_region(const std::string& name, int person) const;
    Moments of(const Rule& rule, int person) const;
    Verdict presence(const Moments& moments) const;
    Verdict stay(const Rule& rule, const Moments& moments) const;
    Verdict wander(const Rule& rule, int person, const Moments& moments) const;

    const AnalysisConfig& config_;
    std::map<std::pair<std::string, int>, Moments> in_region_;  // near it, by region and person
    std::set<int> people_;
};

struct AlertScore {
    int must = 0, raised = 0;  // people who had to raise an alert, and of those who did
    int right = 0, wrong = 0;  // alerts of people who must or may, and who must not (or of nobody)
    int repeated = 0;          // further alerts of one rule for one person within the cool-down, who was taken for somebody else
    int unrecognised = 0;      // further alerts raised while the face could not be recognised (yet): joined with the first when it was
};
class Attribution;
class Lineage;
class AlertJudge {
public:
    void alert(const Alert& alert) {
        if (alert.stage == Alert::Stage::raised) raised_.push_back({alert.rule, alert.subject});
    }
    AlertScore score(const AnalysisConfig& config, const AlertTruth& truth, const Attribution& attribution, const Lineage& lineage) const;

private:
    std::vector<std::pair<std::string, SubjectId>> raised_;
};

}  // namespace md::analysis::world
