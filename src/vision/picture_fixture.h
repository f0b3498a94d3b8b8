#pragma once
// For tests: pictures of kinds that no encoder at hand writes.
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/bytes.h"

namespace md::vision::fixture {

inline Bytes encoded(const cv::Mat& picture, const std::string& extension) {
    Bytes out;
    cv::imencode(extension, picture, out);
    return out;
}

// How the inks are stored: plain CMYK; as Photoshop writes them, which is inverted; the same turned into luma and chroma.
enum class Inks { plain, adobe_cmyk, adobe_ycck };

// Four planes, cyan to black, with under-colour removal; 0 is no ink.
inline std::array<cv::Mat, 4> inks_of(const cv::Mat& bgr) {
    std::array<cv::Mat, 4> inks;
    for (auto& ink : inks) ink.create(bgr.size(), CV_8UC1);
    for (int y = 0; y < bgr.rows; ++y)
        for (int x = 0; x < bgr.cols; ++x) {
            const auto p = bgr.at<cv::Vec3b>(y, x);
            const int light = std::max({p[0], p[1], p[2]});
            for (int i = 0; i < 3; ++i)
                inks[static_cast<std::size_t>(i)].at<std::uint8_t>(y, x) =
                    static_cast<std::uint8_t>(light == 0 ? 0 : 255 - 255 * p[2 - i] / light);
            inks[3].at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(255 - light);
        }
    return inks;
}

inline std::array<cv::Mat, 4> stored_planes(const cv::Mat& bgr, Inks inks) {
    auto planes = inks_of(bgr);
    if (inks == Inks::plain) return planes;
    for (auto& plane : planes) plane = 255 - plane;
    if (inks == Inks::adobe_cmyk) return planes;
    cv::Mat merged, luma_chroma;
    cv::merge(std::vector<cv::Mat>{255 - planes[2], 255 - planes[1], 255 - planes[0]}, merged);
    cv::cvtColor(merged, luma_chroma, cv::COLOR_BGR2YCrCb);
    std::vector<cv::Mat> parts;
    cv::split(luma_chroma, parts);
    return {parts[0], parts[2], parts[1], planes[3]};
}

// All segments of a marker, with marker and length; the scan (DA) with all that follows up to the end-of-image marker.
inline Bytes segments(ByteView jpeg, std::uint8_t marker) {
    constexpr std::uint8_t kScan = 0xDA;
    Writer out;
    for (std::size_t at = 2; at + 4 <= jpeg.size();) {
        const bool scan = jpeg[at + 1] == kScan;
        const std::size_t size = scan ? jpeg.size() - 2 - at : 2 + (std::size_t{jpeg[at + 2]} << 8 | jpeg[at + 3]);
        if (jpeg[at + 1] == marker) out.raw(jpeg.subspan(at, size));
        if (scan) break;
        at += size;
    }
    return std::move(out).bytes();
}

// A baseline JPEG of four components, one scan each: every plane is encoded as a grey picture, and the scans are put under one frame.
inline Bytes cmyk_jpeg(const cv::Mat& bgr, Inks inks) {
    std::vector<Bytes> grey;
    for (const auto& plane : stored_planes(bgr, inks)) grey.push_back(encoded(plane, ".jpg"));
    constexpr std::size_t kScanHeader = 10;
    const Bytes frame = segments(grey[0], 0xC0);
    Writer out;
    out.u16(0xFFD8);
    if (inks != Inks::plain) out.u16(0xFFEE).u16(14).text("Adobe").u16(100).u16(0).u16(0).u8(inks == Inks::adobe_ycck ? 2 : 0);
    out.raw(segments(grey[0], 0xDB)).raw(segments(grey[0], 0xC4));
    out.u16(0xFFC0).u16(8 + 3 * 4).raw(ByteView(frame).subspan(4, 5)).u8(4);  // precision, height, width
    for (std::uint8_t i = 1; i <= 4; ++i) out.u8(i).u8(0x11).u8(0);
    for (std::uint8_t i = 1; i <= 4; ++i)
        out.raw(Bytes{0xFF, 0xDA, 0, 8, 1, i, 0, 0, 63, 0}).raw(ByteView(segments(grey[i - 1U], 0xDA)).subspan(kScanHeader));
    out.u16(0xFFD9);
    return std::move(out).bytes();
}

}  // namespace md::vision::fixture
