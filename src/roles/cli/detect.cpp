#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "roles/cli/command.h"
#include "vision/engine.h"

// `miandun detect IMG...`: finds faces, says how good they are and whether they look live; nothing is kept. S8
namespace md::cli {
namespace {

using Json = nlohmann::ordered_json;

struct DetectCall {
    std::vector<std::filesystem::path> files;
    bool json = false, print_golden = false;
    std::string use = "verify";
};

vision::Use use_from(const std::string& text) {
    if (text == "enrol") return vision::Use::enrol;
    return text == "search" ? vision::Use::search : vision::Use::verify;
}

Json codes(const std::vector<vision::Reason>& reasons) {
    Json list = Json::array();
    for (const auto reason : reasons) list.push_back(vision::code(reason));
    return list;
}

Json to_json(const vision::Quality& q) {
    return {{"face_height_px", q.face_height_px},
            {"sharpness", q.sharpness},
            {"brightness", q.brightness},
            {"contrast", q.contrast},
            {"yaw", q.yaw},
            {"pitch", q.pitch},
            {"roll", q.roll},
            {"eyes_open", q.eyes_open},
            {"occlusion", q.occlusion},
            {"overall", q.overall},
            {"reasons", codes(q.reasons)}};
}

Json to_json(const vision::Liveness& liveness) {
    return {{"outcome", vision::code(liveness.outcome)},
            {"score", liveness.score},
            {"reasons", codes(liveness.reasons)},
            {"methods", liveness.methods}};
}

Result<Json> describe_face(const vision::Engine& engine, const vision::Image& image, const vision::Face& face, vision::Use use) {
    MD_ASSIGN(const auto liveness, engine.liveness(image, face));
    Json points = Json::array();
    for (const auto& point : face.landmarks) points.push_back({point.x, point.y});
    return Json{{"box", {face.box.x, face.box.y, face.box.width, face.box.height}},
                {"score", face.score},
                {"landmarks", points},
                {"quality", to_json(engine.assess(image, face, use))},
                {"liveness", to_json(liveness)}};
}

Result<Json> describe_file(const vision::Engine& engine, const std::filesystem::path& file, vision::Use use) {
    MD_ASSIGN(const Bytes content, read_file(file));
    MD_ASSIGN(const auto image, vision::decode_image(content));
    MD_ASSIGN(const auto faces, engine.detect(image, {.max_faces = 2'000, .try_harder = true}));
    Json list = Json::array();
    for (const auto& face : faces) {
        MD_ASSIGN(auto described, describe_face(engine, image, face, use));
        list.push_back(std::move(described));
    }
    return Json{{"file", file.string()}, {"width", image.width()}, {"height", image.height()}, {"faces", list}};
}

void print_for_person(const Json& answer, bool english) {
    std::printf("%s  %dx%d  %s %zu\n", answer["file"].get<std::string>().c_str(), answer["width"].get<int>(), answer["height"].get<int>(),
                english ? "faces:" : "人脸数：", answer["faces"].size());
    for (const auto& face : answer["faces"])
        std::printf("  [%.0f, %.0f, %.0f x %.0f]  %.2f  %s  %s\n", face["box"][0].get<double>(), face["box"][1].get<double>(),
                    face["box"][2].get<double>(), face["box"][3].get<double>(), face["score"].get<double>(),
                    face["liveness"]["outcome"].get<std::string>().c_str(), face["quality"]["reasons"].dump().c_str());
}

void report_file(const Error& error, const std::filesystem::path& file, const DetectCall& call, const Context& context) {
    if (!call.json) {
        std::fprintf(stderr, "%s: ", file.c_str());
        report(error, context, false);
        return;
    }
    const Json line{{"file", file.string()}, {"error", {{"code", error.code()}, {"zh", error.kind().zh}, {"en", error.kind().en}}}};
    std::puts(line.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

void print_golden(Context& context) {
    const auto golden = vision::Engine::make_golden(context.manifest, context.models_folder);
    if (golden)
        std::fputs(golden->c_str(), stdout);
    else
        context.exit_code = report(golden.error(), context, false);
}

void detect(const DetectCall& call, Context& context) {
    if (call.print_golden) return print_golden(context);
    const auto engine = vision::Engine::load(context.manifest, context.models_folder);
    if (!engine) {
        context.exit_code = report(engine.error(), context, call.json);
        return;
    }
    for (const auto& file : call.files) {
        const auto answer = describe_file(**engine, file, use_from(call.use));
        if (!answer) {
            report_file(answer.error(), file, call, context);
            context.exit_code = kAnswerIsNo;
        } else if (call.json) {
            std::puts(answer->dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
        } else {
            print_for_person(*answer, context.language == "en");
        }
    }
}

}  // namespace

void add_detect(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("detect", "检测图片中的人脸 / find the faces in pictures");
    auto call = std::make_shared<DetectCall>();
    auto* files = command->add_option("images", call->files, "图片 / pictures");
    command->add_flag("--json", call->json, "每张图片一行 JSON / one line of JSON a picture");
    command->add_option("--use", call->use, "质量要求按何种用途 / judge quality for this use")
        ->check(CLI::IsMember({"enrol", "verify", "search"}));
    auto* golden =
        command->add_flag("--print-golden", call->print_golden, "输出模型清单的自检值 / print the self-test values for a model manifest");
    command->callback([=, &context] {
        if (files->empty() && golden->empty()) throw CLI::RequiredError("images");
        detect(*call, context);
    });
}

}  // namespace md::cli
