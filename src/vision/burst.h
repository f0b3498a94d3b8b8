#pragma once
// What a burst of one person's frames shows, and what each independent method makes of it. Plain data in, votes out, so that every method
// is tested without a camera. B8. Internal to this module.
#include "vision/engine.h"

namespace md::vision {

struct FrameFacts {
    Face face;
    std::optional<float> texture;  // probability of live
    float eyes_open = 1;           // the more open eye, 0..1
    std::optional<float> moire;    // moire_strength()
    float change = 0;              // mean absolute grey difference to the frame before, 0..255; the first has none
};

enum class Vote { silent, live, attack };

// Nothing but a still picture file gives the same pixels again and again; every camera has noise.
bool motionless(std::span<const FrameFacts> frames);
// Mean of the texture models, decided at `live_at_least`.
Vote texture_vote(std::span<const FrameFacts> frames, float live_at_least);
// Open, closed, open again. Never says attack: people need not blink within three seconds.
Vote blink_vote(std::span<const FrameFacts> frames);
// Median interference over the frames. Never says live.
Vote recapture_vote(std::span<const FrameFacts> frames);
// A head that turns changes its landmarks as a body does; a photo moved, turned or bent to the front changes them as a plane does (one
// affine map explains all).
Vote motion_vote(std::span<const FrameFacts> frames);
// Mean distance, in eye distances, left between two faces' points after the best affine map of one to the other.
float affine_residual(std::span<const Point> from, std::span<const Point> to);

}  // namespace md::vision
