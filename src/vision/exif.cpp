#include "vision/exif.h"

#include <algorithm>

#include "vision/pixels.h"

namespace md::vision {
namespace {

constexpr std::uint16_t kOrientationTag = 0x0112;
constexpr std::uint16_t kShort = 3;

// TIFF numbers in the byte order of the block.
class TiffReader {
public:
    TiffReader(ByteView block, bool little_endian) : block_(block), little_(little_endian) {}
    std::uint32_t number(std::size_t offset, std::size_t width) {
        if (offset > block_.size() || block_.size() - offset < width) {
            ok_ = false;
            return 0;
        }
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < width; ++i) value = value << 8 | block_[offset + (little_ ? width - 1 - i : i)];
        return value;
    }
    bool ok() const { return ok_; }

private:
    ByteView block_;
    bool little_;
    bool ok_ = true;
};

constexpr std::string_view kExifMark{"Exif\0\0", 6};

ByteView without_exif_mark(ByteView block) { return as_text(block).starts_with(kExifMark) ? block.subspan(kExifMark.size()) : block; }

ByteView exif_of_jpeg(ByteView file) {
    Reader reader(file);
    reader.take(2);  // start of image
    while (reader.ok() && reader.left() >= 4) {
        if (reader.u8() != 0xFF) return {};
        const auto marker = reader.u8();
        if (marker == 0xDA || marker == 0xD9) return {};
        const auto length = reader.u16();
        if (length < 2) return {};
        const auto segment = reader.take(length - 2u);
        if (marker == 0xE1 && as_text(segment).starts_with(kExifMark)) return segment.subspan(kExifMark.size());
    }
    return {};
}

ByteView exif_of_png(ByteView file) {
    Reader reader(file);
    reader.take(8);
    while (reader.ok() && reader.left() >= 12) {
        const auto length = reader.u32();
        const auto type = as_text(reader.take(4));
        const auto data = reader.take(length);
        reader.take(4);
        if (!reader.ok()) return {};
        if (type == "eXIf") return without_exif_mark(data);
    }
    return {};
}

ByteView exif_of_webp(ByteView file) {
    Reader reader(file);
    reader.take(12);
    while (reader.ok() && reader.left() >= 8) {
        const auto type = as_text(reader.take(4));
        const auto size = reader.take(4);
        if (!reader.ok()) return {};
        const std::size_t length = size[0] | size[1] << 8 | size[2] << 16 | static_cast<std::size_t>(size[3]) << 24;
        const auto data = reader.take(length);
        if (!reader.ok()) return {};
        if (type == "EXIF") return without_exif_mark(data);
        reader.take(std::min<std::size_t>(length & 1, reader.left()));
    }
    return {};
}

}  // namespace

int orientation_of_tiff(ByteView tiff) {
    const auto order = as_text(tiff.first(std::min<std::size_t>(tiff.size(), 2)));
    if (order != "II" && order != "MM") return 1;
    TiffReader reader(tiff, order == "II");
    if (reader.number(2, 2) != 42) return 1;
    const std::size_t directory = reader.number(4, 4);
    const auto entries = reader.number(directory, 2);
    for (std::size_t i = 0; i < entries && reader.ok(); ++i) {
        const std::size_t entry = directory + 2 + i * 12;
        if (reader.number(entry, 2) != kOrientationTag) continue;
        if (reader.number(entry + 2, 2) != kShort || reader.number(entry + 4, 4) != 1) return 1;
        const auto value = reader.number(entry + 8, 2);
        return reader.ok() && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

int orientation_of_file(ByteView file, ImageFormat format) {
    switch (format) {
        case ImageFormat::jpeg:
            return orientation_of_tiff(exif_of_jpeg(file));
        case ImageFormat::png:
            return orientation_of_tiff(exif_of_png(file));
        case ImageFormat::webp:
            return orientation_of_tiff(exif_of_webp(file));
        case ImageFormat::bmp:
        case ImageFormat::pnm:
            return 1;
    }
    return 1;
}

Image upright(Image image, int orientation) {
    if (orientation <= 1 || orientation > 8 || image.empty()) return image;
    const bool swaps_sides = orientation >= 5;
    Image turned = swaps_sides ? Image(image.height(), image.width()) : Image(image.width(), image.height());
    const cv::Mat from = view(image);
    cv::Mat to = writable_view(turned);
    constexpr int kVertical = 0, kHorizontal = 1, kBoth = -1;
    switch (orientation) {
        case 2:
            cv::flip(from, to, kHorizontal);
            break;
        case 3:
            cv::flip(from, to, kBoth);
            break;
        case 4:
            cv::flip(from, to, kVertical);
            break;
        case 5:
            cv::transpose(from, to);
            break;
        case 6:
            cv::rotate(from, to, cv::ROTATE_90_CLOCKWISE);
            break;
        case 7:
            cv::transpose(from, to);
            cv::flip(to, to, kBoth);
            break;
        default:
            cv::rotate(from, to, cv::ROTATE_90_COUNTERCLOCKWISE);
            break;
    }
    return turned;
}

}  // namespace md::vision
