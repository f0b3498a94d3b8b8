#include "vision/golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "vision/errors.h"
#include "vision/geometry.h"

namespace md::vision {
namespace {

constexpr int kSide = 240;
constexpr double kTolerance = 1e-3;

struct Colour {
    std::uint8_t b, g, r;
};

// Inside the ellipse with this centre and half axes?
bool within(int x, int y, int cx, int cy, int rx, int ry) {
    const long dx = x - cx, dy = y - cy;
    return dx * dx * ry * ry + dy * dy * rx * rx <= static_cast<long>(rx) * rx * ry * ry;
}

// Strongly coloured, and left unlike right, so that swapped channels and mirrored pictures change every answer.
Colour paint(int x, int y) {
    const auto shade = static_cast<std::uint8_t>(20 + (x * 3 + y * 2) / 10);
    for (const int eye : {92, 148}) {
        if (within(x, y, eye, 104, 5, 5)) return {40, 25, 15};
        if (within(x, y, eye, 104, 14, 7)) return {235, 235, 240};
        if (within(x, y, eye, 84, 19, 4)) return {20, 35, 60};
    }
    if (within(x, y, 120, 176, 26, 4)) return {50, 30, 120};
    if (within(x, y, 120, 174, 30, 9)) return {90, 80, 190};
    if (within(x, y, 110, 146, 4, 3) || within(x, y, 130, 146, 4, 3)) return {60, 70, 130};
    if (within(x, y, 120, 134, 9, 16)) return {150, 175, 225};
    if (within(x, y, 120, 130, 66, 86))
        return {static_cast<std::uint8_t>(120 + x / 8), static_cast<std::uint8_t>(150 + x / 8), static_cast<std::uint8_t>(195 + x / 8)};
    if (within(x, y, 120, 105, 80, 95)) return {25, 30, 50};
    return {static_cast<std::uint8_t>(200 - shade), static_cast<std::uint8_t>(90 + shade), shade};
}

template <class Values>
std::vector<double> first(const Values& values, std::size_t count) {
    return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, values.size()))};
}

Result<std::vector<double>> detector_values(const FaceDetector& detector, const cv::Mat& picture) {
    constexpr float kAnyScore = 0.02f;
    MD_ASSIGN(const auto found, detector.pass(picture, kAnyScore));
    if (found.empty()) return fail(errors::kModelSelfTest, "detector: finds nothing in the drawing");
    const auto& best = found.front();
    return std::vector<double>{best.score, best.box.x / kSide, best.box.y / kSide, best.box.width / kSide, best.box.height / kSide};
}

Result<std::vector<double>> landmark_values(const LandmarkNet& net, const cv::Mat& picture) {
    MD_ASSIGN(const auto points, net.run(picture, self_test_face()));
    std::vector<double> values;
    for (const auto& point : five_of(points)) values.insert(values.end(), {point.x / kSide, point.y / kSide});
    return values;
}

Result<std::vector<double>> recogniser_values(const Recogniser& recogniser, const cv::Mat& picture) {
    WipedMat aligned;
    recogniser.align(picture, self_test_landmarks(), aligned);
    MD_ASSIGN(const Embedding embedding, recogniser.embed(aligned.mat));
    return first(embedding.values(), 8);
}

Status compare(const GoldenValues& got, const Golden& wanted) {
    if (wanted.empty())
        return fail(errors::kModelSelfTest,
                    got.role + ": the manifest holds no golden values (make them with miandun detect --print-golden)");
    bool same = got.values.size() == wanted.size();
    for (std::size_t i = 0; same && i < wanted.size(); ++i)
        same = std::abs(got.values[i] - wanted[i]) <= kTolerance * std::max(1.0, std::abs(wanted[i]));
    if (same) return {};
    return fail(
        errors::kModelSelfTest,
        fmt::format(
            "{}: the drawing gives [{:.4f}], the manifest wants [{:.4f}]; check channel order, class order, mean, scale and alignment",
            got.role, fmt::join(got.values, ", "), fmt::join(wanted, ", ")));
}

std::vector<const Golden*> wanted_of(const Manifest& manifest) {
    std::vector<const Golden*> wanted{&manifest.detector.golden};
    if (manifest.landmarks) wanted.push_back(&manifest.landmarks->golden);
    wanted.push_back(&manifest.recogniser.golden);
    for (const auto& pad : manifest.pad) wanted.push_back(&pad.golden);
    if (manifest.eyes) wanted.push_back(&manifest.eyes->golden);
    return wanted;
}

}  // namespace

Image self_test_drawing() {
    Image drawing(kSide, kSide);
    auto* out = drawing.data();
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) {
            const auto [b, g, r] = paint(x, y);
            *out++ = b;
            *out++ = g;
            *out++ = r;
        }
    return drawing;
}

Box self_test_face() { return {54, 56, 132, 160}; }
std::array<Point, 5> self_test_landmarks() { return {{{92, 104}, {148, 104}, {120, 140}, {96, 174}, {144, 174}}}; }

Result<std::vector<GoldenValues>> compute_golden(const ModelSet& models) {
    const Image drawing = self_test_drawing();
    const cv::Mat picture = view(drawing);
    std::vector<GoldenValues> all;
    MD_ASSIGN(all.emplace_back(GoldenValues{"detector", {}}).values, detector_values(*models.detector, picture));
    if (models.landmarks) {
        MD_ASSIGN(all.emplace_back(GoldenValues{"landmarks", {}}).values, landmark_values(*models.landmarks, picture));
    }
    MD_ASSIGN(all.emplace_back(GoldenValues{"recogniser", {}}).values, recogniser_values(*models.recogniser, picture));
    for (const auto& net : models.pad) {
        MD_ASSIGN(const auto logits, net->logits(picture, self_test_face()));
        all.push_back({"pad", first(logits, logits.size())});
    }
    if (models.eyes) {
        MD_ASSIGN(const auto logits, models.eyes->logits(picture, {70, 82, 44, 44}));
        all.push_back({"eyes", first(logits, logits.size())});
    }
    return all;
}

Status run_self_test(const ModelSet& models) {
    MD_ASSIGN(const auto computed, compute_golden(models));
    const auto wanted = wanted_of(models.manifest);
    for (std::size_t i = 0; i < computed.size(); ++i) MD_TRY(compare(computed[i], *wanted[i]));
    return {};
}

}  // namespace md::vision
