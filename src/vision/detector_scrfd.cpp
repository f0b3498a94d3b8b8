#include "vision/detector_decode.h"
#include "vision/errors.h"

namespace md::vision {
namespace {

constexpr std::array kStrides{8, 16, 32};
constexpr std::size_t kAnchors = 2;

struct Level {
    std::span<const float> score, bbox, kps;
    int columns, rows, stride;
};

Detection decode_anchor(const Level& level, std::size_t anchor) {
    const std::size_t cell = anchor / kAnchors;
    const float stride = static_cast<float>(level.stride);
    const float x = static_cast<float>(cell % level.columns) * stride, y = static_cast<float>(cell / level.columns) * stride;
    const auto b = level.bbox.subspan(anchor * 4, 4), k = level.kps.subspan(anchor * 10, 10);
    std::array<Point, 5> points;
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = {x + k[i * 2] * stride, y + k[i * 2 + 1] * stride};
    return {{x - b[0] * stride, y - b[1] * stride, (b[0] + b[2]) * stride, (b[1] + b[3]) * stride}, level.score[anchor], points};
}

}  // namespace

Result<std::vector<Detection>> decode_scrfd(const Outputs& outputs, int width, int height, float min_score) {
    if (outputs.size() != 9) return fail(errors::kManifestInvalid, "scrfd: 9 outputs expected (score, bbox, kps at strides 8, 16, 32)");
    std::vector<Detection> found;
    for (std::size_t i = 0; i < kStrides.size(); ++i) {
        const Level level{outputs[i], outputs[3 + i], outputs[6 + i], width / kStrides[i], height / kStrides[i], kStrides[i]};
        const std::size_t anchors = static_cast<std::size_t>(level.columns) * level.rows * kAnchors;
        if (level.score.size() != anchors || level.bbox.size() != anchors * 4 || level.kps.size() != anchors * 10)
            return fail(errors::kManifestInvalid,
                        fmt::format("scrfd: outputs of stride {} do not fit an input of {} x {}", kStrides[i], width, height));
        for (std::size_t anchor = 0; anchor < anchors; ++anchor) {
            if (!(level.score[anchor] >= min_score)) continue;
            const auto detection = decode_anchor(level, anchor);
            if (detection.box.width > 0 && detection.box.height > 0) found.push_back(detection);
        }
    }
    return found;
}

}  // namespace md::vision
