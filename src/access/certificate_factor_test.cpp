#include "access/test_house.h"

namespace md::access::test {
namespace {

// D11: the terminal's certificate as second factor.
TEST(SignIn, CertificateOfTheAccountIsASecondFactor) {
    SettledHouse house;
    Bytes root(32, 7);
    const auto authority =
        must(pki::Authority::open(profile(), house.folder / "pki", SecretBytes(ByteView(root)), house.clock, house.random));
    house.authority = authority.get();
    house.reopen();
    const auto session = house.sign_in_administrator();
    const auto own = must(authority->issue(pki::Kind::user, "admin", {}, {}));
    const auto other = must(authority->issue(pki::Kind::user, "somebody", {}, {}));
    const auto device = must(authority->issue(pki::Kind::device, "admin", {}, {}));
    auto& factors = house.access->factors();
    EXPECT_REFUSED(factors.add_certificate(session.caller, other.certificate), errors::kCertificateRefused);
    EXPECT_REFUSED(factors.add_certificate(session.caller, device.certificate), errors::kCertificateRefused);
    must(factors.add_certificate(session.caller, own.certificate));
    EXPECT_REFUSED(factors.add_certificate(session.caller, own.certificate), errors::kFactorEnrolled);
    auto& sign_in = house.access->sign_in();
    auto step = must(sign_in.start("admin", secret(house.password), house.from));
    EXPECT_EQ(step.methods, (std::vector{FactorKind::certificate, FactorKind::totp}));
    EXPECT_REFUSED(sign_in.with_certificate(step.challenge, other.certificate, house.from), errors::kCertificateRefused);
    EXPECT_REFUSED(sign_in.with_certificate(step.challenge, {}, house.from), errors::kCertificateRefused);
    must(sign_in.with_certificate(step.challenge, own.certificate, house.from));
    must(authority->revoke(own.serial, "lost"));
    step = must(sign_in.start("admin", secret(house.password), house.from));
    EXPECT_REFUSED(sign_in.with_certificate(step.challenge, own.certificate, house.from), errors::kCertificateRefused);
}

}  // namespace
}  // namespace md::access::test
