#pragma once
// What changed in the picture, on a thumbnail of a few hundred cells: whether anything moves, where, and whether it is another scene
// altogether. Pure.
#include <array>
#include <cstdint>
#include <optional>

#include "vision/image.h"

namespace md::analysis {

class Scene {
public:
    static constexpr int kColumns = 32, kRows = 18;
    struct Change {
        bool cut = false;    // another scene: a cut, a camera that was turned
        bool moved = false;  // anything but noise, against the picture at the last settle()
    };
    // Once a frame looked at. The first is a change, not a cut.
    Change look(const vision::Image& picture);
    // What is seen now has been searched: from here on movement is measured against it.
    void settle();
    // Whether anything moved in this part, fractions of the picture. By the last look, against the last settle but one.
    bool moved_in(double left, double top, double right, double bottom) const;

private:
    using Thumbnail = std::array<std::uint8_t, std::size_t{kColumns} * kRows>;
    static Thumbnail thumbnail_of(const vision::Image& picture);
    static bool is_cut(const Thumbnail& before, const Thumbnail& now);
    std::optional<Thumbnail> last_, settled_;
    std::array<bool, std::size_t{kColumns} * kRows> moved_{};
};

}  // namespace md::analysis
