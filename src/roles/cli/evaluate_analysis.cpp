#include <cstdio>
#include <nlohmann/json.hpp>

#include "analysis/world/trial.h"
#include "base/errors.h"
#include "base/progress.h"
#include "roles/cli/command.h"

// `miandun evaluate analysis`: tracking, subjects, de-duplication and alerts in a synthetic world with known truth.
namespace md::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace world = analysis::world;

struct Options {
    std::string difficulty = "medium", seeds = "1-20";
    bool json = false;
};

// "5" or "1-20".
Result<std::pair<std::uint64_t, std::uint64_t>> seeds_of(const std::string& text) {
    unsigned long long first = 0, last = 0;
    int used = 0;
    const bool range = std::sscanf(text.c_str(), "%llu-%llu%n", &first, &last, &used) == 2;
    if (!range) {
        if (std::sscanf(text.c_str(), "%llu%n", &first, &used) != 1) used = 0;
        last = first;
    }
    constexpr unsigned long long kMost = 10'000;
    if (static_cast<std::size_t>(used) != text.size() || last < first || last - first >= kMost)
        return fail(errors::kBadInput, "seeds must read like 7 or 1-20");
    return std::pair<std::uint64_t, std::uint64_t>{first, last};
}

Json report_json(const world::TrialReport& r, const Options& options) {
    return {{"difficulty", options.difficulty},
            {"seeds", options.seeds},
            {"worlds", r.trials},
            {"hours_of_video", r.seconds_of_world / 3600},
            {"people", r.people},
            {"people_seen_clearly", r.people_clear},
            {"people_known", r.people_known},
            {"subjects", r.subjects},
            {"subjects_per_person", r.subjects_per_person()},
            {"subjects_of_two_people", r.mixed_subjects},
            {"subjects_of_nobody", r.false_subjects},
            {"people_missed", r.people_missed},
            {"tracks", r.tracks.tracks},
            {"identity_switches", r.tracks.switches},
            {"track_fragments", r.tracks.fragments},
            {"embeddings_per_track", r.tracks.tracks ? double(r.embeddings) / r.tracks.tracks : 0},
            {"captures", r.captures.captures},
            {"captures_beyond_limit", r.captures.beyond_limit},
            {"capture_precision", r.capture_precision()},
            {"capture_recall", r.capture_recall()},
            {"alerts", r.alerts.right + r.alerts.wrong + r.alerts.repeated + r.alerts.unrecognised},
            {"alerts_due", r.alerts.must},
            {"alert_recall", r.alert_recall()},
            {"alerts_wrong", r.alerts.wrong},
            {"alerts_repeated", r.alerts.repeated},
            {"alerts_before_recognition", r.alerts.unrecognised},
            {"alert_precision", 1 - r.false_alerts()},
            {"microseconds_per_frame", r.frames ? r.seconds_of_work * 1e6 / r.frames : 0}};
}

Result<Json> evaluate_analysis(const Options& options) {
    const auto difficulty = world::difficulty_from(options.difficulty);
    if (!difficulty) return fail(errors::kBadInput, "difficulty must be easy, medium or hard");
    MD_ASSIGN(const auto seeds, seeds_of(options.seeds));
    world::TrialReport sum;
    Progress progress("worlds", seeds.second - seeds.first + 1);
    for (auto seed = seeds.first; seed <= seeds.second; ++seed) {
        sum += world::run_trial(world::options_of(*difficulty), seed);
        progress.advance();
    }
    return report_json(sum, options);
}

}  // namespace

void add_evaluate_analysis(CLI::App& evaluate, Context& context) {
    auto* command =
        evaluate.add_subcommand("analysis", "人脸分析：已知真值的虚拟场景 / video analysis in a synthetic world with known truth");
    auto options = std::make_shared<Options>();
    command->add_option("--difficulty", options->difficulty, "难度 / easy, medium, hard")->check(CLI::IsMember({"easy", "medium", "hard"}));
    command->add_option("--seeds", options->seeds, "随机种子，如 7 或 1-20 / seeds, for example 7 or 1-20");
    command->add_flag("--json", options->json, "一行 JSON / one JSON object");
    command->callback([=, &context] {
        const auto answer = evaluate_analysis(*options);
        if (!answer) {
            context.exit_code = report(answer.error(), context, options->json);
            return;
        }
        std::puts(options->json ? answer->dump().c_str() : answer->dump(2).c_str());
    });
}

}  // namespace md::cli
