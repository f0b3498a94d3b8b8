#include "vision/detector_decode.h"
#include "vision/errors.h"

namespace md::vision {

Result<std::vector<Detection>> decode_ultralight(const Outputs& outputs, int width, int height, float min_score) {
    if (outputs.size() != 2 || outputs[0].size() % 2 != 0 || outputs[1].size() != outputs[0].size() * 2)
        return fail(errors::kManifestInvalid, "ultralight: outputs must be scores N x 2 and boxes N x 4");
    std::vector<Detection> found;
    const auto scores = outputs[0], boxes = outputs[1];
    for (std::size_t i = 0; i < scores.size() / 2; ++i) {
        const float score = scores[i * 2 + 1];
        if (!(score >= min_score)) continue;
        const auto corner = boxes.subspan(i * 4, 4);
        const Box box{corner[0] * width, corner[1] * height, (corner[2] - corner[0]) * width, (corner[3] - corner[1]) * height};
        if (box.width > 0 && box.height > 0) found.push_back({box, score, std::nullopt});
    }
    return found;
}

}  // namespace md::vision
