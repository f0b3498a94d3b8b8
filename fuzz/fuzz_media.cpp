#include <sys/mman.h>
#include <unistd.h>

#include <vector>

#include "media/source.h"

// Any bytes as a recorded file: it ends or is refused, its frames can be looked at, and time goes forward.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const md::SystemClock clock;
    const int file = ::memfd_create("film", MFD_CLOEXEC);
    if (::write(file, data, size) != static_cast<ssize_t>(size)) __builtin_trap();
    md::media::SourceOptions options;
    options.address = "/proc/self/fd/" + std::to_string(file);
    options.live = false;
    const auto source = md::media::Source::open(options, clock);
    if (!source) __builtin_trap();
    std::vector<std::uint8_t> pixels(64 * 48 * 3);
    md::WallTime last{std::chrono::microseconds(-1)};
    for (int frames = 0; frames < 50; ++frames) {
        const auto frame = (*source)->next(std::chrono::seconds(20));
        if (!frame) break;
        if (frame->time() <= last) __builtin_trap();
        last = frame->time();
        (void)frame->to_bgr(64, 48, pixels.data());
        (void)frame->region_to_bgr(frame->width() / 2, frame->height() / 2, 1, 1, 1, pixels.data());
    }
    ::close(file);
    return 0;
}
