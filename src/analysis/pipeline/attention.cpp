#include "analysis/pipeline/attention.h"

#include <algorithm>
#include <cmath>

namespace md::analysis {
namespace {

constexpr float kSurroundings = 2.6f;  // a window is this many face heights high: in a quarter of the detector's input its face has 46 px

bool contains(const vision::Window& window, const vision::Box& box) {
    const float room = box.height / 2;
    const auto left = static_cast<float>(window.x), top = static_cast<float>(window.y);
    return box.x - room >= left && box.y - room >= top && box.x + box.width + room <= left + static_cast<float>(window.width) &&
           box.y + box.height + room <= top + static_cast<float>(window.height);
}

}  // namespace

void Attention::lay_tiles(int width, int height) {
    width_ = width;
    height_ = height;
    whole_scale_ = std::min(static_cast<float>(options_.input_width) / static_cast<float>(width),
                            static_cast<float>(options_.input_height) / static_cast<float>(height));
    tiles_.clear();
    places_.clear();
    // Halves, then quarters of the sides, neighbours overlapping by half, as long as that shows more than the detector's own size.
    for (const int parts : {2, 4}) {
        const int w = std::max(width / parts, std::min(width, options_.input_width)),
                  h = std::max(height / parts, std::min(height, options_.input_height));
        if (3 * w > 2 * width && 3 * h > 2 * height) break;  // hardly closer than the whole
        const int columns = w >= width ? 1 : (2 * (width - w) + w - 1) / w + 1, rows = h >= height ? 1 : (2 * (height - h) + h - 1) / h + 1;
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column)
                tiles_.push_back(
                    {{columns == 1 ? 0 : (width - w) * column / (columns - 1), rows == 1 ? 0 : (height - h) * row / (rows - 1), w, h},
                     {},
                     true});
        if (w <= options_.input_width && h <= options_.input_height) break;
    }
}

vision::Window Attention::around(const vision::Box& box) const {
    const float least = static_cast<float>(options_.input_height) / 4;
    const int h = std::min(height_, static_cast<int>(std::max(box.height * kSurroundings, least))),
              w = std::min(width_, h * options_.input_width / options_.input_height);
    const int x = static_cast<int>(box.x + box.width / 2) - w / 2, y = static_cast<int>(box.y + box.height / 2) - h / 2;
    return {std::clamp(x, 0, width_ - w), std::clamp(y, 0, height_ - h), w, h};
}

void Attention::add_places(bool near_too, std::vector<vision::Window>& out) const {
    for (const auto& place : places_) {
        if (static_cast<int>(out.size()) >= options_.most_windows) return;
        if (!near_too && plain_in_whole(place.box.height)) continue;
        const bool covered = std::any_of(out.begin(), out.end(), [&](const auto& window) { return contains(window, place.box); });
        if (!covered) out.push_back(around(place.box));
    }
}

void Attention::add_scans(SteadyTime at, const Scene& scene, std::size_t count, std::vector<vision::Window>& out) {
    const double w = width_, h = height_;
    for (auto& tile : tiles_) {
        const auto& part = tile.window;
        tile.moved = tile.moved || scene.moved_in(part.x / w, part.y / h, (part.x + part.width) / w, (part.y + part.height) / h);
    }
    constexpr double kMovedFirst = 6;
    const auto urgency = [&](const Tile& tile) {
        return static_cast<double>((at - tile.scanned).count()) * (tile.moved ? kMovedFirst : 1);
    };
    for (std::size_t i = 0; i < std::min(count, tiles_.size()); ++i) {
        auto& tile = *std::max_element(tiles_.begin(), tiles_.end(), [&](const auto& a, const auto& b) { return urgency(a) < urgency(b); });
        out.push_back(tile.window);
        tile.scanned = at;
        tile.moved = false;
    }
}

Attention::Plan Attention::plan(SteadyTime at, int width, int height, const Scene& scene, Effort effort) {
    if (width != width_ || height != height_) lay_tiles(width, height);
    std::erase_if(places_, [&](const Place& place) { return at - place.seen > options_.remember || at < place.seen; });
    // Longest unseen first: those are nearest to being lost.
    std::stable_sort(places_.begin(), places_.end(), [](const auto& a, const auto& b) { return a.seen < b.seen; });
    Plan plan;
    const bool thorough = effort == Effort::thorough;
    plan.whole = whole_next_ || tiles_.empty() || thorough;
    whole_next_ = !plan.whole;
    add_places(!plan.whole, plan.known);
    if (thorough)
        add_scans(at, scene, tiles_.size(), plan.scanned);
    else if (!plan.whole && effort == Effort::usual)
        add_scans(at, scene, static_cast<std::size_t>(options_.scans), plan.scanned);
    return plan;
}

void Attention::found(SteadyTime at, const std::vector<vision::Face>& faces) {
    for (const auto& face : faces) {
        std::erase_if(places_, [&](const Place& place) { return vision::overlap(place.box, face.box) > 0.2f; });
        places_.push_back({face.box, at});
    }
}

void Attention::forget() {
    places_.clear();
    for (auto& tile : tiles_) tile.moved = true;
    whole_next_ = true;
}

}  // namespace md::analysis
