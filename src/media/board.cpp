#include "media/board.h"

namespace md::media {

std::string_view to_string(State state) {
    switch (state) {
        case State::connecting:
            return "connecting";
        case State::running:
            return "running";
        case State::stalled:
            return "stalled";
        case State::backing_off:
            return "backing_off";
        case State::refused:
            return "refused";
        case State::stopped:
            return "stopped";
        case State::ended:
            return "ended";
    }
    return "";
}

// The last failure stays in sight until the source runs again.
void Board::connecting() {
    const std::lock_guard lock(mutex_);
    if (report_.state != State::stopped) report_.state = State::connecting;
}

void Board::connected(std::string_view codec) {
    const std::lock_guard lock(mutex_);
    ++report_.connects;
    report_.codec = codec;
}

void Board::frame(const Frame& frame, std::string_view codec, double progress, SteadyTime now) {
    const std::lock_guard lock(mutex_);
    if (report_.state == State::stopped) return;
    if (report_.state != State::running) {
        report_.state = State::running;
        report_.error_code.clear();
        report_.detail_zh.clear();
        report_.detail_en.clear();
    }
    report_.codec = codec;
    report_.width = frame.width();
    report_.height = frame.height();
    report_.progress = progress;
    arrivals_[report_.frames++ % kArrivals] = now;
    last_frame_ = now;
}

void Board::failed(State state, const Error& error) {
    const std::lock_guard lock(mutex_);
    if (report_.state == State::stopped) return;
    if (report_.state == State::running) ++report_.breaks;
    report_.state = state;
    report_.error_code = error.code();
    report_.detail_zh = error.message("zh");
    report_.detail_en = error.message("en");
}

void Board::came_to_end() {
    const std::lock_guard lock(mutex_);
    if (report_.state == State::stopped) return;
    report_.state = State::ended;
    report_.progress = 1;
}

void Board::stopped() {
    const std::lock_guard lock(mutex_);
    report_.state = State::stopped;
}

bool Board::has_run() const {
    const std::lock_guard lock(mutex_);
    return report_.frames > 0;
}

SourceReport Board::report(SteadyTime now) const {
    const std::lock_guard lock(mutex_);
    SourceReport out = report_;
    out.corrupt = corrupt;
    out.fps = fps(now);
    out.since_last_frame = std::chrono::duration_cast<std::chrono::milliseconds>(now - last_frame_);
    return out;
}

// Over the last frames that are not older than three seconds.
double Board::fps(SteadyTime now) const {
    constexpr auto kWindow = std::chrono::seconds(3);
    const std::uint64_t known = std::min<std::uint64_t>(report_.frames, kArrivals);
    std::uint64_t recent = 0;
    while (recent < known && now - arrivals_[(report_.frames - 1 - recent) % kArrivals] <= kWindow) ++recent;
    if (recent < 2) return 0;
    const auto span =
        std::chrono::duration<double>(arrivals_[(report_.frames - 1) % kArrivals] - arrivals_[(report_.frames - recent) % kArrivals]);
    return span.count() > 0 ? double(recent - 1) / span.count() : 0;
}

}  // namespace md::media
