#pragma once
// A synthetic world with known truth: people walk before cameras, hide each other, turn away, leave and come back; a detector sees them as
// detectors do. What it is for: the real tracker, subject book, de-duplication and rules run on it and are judged (trial.h).
//
// Where its numbers come from, none of them fitted to our own results:
//   people    walk at 1.3 +- 0.2 m/s, faces are 0.22 m high at 1.6 +- 0.07 m; bodies 0.5 m wide hide who is behind
//   camera    1920 x 1080, 70 degrees wide, 2.8 m up, looks along a hall of 13 m: faces of 130 to 24 px
//   detector  misses by face height as measured for the default one (research on models: 24 px 6 %, 32 px 2 %, then 0.5 %), more when
//   turned or
//             half hidden; boxes jitter; false faces are weak and sometimes stay for a few frames; 8 to 12 looks a second, some are dropped
//   looks     strangers' cosines have mean 0.095 and deviation 0.128, measured on Chinese faces, which are the harder case; the same
//   person's in
//             one session 0.75 +- 0.1, over cameras 0.65; by face height and by turn of the head as measured (32 px 0.78 of it, 48 px 0.95,
//             35 degrees 0.75); slow change of expression, so that frames in a row say the same
//   quality   the product's own formula on size, turn, sharpness
// Difficulty:
//   easy      few people, one at a time mostly, one camera
//   medium    an ordinary corridor or hall: 20 people in ten minutes over two cameras, half of them come back, some walk side by side
//   hard      crowded: 45 people over three cameras, pillars, groups, hats and phones (head down), motion blur, dropped frames
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/types.h"
#include "vision/engine.h"

namespace md::analysis::world {

enum class Difficulty { easy, medium, hard };
std::string_view to_string(Difficulty difficulty);
std::optional<Difficulty> difficulty_from(std::string_view text);

struct WorldOptions {
    int cameras = 2, people = 20;
    double seconds = 600;
    double come_back = 0.5;  // share of people who are seen again later, on any camera
    double in_group = 0.2;   // share of visits side by side with somebody
    double linger = 0.25;    // share of visits with a stop of 5 to 60 s
    int pillars = 0;         // a camera
    double looks_per_second_low = 8, looks_per_second_high = 12;
    double dropped = 0.01;          // share of frames that never come, in runs of 1 to 5
    double missed = 1;              // times the measured miss rate
    double false_per_minute = 2;    // new false faces a camera
    double false_stays = 0.2;       // chance that one is there in the next frame again
    double jitter = 0.04;           // deviation of a box, of its height
    double head_turn_degrees = 14;  // deviation of the head from the way walked
    double head_down = 0.05;        // share of time with a bent head (phone, hat)
    double blur = 0.1;              // share of time with a blurred face
    double expression = 0.5;        // length of slow change beside the identity's 1
    double light = 0.4;             // ... of a camera's light
};
WorldOptions options_of(Difficulty difficulty);

// Where a person is and how the face stands to the camera, for one frame. Truth.
struct Standing {
    int person = 0;
    Point01 position;         // middle of the face, fractions of the picture
    vision::Box box;          // pixels, exact
    double turn_degrees = 0;  // of the face from the camera
    double hidden = 0;        // 0..1 of the face behind others
    double sharpness = 1;
    double depth_m = 0;
    // A detector should find it; a recogniser should know it again.
    bool visible() const { return turn_degrees < 60 && hidden < 0.4 && box.height >= 24; }
    bool clear() const { return turn_degrees < 35 && hidden < 0.1 && box.height >= 40 && sharpness > 0.6; }
};

struct SeenFace {
    vision::Box box;
    float score = 0, quality = 0;
    bool usable = false;
    int person = -1;  // truth; -1: there is no face
};

struct WorldFrame {
    int camera = 0;
    std::chrono::microseconds at{0};
    std::vector<Standing> truth;  // everybody whose head is in the picture, looking anywhere
    std::vector<SeenFace> faces;  // what the detector says
};

inline constexpr int kWidth = 1920, kHeight = 1080;

}  // namespace md::analysis::world
