#include "media/decoder.h"

#include "media/errors.h"
#include "media/feed.h"

namespace md::media {
namespace {

bool too_large(int width, int height) { return width > kMaxSide || height > kMaxSide || std::int64_t(width) * height > kMaxPixels; }

// ISO/IEC 23001-7: a protected sample entry is called "encv", whatever codec is inside.
bool is_encrypted(const AVStream& stream) {
    return stream.codecpar->codec_tag == MKTAG('e', 'n', 'c', 'v') ||
           av_stream_get_side_data(&stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nullptr) != nullptr;
}

}  // namespace

Result<std::unique_ptr<Decoder>> Decoder::open(const AVStream& stream) {
    const AVCodecParameters& parameters = *stream.codecpar;
    if (is_encrypted(stream)) return fail(errors::kEncryptedVideo);
    if (too_large(parameters.width, parameters.height)) return fail(errors::kVideoTooLarge);
    const AVCodec* known = avcodec_find_decoder(parameters.codec_id);
    if (!known) return fail(errors::kUnknownCodec, avcodec_get_name(parameters.codec_id));
    auto out = std::make_unique<Decoder>();
    out->codec_.reset(avcodec_alloc_context3(known));
    AVCodecContext* codec = out->codec_.get();
    if (!codec || avcodec_parameters_to_context(codec, &parameters) < 0) return fail(errors::kUnknownCodec, "parameters");
    codec->pkt_timebase = stream.time_base;
    codec->thread_count = 1;
    codec->max_pixels = std::int64_t(kMaxSide) * kMaxSide;
    codec->opaque = out.get();
    codec->get_buffer2 = get_buffer;
    if (avcodec_open2(codec, known, nullptr) < 0) return fail(errors::kUnknownCodec, known->name);
    const auto* described = avcodec_descriptor_get(parameters.codec_id);
    out->intra_only_ = described && (described->props & AV_CODEC_PROP_INTRA_ONLY);
    return out;
}

// The last place where a picture's size is known before its memory is taken: streams may grow midway.
int Decoder::get_buffer(AVCodecContext* codec, AVFrame* frame, int flags) {
    if (too_large(frame->width, frame->height)) {
        static_cast<Decoder*>(codec->opaque)->met_too_large_ = true;
        return AVERROR(EINVAL);
    }
    return avcodec_default_get_buffer2(codec, frame, flags);
}

bool Decoder::send(const AVPacket* packet) {
    const int outcome = avcodec_send_packet(codec_.get(), packet);
    return outcome >= 0 || outcome == AVERROR_EOF;
}

}  // namespace md::media
