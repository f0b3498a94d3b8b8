#pragma once
// What a source tells of itself.
#include <array>
#include <atomic>
#include <mutex>

#include "media/source.h"

namespace md::media {

// Thread-safe.
class Board {
public:
    explicit Board(SteadyTime now) : last_frame_(now) {}
    void connecting();
    void connected(std::string_view codec);
    void frame(const Frame& frame, std::string_view codec, double progress, SteadyTime now);
    // Not running for now (stalled, backing_off) or for good (refused).
    void failed(State state, const Error& error);
    void came_to_end();
    void stopped();
    bool has_run() const;
    SourceReport report(SteadyTime now) const;
    std::atomic<std::uint64_t> corrupt = 0;

private:
    double fps(SteadyTime now) const;

    static constexpr std::size_t kArrivals = 64;
    mutable std::mutex mutex_;
    SourceReport report_;
    SteadyTime last_frame_;
    std::array<SteadyTime, kArrivals> arrivals_{};  // a ring, by number of frame
};

}  // namespace md::media
