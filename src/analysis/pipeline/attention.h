#pragma once
// Where to look. The detector's input is small: the whole frame shows it only near faces. So searches take turns: the whole frame; then a
// tile, where something moved first, for far faces. Faces known from the searches before are looked at every time, in windows of their own
// (four share one pass of the detector) unless the whole frame shows them plainly. Pure.
#include <chrono>
#include <vector>

#include "analysis/pipeline/scene.h"
#include "base/clock.h"
#include "vision/engine.h"

namespace md::analysis {

struct AttentionOptions {
    int input_width = 320, input_height = 240;  // of the detector
    float plain_px = 44;                        // a face this high in the detector's input is found in it almost always
    std::chrono::milliseconds remember{1500};   // a place where a small face was seen last
    int most_windows = 8;                       // for known faces, a search
    int scans = 1;                              // tiles a search that scans
};

// What a search may cost. frugal: the machine is behind, nothing is scanned; usual: the turns; thorough: all at once, for pictures so far
// apart that who is missed now is not seen again.
enum class Effort { frugal, usual, thorough };

class Attention {
public:
    explicit Attention(const AttentionOptions& options = {}) : options_(options) {}
    // What one search looks at, in pixels of the frame.
    struct Plan {
        bool whole = true;
        std::vector<vision::Window> known;    // around faces seen lately
        std::vector<vision::Window> scanned;  // where nobody is known
    };
    Plan plan(SteadyTime at, int width, int height, const Scene& scene, Effort effort);
    // All faces that the search found, in pixels of the frame.
    void found(SteadyTime at, const std::vector<vision::Face>& faces);
    void forget();  // another scene
    // Whether the whole frame shows a face of this height plainly.
    bool plain_in_whole(float face_height) const { return face_height * whole_scale_ >= options_.plain_px; }

private:
    struct Place {
        vision::Box box;
        SteadyTime seen;
    };
    struct Tile {
        vision::Window window;
        SteadyTime scanned;
        bool moved = true;  // since it was scanned
    };
    void lay_tiles(int width, int height);
    void add_places(bool near_too, std::vector<vision::Window>& out) const;
    void add_scans(SteadyTime at, const Scene& scene, std::size_t count, std::vector<vision::Window>& out);
    vision::Window around(const vision::Box& box) const;

    AttentionOptions options_;
    int width_ = 0, height_ = 0;
    float whole_scale_ = 1;  // frame to detector's input
    bool whole_next_ = true;
    std::vector<Place> places_;
    std::vector<Tile> tiles_;
};

}  // namespace md::analysis
