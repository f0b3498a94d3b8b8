#pragma once
// The life of one source: connect, play, and what follows when either fails.
#include <memory>

#include "media/back_off.h"
#include "media/board.h"
#include "media/feed.h"
#include "media/outbox.h"
#include "media/spacing.h"
#include "media/timeline.h"

namespace md::media {

// run() is the body of the source's thread; the rest is thread-safe.
class Player {
public:
    Player(const SourceOptions& options, Address address, const Clock& clock);
    void run();
    void stop();
    FramePtr next(std::chrono::milliseconds wait) { return outbox_.take(wait); }
    SourceReport report() const;

private:
    Result<std::unique_ptr<Feed>> connect();
    Status play(Feed& feed);
    void deliver(const Feed& feed, Decoded decoded);
    void pace(std::chrono::microseconds media_time);
    bool final(const Error& error) const;
    bool refused(const Error& error);
    bool may_lock(const Error& error) const;
    void rest(const Error& error, SteadyTime began, bool ran);
    bool recording() const { return address_.kind == AddressKind::file; }

    const SourceOptions options_;
    const Address address_;
    Watch watch_;
    Board board_;
    Outbox outbox_;
    BackOff back_off_;
    Timeline timeline_;
    Spacing spacing_;
    std::uint64_t frames_ = 0;
    int refusals_ = 0;  // in a row
    SteadyTime last_arrived_{};
    SteadyTime paced_from_{};  // when media time zero was shown
    bool pacing_ = false;
};

}  // namespace md::media
