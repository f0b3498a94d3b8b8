#include "vision/views.h"

#include <algorithm>
#include <functional>

#include "base/wiping_allocator.h"

namespace md::vision {
namespace {

struct View {
    bool second_landmarks;
    float size;  // of the face, to the model's usual
    bool mirrored;
};
// Chosen by how far apart the same and different people come on all pairs of 3,032 LFW pictures (docs/performance.md); a single view of
// another size than the usual is no better, it is the difference between them that helps.
constexpr View kViews[] = {{false, 0.96f, false}, {false, 1.04f, true}, {true, 1, false}, {true, 1, true}};

// Where a detector's box of a face with these points lies: medians over the same pictures, in mean distances of the points from their
// middle.
Box usual_box(std::span<const Point, 5> points) {
    constexpr float kHeight = 5.37f, kAbove = 0.42f;
    Point middle;
    for (const auto& p : points) middle = {middle.x + p.x / 5, middle.y + p.y / 5};
    float spread = 0;
    for (const auto& p : points) spread += distance(p, middle) / 5;
    const float side = kHeight * spread;
    return {middle.x - side / 2, middle.y - kAbove * spread - side / 2, side, side};
}

Result<std::array<Point, 5>> second_landmarks(const ModelSet& models, const cv::Mat& picture, const Face& face) {
    if (!models.landmarks) return face.landmarks;
    MD_ASSIGN(const auto contour, models.landmarks->run(picture, usual_box(face.landmarks)));
    return five_of(contour);
}

}  // namespace

Result<Embedding> embed_views(const ModelSet& models, const cv::Mat& picture, const Face& face) {
    const Recogniser& recogniser = *models.recogniser;
    MD_ASSIGN(const auto second, second_landmarks(models, picture, face));
    std::vector<float, WipingAllocator<float>> sum(static_cast<std::size_t>(recogniser.manifest().dimensions));
    for (const View& view : kViews) {
        WipedMat aligned;
        recogniser.align(picture, view.second_landmarks ? second : face.landmarks, aligned, view.size);
        if (view.mirrored) cv::flip(aligned.mat, aligned.mat, 1);
        MD_ASSIGN(const Embedding seen, recogniser.embed(aligned.mat));
        std::ranges::transform(sum, seen.values(), sum.begin(), std::plus());
    }
    return Embedding(sum);
}

}  // namespace md::vision
