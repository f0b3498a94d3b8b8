#pragma once
// One stream's decoder, within limits.
#include "base/result.h"
#include "media/av.h"

namespace md::media {

// Not thread-safe. One thread of decoding a source: many sources share the cores better than the frames of one would.
class Decoder {
public:
    // kUnknownCodec, kEncryptedVideo, kVideoTooLarge.
    static Result<std::unique_ptr<Decoder>> open(const AVStream& stream);
    // False when the packet could not be decoded. Null: no more packets come, give out what is left.
    bool send(const AVPacket* packet);
    // 0, AVERROR(EAGAIN): needs more packets, AVERROR_EOF: all given out; anything else: a picture was lost.
    int receive(AVFrame& out) { return avcodec_receive_frame(codec_.get(), &out); }
    // A packet that is not wanted is dropped undecoded when no other picture depends on it. Null packets are always wanted.
    void set_wanted(bool wanted) { codec_->skip_frame = wanted ? AVDISCARD_DEFAULT : AVDISCARD_NONREF; }
    bool intra_only() const { return intra_only_; }
    bool met_too_large() const { return met_too_large_; }
    std::string_view name() const { return avcodec_get_name(codec_->codec_id); }
    // Goes along with the packet's picture.
    void set_tag(std::int64_t tag) { codec_->reordered_opaque = tag; }

private:
    static int get_buffer(AVCodecContext* codec, AVFrame* frame, int flags);
    AvPtr<AVCodecContext> codec_;
    bool intra_only_ = false;
    bool met_too_large_ = false;
};

}  // namespace md::media
