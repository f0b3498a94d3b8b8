#include "media/container_open.h"

#include <filesystem>
#include <mutex>
#include <new>
#include <string_view>

#include "media/errors.h"
#include "media/failure.h"

namespace md::media {
namespace {

using namespace std::chrono_literals;

// One attempt to connect; with the back-off it stays below the 5 s within which a source must be back.
constexpr auto kConnectWithin = 4s;

// Formats that hold their pictures themselves. Playlists and lists of parts (hls, dash, concat, sdp ...) name other files and are not among
// them: a file from outside must not make us read /etc or ask a server in the house.
constexpr const char* kFileFormats =
    "mov,matroska,mpegts,mpeg,avi,flv,asf,ogg,gif,mjpeg,mpjpeg,h264,hevc,m4v,ivf,dhav,jpeg_pipe,png_pipe,bmp_pipe,webp_pipe";
// HLS only from the network and there only to the network (see the protocols).
constexpr const char* kHttpFormats = "hls,mov,matroska,mpegts,mpeg,avi,flv,asf,ogg,gif,mjpeg,mpjpeg,h264,hevc,jpeg_pipe,png_pipe";
constexpr const char* kFileProtocols = "file";
constexpr const char* kHttpProtocols = "http,https,tcp,tls,crypto";
constexpr const char* kRtspProtocols = "rtsp,rtsps,rtp,srtp,udp,tcp,tls";

// FFmpeg's own log would write addresses with passwords.
void prepare_library() {
    static std::once_flag once;
    std::call_once(once, [] {
        av_log_set_level(AV_LOG_QUIET);
        avdevice_register_all();
        avformat_network_init();
    });
}

void set_options(AvOptions& options, const FeedContext& context) {
    switch (context.address.kind) {
        case AddressKind::file:
            options.set("protocol_whitelist", kFileProtocols);
            options.set("format_whitelist", kFileFormats);
            break;
        case AddressKind::http:
            options.set("protocol_whitelist", kHttpProtocols);
            options.set("format_whitelist", kHttpFormats);
            options.set("http_proxy", "none");  // cameras are in the house: the environment's proxy is not for them
            break;
        case AddressKind::rtsp:
            options.set("protocol_whitelist", kRtspProtocols);
            options.set("format_whitelist", "rtsp");
            options.set("rtsp_transport", context.options.tcp ? "tcp" : "udp");
            options.set("allowed_media_types", "video");
            options.set("max_delay", "200000");     // microseconds that UDP packets may be out of order
            options.set("buffer_size", "2097152");  // a key frame of a 4K camera comes in one burst
            break;
        case AddressKind::device:
            break;
    }
}

// A file that blocks or never ends (a pipe, a device node) is not a recording.
Status check_file(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error || !std::filesystem::exists(status)) return fail(errors::kNoSuchFile);
    if (!std::filesystem::is_regular_file(status)) return fail(errors::kNotVideo, "not a regular file");
    return {};
}

// The text that FFmpeg opens. "file:" keeps it from reading a scheme into a file's name.
Result<SecretBytes> location(const FeedContext& context) {
    const Address& address = context.address;
    if (address.network()) return url_with_credentials(address, context.options.user, context.options.password.get());
    const std::string text = (address.kind == AddressKind::file ? "file:" : "") + address.text;
    return SecretBytes(ByteView(reinterpret_cast<const std::uint8_t*>(text.c_str()), text.size() + 1));
}

Result<AVStream*> choose_video(AVFormatContext& format) {
    const int best = av_find_best_stream(&format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (best < 0) return fail(errors::kNotVideo, "no video stream");
    AVStream* video = format.streams[best];
    if (video->disposition & AV_DISPOSITION_ATTACHED_PIC) return fail(errors::kNotVideo, "only a cover picture");
    for (unsigned i = 0; i < format.nb_streams; ++i) {
        if (format.streams[i] != video) format.streams[i]->discard = AVDISCARD_ALL;
    }
    return video;
}

// A file is opened here and its content alone says what it is: by its name FFmpeg would take "a.jpg" for the first of a numbered sequence.
Result<AvPtr<AVIOContext>> open_file(const char* url, const FeedContext& context) {
    AvOptions options;
    options.set("protocol_whitelist", kFileProtocols);
    const AVIOInterruptCB interrupt{Watch::give_up, &context.watch};
    AVIOContext* file = nullptr;
    const int opened = avio_open2(&file, url, AVIO_FLAG_READ, &interrupt, options.out());
    if (opened < 0) return fail(opening_failure(opened, AddressKind::file));
    return AvPtr<AVIOContext>(file);
}

int open_part(AVFormatContext* format, AVIOContext** out, const char* url, int flags, AVDictionary** options) {
    auto& onlooker = *static_cast<Onlooker*>(format->opaque);
    if (std::string_view(url).starts_with("crypto")) onlooker.met_encryption = true;
    return onlooker.open(format, out, url, flags, options);
}

AVFormatContext* prepare_format(const FeedContext& context, Container& container) {
    AVFormatContext* raw = avformat_alloc_context();
    if (!raw) throw std::bad_alloc();
    raw->interrupt_callback = {Watch::give_up, &context.watch};
    raw->opaque = container.onlooker.get();
    container.onlooker->open = std::exchange(raw->io_open, open_part);
    raw->pb = container.file.get();
    if (context.address.kind == AddressKind::device) raw->flags |= AVFMT_FLAG_NONBLOCK;
    if (context.options.live && context.address.network()) raw->flags |= AVFMT_FLAG_NOBUFFER;
    return raw;
}

}  // namespace

Result<Container> open_input(const FeedContext& context) {
    prepare_library();
    const AddressKind kind = context.address.kind;
    if (kind == AddressKind::file) {
        MD_TRY(check_file(context.address.text));
        context.watch.allow_any_time();
    } else {
        context.watch.allow(kConnectWithin);
    }
    MD_ASSIGN(const SecretBytes text, location(context));
    const auto* url = reinterpret_cast<const char*>(text.view().data());

    Container out;
    if (kind == AddressKind::file) {
        MD_ASSIGN(out.file, open_file(url, context));
    }
    const auto failure = [&](int av_error) {
        return out.onlooker->met_encryption ? Error(errors::kEncryptedVideo, "playlist") : opening_failure(av_error, kind);
    };
    AvOptions options;
    set_options(options, context);
    const AVInputFormat* forced = kind == AddressKind::device ? av_find_input_format("v4l2") : nullptr;
    AVFormatContext* raw = prepare_format(context, out);
    const int opened = avformat_open_input(&raw, out.file ? "" : url, forced, options.out());
    if (opened < 0) return fail(failure(opened));  // and raw is freed
    out.format.reset(raw);

    // An RTSP description says all that a decoder needs; elsewhere the first packets do.
    if (kind != AddressKind::rtsp) {
        if (kind != AddressKind::file)
            context.watch.allow(std::max<std::chrono::milliseconds>(context.options.stall_after, kConnectWithin));
        const int found = avformat_find_stream_info(raw, nullptr);
        if (found < 0) return fail(failure(found));
    }
    MD_ASSIGN(out.video, choose_video(*raw));
    if (out.onlooker->met_encryption && out.video->codecpar->width == 0) return fail(failure(AVERROR_INVALIDDATA));
    return out;
}

}  // namespace md::media
