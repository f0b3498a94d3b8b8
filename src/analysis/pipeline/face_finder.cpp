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

// Adds what is new; of a face seen twice the surer box stays.
void merge(std::vector<vision::Face>& faces, std::vector<vision::Face> more) {
    for (auto& face : more) {
        const auto known = std::find_if(faces.begin(), faces.end(), [&](const auto& other) { return same_face(face.box, other.box); });
        if (known == faces.end())
            faces.push_back(std::move(face));
        else if (face.score > known->score)
            *known = std::move(face);
    }
}

void paste(const vision::Image& from, vision::Image& to, int x, int y) {
    for (int row = 0; row < from.height(); ++row)
        std::copy_n(from.data() + static_cast<std::size_t>(row) * from.stride(), from.stride(),
                    to.data() + static_cast<std::size_t>(y + row) * to.stride() + std::size_t{3} * static_cast<std::size_t>(x));
}

}  // namespace

// A part of the frame where nobody is known.
Result<FaceFinder::Faces> FaceFinder::scan(const vision::Engine& engine, const FramePixels& frame, const vision::Image& working,
                                           const vision::Window& window) const {
    const float x_scale = static_cast<float>(frame.width()) / static_cast<float>(working.width()),
                y_scale = static_cast<float>(frame.height()) / static_cast<float>(working.height());
    const auto shrunk = [](int value, float scale) { return static_cast<int>(static_cast<float>(value) / scale); };
    Faces seen;
    if (static_cast<float>(window.width) / x_scale >= 0.9f * static_cast<float>(options_.attention.input_width)) {
        const vision::Window part{shrunk(window.x, x_scale), shrunk(window.y, y_scale), shrunk(window.width, x_scale),
                                  shrunk(window.height, y_scale)};
        MD_ASSIGN(seen, engine.glance(working, part, options_.sure_score));
        for (auto& face : seen) face.box = scaled(face.box, x_scale, y_scale);
    } else {
        const auto part = frame.part(window, PixelSource::kFullResolution);
        MD_ASSIGN(seen, engine.glance(part.pixels, {0, 0, part.pixels.width(), part.pixels.height()}, options_.sure_score));
        for (auto& face : seen) face.box.x += static_cast<float>(part.window.x), face.box.y += static_cast<float>(part.window.y);
    }
    // What the whole frame should have shown and did not is texture, seen too close.
    std::erase_if(seen, [&](const auto& face) { return cut_by(window, face.box, frame) || attention_.plain_in_whole(face.box.height); });
    return seen;
}

// Four windows share one pass: each a quarter of the detector's input, its face in the middle.
Result<FaceFinder::Faces> FaceFinder::look_at_known(const vision::Engine& engine, const FramePixels& frame,
                                                    std::span<const vision::Window> windows) const {
    const int cell_width = options_.attention.input_width / 2, cell_height = options_.attention.input_height / 2;
    vision::Image mosaic(2 * cell_width, 2 * cell_height);
    std::vector<vision::Window> shown;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto part = frame.part(windows[i], cell_width);
        const auto cell = vision::resize(part.pixels, cell_width, cell_height);
        if (!cell.empty()) paste(cell, mosaic, static_cast<int>(i % 2) * cell_width, static_cast<int>(i / 2) * cell_height);
        shown.push_back(part.window);
    }
    MD_ASSIGN(auto seen, engine.glance(mosaic, {0, 0, mosaic.width(), mosaic.height()}, options_.least_score));
    Faces faces;
    for (auto& face : seen) {
        const auto& box = face.box;
        const int column = box.x + box.width / 2 >= static_cast<float>(cell_width) ? 1 : 0,
                  row = box.y + box.height / 2 >= static_cast<float>(cell_height) ? 1 : 0;
        const auto index = static_cast<std::size_t>(row) * 2 + static_cast<std::size_t>(column);
        if (index >= shown.size()) continue;
        const auto& window = shown[index];
        const float x_scale = static_cast<float>(window.width) / static_cast<float>(cell_width),
                    y_scale = static_cast<float>(window.height) / static_cast<float>(cell_height);
        face.box =
            scaled({box.x - static_cast<float>(column * cell_width), box.y - static_cast<float>(row * cell_height), box.width, box.height},
                   x_scale, y_scale);
        face.box.x += static_cast<float>(window.x);
        face.box.y += static_cast<float>(window.y);
        if (!cut_by(window, face.box, frame)) faces.push_back(std::move(face));
    }
    return faces;
}

Result<std::vector<vision::Face>> FaceFinder::find(const vision::Engine& engine, const FramePixels& frame, const vision::Image& working,
                                                   SteadyTime at, const Scene& scene, Effort effort) {
    const auto plan = attention_.plan(at, frame.width(), frame.height(), scene, effort);
    Faces faces;
    if (plan.whole) {
        MD_ASSIGN(faces, engine.glance(working, {0, 0, working.width(), working.height()}, options_.least_score));
        const float x_scale = static_cast<float>(frame.width()) / static_cast<float>(working.width()),
                    y_scale = static_cast<float>(frame.height()) / static_cast<float>(working.height());
        for (auto& face : faces) face.box = scaled(face.box, x_scale, y_scale);
    }
    constexpr std::size_t kTogether = 4;
    const std::span known(plan.known);
    for (std::size_t i = 0; i < known.size(); i += kTogether) {
        MD_ASSIGN(auto seen, look_at_known(engine, frame, known.subspan(i, std::min(kTogether, known.size() - i))));
        merge(faces, std::move(seen));
    }
    for (const auto& window : plan.scanned) {
        MD_ASSIGN(auto seen, scan(engine, frame, working, window));
        merge(faces, std::move(seen));
    }
    auto sure = faces;
    std::erase_if(sure, [&](const auto& face) { return face.score < options_.sure_score; });
    attention_.found(at, sure);
    return faces;
}

}  // namespace md::analysis
