#include "vision/manifest.h"

#include "vision/errors.h"

namespace md::vision {
namespace {

// A key that must be there.
std::string required(ConfigMap& map, std::string_view key) {
    auto value = map.text(key, "");
    if (value.empty()) map.reject(key, "must be given");
    return value;
}

std::array<float, 3> per_channel(ConfigMap& map, std::string_view key, float fallback, int channels) {
    const auto values = map.numbers(key);
    std::array<float, 3> out{fallback, fallback, fallback};
    if (values.empty()) return out;
    if (values.size() != 1 && static_cast<int>(values.size()) != channels)
        map.reject(key, "must have one value, or one a channel");
    else
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(values[std::min(i, values.size() - 1)]);
    return out;
}

InputSpec read_input(ConfigMap map) {
    InputSpec spec;
    spec.name = required(map, "name");
    spec.width = static_cast<int>(map.integer("width", 0, 8, 2048));
    spec.height = static_cast<int>(map.integer("height", 0, 8, 2048));
    if (!map.has("width")) map.reject("width", "must be given");
    if (!map.has("height")) map.reject("height", "must be given");
    spec.layout = map.choice("layout", "", {"nchw", "nhwc"}) == "nhwc" ? Layout::nhwc : Layout::nchw;
    const auto channels = map.choice("channels", "", {"bgr", "rgb", "grey"});
    spec.channels = channels == "rgb" ? Channels::rgb : channels == "grey" ? Channels::grey : Channels::bgr;
    // No default: a wrong order fails silently and costs accuracy, so it must be a decision.
    if (!map.has("layout")) map.reject("layout", "must be given");
    if (!map.has("channels")) map.reject("channels", "must be given");
    spec.mean = per_channel(map, "mean", 0, spec.channel_count());
    spec.scale = per_channel(map, "scale", 1, spec.channel_count());
    return spec;
}

void read_file_part(ConfigMap& map, ModelFile& out) {
    out.file = required(map, "file");
    if (out.file.find('/') != std::string::npos) map.reject("file", "must be a name inside the models folder");
    out.sha256 = required(map, "sha256");
    if (const auto bytes = from_hex(out.sha256); !bytes || bytes->size() != 32) map.reject("sha256", "must be 64 hexadecimal digits");
    out.licence = required(map, "licence");
    out.training_data = required(map, "training_data");
    out.input = read_input(map.map("input"));
    out.outputs = map.texts("outputs");
    out.golden = map.numbers("golden");
}

float number(ConfigMap& map, std::string_view key, float fallback, double min, double max) {
    return static_cast<float>(map.number(key, fallback, min, max));
}

DetectorModel read_detector(ConfigMap map) {
    DetectorModel model;
    read_file_part(map, model);
    const auto decoder = map.choice("decoder", "ultralight", {"ultralight", "yunet", "scrfd"});
    model.decoder = decoder == "yunet" ? DetectorKind::yunet : decoder == "scrfd" ? DetectorKind::scrfd : DetectorKind::ultralight;
    model.min_score = number(map, "min_score", model.min_score, 0.05, 0.99);
    return model;
}

LandmarkModel read_landmarks(ConfigMap map) {
    LandmarkModel model;
    read_file_part(map, model);
    model.crop_scale = number(map, "crop_scale", model.crop_scale, 0.5, 3);
    return model;
}

RecogniserModel read_recogniser(ConfigMap map) {
    RecogniserModel model;
    read_file_part(map, model);
    model.id = required(map, "id");
    model.version = required(map, "version");
    model.dimensions = static_cast<int>(map.integer("dimensions", 512, 128, 1024));
    map.choice("metric", "cosine", {"cosine"});
    for (const auto& point : map.number_lists("alignment"))
        if (point.size() == 2) model.alignment.push_back({static_cast<float>(point[0]), static_cast<float>(point[1])});
    if (model.alignment.size() != 5) map.reject("alignment", "must be five points [x, y]: eyes, nose, mouth corners");
    model.thresholds_from = required(map, "thresholds_from");
    return model;
}

PadModel read_pad(ConfigMap map) {
    PadModel model;
    read_file_part(map, model);
    model.crop_scale = number(map, "crop_scale", model.crop_scale, 1, 6);
    model.live_class = static_cast<int>(map.integer("live_class", 0, 0, 15));
    if (!map.has("live_class")) map.reject("live_class", "must be given");
    model.weight = number(map, "weight", 1, 0.01, 100);
    model.live_at_least = number(map, "live_at_least", model.live_at_least, 0.01, 0.99);
    model.thresholds_from = required(map, "thresholds_from");
    return model;
}

EyeModel read_eyes(ConfigMap map) {
    EyeModel model;
    read_file_part(map, model);
    model.crop_scale = number(map, "crop_scale", model.crop_scale, 0.5, 4);
    model.closed_class = static_cast<int>(map.integer("closed_class", 0, 0, 1));
    if (!map.has("closed_class")) map.reject("closed_class", "must be given");
    return model;
}

}  // namespace

Result<Manifest> parse_manifest(ConfigMap root) {
    Manifest manifest;
    manifest.name = required(root, "name");
    manifest.notice = required(root, "notice");
    manifest.detector = read_detector(root.map("detector"));
    if (root.has("landmarks"))
        manifest.landmarks = read_landmarks(root.map("landmarks"));
    else if (manifest.detector.decoder == DetectorKind::ultralight)
        root.reject("landmarks", "must be given: this detector finds no landmarks");
    manifest.recogniser = read_recogniser(root.map("recogniser"));
    for (auto& pad : root.maps("pad")) manifest.pad.push_back(read_pad(pad));
    if (root.has("eyes")) manifest.eyes = read_eyes(root.map("eyes"));
    if (auto status = root.finish(); !status) return fail(errors::kManifestInvalid, status.error().text());
    return manifest;
}

Result<Manifest> read_manifest(const std::filesystem::path& path) {
    auto root = ConfigMap::from_file(path);
    if (!root) return fail(errors::kManifestInvalid, root.error().text());
    return parse_manifest(std::move(*root));
}

}  // namespace md::vision
