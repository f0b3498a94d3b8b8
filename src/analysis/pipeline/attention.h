#pragma once
// Where to look closer. The detector's input is small: the whole frame shows it only near faces. Faces that were found lately and are too
// small for that get windows of their own; besides, overlapping tiles are scanned in turn, those first where something moved. Pure.
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
    int most_windows = 4;                       // for known faces, a search
    int scans = 1;                              // tiles a search
};

class Attention {
public:
    explicit Attention(const AttentionOptions& options = {}) : options_(options) {}
    // Windows for this search, in pixels of the frame. `frugal`: the machine is behind, only what keeps known faces.
    std::vector<vision::Window> windows(SteadyTime at, int width, int height, const Scene& scene, bool frugal);
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
    void add_places(std::vector<vision::Window>& out) const;
    void add_scans(SteadyTime at, const Scene& scene, std::vector<vision::Window>& out);
    vision::Window around(const vision::Box& box) const;

    AttentionOptions options_;
    int width_ = 0, height_ = 0;
    float whole_scale_ = 1;  // frame to detector's input
    std::vector<Place> places_;
    std::vector<Tile> tiles_;
};

}  // namespace md::analysis
