#include "vision/engine.h"

#include <fmt/format.h>

#include <mutex>
#include <nlohmann/json.hpp>

#include "vision/face_search.h"
#include "vision/golden.h"
#include "vision/liveness.h"
#include "vision/quality.h"
#include "vision/views.h"

namespace md::vision {
namespace {

using Json = nlohmann::ordered_json;

Json describe(std::string_view role, const ModelFile& model) {
    return {
        {"role", role}, {"file", model.file}, {"sha256", model.sha256}, {"licence", model.licence}, {"training_data", model.training_data}};
}

class ManifestEngine final : public Engine {
public:
    explicit ManifestEngine(ModelSet models) : models_(std::move(models)) {}

    Result<std::vector<Face>> detect(const Image& image, const DetectOptions& options) const override {
        if (image.empty()) return std::vector<Face>{};
        const cv::Mat picture = view(image);
        MD_ASSIGN(const auto found, search_faces(*models_.detector, picture, options));
        std::vector<Face> faces;
        for (const auto& detection : found) {
            MD_ASSIGN(Face face, models_.complete(picture, detection));
            faces.push_back(std::move(face));
        }
        return faces;
    }

    Result<std::vector<Face>> glance(const Image& image, const Window& window, float min_score) const override {
        const cv::Rect part = cv::Rect(window.x, window.y, window.width, window.height) & cv::Rect(0, 0, image.width(), image.height());
        std::vector<Face> faces;
        if (part.empty()) return faces;
        MD_ASSIGN(const auto found, models_.detector->pass(view(image)(part), min_score));
        for (auto detection : found) {
            shift(detection, part);
            faces.push_back({detection.box, detection.score, detection.points.value_or(std::array<Point, 5>{}), {}});
        }
        return faces;
    }

    Result<Face> locate(const Image& image, const Box& box, float score) const override {
        if (image.empty()) return Face{box, score, {}, {}};
        const cv::Mat picture = view(image);
        // A detector that gives the points itself has to see the face again, at a comfortable size.
        if (!models_.landmarks) return locate_again(*models_.detector, picture, box, score);
        return models_.complete(picture, {box, score, std::nullopt});
    }

    Quality assess(const Image& image, const Face& face, Use use) const override { return assess_quality(models_, view(image), face, use); }

    Result<Embedding> embed(const Image& image, const Face& face) const override {
        WipedMat aligned;
        models_.recogniser->align(view(image), face.landmarks, aligned);
        return models_.recogniser->embed(aligned.mat);
    }

    Result<Embedding> embed_thoroughly(const Image& image, const Face& face) const override {
        return embed_views(models_, view(image), face);
    }

    Result<Liveness> liveness(const Image& image, const Face& face) const override { return still_liveness(models_, view(image), face); }
    Result<Liveness> liveness(std::span<const Image> frames) const override { return burst_liveness(models_, frames); }

    std::string model_id() const override { return models_.manifest.recogniser.id + "@" + models_.manifest.recogniser.version; }
    int embedding_size() const override { return models_.manifest.recogniser.dimensions; }
    std::string describe_json() const override;

private:
    ModelSet models_;
};

std::string ManifestEngine::describe_json() const {
    const auto& m = models_.manifest;
    Json files = Json::array({describe("detector", m.detector)});
    if (m.landmarks) files.push_back(describe("landmarks", *m.landmarks));
    files.push_back(describe("recogniser", m.recogniser));
    for (const auto& pad : m.pad) files.push_back(describe("pad", pad));
    if (m.eyes) files.push_back(describe("eyes", *m.eyes));
    Json thresholds{{"detector_min_score", m.detector.min_score}, {"recogniser", m.recogniser.thresholds_from}};
    for (const auto& pad : m.pad) thresholds["pad"].push_back({{"live_at_least", pad.live_at_least}, {"from", pad.thresholds_from}});
    return Json{{"name", m.name}, {"notice", m.notice},      {"model_id", model_id()}, {"embedding_size", embedding_size()},
                {"files", files}, {"thresholds", thresholds}}
        .dump();
}

}  // namespace

// For engines that know no shortcut: what detect() finds in the part.
Result<std::vector<Face>> Engine::glance(const Image& image, const Window& window, float min_score) const {
    const Image part = crop(image, window.x, window.y, window.width, window.height);
    MD_ASSIGN(auto faces, detect(part, {.min_score = min_score, .tiles = false}));
    const auto x = static_cast<float>(window.x), y = static_cast<float>(window.y);
    for (auto& face : faces) {
        face.box.x += x, face.box.y += y;
        for (auto& point : face.landmarks) point = {point.x + x, point.y + y};
        face.contour.clear();
    }
    return faces;
}

Result<Face> Engine::locate(const Image& image, const Box& box, float score) const {
    MD_ASSIGN(auto faces, detect(image, {.tiles = false}));
    Face best{box, score, {}, {}};
    float most = 0;
    for (auto& face : faces)
        if (const float shared = overlap(face.box, box); shared > most) most = shared, best = std::move(face);
    return best;
}

namespace {

Result<ModelSet> load_models(const std::filesystem::path& manifest, const std::filesystem::path& folder) {
    static std::once_flag once;
    std::call_once(once, [] { cv::setNumThreads(1); });  // workers are the parallelism
    MD_ASSIGN(auto parsed, read_manifest(manifest));
    return ModelSet::load(std::move(parsed), folder);
}

}  // namespace

Result<std::shared_ptr<const Engine>> Engine::load(const std::filesystem::path& manifest, const std::filesystem::path& models_folder) {
    MD_ASSIGN(auto models, load_models(manifest, models_folder));
    MD_TRY(run_self_test(models));
    return std::make_shared<const ManifestEngine>(std::move(models));
}

Result<std::string> Engine::make_golden(const std::filesystem::path& manifest, const std::filesystem::path& models_folder) {
    MD_ASSIGN(const auto models, load_models(manifest, models_folder));
    MD_ASSIGN(const auto computed, compute_golden(models));
    std::string yaml;
    for (const auto& [role, values] : computed) yaml += fmt::format("# {}\n  golden: [{:.6f}]\n", role, fmt::join(values, ", "));
    return yaml;
}

}  // namespace md::vision
