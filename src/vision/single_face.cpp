#include <algorithm>
#include <cmath>

#include "vision/engine.h"
#include "vision/geometry.h"

namespace md::vision {
namespace {

// Height counts, and distance from the middle takes away: a person in front of a door stands near and central, people passing behind do
// not.
float prominence(const Face& face, const Image& image) {
    const Point c = centre(face.box);
    const float dx = c.x / static_cast<float>(image.width()) - 0.5f, dy = c.y / static_cast<float>(image.height()) - 0.5f;
    return face.box.height * (1 - std::min(0.95f, 1.5f * std::hypot(dx, dy)));
}

}  // namespace

Result<SingleFace> find_single_face(const Engine& engine, const Image& image, Use use) {
    MD_ASSIGN(auto faces, engine.detect(image, {.tiles = false, .try_harder = true}));
    SingleFace result;
    if (faces.empty()) {
        result.reasons = {Reason::no_face};
        return result;
    }
    std::stable_sort(faces.begin(), faces.end(), [&](const Face& a, const Face& b) { return prominence(a, image) > prominence(b, image); });
    constexpr float kNearlyAsProminent = 0.70f;  // half a percent of LFW's portraits
    const bool rival = faces.size() > 1 && prominence(faces[1], image) > kNearlyAsProminent * prominence(faces[0], image);
    result.quality = engine.assess(image, faces[0], use);
    result.reasons = result.quality.reasons;
    if (rival) result.reasons.insert(result.reasons.begin(), Reason::several_faces);
    result.face = std::move(faces[0]);
    return result;
}

}  // namespace md::vision
