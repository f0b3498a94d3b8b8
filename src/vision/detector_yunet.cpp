#include <algorithm>
#include <cmath>

#include "vision/detector_decode.h"
#include "vision/errors.h"

namespace md::vision {
namespace {

constexpr std::array kStrides{8, 16, 32};

struct Level {
    std::span<const float> cls, obj, bbox, kps;
    int columns, rows, stride;
};

Detection decode_cell(const Level& level, std::size_t cell, float score) {
    const float column = static_cast<float>(cell % level.columns), row = static_cast<float>(cell / level.columns),
                stride = static_cast<float>(level.stride);
    const auto b = level.bbox.subspan(cell * 4, 4), k = level.kps.subspan(cell * 10, 10);
    const float cx = (column + b[0]) * stride, cy = (row + b[1]) * stride, width = std::exp(b[2]) * stride,
                height = std::exp(b[3]) * stride;
    std::array<Point, 5> points;
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = {(column + k[i * 2]) * stride, (row + k[i * 2 + 1]) * stride};
    return {{cx - width / 2, cy - height / 2, width, height}, score, points};
}

}  // namespace

Result<std::vector<Detection>> decode_yunet(const Outputs& outputs, int width, int height, float min_score) {
    if (outputs.size() != 12)
        return fail(errors::kManifestInvalid, "yunet: 12 outputs expected (cls, obj, bbox, kps at strides 8, 16, 32)");
    std::vector<Detection> found;
    for (std::size_t i = 0; i < kStrides.size(); ++i) {
        const Level level{outputs[i],          outputs[3 + i],       outputs[6 + i], outputs[9 + i],
                          width / kStrides[i], height / kStrides[i], kStrides[i]};
        const std::size_t cells = static_cast<std::size_t>(level.columns) * level.rows;
        if (level.cls.size() != cells || level.obj.size() != cells || level.bbox.size() != cells * 4 || level.kps.size() != cells * 10)
            return fail(errors::kManifestInvalid,
                        fmt::format("yunet: outputs of stride {} do not fit an input of {} x {}", kStrides[i], width, height));
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const float score = std::sqrt(std::clamp(level.cls[cell], 0.f, 1.f) * std::clamp(level.obj[cell], 0.f, 1.f));
            if (score >= min_score) found.push_back(decode_cell(level, cell, score));
        }
    }
    return found;
}

}  // namespace md::vision
