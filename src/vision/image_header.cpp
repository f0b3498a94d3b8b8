#include "vision/image_header.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "vision/errors.h"

namespace md::vision {
namespace {

using Header = Result<ImageHeader>;

// Beyond it sizes are not multiplied, so nothing overflows; decode_image() refuses such sides anyway.
constexpr std::int64_t kSideLimit = 1 << 20;

tl::unexpected<Error> truncated(std::string_view what) { return fail(errors::kImageTruncated, std::string(what)); }

std::uint32_t little_endian(ByteView bytes, std::size_t offset, std::size_t width) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value |= static_cast<std::uint32_t>(bytes[offset + i]) << (8 * i);
    return value;
}

bool is_frame_header(std::uint8_t marker) { return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC; }
bool is_adobe(ByteView segment) { return segment.size() >= 14 && as_text(segment.subspan(2, 5)) == "Adobe"; }  // T.872, 6.5.3
bool is_standalone(std::uint8_t marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8); }

// Skips entropy-coded data: on return `position` stands on the FF of the next real marker, or at the end.
void skip_scan(ByteView file, std::size_t& position) {
    while (position + 1 < file.size()) {
        const auto* found = static_cast<const std::uint8_t*>(std::memchr(file.data() + position, 0xFF, file.size() - 1 - position));
        if (!found) break;
        position = static_cast<std::size_t>(found - file.data());
        const auto next = file[position + 1];
        if (next != 0x00 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) return;
        position += next == 0xFF ? 1 : 2;
    }
    position = file.size();
}

// ITU-T T.81, annex B. libjpeg fills a cut file up with grey and only warns, so the walk to the end-of-image marker is ours.
Header read_jpeg(ByteView file) {
    ImageHeader header{ImageFormat::jpeg};
    std::size_t position = 2;
    bool seen_scan = false, adobe = false;
    int components = 0;
    while (position + 1 < file.size()) {
        if (file[position] != 0xFF) return fail(errors::kNotAnImage, "JPEG: marker expected");
        const auto marker = file[position + 1];
        if (marker == 0xFF) {
            ++position;
            continue;
        }
        position += 2;
        if (marker == 0xD9) {
            if (!seen_scan || header.width == 0) return truncated("JPEG: ends without a picture");
            // Adobe's marker says that the inks are stored inverted; without it either way is found, and a negative is no face.
            if (components == 4 && !adobe) return fail(errors::kImageUnsupported, "JPEG: CMYK without Adobe's marker");
            return header;
        }
        if (is_standalone(marker)) continue;
        if (file.size() - position < 2) break;
        const std::size_t length = file[position] << 8 | file[position + 1];
        if (length < 2) return fail(errors::kNotAnImage, "JPEG: segment length");
        if (file.size() - position < length) break;
        if (marker == 0xEE) adobe = adobe || is_adobe(file.subspan(position, length));
        if (is_frame_header(marker)) {
            if (length < 8) return fail(errors::kNotAnImage, "JPEG: frame header");
            header.height = file[position + 3] << 8 | file[position + 4];
            header.width = file[position + 5] << 8 | file[position + 6];
            components = file[position + 7];
            if (header.width == 0 || header.height == 0) return fail(errors::kImageUnsupported, "JPEG: size given later (DNL) or zero");
        }
        position += length;
        if (marker == 0xDA) {
            seen_scan = true;
            skip_scan(file, position);
        }
    }
    return truncated("JPEG: no end-of-image marker");
}

// ISO/IEC 15948. libpng checks each chunk's CRC; here only that all chunks are there.
Header read_png(ByteView file) {
    ImageHeader header{ImageFormat::png};
    Reader reader(file);
    reader.take(8);
    for (bool first = true; reader.left() >= 12; first = false) {
        const auto length = reader.u32();
        const auto type = as_text(reader.take(4));
        const auto data = reader.take(length);
        reader.take(4);
        if (!reader.ok()) break;
        if (first) {
            if (type != "IHDR" || length != 13) return fail(errors::kNotAnImage, "PNG: no IHDR");
            Reader fields(data);
            header.width = fields.u32();
            header.height = fields.u32();
        }
        if (type == "IEND") return header;
    }
    return truncated("PNG: no IEND");
}

// The picture chunk of a WebP file: RFC 6386, 9.1, and RFC 9649, 3.4. As strict as libwebp: OpenCV hands a file that its own decoders do
// not know to GDAL, through a file in the temporary folder, and a face must never lie there (B3, B4).
Header read_vp8(ByteView chunk, bool lossless) {
    ImageHeader header{ImageFormat::webp};
    if (lossless) {
        constexpr std::uint8_t kSignature = 0x2F;
        if (chunk.size() < 5 || chunk[0] != kSignature || chunk[4] >> 5 != 0) return fail(errors::kNotAnImage, "WebP: VP8L header");
        const auto bits = little_endian(chunk, 1, 4);
        header.width = (bits & 0x3FFF) + std::int64_t{1};
        header.height = (bits >> 14 & 0x3FFF) + std::int64_t{1};
        return header;
    }
    if (chunk.size() < 10) return fail(errors::kNotAnImage, "WebP: VP8 header");
    const auto tag = little_endian(chunk, 0, 3);
    const bool key_frame = (tag & 1) == 0, known_profile = (tag >> 1 & 7) <= 3, shown = (tag >> 4 & 1) == 1,
               partition_fits = tag >> 5 < chunk.size();
    if (!key_frame || !known_profile || !shown || !partition_fits || little_endian(chunk, 3, 3) != 0x2A019D)
        return fail(errors::kNotAnImage, "WebP: VP8 header");
    header.width = little_endian(chunk, 6, 2) & 0x3FFF;
    header.height = little_endian(chunk, 8, 2) & 0x3FFF;
    return header;
}

// RFC 9649.
Header read_webp(ByteView file) {
    constexpr std::size_t kRiffHeader = 12, kChunkHeader = 8, kExtended = 10;
    if (file.size() < 30) return truncated("WebP: header");
    const std::uint64_t riff_size = little_endian(file, 4, 4);
    if (riff_size + kChunkHeader > file.size()) return truncated("WebP: RIFF length");
    if (riff_size < kRiffHeader) return fail(errors::kNotAnImage, "WebP: RIFF length");
    std::optional<ImageHeader> canvas;
    for (auto rest = file.subspan(kRiffHeader, riff_size + kChunkHeader - kRiffHeader); rest.size() >= kChunkHeader;) {
        const auto type = as_text(rest.first(4));
        const std::uint64_t size = little_endian(rest, 4, 4);
        if (size > rest.size() - kChunkHeader) return truncated("WebP: chunk");
        const auto chunk = rest.subspan(kChunkHeader, size);
        if (type == "VP8 " || type == "VP8L") {
            auto header = read_vp8(chunk, type == "VP8L");
            if (header && canvas && (header->width != canvas->width || header->height != canvas->height))
                return fail(errors::kNotAnImage, "WebP: canvas");
            return header;
        }
        if (type == "VP8X") {
            constexpr std::uint8_t kAnimation = 0x02;
            if (size != kExtended || canvas) return fail(errors::kNotAnImage, "WebP: VP8X");
            if (chunk[0] & kAnimation) return fail(errors::kImageUnsupported, "WebP: animated");
            canvas =
                ImageHeader{ImageFormat::webp, little_endian(chunk, 4, 3) + std::int64_t{1}, little_endian(chunk, 7, 3) + std::int64_t{1}};
        } else if (!canvas) {
            return fail(errors::kNotAnImage, "WebP: first chunk");
        }
        rest = rest.subspan(std::min<std::uint64_t>(rest.size(), kChunkHeader + size + (size & 1)));
    }
    return truncated("WebP: no picture");
}

Header read_bmp(ByteView file) {
    if (file.size() < 54) return truncated("BMP: header");
    const auto offset = little_endian(file, 10, 4), bits = little_endian(file, 28, 2), compression = little_endian(file, 30, 4);
    if (little_endian(file, 14, 4) < 40) return fail(errors::kImageUnsupported, "BMP: OS/2 header");
    constexpr std::uint32_t kPlain = 0, kBitFields = 3;
    if (compression != kPlain && compression != kBitFields) return fail(errors::kImageUnsupported, "BMP: compressed");
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32)
        return fail(errors::kNotAnImage, "BMP: bits a pixel");
    ImageHeader header{ImageFormat::bmp};
    header.width = static_cast<std::int32_t>(little_endian(file, 18, 4));
    header.height = std::llabs(static_cast<std::int32_t>(little_endian(file, 22, 4)));
    if (header.width <= 0 || header.height == 0) return fail(errors::kNotAnImage, "BMP: size");
    const std::int64_t row = (header.width * bits + 31) / 32 * 4;
    if (header.width < kSideLimit && header.height < kSideLimit && offset + row * header.height > static_cast<std::int64_t>(file.size()))
        return truncated("BMP: pixels");
    return header;
}

// Netpbm P5 and P6: magic, width, height, maximum, one white space, samples. Comments run from # to the end of the line.
class PnmFields {
public:
    explicit PnmFields(ByteView file) : file_(file) {}
    std::int64_t next() {
        skip_space();
        std::int64_t value = 0;
        const auto start = position_;
        while (position_ < file_.size() && file_[position_] >= '0' && file_[position_] <= '9' && position_ - start < 10)
            value = value * 10 + (file_[position_++] - '0');
        return position_ == start ? -1 : value;
    }
    std::size_t position() const { return position_; }

private:
    void skip_space() {
        for (bool comment = false; position_ < file_.size(); ++position_) {
            const auto c = file_[position_];
            if (comment)
                comment = c != '\n';
            else if (c == '#')
                comment = true;
            else if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
                return;
        }
    }
    ByteView file_;
    std::size_t position_ = 2;
};

Header read_pnm(ByteView file) {
    PnmFields fields(file);
    ImageHeader header{ImageFormat::pnm};
    header.width = fields.next();
    header.height = fields.next();
    const auto maximum = fields.next();
    if (header.width <= 0 || header.height <= 0 || maximum <= 0 || maximum > 65535) return fail(errors::kNotAnImage, "PNM: header");
    const std::int64_t channels = file[1] == '6' ? 3 : 1, sample_bytes = maximum > 255 ? 2 : 1;
    if (header.width < kSideLimit &&
        header.height<kSideLimit&& static_cast<std::int64_t>(fields.position()) + 1 +
                      header.width * header.height * channels * sample_bytes> static_cast<std::int64_t>(file.size()))
        return truncated("PNM: samples");
    return header;
}

}  // namespace

std::optional<ImageFormat> sniff_format(ByteView file) {
    const auto text = as_text(file);
    if (text.starts_with("\xFF\xD8\xFF")) return ImageFormat::jpeg;
    if (text.starts_with("\x89PNG\r\n\x1A\n")) return ImageFormat::png;
    if (text.starts_with("RIFF") && text.size() >= 12 && text.substr(8, 4) == "WEBP") return ImageFormat::webp;
    if (text.starts_with("BM") && text.size() >= 18) return ImageFormat::bmp;
    if (text.size() >= 7 && text[0] == 'P' && (text[1] == '5' || text[1] == '6') &&
        (text[2] == '\n' || text[2] == ' ' || text[2] == '\r' || text[2] == '\t'))
        return ImageFormat::pnm;
    return std::nullopt;
}

Result<ImageHeader> read_image_header(ByteView file) {
    const auto format = sniff_format(file);
    if (!format) return fail(errors::kNotAnImage, "no known signature");
    switch (*format) {
        case ImageFormat::jpeg:
            return read_jpeg(file);
        case ImageFormat::png:
            return read_png(file);
        case ImageFormat::webp:
            return read_webp(file);
        case ImageFormat::bmp:
            return read_bmp(file);
        case ImageFormat::pnm:
            return read_pnm(file);
    }
    return fail(errors::kNotAnImage, "no known signature");
}

}  // namespace md::vision
