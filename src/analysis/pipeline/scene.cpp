#include "analysis/pipeline/scene.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace md::analysis {
namespace {

// A cell is the mean of hundreds of pixels: sensor noise moves it by one or two grey values, a person passing by ten and more.
constexpr int kMoved = 6;

}  // namespace

Scene::Thumbnail Scene::thumbnail_of(const vision::Image& picture) {
    constexpr int kStep = 2;  // every fourth pixel is enough for a mean
    Thumbnail cells{};
    for (int row = 0; row < kRows; ++row) {
        const int top = row * picture.height() / kRows, bottom = std::max(top + 1, (row + 1) * picture.height() / kRows);
        for (int column = 0; column < kColumns; ++column) {
            const int left = column * picture.width() / kColumns, right = std::max(left + 1, (column + 1) * picture.width() / kColumns);
            std::uint32_t sum = 0, count = 0;
            for (int y = top; y < bottom; y += kStep) {
                const std::uint8_t* pixel = picture.data() + static_cast<std::size_t>(y) * picture.stride() + std::size_t{3} * left;
                for (int x = left; x < right; x += kStep, pixel += std::ptrdiff_t{3} * kStep, ++count)
                    sum += pixel[0] + 2 * pixel[1] + pixel[2];
            }
            cells[static_cast<std::size_t>(row) * kColumns + column] = static_cast<std::uint8_t>(sum / (4 * count));
        }
    }
    return cells;
}

// Two pictures of one scene look alike even while people move and lights go on or off: their cells rise and fall together.
bool Scene::is_cut(const Thumbnail& before, const Thumbnail& now) {
    constexpr double kAlike = 0.72, kChanged = 12;
    double mean_a = 0, mean_b = 0, difference = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
        mean_a += before[i];
        mean_b += now[i];
        difference += std::abs(int{before[i]} - int{now[i]});
    }
    const auto n = static_cast<double>(now.size());
    mean_a /= n;
    mean_b /= n;
    if (difference / n < kChanged) return false;
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
        const double a = before[i] - mean_a, b = now[i] - mean_b;
        ab += a * b;
        aa += a * a;
        bb += b * b;
    }
    constexpr double kFlat = 4;  // a picture of one colour resembles nothing
    if (aa < kFlat * n || bb < kFlat * n) return true;
    return ab / std::sqrt(aa * bb) < kAlike;
}

Scene::Change Scene::look(const vision::Image& picture) {
    const Thumbnail now = thumbnail_of(picture);
    Change change{.cut = last_ && is_cut(*last_, now), .moved = !settled_};
    for (std::size_t i = 0; i < now.size(); ++i) {
        moved_[i] = !settled_ || std::abs(int{(*settled_)[i]} - int{now[i]}) >= kMoved;
        change.moved = change.moved || moved_[i];
    }
    last_ = now;
    return change;
}

void Scene::settle() { settled_ = last_; }

bool Scene::moved_in(double left, double top, double right, double bottom) const {
    const auto cell = [](double fraction, int cells) { return std::clamp(static_cast<int>(fraction * cells), 0, cells - 1); };
    for (int row = cell(top, kRows); row <= cell(bottom, kRows); ++row)
        for (int column = cell(left, kColumns); column <= cell(right, kColumns); ++column)
            if (moved_[static_cast<std::size_t>(row) * kColumns + column]) return true;
    return false;
}

}  // namespace md::analysis
