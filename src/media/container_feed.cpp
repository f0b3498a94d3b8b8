// Frames out of a container, stream or device.
#include <algorithm>

#include "media/container_open.h"
#include "media/decoder.h"
#include "media/errors.h"
#include "media/failure.h"
#include "media/thinner.h"
#include "media/turn.h"

namespace md::media {
namespace {

using std::chrono::microseconds;
using namespace std::chrono_literals;

constexpr AVRational kMicros{1, 1'000'000};
constexpr microseconds kUsualStep = 40ms;
constexpr microseconds kLongestStep = 10s;
// While packets come, a stream may take this long until its first key frame: cameras with "smart" coding send one only now and then.
constexpr microseconds kFirstPictureWithin = 30s;
// So many packets without one picture, and a recording is given up.
constexpr int kFruitlessPackets = 1000;
// Damaged pictures in a row that are held back before one is shown all the same: on a bad line a bad picture is better than none.
constexpr int kHeldBack = 25;

std::optional<microseconds> to_micros(std::int64_t stamp, AVRational unit) {
    constexpr std::int64_t kSane = std::int64_t(1) << 60;
    if (stamp == AV_NOPTS_VALUE) return std::nullopt;
    const std::int64_t micros = av_rescale_q(stamp, unit, kMicros);
    if (micros < -kSane || micros > kSane) return std::nullopt;
    return microseconds(micros);
}

class ContainerFeed final : public Feed {
public:
    ContainerFeed(const FeedContext& context, Container container, std::unique_ptr<Decoder> decoder)
        : context_(context),
          container_(std::move(container)),
          decoder_(std::move(decoder)),
          packet_(av_packet_alloc()),
          picture_(av_frame_alloc()),
          opened_(context.watch.now()),
          turns_(turns_of(*container_.video)),
          thinner_(context.options.wanted_fps) {
        if (!local()) context_.watch.allow(context_.options.stall_after);
    }
    ~ContainerFeed() override {
        context_.watch.allow_parting(300ms);
        container_.format.reset();
    }

    Result<std::optional<Decoded>> read() override {
        for (;;) {
            const int outcome = decoder_->receive(*picture_);
            if (outcome == 0) {
                fruitless_ = 0;
                if (auto decoded = judge_picture()) return decoded;
            } else if (outcome == AVERROR_EOF) {
                return finish();
            } else {
                if (outcome != AVERROR(EAGAIN)) ++context_.corrupt;
                if (decoder_->met_too_large()) return fail(errors::kVideoTooLarge);
                MD_TRY(feed_decoder());
            }
            if (context_.watch.gives_up()) return fail(errors::kStalled);
        }
    }
    std::string_view codec() const override { return decoder_->name(); }
    double progress() const override {
        const AVFormatContext& format = *container_.format;
        if (format.duration > 0 && format.duration != AV_NOPTS_VALUE)
            return std::clamp(double(position_.count()) / double(format.duration), 0.0, 1.0);
        const std::int64_t size = format.pb ? avio_size(format.pb) : 0;
        return size > 0 ? std::clamp(double(avio_tell(format.pb)) / double(size), 0.0, 1.0) : 0;
    }

private:
    bool local() const { return context_.address.kind == AddressKind::file; }

    // One packet from the container to the decoder; at the end, the order to give out what is left.
    Status feed_decoder() {
        const int outcome = av_read_frame(container_.format.get(), packet_.get());
        const AvPacketGuard guard{packet_.get()};
        if (outcome == AVERROR(EAGAIN)) {
            context_.watch.sleep(5ms);
            return {};
        }
        if (outcome < 0) return stop_feeding(outcome);
        if (packet_->stream_index != container_.video->index) return {};
        if (av_packet_get_side_data(packet_.get(), AV_PKT_DATA_ENCRYPTION_INFO, nullptr)) return fail(errors::kEncryptedVideo);
        if (packet_->flags & AV_PKT_FLAG_CORRUPT) {
            ++context_.corrupt;
            return {};
        }
        const SteadyTime now = context_.watch.now();
        const bool wanted = thinner_.wants(local() ? packet_stamp() : now.time_since_epoch());
        if (!wanted && decoder_->intra_only()) return {};
        if (!any_picture_ && !local() && now < opened_ + kFirstPictureWithin) context_.watch.allow(context_.options.stall_after);
        decoder_->set_tag(now.time_since_epoch().count());
        decoder_->set_wanted(wanted);
        if (!decoder_->send(packet_.get())) ++context_.corrupt;
        if (++fruitless_ > kFruitlessPackets && local()) return fail(errors::kUndecodable);
        return {};
    }

    Status stop_feeding(int outcome) {
        if (context_.watch.expired() || outcome == AVERROR_EXIT) return fail(errors::kStalled);
        const bool broken = outcome != AVERROR_EOF;
        if (broken && !local()) return fail(running_failure(outcome, context_.address.kind));
        if (broken) ++context_.corrupt;  // the rest of a damaged file is lost
        decoder_->send(nullptr);
        return {};
    }

    Result<std::optional<Decoded>> finish() const {
        if (context_.options.live && !local()) return fail(errors::kConnectionLost, "end of stream");
        if (any_picture_) return std::nullopt;
        return fail(decoder_->met_too_large() ? errors::kVideoTooLarge : errors::kUndecodable);
    }

    // Null when the picture is held back.
    std::optional<Decoded> judge_picture() {
        AvPtr<AVFrame> picture = std::exchange(picture_, AvPtr<AVFrame>(av_frame_alloc()));
        const bool damaged = picture->decode_error_flags != 0 || (picture->flags & AV_FRAME_FLAG_CORRUPT);
        if (damaged) ++context_.corrupt;
        damaged_in_a_row_ = damaged ? damaged_in_a_row_ + 1 : 0;
        if (damaged && damaged_in_a_row_ <= kHeldBack) return std::nullopt;
        any_picture_ = true;
        const auto stamp = to_micros(picture->best_effort_timestamp, container_.video->time_base);
        const auto start = to_micros(container_.format->start_time, kMicros);
        if (stamp) position_ = *stamp - start.value_or(microseconds(0));
        const SteadyTime arrived{microseconds(picture->reordered_opaque)};
        const microseconds step = step_of(*picture);
        thinner_.gave(local() ? stamp : arrived.time_since_epoch());
        return Decoded{std::move(picture), turns_, stamp, step, arrived};
    }

    microseconds step_of(const AVFrame& picture) const {
        const AVRational rate = av_guess_frame_rate(container_.format.get(), container_.video, nullptr);
        const double fps = rate.den > 0 ? av_q2d(rate) : 0;
        if (fps >= 0.1 && fps <= 240) return microseconds(std::int64_t(1e6 / fps));
        const auto duration = to_micros(picture.pkt_duration, container_.video->time_base);
        return duration && *duration > 0us && *duration <= kLongestStep ? *duration : kUsualStep;
    }

    std::optional<microseconds> packet_stamp() const {
        const std::int64_t stamp = packet_->pts != AV_NOPTS_VALUE ? packet_->pts : packet_->dts;
        return to_micros(stamp, container_.video->time_base);
    }

    struct AvPacketGuard {
        AVPacket* packet;
        ~AvPacketGuard() { av_packet_unref(packet); }
    };

    FeedContext context_;
    Container container_;
    std::unique_ptr<Decoder> decoder_;
    AvPtr<AVPacket> packet_;
    AvPtr<AVFrame> picture_;
    SteadyTime opened_;
    int turns_;
    Thinner thinner_;
    microseconds position_{0};
    int fruitless_ = 0, damaged_in_a_row_ = 0;
    bool any_picture_ = false;
};

}  // namespace

Result<std::unique_ptr<Feed>> open_container(const FeedContext& context) {
    MD_ASSIGN(Container container, open_input(context));
    MD_ASSIGN(auto decoder, Decoder::open(*container.video));
    return std::make_unique<ContainerFeed>(context, std::move(container), std::move(decoder));
}

}  // namespace md::media
