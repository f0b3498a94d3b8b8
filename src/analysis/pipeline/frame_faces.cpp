#include "analysis/pipeline/frame_faces.h"

#include <algorithm>
#include <cmath>

#include "base/log.h"

namespace md::analysis {
namespace {

constexpr float kWorthACloserLook = 0.5f;  // detections below it only carry tracks on
constexpr float kLeastQuality = 0.01f;     // 0 would mean "not seen in this frame"

// A square around a box, in whole pixels; may reach out of the picture.
vision::Window window_around(const vision::Box& box, float times) {
    const float side = std::max(box.width, box.height) * times, x = box.x + box.width / 2 - side / 2, y = box.y + box.height / 2 - side / 2;
    return {static_cast<int>(std::floor(x)), static_cast<int>(std::floor(y)), static_cast<int>(std::ceil(side)),
            static_cast<int>(std::ceil(side))};
}

}  // namespace

FrameFaces::FrameFaces(const vision::Engine& engine, const PixelSource& pixels, const std::vector<vision::Face>& found)
    : engine_(engine), pixels_(pixels) {
    for (const auto& face : found) add(face);
}

void FrameFaces::add(const vision::Face& found) {
    constexpr float kRoom = 1.7f;    // alignment and eyes look a little beyond the box
    constexpr int kEnough_px = 288;  // a face of 169: more than embedding, landmarks and quality ever look at
    FrameFace face{found.box, found.score, kLeastQuality, false};
    Cut cut{{}, {}, found.box, 0};
    if (found.score >= kWorthACloserLook) {
        auto part = pixels_.part(window_around(found.box, kRoom), kEnough_px);
        auto located = engine_.locate(part.pixels, part.inside(found.box), found.score);
        cut.pixels = std::move(part.pixels);
        if (located && !cut.pixels.empty()) {
            cut.face = std::move(*located);
            const auto quality = engine_.assess(cut.pixels, cut.face, vision::Use::search);
            face.quality = std::max(kLeastQuality, quality.overall);
            face.usable = quality.reasons.empty();
            cut.quality = quality.overall;
        } else {
            cut.pixels = {};
        }
    }
    faces_.push_back(face);
    cuts_.push_back(std::move(cut));
}

vision::Embedding FrameFaces::embed(std::size_t face) {
    if (face >= cuts_.size() || cuts_[face].pixels.empty()) return {};
    ++embedded_;
    auto embedding = engine_.embed(cuts_[face].pixels, cuts_[face].face);
    if (embedding) return std::move(*embedding);
    log::warning("analysis", "a face could not be embedded: {}", embedding.error().text());
    return {};
}

// C2: the face and some room around it, never the scene.
EvidencePtr FrameFaces::take(std::size_t face) {
    constexpr float kRoom = 1.9f;
    constexpr int kMostSide_px = 512, kJpegQuality = 90;
    if (face >= cuts_.size()) return nullptr;
    auto picture = pixels_.part(window_around(cuts_[face].box, kRoom), kMostSide_px).pixels;
    if (const int side = std::max(picture.width(), picture.height()); side > kMostSide_px)
        picture = vision::resize(picture, picture.width() * kMostSide_px / side, picture.height() * kMostSide_px / side);
    auto jpeg = vision::encode_jpeg(picture, kJpegQuality);
    if (!jpeg) return nullptr;
    return std::make_shared<const Evidence>(Evidence{SecretBytes(std::move(*jpeg)), pixels_.time(), cuts_[face].quality});
}

}  // namespace md::analysis
