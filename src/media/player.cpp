#include "media/player.h"

#include <filesystem>
#include <random>

#include "base/log.h"
#include "media/decoded_frame.h"
#include "media/errors.h"
#include "media/failure.h"

namespace md::media {
namespace {

using std::chrono::microseconds;
using namespace std::chrono_literals;

constexpr std::size_t kRecordedAhead = 8;  // frames that are decoded before they are taken
// A paced file that is this late (a busy machine) goes on from here instead of hurrying.
constexpr microseconds kLate = 1s;
constexpr int kRefusalsInARow = 3;

SourceOptions sane(SourceOptions options) {
    options.stall_after = std::max<std::chrono::milliseconds>(options.stall_after, 100ms);
    return options;
}

}  // namespace

Player::Player(const SourceOptions& options, Address address, const Clock& clock)
    : options_(sane(options)),
      address_(std::move(address)),
      watch_(clock),
      board_(clock.steady()),
      outbox_(options.live, kRecordedAhead),
      back_off_(options.back_off_min, options.back_off_max, std::random_device()()) {}

void Player::stop() {
    board_.stopped();
    watch_.stop();
    outbox_.close();
}

SourceReport Player::report() const {
    SourceReport out = board_.report(watch_.now());
    out.dropped = outbox_.dropped();
    if (out.state == State::ended && !outbox_.empty()) out.state = State::running;  // for whoever takes the frames it has not ended yet
    return out;
}

void Player::run() {
    while (!watch_.stopping()) {
        board_.connecting();
        const SteadyTime began = watch_.now();
        const std::uint64_t frames_before = frames_;
        Status outcome;
        if (auto feed = connect()) {
            outcome = play(**feed);
        } else {
            outcome = fail(std::move(feed.error()));
        }
        if (watch_.stopping()) break;
        if (outcome && options_.loop && recording()) {
            timeline_.restart();
            continue;
        }
        if (outcome) {
            board_.came_to_end();
            break;
        }
        if (final(outcome.error())) {
            board_.failed(State::refused, outcome.error());
            break;
        }
        timeline_.restart();
        spacing_.interrupt();
        rest(outcome.error(), began, frames_ > frames_before);
    }
    outbox_.finish();
}

Result<std::unique_ptr<Feed>> Player::connect() {
    const FeedContext context{address_, options_, watch_, board_.corrupt};
    std::error_code ignored;
    const bool folder = address_.kind == AddressKind::file && std::filesystem::is_directory(address_.text, ignored);
    MD_ASSIGN(auto feed, folder ? open_folder(context) : open_container(context));
    board_.connected(feed->codec());
    return feed;
}

// To the end, or to what breaks it.
Status Player::play(Feed& feed) {
    while (!watch_.stopping()) {
        MD_ASSIGN(auto decoded, feed.read());
        if (!decoded) return {};
        deliver(feed, std::move(*decoded));
        if (!recording()) watch_.allow(options_.stall_after);
    }
    return {};
}

void Player::deliver(const Feed& feed, Decoded decoded) {
    const microseconds media_time = timeline_.next(decoded.stamp, decoded.step);
    if (options_.live && recording()) {
        pace(media_time);
        decoded.arrived = watch_.now();
    }
    // What captures and alerts are stamped with: when the picture came, not when it was decoded. B pictures overtake others on the line;
    // times do not go back for that.
    last_arrived_ = std::max(last_arrived_, decoded.arrived);
    const WallTime time = options_.live ? watch_.wall() - (watch_.now() - last_arrived_) : options_.start + media_time;
    const microseconds shown = recording() ? media_time : std::chrono::duration_cast<microseconds>(last_arrived_.time_since_epoch());
    const microseconds spacing = spacing_.next(shown, decoded.step);
    auto frame = std::make_shared<const DecodedFrame>(std::move(decoded.picture), decoded.turns, frames_++, time, decoded.arrived, spacing);
    refusals_ = 0;
    back_off_.reset();
    board_.frame(*frame, feed.codec(), options_.live ? 0 : feed.progress(), watch_.now());
    outbox_.put(std::move(frame));
}

// A recording that plays the camera shows each frame when it is due.
void Player::pace(microseconds media_time) {
    const SteadyTime now = watch_.now();
    if (!pacing_ || now - (paced_from_ + media_time) > kLate) {
        pacing_ = true;
        paced_from_ = now - media_time;
    }
    watch_.sleep_until(paced_from_ + media_time);
}

// Recorded video is read once: what will not open, or breaks midway, is told and not tried again. Only a server that cannot be reached yet
// is.
bool Player::final(const Error& error) const {
    if (options_.live) return false;
    return !address_.network() || frames_ > 0 || needs_operator(error);
}

// Whether it is told as what only the operator can mend. A line that breaks sounds like that, too, so a network source may say it some
// times in a row first.
bool Player::refused(const Error& error) {
    refusals_ = needs_operator(error) ? refusals_ + 1 : 0;
    const bool certain = !address_.network() || (error.is(errors::kWrongPassword) && !board_.has_run());
    return refusals_ >= (certain ? 1 : kRefusalsInARow);
}

// Whether trying again soon does harm: a camera locks an account after a few attempts. Anything else that a network source says is asked
// again at the usual pace, for a camera that starts, or a damaged line, talks nonsense for a while.
bool Player::may_lock(const Error& error) const {
    return error.is(errors::kWrongPassword) || (error.is(errors::kRefusedBySource) && !board_.has_run());
}

// The pause counts from the attempt's begin when it came to nothing: one that hung for four seconds has waited enough.
void Player::rest(const Error& error, SteadyTime began, bool ran) {
    const bool told = refused(error);
    const bool slowly = told && (!address_.network() || may_lock(error));
    const State state = told ? State::refused : error.is(errors::kStalled) ? State::stalled : State::backing_off;
    board_.failed(state, error);
    log::info("media", "source {}: {}", to_string(state), error.text());
    const auto shortest = options_.back_off_min / 2;
    const microseconds pause = slowly ? options_.refused_retry : back_off_.next();
    const SteadyTime now = watch_.now();
    watch_.sleep_until(std::max(now + shortest, (ran ? now : began) + pause));
}

}  // namespace md::media
