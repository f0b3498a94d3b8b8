#include "analysis/pipeline/face_finder.h"

#include <algorithm>

namespace md::analysis {
namespace {

vision::Box scaled(const vision::Box& box, float x_scale, float y_scale) {
    return {box.x * x_scale, box.y * y_scale, box.width * x_scale, box.height * y_scale};
}

// A window sees a part of a face at its inner edges; the neighbour, which overlaps by half, sees it whole.
bool cut_by(const vision::Window& window, const vision::Box& box, const FramePixels& frame) {
    const float mx = 0.02f * static_cast<float>(window.width), my = 0.02f * static_cast<float>(window.height);
    const auto left = static_cast<float>(window.x), top = static_cast<float>(window.y), right = left + static_cast<float>(window.width),
               bottom = top + static_cast<float>(window.height);
    return (window.x > 0 && box.x < left + mx) || (window.y > 0 && box.y < top + my) ||
           (window.x + window.width < frame.width() && box.x + box.width > right - mx) ||
           (window.y + window.height < frame.height() && box.y + box.height > bottom - my);
}

float intersection(const vision::Box& a, const vision::Box& b) {
    const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x),
                height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return width > 0 && height > 0 ? width * height : 0;
}

// The same face seen twice: overlapping much, or one box within the other.
bool same_face(const vision::Box& a, const vision::Box& b) {
    const float smaller = std::min(a.width * a.height, b.width * b.height);
    return vision::overlap(a, b) > 0.4f || (smaller > 0 && intersection(a, b) > 0.6f * smaller);
}

}  // namespace

Status FaceFinder::look_closer(const vision::Engine& engine, const FramePixels& frame, const vision::Image& working,
                               const vision::Window& window, std::vector<vision::Face>& faces) const {
    const float x_scale = static_cast<float>(frame.width()) / static_cast<float>(working.width()),
                y_scale = static_cast<float>(frame.height()) / static_cast<float>(working.height());
    const bool enough_in_working = static_cast<float>(window.width) / x_scale >= 0.9f * static_cast<float>(options_.attention.input_width);
    std::vector<vision::Face> seen;
    if (enough_in_working) {
        const vision::Window part{
            static_cast<int>(static_cast<float>(window.x) / x_scale), static_cast<int>(static_cast<float>(window.y) / y_scale),
            static_cast<int>(static_cast<float>(window.width) / x_scale), static_cast<int>(static_cast<float>(window.height) / y_scale)};
        MD_ASSIGN(seen, engine.glance(working, part, options_.least_score));
        for (auto& face : seen) face.box = scaled(face.box, x_scale, y_scale);
    } else {
        const auto pixels = frame.part(window);
        MD_ASSIGN(seen, engine.glance(pixels, {0, 0, pixels.width(), pixels.height()}, options_.least_score));
        for (auto& face : seen) face.box.x += static_cast<float>(window.x), face.box.y += static_cast<float>(window.y);
    }
    for (auto& face : seen) {
        // What the whole frame should have shown and did not is texture, seen too close.
        if (cut_by(window, face.box, frame) || attention_.plain_in_whole(face.box.height)) continue;
        const auto known = std::find_if(faces.begin(), faces.end(), [&](const auto& other) { return same_face(face.box, other.box); });
        if (known == faces.end()) {
            faces.push_back(std::move(face));
        } else if (face.score > known->score) {
            *known = std::move(face);
        }
    }
    return {};
}

Result<std::vector<vision::Face>> FaceFinder::find(const vision::Engine& engine, const FramePixels& frame, const vision::Image& working,
                                                   SteadyTime at, const Scene& scene, bool frugal) {
    MD_ASSIGN(auto faces, engine.glance(working, {0, 0, working.width(), working.height()}, options_.least_score));
    const float x_scale = static_cast<float>(frame.width()) / static_cast<float>(working.width()),
                y_scale = static_cast<float>(frame.height()) / static_cast<float>(working.height());
    for (auto& face : faces) face.box = scaled(face.box, x_scale, y_scale);
    for (const auto& window : attention_.windows(at, frame.width(), frame.height(), scene, frugal))
        MD_TRY(look_closer(engine, frame, working, window, faces));
    auto sure = faces;
    std::erase_if(sure, [&](const auto& face) { return face.score < options_.sure_score; });
    attention_.found(at, sure);
    return faces;
}

}  // namespace md::analysis
