#pragma once
// From pixels to faces: detection, landmarks, quality, embedding, liveness, driven by a model manifest. Preprocessing follows measured
// facts, not the models' own JavaScript. All judgements have three outcomes.
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "vision/image.h"

namespace md::vision {

struct Point {
    float x = 0, y = 0;
};
struct Box {
    float x = 0, y = 0, width = 0, height = 0;  // pixels of the whole picture; may reach past its edge
};
float overlap(const Box& a, const Box& b);  // intersection over union

// Why something was not judged or a picture not taken. Stable codes with text for the user.
enum class Reason {
    no_face,
    several_faces,
    too_small,
    blurred,
    turned,
    tilted,
    too_dark,
    too_bright,
    low_contrast,
    occluded,
    eyes_closed,
    face_cut_off,
    low_score,
    liveness_unsure,
    liveness_attack,
    no_motion
};
std::string_view code(Reason reason);                                // "too_small"
std::string_view message(Reason reason, std::string_view language);  // a sentence, zh or en

struct Quality {
    float face_height_px = 0, sharpness = 0 /* 0..1 */, brightness = 0 /* 0..255 mean of the face */, contrast = 0;
    float yaw = 0, pitch = 0, roll = 0;  // degrees, estimates from landmarks
    float eyes_open = 0;                 // 0..1, the smaller of both
    float occlusion = 0;                 // 0..1 hint (mask, hand): 1 = surely covered
    float overall = 0;                   // 0..1, for choosing the better of two pictures
    std::vector<Reason> reasons;         // empty: good enough for the use asked
};
enum class Use { enrol, verify, search, track };  // each with its own limits (smallest face 96, 48, 32, 24 px ...)

struct Face {
    Box box;
    float score = 0;                   // 0..1
    std::array<Point, 5> landmarks{};  // eyes (subject's right first in the picture), nose, mouth corners
    std::vector<Point> contour;        // 68 points, or empty when the detector gives only five
};

// A unit vector made by one recogniser. Move-only, wiped, cannot be logged.
class Embedding {
public:
    Embedding() = default;
    explicit Embedding(std::span<const float> values);  // normalises to length 1
    ~Embedding() { clear(); }
    Embedding(Embedding&&) noexcept = default;
    Embedding& operator=(Embedding&&) noexcept;
    Embedding(const Embedding&) = delete;
    Embedding& operator=(const Embedding&) = delete;
    Embedding clone() const { return Embedding(std::span<const float>(values_)); }
    std::span<const float> values() const { return values_; }
    bool empty() const { return values_.empty(); }
    void clear() noexcept;

private:
    std::vector<float> values_;
};
float cosine(const Embedding& a, const Embedding& b);

enum class LivenessOutcome { live, attack, not_judged };
std::string_view code(LivenessOutcome outcome);
struct Liveness {
    LivenessOutcome outcome = LivenessOutcome::not_judged;
    float score = 0;  // 0 attack .. 1 live, mean over frames
    std::vector<Reason> reasons;
    std::vector<std::string> methods;  // which independent methods spoke: "texture", "recapture", "motion", "blink" (B8: cii needs two)
};

struct DetectOptions {
    float min_score = 0.65f;
    bool tiles = true;  // also look through overlapping tiles for small faces when the picture is larger than the detector's input
    int max_faces = 200;
    bool try_harder = false;  // the picture should show a face: when nothing is found, look again with room around it and at a lower score
                              // (one face at most). Not for video
};

struct Window {
    int x = 0, y = 0, width = 0, height = 0;  // pixels, inside the picture
};

// The loaded model set. Thread-safe: many workers call one engine.
class Engine {
public:
    // Reads the manifest, checks every file's sha256 (kModelTampered), loads, runs the golden self-test (kModelSelfTest).
    static Result<std::shared_ptr<const Engine>> load(const std::filesystem::path& manifest, const std::filesystem::path& models_folder);
    // The golden values of a manifest's models, as YAML to paste into it: how a customer's own model set gets its self-test. Loads without
    // the self-test.
    static Result<std::string> make_golden(const std::filesystem::path& manifest, const std::filesystem::path& models_folder);
    virtual ~Engine() = default;
    virtual Result<std::vector<Face>> detect(const Image& image,
                                             const DetectOptions& options = {}) const = 0;  // best first, with landmarks
    // For video, where the caller knows from the frames before where to look: one pass of the detector over one part of the picture, boxes
    // alone (no landmarks), best first, in pixels of the picture.
    virtual Result<std::vector<Face>> glance(const Image& image, const Window& window, float min_score) const;
    // The landmarks of a box that was found before, perhaps in another size of the picture; all zero when no face is there.
    virtual Result<Face> locate(const Image& image, const Box& box, float score) const;
    virtual Quality assess(const Image& image, const Face& face, Use use) const = 0;
    virtual Result<Embedding> embed(const Image& image, const Face& face) const = 0;
    // The same from several views of the face: four times the cost, fewer errors. For faces that are looked at once and long relied on
    // (registration) or judged against one other (1:1); comparable with embed()'s.
    virtual Result<Embedding> embed_thoroughly(const Image& image, const Face& face) const { return embed(image, face); }
    virtual Result<Liveness> liveness(const Image& image, const Face& face) const = 0;  // one picture: weak, mostly not_judged or attack
    // A burst of one person's frames (>= 8 wanted, 0.3 to 3 s); finds the face in each. Three outcomes. B8.
    virtual Result<Liveness> liveness(std::span<const Image> frames) const = 0;
    virtual std::string model_id() const = 0;  // of the recogniser: goes into every template; embeddings of two ids never compare
    virtual int embedding_size() const = 0;
    virtual std::string describe_json() const = 0;  // files, hashes, licences, thresholds: for `miandun version --json` and the console
};

// The most prominent face of a picture that must show one person: biggest and most central; kept only if no second face is nearly as big.
struct SingleFace {
    std::optional<Face> face;
    Quality quality;
    std::vector<Reason> reasons;  // empty exactly when face is usable for `use`
};
Result<SingleFace> find_single_face(const Engine& engine, const Image& image, Use use);

}  // namespace md::vision

template <>
struct fmt::formatter<md::vision::Embedding> {
    formatter() = delete;
};
