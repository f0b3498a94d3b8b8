#pragma once
// Video in. One Source is one camera, file, folder or stream; it decodes on a thread of its own and hands out the newest frame. The only
// module that includes FFmpeg. Knows nothing of faces.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::media {

// One decoded frame, in the decoder's own pixel format: converting only what somebody looks at is what makes many streams a core possible.
// Immutable and thread-safe; the pixels are given back to the decoder's pool when the last holder lets go.
class Frame {
public:
    virtual ~Frame() = default;
    virtual int width() const = 0;
    virtual int height() const = 0;
    virtual std::uint64_t number() const = 0;               // of the source, from 0, counts decoded frames
    virtual WallTime time() const = 0;                      // live: when it arrived; recorded: start + its time stamp
    virtual SteadyTime arrived() const = 0;                 // when the packet came out of the network or file: for measuring latency
    virtual std::chrono::microseconds spacing() const = 0;  // from one frame of the source to the next, usually; > 0
    // 8-bit BGR, rows without padding, into `out` of width * height * 3 bytes: the whole frame scaled (area when shrinking) ...
    virtual Status to_bgr(int width, int height, std::uint8_t* out) const = 0;
    // ... or a part of it that lies inside the frame: in full resolution, or each pixel the mean of reduction x reduction ones, `out` then
    // having width / reduction x height / reduction pixels. kFrameRegion, also when the reduction does not divide width and height.
    virtual Status region_to_bgr(int x, int y, int width, int height, int reduction, std::uint8_t* out) const = 0;
};
using FramePtr = std::shared_ptr<const Frame>;

enum class State { connecting, running, stalled, backing_off, refused, stopped, ended };  // ended: a file has come to its end
std::string_view to_string(State state);

struct SourceOptions {
    std::string address;  // rtsp://, rtsps://, http(s)://, a file, a folder of pictures, /dev/video0; user and password apart, see below
    std::string user;
    std::shared_ptr<const SecretBytes> password;  // never in an address, never logged
    bool tcp = true;                              // RTSP transport; false: UDP
    bool live = true;   // true: newest frame wins, real time; false: every frame, as fast as it is taken (recorded video)
    bool loop = false;  // files: start again at the end (a recording used as a camera)
    WallTime start{};   // recorded video: wall time of its first frame
    double folder_fps = 1;
    std::chrono::milliseconds stall_after{5'000};  // without a frame: stalled, then reconnect; a watchdog on frames, not on sockets
    std::chrono::milliseconds back_off_min{500}, back_off_max{4'000};  // jittered; below 5 s, so that a source is back within 5 s
    std::chrono::milliseconds refused_retry{60'000};  // where trying soon does harm or no good: see Source
    double wanted_fps = 0;  // decode no more than needed for this many frames a second, where the codec allows it: more may come; 0: all
};

struct SourceReport {
    State state = State::connecting;
    std::string detail_zh, detail_en;  // why it is not running, for the operator
    std::string error_code;            // stable, empty while all is well
    std::string codec;
    int width = 0, height = 0;
    double fps = 0;  // measured over the last seconds
    std::uint64_t frames = 0, dropped = 0, corrupt = 0, connects = 0, breaks = 0;
    std::chrono::milliseconds since_last_frame{0};
    double progress = 0;  // recorded video: 0..1
};

// Thread-safe.
//   live      lost, silent or missing: tried again for ever, with back-off (backing_off, stalled). What only the operator can mend (wrong
//             password, unknown codec, encrypted ...) is shown as refused; nonsense from a network source counts as a bad line until it
//             has come three times. A refused file or device, and an account (a camera locks it after a few attempts), are tried again
//             every refused_retry; what else a network source says is asked again with the usual back-off.
//   recorded  what does not open or breaks midway is told once: refused, and final.
// Codes and sentences: errors.h. Damaged pictures are counted as corrupt and held back while good ones come; a film that was taken with the
// camera on its side is turned upright. Local playlists are never followed, those of a web server never to local files.
class Source {
public:
    // Returns at once; what goes wrong shows in report(). kSourceAddress for an address of no known kind, kPasswordInAddress,
    // kCredentialsTooLong.
    static Result<std::unique_ptr<Source>> open(const SourceOptions& options, const Clock& clock);
    virtual ~Source() = default;  // stops within a second
    // The next frame: live, the newest not yet given (older ones are dropped and counted); recorded, the next in order. Null when none came
    // within `wait`, or when the source has ended or stopped (see report().state).
    virtual FramePtr next(std::chrono::milliseconds wait) = 0;
    virtual SourceReport report() const = 0;
    virtual void stop() = 0;
};

}  // namespace md::media
