#include "access/totp.h"

#include "access/test_house.h"

namespace md::access::test {
namespace {

using namespace std::chrono_literals;

struct Vector {
    std::int64_t time;
    const char *sha1, *sha256;
};
// RFC 6238, appendix B.
constexpr Vector kVectors[] = {{59, "94287082", "46119246"},         {1111111109, "07081804", "68084774"},
                               {1111111111, "14050471", "67062674"}, {1234567890, "89005924", "91819424"},
                               {2000000000, "69279037", "90698825"}, {20000000000, "65353130", "77737706"}};

WallTime at(std::int64_t seconds) { return WallTime(std::chrono::seconds(seconds)); }

}  // namespace

// D11
TEST(Totp, VectorsOfTheStandard) {
    for (const auto& vector : kVectors) {
        const auto step = vector.time / 30;
        EXPECT_EQ(match_totp(as_bytes("12345678901234567890"), vector.sha1, at(vector.time), {"SHA1", 8, 30s}), step);
        EXPECT_EQ(match_totp(as_bytes("12345678901234567890123456789012"), vector.sha256, at(vector.time), {"SHA256", 8, 30s}), step);
    }
}

TEST(Totp, WindowIsOneStepEitherWay) {
    const auto secret = as_bytes("12345678901234567890");
    const TotpParameters parameters{"SHA1", 8, 30s};
    for (const int shift : {-30, 0, 30}) EXPECT_TRUE(match_totp(secret, "89005924", at(1234567890 + shift), parameters)) << shift;
    for (const int shift : {-60, 60}) EXPECT_FALSE(match_totp(secret, "89005924", at(1234567890 + shift), parameters)) << shift;
    for (const char* wrong : {"", "8900592", "089005924", "8900592x", "-9005924"})
        EXPECT_FALSE(match_totp(secret, wrong, at(1234567890), parameters)) << wrong;
}

TEST(Totp, EnrolmentIsWhatPhonesRead) {
    const auto enrolment = totp_enrolment(as_bytes("12345678901234567890"), "Miandun", "张 伟", {});
    EXPECT_EQ(enrolment.uri,
              "otpauth://totp/"
              "Miandun:%E5%BC%A0%20%E4%BC%9F?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Miandun&algorithm=SHA256&digits=6&period=30");
    EXPECT_EQ(enrolment.qr_svg.find("script"), std::string::npos);
    EXPECT_GT(enrolment.qr_svg.size(), 1000u);
}

}  // namespace md::access::test
