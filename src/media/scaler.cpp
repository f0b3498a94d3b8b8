#include "media/scaler.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "media/errors.h"
#include "media/scratch.h"

namespace md::media {
namespace {

// Where a part may begin and end: a multiple of every chroma subsampling, and wide enough that swscale's vector loops start aligned and
// that parts of nearly the same size share their tables.
constexpr int kGridX = 32, kGridY = 8;
constexpr int kBytesPerPixel = 3;

struct Key {
    int source_width, source_height;
    AVPixelFormat source_format;
    int width, height;
    AVPixelFormat format;
    int matrix;
    bool full_range;
    bool operator==(const Key&) const = default;
};

// MJPEG decoders still name "full range" in the pixel format; swscale takes it as a flag.
struct Format {
    AVPixelFormat format;
    bool full_range;
};
Format plain_format(const AVFrame& picture) {
    const bool full = picture.color_range == AVCOL_RANGE_JPEG;
    switch (picture.format) {
        case AV_PIX_FMT_YUVJ420P:
            return {AV_PIX_FMT_YUV420P, true};
        case AV_PIX_FMT_YUVJ422P:
            return {AV_PIX_FMT_YUV422P, true};
        case AV_PIX_FMT_YUVJ444P:
            return {AV_PIX_FMT_YUV444P, true};
        case AV_PIX_FMT_YUVJ440P:
            return {AV_PIX_FMT_YUV440P, true};
        case AV_PIX_FMT_YUVJ411P:
            return {AV_PIX_FMT_YUV411P, true};
        default:
            return {static_cast<AVPixelFormat>(picture.format), full};
    }
}

// ITU-R BT.601 or BT.709 (or 2020). Streams that do not say follow the custom of their size.
int matrix_of(const AVFrame& picture) {
    switch (picture.colorspace) {
        case AVCOL_SPC_BT709:
            return SWS_CS_ITU709;
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
            return SWS_CS_ITU601;
        case AVCOL_SPC_SMPTE240M:
            return SWS_CS_SMPTE240M;
        case AVCOL_SPC_FCC:
            return SWS_CS_FCC;
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            return SWS_CS_BT2020;
        default:
            return picture.height > 576 || picture.width > 1024 ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }
}

AvPtr<SwsContext> make_context(const Key& key) {
    const bool same_size = key.source_width == key.width && key.source_height == key.height;
    const bool shrinks = !same_size && key.width <= key.source_width && key.height <= key.source_height;
    const int method = shrinks ? SWS_AREA : SWS_BILINEAR;
    AvPtr<SwsContext> context(sws_getContext(key.source_width, key.source_height, key.source_format, key.width, key.height, key.format,
                                             method, nullptr, nullptr, nullptr));
    if (context) {
        constexpr int kOne = 1 << 16;
        const int* table = sws_getCoefficients(key.matrix);
        const bool out_range = key.format == AV_PIX_FMT_BGR24 || key.full_range;
        sws_setColorspaceDetails(context.get(), table, key.full_range, table, out_range, 0, kOne, kOne);
    }
    return context;
}

// The scaling tables of this thread, the last used first.
SwsContext* context_for(const Key& key) {
    struct Entry {
        Key key;
        AvPtr<SwsContext> context;
    };
    constexpr std::size_t kKept = 32;
    thread_local std::vector<Entry> entries;
    auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
    if (found == entries.end()) {
        auto context = make_context(key);
        if (!context) return nullptr;
        if (entries.size() == kKept) entries.pop_back();
        found = entries.insert(entries.end(), Entry{key, std::move(context)});
    }
    std::rotate(entries.begin(), found, found + 1);
    return entries.front().context.get();
}

struct Planes {
    std::array<const std::uint8_t*, 4> data{};
    std::array<int, 4> stride{};
};
Planes planes_at(const AVFrame& picture, const AVPixFmtDescriptor& format, int x, int y) {
    Planes out;
    for (int plane = 0; plane < 4 && picture.data[plane]; ++plane) {
        const bool palette = plane == 1 && (format.flags & AV_PIX_FMT_FLAG_PAL);
        const bool chroma = plane == 1 || plane == 2;
        const std::ptrdiff_t row = palette ? 0 : chroma ? y >> format.log2_chroma_h : y;
        const std::ptrdiff_t column = palette ? 0 : av_image_get_linesize(static_cast<AVPixelFormat>(picture.format), x, plane);
        out.stride[std::size_t(plane)] = picture.linesize[plane];
        out.data[std::size_t(plane)] = picture.data[plane] + row * picture.linesize[plane] + column;
    }
    return out;
}

// The least that two steps must save, and formats whose conversion to BGR without scaling is vector code.
bool goes_in_two_steps(AVPixelFormat format, const Part& part, int width, int height) {
    const bool shrinks = width * 2 <= part.width && height * 2 <= part.height;
    return shrinks && width % 2 == 0 && height % 2 == 0 && (format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUV422P);
}

Status run(const Key& key, const Planes& from, std::uint8_t* const* to, const int* to_stride) {
    SwsContext* context = context_for(key);
    if (!context) return fail(errors::kPixelFormat);
    if (sws_scale(context, from.data.data(), from.stride.data(), 0, key.source_height, to, to_stride) != key.height)
        return fail(errors::kPixelFormat, "swscale gave up");
    return {};
}

// Shrinking as YUV and converting the little that is left takes half the time of both at once.
Status scale_in_two_steps(Key key, const Planes& from, std::uint8_t* out, int out_stride) {
    thread_local Scratch room;
    key.format = key.source_format;
    Planes small;
    std::array<std::uint8_t*, 4> data{};
    constexpr int kAlign = 64;
    const int bytes = av_image_get_buffer_size(key.format, key.width, key.height, kAlign);
    av_image_fill_arrays(data.data(), small.stride.data(), room.take(std::size_t(bytes)), key.format, key.width, key.height, kAlign);
    std::copy(data.begin(), data.end(), small.data.begin());
    MD_TRY(run(key, from, data.data(), small.stride.data()));
    const Key convert{key.width, key.height, key.format, key.width, key.height, AV_PIX_FMT_BGR24, key.matrix, key.full_range};
    return run(convert, small, &out, &out_stride);
}

Status scale(const AVFrame& picture, const Part& part, int width, int height, std::uint8_t* out, int out_stride) {
    const auto [format, full_range] = plain_format(picture);
    const auto* described = av_pix_fmt_desc_get(format);
    if (!described || !sws_isSupportedInput(format)) return fail(errors::kPixelFormat);
    const Key key{part.width, part.height, format, width, height, AV_PIX_FMT_BGR24, matrix_of(picture), full_range};
    const Planes planes = planes_at(picture, *described, part.x, part.y);
    if (goes_in_two_steps(format, part, width, height)) return scale_in_two_steps(key, planes, out, out_stride);
    return run(key, planes, &out, &out_stride);
}

// For a picture whose rows swscale may overrun a little.
std::uint8_t* padded_room(std::size_t bytes) {
    thread_local Scratch room;
    return room.take(bytes);
}

void copy_rows(const std::uint8_t* from, int from_stride, std::uint8_t* to, int row_bytes, int rows) {
    for (int row = 0; row < rows; ++row) {
        std::memcpy(to + std::ptrdiff_t(row) * row_bytes, from + std::ptrdiff_t(row) * from_stride, std::size_t(row_bytes));
    }
}

}  // namespace

Status scale_part(const AVFrame& picture, const Part& part, int width, int height, std::uint8_t* out) {
    constexpr int kMaxSide = 16'384;
    if (!inside(part, picture.width, picture.height) || width <= 0 || height <= 0 || width > kMaxSide || height > kMaxSide)
        return fail(errors::kFrameRegion);
    const int row_bytes = width * kBytesPerPixel;
    if (width % kGridX == 0) return scale(picture, part, width, height, out, row_bytes);
    const int stride = (row_bytes + 63) / 64 * 64;
    std::uint8_t* room = padded_room(std::size_t(stride) * std::size_t(height));
    MD_TRY(scale(picture, part, width, height, room, stride));
    copy_rows(room, stride, out, row_bytes, height);
    return {};
}

Status convert_part(const AVFrame& picture, const Part& part, std::uint8_t* out) {
    if (!inside(part, picture.width, picture.height)) return fail(errors::kFrameRegion);
    const int left = part.x / kGridX * kGridX, top = part.y / kGridY * kGridY;
    const auto up = [](int value, int grid) { return (value + grid - 1) / grid * grid; };
    const Part whole{left, top, std::min(up(part.x + part.width, kGridX), picture.width) - left,
                     std::min(up(part.y + part.height, kGridY), picture.height) - top};
    const int stride = up(whole.width * kBytesPerPixel, 64);
    std::uint8_t* room = padded_room(std::size_t(stride) * std::size_t(whole.height));
    MD_TRY(scale(picture, whole, whole.width, whole.height, room, stride));
    copy_rows(room + std::ptrdiff_t(part.y - top) * stride + (part.x - left) * kBytesPerPixel, stride, out, part.width * kBytesPerPixel,
              part.height);
    return {};
}

}  // namespace md::media
