#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "roles/cli/command.h"
#include "templates/calibration.h"
#include "vision/engine.h"

// `miandun compare A B`: are these the same person, at a wanted false-match rate? The one place that shows a score: an offline tool. S8
namespace md::cli {
namespace {

using Json = nlohmann::ordered_json;

struct CompareCall {
    std::filesystem::path first, second;
    double fmr = 1e-4;
    bool json = false;
};

struct Side {
    vision::Embedding embedding;
    std::vector<vision::Reason> reasons;  // why it was not judged
};

Result<Side> read_side(const vision::Engine& engine, const std::filesystem::path& file) {
    MD_ASSIGN(const Bytes content, read_file(file));
    MD_ASSIGN(const auto image, vision::decode_image(content));
    MD_ASSIGN(const auto found, vision::find_single_face(engine, image, vision::Use::verify));
    Side side{{}, found.reasons};
    if (!found.face) return side;
    MD_ASSIGN(side.embedding, engine.embed_thoroughly(image, *found.face));
    return side;
}

struct Comparison {
    std::string outcome;
    float similarity = 0, threshold = 0;
    double fmr = 0;
    bool has_similarity = false;
    std::vector<vision::Reason> reasons;
};

Result<Comparison> compare_files(const CompareCall& call, const Context& context) {
    MD_ASSIGN(const auto engine, vision::Engine::load(context.manifest, context.models_folder));
    MD_ASSIGN(const Side a, read_side(*engine, call.first));
    MD_ASSIGN(const Side b, read_side(*engine, call.second));
    Comparison result;
    result.fmr = call.fmr;
    result.threshold = templates::Calibration(templates::ScoreKind::raw).threshold(call.fmr).value;
    result.reasons = a.reasons;
    for (const auto reason : b.reasons)
        if (std::find(result.reasons.begin(), result.reasons.end(), reason) == result.reasons.end()) result.reasons.push_back(reason);
    result.has_similarity = !a.embedding.empty() && !b.embedding.empty();
    if (result.has_similarity) result.similarity = vision::cosine(a.embedding, b.embedding);
    result.outcome = !result.reasons.empty() ? "not_judged" : result.similarity >= result.threshold ? "same" : "different";
    return result;
}

void print_for_person(const Comparison& result, const std::string& language) {
    const bool english = language == "en";
    const char* const text = result.outcome == "same"        ? (english ? "same person" : "同一人")
                             : result.outcome == "different" ? (english ? "different persons" : "不是同一人")
                                                             : (english ? "not judged" : "无法判断");
    std::printf("%s  (%.4f / %.4f, FMR %g)\n", text, result.similarity, result.threshold, result.fmr);
    for (const auto reason : result.reasons) std::printf("  %s\n", std::string(vision::message(reason, language)).c_str());
}

void compare(const CompareCall& call, Context& context) {
    const auto result = compare_files(call, context);
    if (!result) {
        const int code = report(result.error(), context, call.json);
        context.exit_code = code == kFailed ? kFailed : kAnswerIsNo;
        return;
    }
    context.exit_code = result->outcome == "same" ? kDone : kAnswerIsNo;
    if (!call.json) return print_for_person(*result, context.language);
    Json reasons = Json::array();
    for (const auto reason : result->reasons) reasons.push_back(vision::code(reason));
    const Json line{{"outcome", result->outcome},
                    {"similarity", result->has_similarity ? Json(result->similarity) : Json(nullptr)},
                    {"fmr", result->fmr},
                    {"threshold", result->threshold},
                    {"reasons", reasons}};
    std::puts(line.dump().c_str());
}

}  // namespace

void add_compare(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("compare", "比对两张图片是否同一人 / are two pictures of the same person");
    auto call = std::make_shared<CompareCall>();
    command->add_option("first", call->first, "第一张图片 / first picture")->required();
    command->add_option("second", call->second, "第二张图片 / second picture")->required();
    command->add_option("--fmr", call->fmr, "误识率 / false-match rate")->check(CLI::Range(1e-7, 1e-1));
    command->add_flag("--json", call->json, "一行 JSON / one JSON object");
    command->callback([=, &context] { compare(*call, context); });
}

}  // namespace md::cli
