#pragma once
// Presentation attack detection as ISO/IEC 30107-3 reports it: per attack species, worst first, never an average over species. B8
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "evaluation/metrics.h"
#include "vision/engine.h"

namespace md::evaluation {

struct Presentation {
    std::vector<std::filesystem::path> frames;  // one picture, or the pictures of a folder in order: one burst
    bool attack = false;
    std::string species;  // "photo", "replay" ... ; bona fide presentations have none
};
// CSV: path,label(live|attack),species; an optional heading. Paths are relative to the file. A folder is a burst of frames.
Result<std::vector<Presentation>> read_presentations(const std::filesystem::path& csv);

// Not judged counts as detected for an attack and as an error for a live person (stated with the result).
struct SpeciesResult {
    std::string species;
    std::size_t n = 0, taken_for_live = 0, not_judged = 0;
    double apcer = 0;
    Interval interval;
};
struct PadReport {
    std::vector<SpeciesResult> per_species;  // highest APCER first
    double apcer_worst = 0;
    std::size_t live = 0, live_refused = 0, live_not_judged = 0;
    double bpcer = 0, bpnrr = 0;  // bpcer includes those not judged
    Interval bpcer_interval;
};
Result<PadReport> evaluate_pad(const vision::Engine& engine, const std::vector<Presentation>& presentations);
// Counting alone, for outcomes had elsewhere.
PadReport count_pad(const std::vector<std::pair<Presentation, vision::LivenessOutcome>>& outcomes);

}  // namespace md::evaluation
