#pragma once
// The live side of face analysis (S3): cameras in, captures and alerts out, and what the live wall shows. One object for the whole
// platform. Cameras share a bounded number of inference slots, handed out in turn, so that none starves; each has a thread of its own that
// mostly waits; what goes wrong with one never touches another. Pixels live in memory only and are wiped once analysed (C9).
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/presence.h"
#include "analysis/subjects/observer.h"
#include "analysis/types.h"
#include "media/source.h"
#include "vision/engine.h"

namespace md::analysis {

struct LiveCamera {
    CameraId id;
    std::string name;                            // unique; what captures, alerts and regions call it
    std::optional<media::SourceOptions> source;  // none: an edge camera, which posts its captures (C10)
};
// Cameras of one group see the same people: subjects, intermittent de-duplication and rules go over all of them.
struct LiveGroup {
    std::string name;  // unique
    AnalysisConfig config;
    std::shared_ptr<WatchSearch> watch;  // may be null; thread-safe. pipeline/watch_gallery.h makes one from pictures or embeddings
    std::vector<LiveCamera> cameras;
};

// How long things took, for the operator and for Prometheus. Bounds in seconds, the last bucket is open.
struct LatencyHistogram {
    static constexpr std::array<double, 9> kBounds_s{0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5};
    std::array<std::uint64_t, kBounds_s.size() + 1> counts{};
    std::uint64_t count = 0;
    double sum_s = 0, max_s = 0;
    void add(double seconds);
    double quantile(double share) const;  // upper bound of the bucket, seconds; 0 when empty
};

struct CameraReport {
    CameraId id;
    std::string name, group;
    media::SourceReport source;        // of an edge camera: running, frames = pictures taken in
    double detections_per_second = 0;  // over the last seconds
    std::uint64_t detections = 0, faces = 0, embeddings = 0;
    int faces_now = 0, tracks_now = 0;
    LatencyHistogram frame_to_alert;  // from the packet's arrival to the sink having the alert
};

// What the overlay draws.
struct LiveBox {
    double x = 0, y = 0, width = 0, height = 0;  // fractions of the picture
    TrackNumber track = 0;
    bool confirmed = false;
    std::string subject;  // short label, of this run only
    float quality = 0;    // 0: predicted, not seen in this frame
    std::vector<std::string> regions;
    std::string watch_list;
};
struct LiveOverlay {
    WallTime time;
    std::uint64_t frame = 0;  // the frame the boxes are of, as in LivePicture
    int width = 0, height = 0;
    std::vector<LiveBox> boxes;
};
// A frame for the live wall. Shared by all who watch; wiped with the last holder.
struct LivePicture {
    SecretBytes jpeg;
    int width = 0, height = 0;
    WallTime time;
    std::uint64_t frame = 0;  // from 1, in this run of the source
};
using LivePicturePtr = std::shared_ptr<const LivePicture>;

// What a person sees of a posted picture (C10).
struct Intake {
    int faces = 0;        // found in the picture
    int good_enough = 0;  // of a quality to be recognised again
};

struct LiveOptions {
    std::size_t inference_slots = 0;  // frames analysed at the same time; 0: one a core
};

// Thread-safe. The sink is called from the cameras' threads, one call at a time a group.
class LiveAnalysis {
public:
    static std::unique_ptr<LiveAnalysis> create(std::shared_ptr<const vision::Engine> engine, Sink& sink, const Clock& clock,
                                                Random& random, const LiveOptions& options = {});
    // Stops all cameras, closes what is open (last captures, running alerts), within two seconds.
    virtual ~LiveAnalysis() = default;

    // Makes what runs equal to what is wanted. Cameras, groups and rules that did not change run on undisturbed; a group whose
    // configuration changed closes its open captures and alerts and goes on with the new one; cameras that are gone stop. Never fails: what
    // is wrong with a camera shows in its report. Names are the caller's to keep apart: of two cameras with one name the second is not
    // started.
    virtual void replace(std::vector<LiveGroup> groups) = 0;
    virtual void stop() = 0;  // idempotent; the object can be started again with replace()
    virtual bool stopped() const = 0;

    virtual std::vector<CameraReport> reports() const = 0;
    virtual std::optional<CameraReport> report(const CameraId& camera) const = 0;

    // The newest frame, another than `after` (0: any), as JPEG of this width (clipped to the camera's own and to 1920; height follows),
    // waited for at most `wait`. Encoded once a frame and width for all who watch, and only while somebody does. Null: no such camera or no
    // picture in time.
    virtual LivePicturePtr picture(const CameraId& camera, int width, std::uint64_t after, std::chrono::milliseconds wait) = 0;
    virtual std::optional<LiveOverlay> overlay(const CameraId& camera) const = 0;

    // C10: a picture from an edge camera takes the path a video frame takes. `time`: when it was taken, by the camera; clipped to the last
    // minute. kNoSuchCamera; what decode_image says of a bad picture; kOverloaded when too many are waiting.
    virtual Result<Intake> intake(const CameraId& camera, ByteView picture, WallTime time) = 0;
};

}  // namespace md::analysis
