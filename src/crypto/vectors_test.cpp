// The published examples of every algorithm (tests/vectors). D3, D17
#include "vectors.h"

#include <gtest/gtest.h>

#include "crypto/keys.h"
#include "crypto/openssl.h"
#include "crypto/password.h"
#include "crypto/suite.h"

namespace md::crypto {
namespace {

const Suite& suite_with_digest(const std::string& name) { return Suite::of(name == "SM3" ? Profile::cii : Profile::general); }

void check_digests(Profile profile, const std::string& file) {
    for (const auto& vector : test::load_vectors(file)) {
        const std::uint64_t repeat = vector.has("repeat") ? vector.number("repeat") : 1;
        auto hasher = Suite::of(profile).hasher();
        std::string whole;
        for (std::uint64_t i = 0; i < repeat; ++i) {
            hasher->update(as_bytes(vector.text("text")));
            whole += vector.text("text");
        }
        EXPECT_EQ(to_hex(hasher->finish()), vector.text("digest"));
        EXPECT_EQ(to_hex(Suite::of(profile).digest(as_bytes(whole))), vector.text("digest"));
    }
}

void check_aead(Profile profile, const std::string& file) {
    for (const auto& vector : test::load_vectors(file)) {
        const Bytes sealed = Suite::of(profile).seal(vector.hex("key"), vector.hex("nonce"), vector.hex("associated"), vector.hex("plain"));
        EXPECT_EQ(to_hex(sealed), vector.text("cipher") + vector.text("tag"));
        const auto opened = Suite::of(profile).open(vector.hex("key"), vector.hex("nonce"), vector.hex("associated"), sealed);
        ASSERT_TRUE(opened);
        EXPECT_EQ(to_hex(opened->view()), vector.text("plain"));
    }
}

TEST(Vectors, Sha256) { check_digests(Profile::general, "sha256.txt"); }
TEST(Vectors, Sm3) { check_digests(Profile::cii, "sm3.txt"); }
TEST(Vectors, Aes256Gcm) { check_aead(Profile::general, "aes256_gcm.txt"); }
TEST(Vectors, Sm4Gcm) { check_aead(Profile::cii, "sm4_gcm.txt"); }

TEST(Vectors, Hmac) {
    for (const auto& vector : test::load_vectors("hmac.txt"))
        EXPECT_EQ(to_hex(suite_with_digest(vector.text("digest")).hmac(vector.hex("key"), vector.hex("data"))), vector.text("mac"));
}

TEST(Vectors, Hkdf) {
    for (const auto& vector : test::load_vectors("hkdf.txt")) {
        const Bytes info = vector.hex("info");
        const auto output = suite_with_digest(vector.text("digest"))
                                .hkdf(vector.hex("secret"), vector.hex("salt"), as_text(info), vector.text("output").size() / 2);
        EXPECT_EQ(to_hex(output.view()), vector.text("output"));
    }
}

TEST(Vectors, Sm4OneBlockAndAMillionTimes) {
    for (const auto& vector : test::load_vectors("sm4.txt")) {
        const OwnedCipher cipher(EVP_CIPHER_fetch(library(), "SM4-ECB", kProperties));
        const OwnedCipherContext context(EVP_CIPHER_CTX_new());
        Bytes block = vector.hex("plain");
        require(EVP_EncryptInit_ex2(context.get(), cipher.get(), vector.hex("key").data(), nullptr, nullptr), "init");
        for (std::uint64_t i = 0; i < vector.number("rounds"); ++i) {
            int written = 0;
            require(EVP_EncryptUpdate(context.get(), block.data(), &written, block.data(), 16), "block");
        }
        EXPECT_EQ(to_hex(block), vector.text("cipher"));
    }
}

Bytes der_integer(Bytes value) {
    if (value[0] & 0x80) value.insert(value.begin(), 0);
    Writer out;
    out.u8(0x02).u8(static_cast<std::uint8_t>(value.size())).raw(value);
    return out.bytes();
}

TEST(Vectors, Sm2Signature) {
    for (const auto& vector : test::load_vectors("sm2.txt")) {
        const auto key = PublicKey::from_ec_point("SM2", vector.hex("x"), vector.hex("y"));
        ASSERT_TRUE(key);
        const Bytes r = der_integer(vector.hex("r")), s = der_integer(vector.hex("s"));
        Writer signature;
        signature.u8(0x30).u8(static_cast<std::uint8_t>(r.size() + s.size())).raw(r).raw(s);
        EXPECT_TRUE(key->verify(as_bytes(vector.text("text")), signature.bytes()));
        EXPECT_FALSE(key->verify(as_bytes("another digest"), signature.bytes()));
    }
}

TEST(Vectors, Argon2id) {
    for (const auto& vector : test::load_vectors("argon2id.txt")) {
        EXPECT_TRUE(verify_password(as_bytes(vector.text("text")), vector.text("encoded")));
        EXPECT_FALSE(verify_password(as_bytes("another"), vector.text("encoded")));
    }
}

TEST(Vectors, OneTimeCodes) {  // D11
    for (const auto& vector : test::load_vectors("one_time_codes.txt"))
        EXPECT_EQ(
            hotp(vector.hex("secret"), vector.number("step"), vector.text("algorithm"), static_cast<unsigned>(vector.number("digits"))),
            vector.number("code"));
    EXPECT_THROW(hotp(as_bytes("secret"), 1, "MD5", 6), Fatal);
    EXPECT_THROW(hotp(as_bytes("secret"), 1, "SHA1", 9), Fatal);
    EXPECT_LT(hotp(as_bytes("secret"), 1, "SM3", 6), 1'000'000u);
}

}  // namespace
}  // namespace md::crypto
