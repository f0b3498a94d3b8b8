#pragma once
// What a model set says of itself: which file plays which role, how it is fed and read, under which licence, and with which thresholds. A
// model set is data, so that a customer brings own models without a change of code. Read strictly; every file is checked against its
// sha256.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/result.h"
#include "vision/tensor.h"

namespace md::vision {

// Values that the models must give for the built-in drawing (golden.h). Empty: not yet made, the engine refuses to start.
using Golden = std::vector<double>;

struct ModelFile {
    std::string file;           // name inside the models folder
    std::string sha256;         // lower-case hexadecimal
    std::string licence;        // what the publisher says
    std::string training_data;  // "unknown" where it is; a product needs its own legal check then
    InputSpec input;
    std::vector<std::string> outputs;
    Golden golden;
};

enum class DetectorKind { ultralight, yunet, scrfd };
struct DetectorModel : ModelFile {
    DetectorKind decoder = DetectorKind::ultralight;
    float min_score = 0.65f;
};
struct LandmarkModel : ModelFile {
    float crop_scale = 1;  // side of the square cut, in box heights
};
struct RecogniserModel : ModelFile {
    std::string id, version;       // together they name the embedding space; templates of two spaces never compare
    int dimensions = 0;            // 128..1024
    std::vector<Point> alignment;  // where the five landmarks must come to lie in the input, pixels
    std::string thresholds_from;   // which set the shipped thresholds come from
};
struct PadModel : ModelFile {
    float crop_scale = 2.7f;  // of the square box
    int live_class = 0;
    float weight = 1;
    float live_at_least = 0.3f;  // mean over a burst
    std::string thresholds_from;
};
struct EyeModel : ModelFile {
    float crop_scale = 1.6f;  // side of the square cut, in eye widths
    int closed_class = 0;
};

struct Manifest {
    std::string name, notice;
    DetectorModel detector;
    std::optional<LandmarkModel> landmarks;
    RecogniserModel recogniser;
    std::vector<PadModel> pad;
    std::optional<EyeModel> eyes;
};

// Errors: kManifestInvalid with file, line and key.
Result<Manifest> read_manifest(const std::filesystem::path& path);
Result<Manifest> parse_manifest(ConfigMap root);

}  // namespace md::vision
