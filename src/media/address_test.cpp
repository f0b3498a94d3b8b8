#include "media/address.h"

#include <gtest/gtest.h>

#include "media/errors.h"
#include "media/failure.h"
#include "media/media_fixture.h"

namespace md::media {
namespace {

std::string url(const std::string& address, const std::string& user, const std::string& password) {
    const SecretBytes secret(ByteView(reinterpret_cast<const std::uint8_t*>(password.data()), password.size()));
    const auto made = must(url_with_credentials(must(parse_address(address)), user, &secret));
    return reinterpret_cast<const char*>(made.view().data());
}

TEST(Address, KnowsItsKinds) {
    EXPECT_EQ(must(parse_address("rtsp://10.0.0.1:554/h264?channel=1")).kind, AddressKind::rtsp);
    EXPECT_EQ(must(parse_address("RTSPS://cam/1")).text, "rtsps://cam/1");
    EXPECT_EQ(must(parse_address("https://cam/v.m3u8")).kind, AddressKind::http);
    EXPECT_EQ(must(parse_address("/dev/video0")).kind, AddressKind::device);
    EXPECT_EQ(must(parse_address("录像/一.mp4")).kind, AddressKind::file);
    EXPECT_EQ(must(parse_address("file:///srv/a.mp4")).text, "/srv/a.mp4");
    EXPECT_EQ(must(parse_address("./odd://name.mp4")).kind, AddressKind::file);
}

TEST(Address, RefusesWhatItDoesNotKnow) {
    for (const auto* text : {"", "ftp://a/b", "concat://a", "rtmp://a/b", "data://x", "rtsp://", "http:///x", "a\nb", "unix://x"}) {
        const auto address = parse_address(text);
        ASSERT_FALSE(address) << text;
        EXPECT_EQ(address.error().code(), "media.source_address") << text;
    }
    EXPECT_FALSE(parse_address(std::string(3000, 'a')));
}

TEST(Address, TakesNoPasswordInside) {
    EXPECT_EQ(parse_address("rtsp://admin:12345@10.0.0.1/live").error().code(), "media.password_in_address");
    EXPECT_TRUE(parse_address("rtsp://10.0.0.1/live?mail=a@b"));
}

TEST(Address, EncodesUserAndPassword) {
    EXPECT_EQ(url("rtsp://h/p", "admin", "a:b@c/d %"), "rtsp://admin:a%3Ab%40c%2Fd%20%25@h/p");
    EXPECT_EQ(url("rtsp://h/p", "", ""), "rtsp://h/p");
    EXPECT_EQ(url("https://h/p", "u", ""), "https://u:@h/p");
    SourceOptions options;
    options.address = "rtsp://h/p";
    options.user = std::string(130, 'u');
    EXPECT_EQ(Source::open(options, SystemClock()).error().code(), "media.credentials_too_long");
}

TEST(Failure, SaysWhoCanHelp) {
    EXPECT_TRUE(needs_operator(errors::kWrongPassword));
    EXPECT_TRUE(needs_operator(errors::kEncryptedVideo));
    EXPECT_FALSE(needs_operator(errors::kUnreachable));
    EXPECT_FALSE(needs_operator(errors::kNoSuchDevice));
}

}  // namespace
}  // namespace md::media
