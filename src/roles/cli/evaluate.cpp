#include "evaluation/identification.h"
#include "evaluation/pad.h"
#include "evaluation/protection.h"
#include "evaluation/verification.h"
#include "roles/cli/command.h"

#include <fmt/format.h>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

// `miandun evaluate …`: how good is the product on these pictures? Every report names its sizes and where its threshold comes from.
namespace md::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

// Options of all kinds of evaluation; each sub-command offers those it needs.
struct Options {
    fs::path images, pairs, gallery, probes, calibrate_on, list;
    std::string score = "raw";
    double fmr = 1e-3, fpir = 0.01;
    int bits = 1024;
    std::size_t threads = std::max(1U, std::thread::hardware_concurrency()), count = 0;
    std::uint64_t seed = 0;
    bool json = false;
};

using EnginePtr = std::shared_ptr<const vision::Engine>;

Result<evaluation::PictureSet> embed_folder(const vision::Engine& engine, const fs::path& folder, const Options& options,
                                            evaluation::Role role = evaluation::Role::compared) {
    MD_ASSIGN(auto files, evaluation::list_pictures(folder));
    return evaluation::embed_pictures(engine, folder, std::move(files), options.threads, role);
}

// The seeded source makes a run repeatable; without a seed the keys are as random as the product's own.
std::unique_ptr<Random> random_of(const Options& options) {
    if (options.seed != 0) return std::make_unique<SeededRandom>(options.seed);
    return std::make_unique<SystemRandom>();
}

Result<std::unique_ptr<templates::Calibration>> calibration_of(const vision::Engine& engine, const evaluation::Comparator& compare,
                                                               const Options& options) {
    if (options.calibrate_on.empty()) return std::make_unique<templates::Calibration>(compare.kind());
    MD_ASSIGN(const auto people, embed_folder(engine, options.calibrate_on, options));
    return evaluation::calibrate_on(people, compare);
}

Json interval_json(const evaluation::Interval& interval) { return Json::array({interval.low, interval.high}); }

Json tar_json(const evaluation::ScoreSets& scores) {
    Json out;
    for (const auto& [name, far] : {std::pair{"1e-2", 1e-2}, {"1e-3", 1e-3}, {"1e-4", 1e-4}, {"1e-5", 1e-5}})
        if (far >= 1e-3 || double(scores.non_mated().size()) * far >= 1) out[name] = scores.tar_at_far(far);
    return out;
}

Json threshold_json(const templates::Threshold& threshold) {
    return {{"value", threshold.value},
            {"fmr", threshold.fmr},
            {"interval", Json::array({threshold.fmr_low, threshold.fmr_high})},
            {"source", threshold.source}};
}

Result<Json> verification(const EnginePtr& engine, const Options& options) {
    const auto started = std::chrono::steady_clock::now();
    const auto random = random_of(options);
    const evaluation::Comparator compare(*evaluation::score_kind_from(options.score), *random);
    const bool all = options.pairs.empty() || options.pairs == "all";
    std::vector<fs::path> files;
    evaluation::PairList pairs;
    if (all) {
        MD_ASSIGN(files, evaluation::list_pictures(options.images));
    } else {
        MD_ASSIGN(pairs, evaluation::read_pairs(options.pairs, options.images));
        for (const auto& pair : pairs.pairs) files.insert(files.end(), {pair.a, pair.b});
    }
    MD_ASSIGN(const auto set, evaluation::embed_pictures(*engine, options.images, std::move(files), options.threads));
    if (all) pairs = evaluation::all_pairs(set);
    MD_ASSIGN(const auto calibration, calibration_of(*engine, compare, options));
    MD_ASSIGN(const auto report, evaluation::evaluate_verification(set, pairs, compare, calibration->threshold(options.fmr)));
    return Json{{"pairs", report.pairs},
                {"mated", report.mated},
                {"non_mated", report.non_mated},
                {"failed_to_acquire", report.failed_to_acquire},
                {"accuracy_10fold", report.accuracy.mean},
                {"accuracy_deviation", report.accuracy.deviation},
                {"folds", report.accuracy.folds},
                {"eer", report.equal_error_rate},
                {"tar_at_far", tar_json(report.scores)},
                {"template", options.score},
                {"model", engine->model_id()},
                {"threshold", report.threshold.value},
                {"threshold_source", report.threshold.source},
                {"fmr_wanted", options.fmr},
                {"fmr_at_threshold", report.fmr_at_threshold},
                {"fmr_interval", interval_json(report.fmr_interval)},
                {"fnmr_at_threshold", report.fnmr_at_threshold},
                {"fnmr_interval", interval_json(report.fnmr_interval)},
                {"calibration_people", calibration->people()},
                {"seconds", std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count()}};
}

Result<Json> identification(const EnginePtr& engine, const Options& options) {
    const auto random = random_of(options);
    const evaluation::Comparator compare(*evaluation::score_kind_from(options.score), *random);
    MD_ASSIGN(const auto gallery, embed_folder(*engine, options.gallery, options));
    MD_ASSIGN(const auto probes, embed_folder(*engine, options.probes, options, evaluation::Role::searched));
    MD_ASSIGN(const auto calibration, calibration_of(*engine, compare, options));
    MD_ASSIGN(const auto report, evaluation::evaluate_identification(gallery, probes, compare, options.fpir, *calibration));
    Json tpir = Json::object();
    for (const auto& [name, fpir] : {std::pair{"0.1", 0.1}, {"0.01", 0.01}, {"0.001", 0.001}})
        if (const auto value = report.tpir_at_fpir(fpir)) tpir[name] = *value;
    return Json{{"gallery", report.gallery},
                {"probes", report.mated_probes + report.non_mated_probes},
                {"mated_probes", report.mated_probes},
                {"non_mated_probes", report.non_mated_probes},
                {"failed_to_acquire", report.failed_to_acquire},
                {"rank1", report.rank1},
                {"tpir_at_fpir", tpir},
                {"template", options.score},
                {"model", engine->model_id()},
                {"fpir_wanted", options.fpir},
                {"threshold", threshold_json(report.threshold)},
                {"fpir_at_threshold", report.fpir_at_threshold},
                {"tpir_at_threshold", report.tpir_at_threshold}};
}

Result<Json> unlinkability(const EnginePtr& engine, const Options& options) {
    const auto random = random_of(options);
    MD_ASSIGN(const auto set, embed_folder(*engine, options.images, options));
    MD_ASSIGN(const auto report, evaluation::evaluate_unlinkability(set, options.bits, options.count ? options.count : 50'000, *random));
    Json functions = Json::array();
    for (const auto& f : report.functions)
        functions.push_back({{"name", f.name},
                             {"d_sys", f.different_keys.value},
                             {"floor_mean", f.different_keys.null_mean},
                             {"floor_p95", f.different_keys.null_p95},
                             {"bins", f.different_keys.bins}});
    return Json{{"images", report.images},
                {"bits", report.bits},
                {"mated", report.mated},
                {"non_mated", report.non_mated},
                {"omega", 1},
                {"d_sys", report.d_sys},
                {"floor_mean", report.floor_mean},
                {"floor_p95", report.floor_p95},
                {"d_sys_same_key", report.d_sys_same_key},
                {"linkage_functions", functions},
                {"attacker", "unmasked codes of both galleries, no rotation key"},
                {"model", engine->model_id()}};
}

Result<Json> renewability(const EnginePtr& engine, const Options& options) {
    const auto random = random_of(options);
    MD_ASSIGN(const auto set, embed_folder(*engine, options.images, options));
    MD_ASSIGN(const auto report,
              evaluation::evaluate_renewability(set, options.bits, options.count ? options.count : 1'000'000, options.fmr, *random));
    return Json{{"images", report.images},
                {"bits", report.bits},
                {"comparisons", report.comparisons},
                {"old_accepted", report.old_accepted},
                {"old_accepted_interval", interval_json(evaluation::clopper_pearson(report.old_accepted, report.comparisons))},
                {"old_score_max", report.old_score_max},
                {"threshold", report.threshold},
                {"fmr", report.fmr},
                {"accepted_before_renewal", report.before_accepted},
                {"accepted_after_renewal", report.new_accepted},
                {"model", engine->model_id()}};
}

Result<Json> irreversibility(const EnginePtr& engine, const Options& options) {
    const auto random = random_of(options);
    MD_ASSIGN(const auto set, embed_folder(*engine, options.images, options));
    MD_ASSIGN(const auto report, evaluation::evaluate_irreversibility(set, options.bits, options.count ? options.count : 200, *random));
    Json results = Json::array();
    for (const auto& r : report.results)
        results.push_back({{"attacker", r.attacker},
                           {"attack", r.attack},
                           {"cosine_mean", r.cosine_mean},
                           {"cosine_p95", r.cosine_p95},
                           {"success_at_fmr_1e-3", r.success_at_fmr_1e3}});
    return Json{{"targets", report.targets},
                {"bits", report.bits},
                {"strangers", {{"cosine_mean", report.stranger_cosine_mean}, {"cosine_p95", report.stranger_cosine_p95}}},
                {"results", results},
                {"statement",
                 "Whoever holds the template and both keys rebuilds the embedding; with either key missing he does no better than with a "
                 "stranger (capacity 1)."},
                {"model", engine->model_id()}};
}

Result<Json> pad(const EnginePtr& engine, const Options& options) {
    MD_ASSIGN(const auto presentations, evaluation::read_presentations(options.list));
    MD_ASSIGN(const auto report, evaluation::evaluate_pad(*engine, presentations));
    Json species = Json::array();
    for (const auto& s : report.per_species)
        species.push_back({{"species", s.species},
                           {"n", s.n},
                           {"apcer", s.apcer},
                           {"interval", interval_json(s.interval)},
                           {"not_judged", s.not_judged}});
    return Json{{"per_species", species},
                {"apcer_worst", report.apcer_worst},
                {"live", report.live},
                {"bpcer", report.bpcer},
                {"bpcer_interval", interval_json(report.bpcer_interval)},
                {"bpnrr", report.bpnrr},
                {"not_judged_counts_as", "detected for an attack, error for a live person"}};
}

using Evaluate = Result<Json> (*)(const EnginePtr&, const Options&);

void run(Evaluate evaluate, const Options& options, Context& context) {
    const auto engine = vision::Engine::load(context.manifest, context.models_folder);
    const auto answer = engine ? evaluate(*engine, options) : Result<Json>(fail(engine.error()));
    if (!answer) {
        context.exit_code = report(answer.error(), context, options.json);
        return;
    }
    std::puts(options.json ? answer->dump().c_str() : answer->dump(2).c_str());
}

CLI::App* sub_command(CLI::App& parent, const char* name, const char* about, Evaluate evaluate, std::shared_ptr<Options> options,
                      Context& context) {
    auto* command = parent.add_subcommand(name, about);
    command->add_flag("--json", options->json, "一行 JSON / one JSON object");
    command->add_option("--threads", options->threads, "线程数 / threads")->check(CLI::Range(1, 256));
    command->add_option("--seed", options->seed, "随机种子，0 为真随机 / seed of the keys, 0: truly random");
    command->callback([=, &context] { run(evaluate, *options, context); });
    return command;
}

void add_score_options(CLI::App* command, Options& options) {
    command->add_option("--template", options.score, "特征形式 / form of the template")
        ->check(CLI::IsMember({"raw", "krt512", "krt1024", "krt2048"}));
    command
        ->add_option("--calibrate-on", options.calibrate_on,
                     "先用此文件夹的人员做现场校准 / site calibration on the people of this folder first")
        ->check(CLI::ExistingDirectory);
}

}  // namespace

void add_evaluate(CLI::App& app, Context& context) {
    auto* evaluate = app.add_subcommand("evaluate", "准确度与特征保护评测 / measure accuracy and template protection");
    evaluate->require_subcommand(1);
    auto options = std::make_shared<Options>();
    const auto rates = CLI::Range(1e-9, 0.5);

    auto* command = sub_command(*evaluate, "verification", "人脸验证 1:1 / verification", verification, options, context);
    command->add_option("--images", options->images, "图片文件夹 / folder of pictures")->required()->check(CLI::ExistingDirectory);
    command->add_option("--pairs", options->pairs, "配对文件，或 all / pairs file (LFW layout or CSV), or all");
    command->add_option("--fmr", options->fmr, "目标误识率 / wanted false-match rate")->check(rates);
    add_score_options(command, *options);

    command = sub_command(*evaluate, "identification", "人脸辨识 1:N / open-set identification", identification, options, context);
    command->add_option("--gallery", options->gallery, "底库文件夹 / folder of the enrolled")->required()->check(CLI::ExistingDirectory);
    command->add_option("--probes", options->probes, "探测文件夹 / folder of the probes")->required()->check(CLI::ExistingDirectory);
    command->add_option("--fpir", options->fpir, "目标误报率 / wanted false-positive identification rate")->check(rates);
    add_score_options(command, *options);

    const auto protection = [&](const char* name, const char* about, Evaluate function, const char* count_about) {
        auto* sub = sub_command(*evaluate, name, about, function, options, context);
        sub->add_option("--images", options->images, "图片文件夹，每人一个子文件夹 / folder of pictures, one sub-folder a person")
            ->required()
            ->check(CLI::ExistingDirectory);
        sub->add_option("--bits", options->bits, "特征位数 / bits of a template")->check(CLI::IsMember({512, 1024, 2048}));
        sub->add_option("--count", options->count, count_about);
        return sub;
    };
    protection("unlinkability", "不可链接性 / unlinkability (D_sys)", unlinkability, "同人配对数 / mated pairs (50000)");
    protection("renewability", "可更新性 / renewability", renewability, "比对次数 / comparisons (1000000)")
        ->add_option("--fmr", options->fmr, "误识率 / false-match rate")
        ->check(rates);
    protection("irreversibility", "不可逆性 / irreversibility (inversion attacks)", irreversibility, "目标人数 / targets (200)");

    command = sub_command(*evaluate, "pad", "防假体攻击 / presentation attack detection", pad, options, context);
    command->add_option("--list", options->list, "CSV: path,label(live|attack),species")->required()->check(CLI::ExistingFile);

    add_evaluate_analysis(*evaluate, context);
}

}  // namespace md::cli
