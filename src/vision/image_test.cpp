#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <random>

#include "vision/errors.h"
#include "vision/exif.h"
#include "vision/image_header.h"
#include "vision/picture_fixture.h"
#include "vision/pixels.h"

namespace md::vision {
namespace {

using fixture::encoded;

// Four quarters of different colours, so that every turn and flip is told apart.
cv::Mat quarters(int width = 64, int height = 48) {
    cv::Mat picture(height, width, CV_8UC3);
    const std::array<cv::Scalar, 4> colours{cv::Scalar(0, 0, 255), cv::Scalar(0, 255, 0), cv::Scalar(255, 0, 0), cv::Scalar(255, 255, 255)};
    for (int i = 0; i < 4; ++i)
        picture(cv::Rect((i % 2) * width / 2, (i / 2) * height / 2, width / 2, height / 2)).setTo(colours[static_cast<std::size_t>(i)]);
    return picture;
}

// "r", "g", "b" or "w" of the picture's top left, top right, bottom left and bottom right.
std::string corners(const Image& image) {
    const cv::Mat picture = view(image);
    std::string names;
    for (const auto& [x, y] :
         {std::pair{4, 4}, std::pair{picture.cols - 5, 4}, std::pair{4, picture.rows - 5}, std::pair{picture.cols - 5, picture.rows - 5}}) {
        const auto p = picture.at<cv::Vec3b>(y, x);
        const bool b = p[0] > 128, g = p[1] > 128, r = p[2] > 128;
        names += b && g && r ? 'w' : r ? 'r' : g ? 'g' : b ? 'b' : '-';
    }
    return names;
}

Bytes tiff_with_orientation(int orientation, bool little_endian) {
    if (little_endian)
        return {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, static_cast<std::uint8_t>(orientation),
                0,   0,   0,  0, 0, 0, 0};
    return {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, static_cast<std::uint8_t>(orientation), 0, 0, 0, 0, 0, 0};
}

Bytes jpeg_with_orientation(int orientation, bool little_endian) {
    const Bytes plain = encoded(quarters(), ".jpg"), tiff = tiff_with_orientation(orientation, little_endian);
    Writer out;
    out.raw(ByteView(plain).first(2))
        .u16(0xFFE1)
        .u16(static_cast<std::uint16_t>(2 + 6 + tiff.size()))
        .text(std::string_view("Exif\0\0", 6))
        .raw(tiff)
        .raw(ByteView(plain).subspan(2));
    return std::move(out).bytes();
}

TEST(DecodeImage, ReadsEveryFormatToBgr) {
    for (const std::string extension : {".jpg", ".png", ".webp", ".bmp", ".ppm"}) {
        const auto image = decode_image(encoded(quarters(), extension));
        ASSERT_TRUE(image) << extension << " " << image.error().text();
        EXPECT_EQ(image->width(), 64) << extension;
        EXPECT_EQ(image->height(), 48) << extension;
        EXPECT_EQ(corners(*image), "rgbw") << extension;
    }
}

TEST(DecodeImage, TurnsByAllEightOrientations) {
    const std::array<std::string, 9> wanted{"", "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"};
    for (int orientation = 1; orientation <= 8; ++orientation)
        for (const bool little_endian : {true, false}) {
            const auto image = decode_image(jpeg_with_orientation(orientation, little_endian));
            ASSERT_TRUE(image) << image.error().text();
            EXPECT_EQ(corners(*image), wanted[static_cast<std::size_t>(orientation)]) << orientation;
            EXPECT_EQ(image->width(), orientation >= 5 ? 48 : 64) << orientation;
        }
}

TEST(DecodeImage, SixteenBitGreyAndAlphaBecomeBgr) {
    cv::Mat deep, grey, alpha;
    quarters().convertTo(deep, CV_16UC3, 257);
    cv::cvtColor(quarters(), grey, cv::COLOR_BGR2GRAY);
    cv::cvtColor(quarters(), alpha, cv::COLOR_BGR2BGRA);
    EXPECT_EQ(corners(*decode_image(encoded(deep, ".png"))), "rgbw");
    EXPECT_EQ(corners(*decode_image(encoded(alpha, ".png"))), "rgbw");
    EXPECT_EQ(decode_image(encoded(grey, ".pgm"))->width(), 64);
    EXPECT_EQ(corners(*decode_image(encoded(grey, ".jpg"))).back(), 'w');
}

TEST(DecodeImage, InksBecomeTheColoursTheyPrint) {
    cv::Mat picture = quarters(), smooth(48, 64, CV_8UC3);
    for (int y = 0; y < smooth.rows; ++y)
        for (int x = 0; x < smooth.cols; ++x)
            smooth.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<std::uint8_t>(40 + 3 * x), static_cast<std::uint8_t>(230 - 4 * y), 120);
    for (const auto inks : {fixture::Inks::adobe_cmyk, fixture::Inks::adobe_ycck}) {
        const auto image = decode_image(fixture::cmyk_jpeg(picture, inks));
        ASSERT_TRUE(image) << image.error().text();
        EXPECT_EQ(corners(*image), "rgbw");
        cv::Mat difference;
        cv::absdiff(view(*decode_image(fixture::cmyk_jpeg(smooth, inks))), smooth, difference);
        EXPECT_LT(cv::mean(difference.reshape(1))[0], 3);
    }
    EXPECT_TRUE(decode_image(fixture::cmyk_jpeg(picture, fixture::Inks::plain)).error().is(errors::kImageUnsupported))
        << "which way its inks run is not said";
}

TEST(DecodeImage, SixteenBitsKeepTheirUpperEight) {
    cv::Mat deep;
    quarters().convertTo(deep, CV_16UC3, 200);
    for (const std::string extension : {".png", ".ppm"}) {
        const auto image = decode_image(encoded(deep, extension));
        ASSERT_TRUE(image) << extension << " " << image.error().text();
        EXPECT_EQ(view(*image).at<cv::Vec3b>(4, 4), cv::Vec3b(0, 0, 255 * 200 / 256)) << extension;
    }
}

TEST(DecodeImage, EveryCutIsNoticed) {
    for (const std::string extension : {".jpg", ".png", ".webp", ".bmp", ".ppm"}) {
        const Bytes whole = encoded(quarters(), extension);
        for (std::size_t size = 0; size < whole.size(); size += std::max<std::size_t>(1, whole.size() / 97)) {
            const auto image = decode_image(ByteView(whole).first(size));
            EXPECT_FALSE(image) << extension << " cut to " << size << " of " << whole.size();
        }
    }
}

TEST(DecodeImage, RefusesBombsBeforeAllocating) {
    // A PNG that declares 100,000 x 100,000 pixels and holds none.
    Bytes bomb = encoded(quarters(), ".png");
    for (const std::size_t offset : {16u, 20u}) {
        bomb[offset + 1] = 0x01;
        bomb[offset + 2] = 0x86;
        bomb[offset + 3] = 0xA0;
    }
    EXPECT_TRUE(decode_image(bomb).error().is(errors::kImageTooLarge));
    const Bytes real = encoded(cv::Mat(5000, 10001, CV_8UC1, cv::Scalar(7)), ".png");
    EXPECT_TRUE(decode_image(real).error().is(errors::kImageTooLarge));
    EXPECT_TRUE(decode_image(real, {.max_pixels = 60'000'000}));
    EXPECT_TRUE(decode_image(real, {.max_bytes = 100}).error().is(errors::kImageTooLarge));
}

TEST(DecodeImage, RefusesWhatIsNoPicture) {
    for (const std::string_view text :
         {"", "x", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a\1\0\1\0", "%PDF-1.7", "P5 not a header at all"})
        EXPECT_TRUE(decode_image(as_bytes(text)).error().is(errors::kNotAnImage)) << text;
    EXPECT_TRUE(decode_image(as_bytes(std::string("P5\n99999999 99999999\n255\n"))).error().is(errors::kImageTooLarge));
}

TEST(DecodeImage, RefusesBmpOfNegativeWidth) {  // found by fuzzing
    Bytes file = encoded(quarters(), ".bmp");
    file[21] = 0xFF;
    EXPECT_TRUE(read_image_header(file).error().is(errors::kNotAnImage));
}

TEST(DecodeImage,
     RefusesWebpThatOpenCvWouldPassOn) {  // B3 B4, found by fuzzing: such files went to another library through the temporary folder
    Bytes good;
    cv::imencode(".webp", quarters(), good,
                 {cv::IMWRITE_WEBP_QUALITY, 80});  // lossy: byte 20 starts the frame tag, 23 to 25 are the start code
    ASSERT_TRUE(read_image_header(good));
    for (const std::size_t offset : {20u, 23u, 24u, 25u}) {
        Bytes bad = good;
        bad[offset] ^= 0x11;
        const auto header = read_image_header(bad);
        ASSERT_FALSE(header) << offset;
        EXPECT_TRUE(header.error().is(errors::kNotAnImage)) << offset;
    }
    Bytes empty_riff = good;
    std::fill_n(empty_riff.begin() + 4, 4, std::uint8_t{0});
    EXPECT_TRUE(read_image_header(empty_riff).error().is(errors::kNotAnImage));
}

TEST(DecodeImage, SurvivesRandomDamage) {
    std::mt19937 random(7);
    for (const std::string extension : {".jpg", ".png", ".webp", ".bmp", ".ppm"}) {
        const Bytes whole = encoded(quarters(), extension);
        for (int round = 0; round < 200; ++round) {
            Bytes damaged = whole;
            for (int i = 0; i < 4; ++i) damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
            const auto image = decode_image(damaged, {.max_pixels = 1'000'000});
            EXPECT_TRUE(!image || !image->empty());
        }
    }
}

TEST(DecodeImage, RefusesAnimatedWebp) {
    Writer file;
    file.text("RIFF").raw(Bytes{22, 0, 0, 0}).text("WEBPVP8X").raw(Bytes{10, 0, 0, 0, 0x02, 0, 0, 0, 63, 0, 0, 47, 0, 0});
    EXPECT_TRUE(decode_image(file.bytes()).error().is(errors::kImageUnsupported));
}

TEST(Exif, MalformedBlocksReadAsUpright) {
    const Bytes good = tiff_with_orientation(6, true);
    EXPECT_EQ(orientation_of_tiff(good), 6);
    for (std::size_t size = 0; size < 20; ++size) EXPECT_EQ(orientation_of_tiff(ByteView(good).first(size)), 1) << size;
    EXPECT_EQ(orientation_of_tiff(tiff_with_orientation(9, true)), 1);
    EXPECT_EQ(orientation_of_tiff(tiff_with_orientation(0, false)), 1);
    Bytes far = good;
    far[7] = 0xFF;  // the directory lies beyond the end
    EXPECT_EQ(orientation_of_tiff(far), 1);
}

TEST(Image, IsEmptyAfterMoveAndCropsInside) {  // B3 B4
    Image image(10, 8);
    Image taken = std::move(image);
    EXPECT_TRUE(image.empty());  // NOLINT: the state after a move is what is tested
    EXPECT_EQ(crop(taken, -5, -5, 10, 10).width(), 5);
    EXPECT_TRUE(crop(taken, 20, 20, 5, 5).empty());
    EXPECT_EQ(resize(taken, 5, 4).height(), 4);
    EXPECT_FALSE(encode_jpeg(Image()));
    EXPECT_TRUE(decode_image(*encode_jpeg(taken)));
}

TEST(Image, PixelsAreWiped) {  // B3 B4
    WipedMat holder(4, 4, CV_8UC3);
    holder.mat.setTo(200);
    const cv::Mat kept = holder.mat;  // shares the memory, so that it can be looked at afterwards
    holder.~WipedMat();
    EXPECT_EQ(cv::countNonZero(kept.reshape(1)), 0);
    new (&holder) WipedMat();
}

}  // namespace
}  // namespace md::vision
