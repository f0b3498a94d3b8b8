#include "evaluation/pad.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "base/files.h"
#include "base/progress.h"
#include "evaluation/errors.h"
#include "evaluation/pictures.h"

namespace md::evaluation {
namespace fs = std::filesystem;
using vision::LivenessOutcome;

Result<std::vector<Presentation>> read_presentations(const fs::path& csv) {
    MD_ASSIGN(const Bytes content, read_file(csv));
    std::istringstream stream{std::string(as_text(content))};
    std::vector<Presentation> out;
    std::size_t line_number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++line_number;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.empty()) continue;
        std::istringstream fields(line);
        std::string path, label, species;
        std::getline(fields, path, ',');
        std::getline(fields, label, ',');
        std::getline(fields, species, ',');
        if (label != "live" && label != "attack") {
            if (line_number == 1) continue;  // a heading
            return fail(errors::kPairsMalformed, fmt::format("{}:{}: the label must be live or attack", csv.string(), line_number));
        }
        Presentation one{{}, label == "attack", label == "attack" ? (species.empty() ? "unnamed" : species) : ""};
        const fs::path full = csv.parent_path() / path;
        if (std::error_code ignored; fs::is_directory(full, ignored)) {
            MD_ASSIGN(const auto frames, list_pictures(full));
            for (const auto& frame : frames) one.frames.push_back(full / frame);
        } else {
            one.frames.push_back(full);
        }
        out.push_back(std::move(one));
    }
    if (out.empty()) return fail(errors::kPairsMalformed, csv.string() + " names no presentation");
    return out;
}

namespace {

Result<LivenessOutcome> judge(const vision::Engine& engine, const Presentation& presentation) {
    std::vector<vision::Image> frames;
    for (const auto& file : presentation.frames) {
        MD_ASSIGN(const Bytes bytes, read_file(file));
        MD_ASSIGN(vision::Image image, vision::decode_image(bytes));
        frames.push_back(std::move(image));
    }
    if (frames.size() > 1) {
        MD_ASSIGN(const auto liveness, engine.liveness(frames));
        return liveness.outcome;
    }
    MD_ASSIGN(const auto found, vision::find_single_face(engine, frames.front(), vision::Use::verify));
    if (!found.face) return LivenessOutcome::not_judged;
    MD_ASSIGN(const auto liveness, engine.liveness(frames.front(), *found.face));
    return liveness.outcome;
}

}  // namespace

PadReport count_pad(const std::vector<std::pair<Presentation, LivenessOutcome>>& outcomes) {
    std::map<std::string, SpeciesResult> species;
    PadReport report;
    for (const auto& [presentation, outcome] : outcomes) {
        const bool unsure = outcome == LivenessOutcome::not_judged;
        if (!presentation.attack) {
            ++report.live;
            report.live_refused += outcome == LivenessOutcome::attack;
            report.live_not_judged += unsure;
            continue;
        }
        auto& result = species[presentation.species];
        result.species = presentation.species;
        ++result.n;
        result.taken_for_live += outcome == LivenessOutcome::live;
        result.not_judged += unsure;
    }
    for (auto& [name, result] : species) {
        result.apcer = double(result.taken_for_live) / double(result.n);
        result.interval = clopper_pearson(result.taken_for_live, result.n);
        report.apcer_worst = std::max(report.apcer_worst, result.apcer);
        report.per_species.push_back(result);
    }
    std::ranges::stable_sort(report.per_species, std::ranges::greater(), &SpeciesResult::apcer);
    if (report.live > 0) {
        const auto errors = report.live_refused + report.live_not_judged;
        report.bpcer = double(errors) / double(report.live);
        report.bpnrr = double(report.live_not_judged) / double(report.live);
        report.bpcer_interval = clopper_pearson(errors, report.live);
    }
    return report;
}

Result<PadReport> evaluate_pad(const vision::Engine& engine, const std::vector<Presentation>& presentations) {
    std::vector<std::pair<Presentation, LivenessOutcome>> outcomes;
    Progress progress("judging", presentations.size());
    for (const auto& presentation : presentations) {
        MD_ASSIGN(const LivenessOutcome outcome, judge(engine, presentation));
        outcomes.emplace_back(presentation, outcome);
        progress.advance();
    }
    return count_pad(outcomes);
}

}  // namespace md::evaluation
