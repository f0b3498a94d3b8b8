#include "crypto/keys.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "crypto/errors.h"
#include "profile.h"

namespace md::crypto {
namespace {

TEST(Keys, SignaturesVerifyAndEveryChangeIsFound) {  // D3, D17
    const PrivateKey key = PrivateKey::generate(test::profile());
    const PublicKey shown = key.public_key();
    EXPECT_EQ(shown.algorithm(), test::profile() == Profile::cii ? "SM2" : "EC P-256");
    const Bytes message = to_bytes("谁签的 who signed"), signature = key.sign(message);
    EXPECT_TRUE(shown.verify(message, signature));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        Bytes changed = signature;
        changed[i] ^= 1;
        EXPECT_FALSE(shown.verify(message, changed)) << i;
    }
    EXPECT_FALSE(shown.verify(as_bytes("other"), signature));
    EXPECT_FALSE(shown.verify(message, {}));
    EXPECT_FALSE(PrivateKey::generate(test::profile()).public_key().verify(message, signature));
}

TEST(Keys, EncodingsRoundTripAndRefuseDamage) {
    const PrivateKey key = PrivateKey::generate(test::profile());
    const SecretBytes pkcs8 = key.pkcs8();
    const PrivateKey again = must(PrivateKey::from_pkcs8(pkcs8.view()));
    EXPECT_EQ(again.public_key().spki(), key.public_key().spki());
    EXPECT_TRUE(key.public_key().verify(as_bytes("m"), again.sign(as_bytes("m"))));
    Bytes spki = key.public_key().spki();
    EXPECT_EQ(must(PublicKey::from_spki(spki)).algorithm(), key.public_key().algorithm());
    for (std::size_t length = 0; length < spki.size(); ++length) EXPECT_FALSE(PublicKey::from_spki(ByteView(spki).first(length)));
    for (std::size_t length = 0; length < pkcs8.size(); ++length) EXPECT_FALSE(PrivateKey::from_pkcs8(pkcs8.view().first(length)));
    spki.push_back(0);
    EXPECT_EQ(PublicKey::from_spki(spki).error().code(), errors::kKeyMalformed.code);
}

TEST(Keys, PointsMustLieOnTheCurve) {
    const std::string curve = test::profile() == Profile::cii ? "SM2" : "P-256";
    const PrivateKey key = PrivateKey::generate(test::profile());
    const Bytes spki = key.public_key().spki();
    Bytes x(spki.end() - 64, spki.end() - 32), y(spki.end() - 32, spki.end());
    const PublicKey same = must(PublicKey::from_ec_point(curve, x, y));
    EXPECT_EQ(same.spki(), spki);
    EXPECT_TRUE(same.verify(as_bytes("m"), key.sign(as_bytes("m"))));
    y[31] ^= 1;
    EXPECT_FALSE(PublicKey::from_ec_point(curve, x, y));
    EXPECT_FALSE(PublicKey::from_ec_point("P-384", x, y));
    EXPECT_FALSE(PublicKey::from_ec_point(curve, ByteView(x).first(31), y));
}

TEST(Keys, WeakRsaIsRefused) {  // D3
    SeededRandom random(1);
    Bytes modulus = random.bytes(128);
    modulus.front() |= 0x80;
    modulus.back() |= 1;
    const Bytes exponent{1, 0, 1};
    EXPECT_EQ(PublicKey::from_rsa(modulus, exponent).error().code(), errors::kPolicyForbids.code);
    modulus = random.bytes(256);
    modulus.front() |= 0x80;
    modulus.back() |= 1;
    EXPECT_EQ(must(PublicKey::from_rsa(modulus, exponent)).algorithm(), "RSA 2048");
    EXPECT_FALSE(PublicKey::from_rsa(modulus, Bytes{1}));
    EXPECT_FALSE(PublicKey::from_rsa(Bytes(4096, 1), exponent));
}

TEST(Keys, Ed25519VerifiesTheRfc8032Example) {  // RFC 8032 section 7.1, test 2
    const auto key = must(PublicKey::from_ed25519(from_hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c").value()));
    const Bytes signature = from_hex(
                                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
                                .value();
    EXPECT_TRUE(key.verify(Bytes{0x72}, signature));
    EXPECT_FALSE(key.verify(Bytes{0x73}, signature));
    EXPECT_FALSE(PublicKey::from_ed25519(Bytes(31)));
}

}  // namespace
}  // namespace md::crypto
