#include "vision/model_set.h"

#include "base/files.h"
#include "crypto/suite.h"
#include "vision/errors.h"

namespace md::vision {
namespace {

Result<Bytes> read_checked(const std::filesystem::path& folder, const ModelFile& model) {
    constexpr std::size_t kMaxBytes = std::size_t{512} << 20;
    MD_ASSIGN(Bytes content, read_file(folder / model.file, kMaxBytes));
    // Publishers give SHA-256 of their files, whatever the deployment's own digest is.
    const auto digest = to_hex(crypto::Suite::of(Profile::general).digest(content));
    if (digest != model.sha256)
        return fail(errors::kModelTampered, fmt::format("{}: sha256 is {}, the manifest says {}", model.file, digest, model.sha256));
    return content;
}

template <class Net, class Model>
Status open_into(std::unique_ptr<Net>& net, const std::filesystem::path& folder, const Model& model) {
    MD_ASSIGN(const Bytes content, read_checked(folder, model));
    auto opened = Net::open(content, model);
    if (!opened) return fail(opened.error().kind(), model.file + ": " + opened.error().detail());
    net = std::move(*opened);
    return {};
}

}  // namespace

Result<ModelSet> ModelSet::load(Manifest manifest, const std::filesystem::path& folder) {
    ModelSet set;
    MD_TRY(open_into(set.detector, folder, manifest.detector));
    if (manifest.landmarks) MD_TRY(open_into(set.landmarks, folder, *manifest.landmarks));
    MD_TRY(open_into(set.recogniser, folder, manifest.recogniser));
    for (const auto& pad : manifest.pad) MD_TRY(open_into(set.pad.emplace_back(), folder, pad));
    if (manifest.eyes) MD_TRY(open_into(set.eyes, folder, *manifest.eyes));
    set.manifest = std::move(manifest);
    return set;
}

Result<Face> ModelSet::complete(const cv::Mat& picture, const Detection& detection) const {
    Face face{detection.box, detection.score, {}, {}};
    if (landmarks) {
        MD_ASSIGN(face.contour, landmarks->run(picture, detection.box));
        face.landmarks = five_of(face.contour);
    }
    if (detection.points) face.landmarks = *detection.points;
    return face;
}

Result<std::optional<float>> ModelSet::texture(const cv::Mat& picture, const Box& face) const {
    if (pad.empty()) return std::nullopt;
    float sum = 0, weights = 0;
    for (const auto& net : pad) {
        MD_ASSIGN(const float live, net->live_probability(picture, face));
        sum += net->manifest().weight * live;
        weights += net->manifest().weight;
    }
    return std::optional<float>(sum / weights);
}

}  // namespace md::vision
