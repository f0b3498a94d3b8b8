// Our SM4-GCM against OpenSSL's own. D17
#include "crypto/sm4_provider.h"

#include <gtest/gtest.h>

#include <openssl/provider.h>
#include "base/random.h"

#include "crypto/openssl.h"
#include "crypto/suite.h"

namespace md::crypto {
namespace {

struct Message {
    Bytes key, nonce, associated, plain;
};

// Encrypts or decrypts in updates of at most `piece` bytes. Ciphertext and tag, or the plaintext; nothing when the tag does not fit.
std::optional<Bytes> run(const char* provider, const Message& message, bool encrypt, std::size_t piece, const Bytes& sealed = {}) {
    const OwnedCipher cipher(EVP_CIPHER_fetch(library(), "SM4-GCM", provider));
    const OwnedCipherContext context(EVP_CIPHER_CTX_new());
    require(cipher && EVP_CipherInit_ex2(context.get(), cipher.get(), nullptr, nullptr, encrypt, nullptr), "init");
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(message.nonce.size()), nullptr), "ivlen");
    require(EVP_CipherInit_ex2(context.get(), nullptr, message.key.data(), message.nonce.data(), encrypt, nullptr), "key");
    const Bytes input = encrypt ? message.plain : Bytes(sealed.begin(), sealed.end() - 16);
    int written = 0;
    for (std::size_t at = 0; at < message.associated.size(); at += piece)
        require(EVP_CipherUpdate(context.get(), nullptr, &written, message.associated.data() + at,
                                 static_cast<int>(std::min(piece, message.associated.size() - at))),
                "aad");
    Bytes out(input.size() + 16);
    for (std::size_t at = 0; at < input.size(); at += piece)
        require(EVP_CipherUpdate(context.get(), out.data() + at, &written, input.data() + at,
                                 static_cast<int>(std::min(piece, input.size() - at))),
                "update");
    if (!encrypt)
        require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, 16, const_cast<std::uint8_t*>(sealed.data()) + input.size()),
                "set tag");
    if (EVP_CipherFinal_ex(context.get(), out.data() + input.size(), &written) != 1) return std::nullopt;
    if (encrypt) require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, out.data() + input.size()), "get tag");
    if (!encrypt) out.resize(input.size());
    return out;
}

constexpr const char* kOurs = "provider=miandun";
constexpr const char* kTheirs = "provider=default";

TEST(Sm4Provider, IsWhatEveryoneGets) {
    const OwnedCipher cipher(EVP_CIPHER_fetch(library(), "SM4-GCM", kProperties));
    EXPECT_STREQ(OSSL_PROVIDER_get0_name(EVP_CIPHER_get0_provider(cipher.get())), kProviderName);
    EXPECT_EQ(EVP_CIPHER_get_mode(cipher.get()), EVP_CIPH_GCM_MODE);
    EXPECT_EQ(EVP_CIPHER_get_key_length(cipher.get()), 16);
    EXPECT_EQ(EVP_CIPHER_get_iv_length(cipher.get()), 12);
}

TEST(Sm4Provider, AgreesWithOpenSslOnRandomMessagesInRandomPieces) {
    SeededRandom random(1);
    for (int round = 0; round < 400; ++round) {
        const auto length = [&](std::size_t limit) { return (random.bytes(1)[0] * 256u + random.bytes(1)[0]) % limit; };
        const Message message{random.bytes(16), random.bytes(round % 4 == 0 ? 1 + length(60) : 12), random.bytes(length(70)),
                              random.bytes(length(round % 10 == 0 ? 40'000 : 300))};
        const auto expected = run(kTheirs, message, true, 1 << 20);
        const std::size_t piece = 1 + length(90);
        ASSERT_EQ(run(kOurs, message, true, 1 << 20), expected) << round;
        ASSERT_EQ(run(kOurs, message, true, piece), expected) << round << " in pieces of " << piece;
        ASSERT_EQ(run(kOurs, message, false, piece, *expected), message.plain) << round;
        Bytes changed = *expected;
        changed[length(changed.size())] ^= 0x10;
        ASSERT_FALSE(run(kOurs, message, false, piece, changed)) << round;
    }
}

TEST(Sm4Provider, ANonceServesOneMessage) {
    const OwnedCipher cipher(EVP_CIPHER_fetch(library(), "SM4-GCM", kOurs));
    const OwnedCipherContext context(EVP_CIPHER_CTX_new());
    const Bytes key(16, 1), nonce(12, 2);
    Bytes out(16);
    int written = 0;
    require(EVP_EncryptInit_ex2(context.get(), cipher.get(), key.data(), nullptr, nullptr), "key");
    EXPECT_NE(EVP_EncryptUpdate(context.get(), out.data(), &written, key.data(), 16), 1) << "no nonce yet";
    require(EVP_EncryptInit_ex2(context.get(), nullptr, nullptr, nonce.data(), nullptr), "nonce");
    EXPECT_EQ(EVP_EncryptUpdate(context.get(), out.data(), &written, key.data(), 16), 1);
    EXPECT_EQ(EVP_EncryptFinal_ex(context.get(), out.data(), &written), 1);
    EXPECT_NE(EVP_EncryptUpdate(context.get(), out.data(), &written, key.data(), 16), 1) << "the nonce is used up";
    openssl_error();
}

TEST(Sm4Provider, KeystreamEqualsOpenSslEcbOfTheCounterBlocks) {
    SeededRandom random(2);
    const Bytes key = random.bytes(16);
    const auto nonce = random.array<kNonceBytes>();
    Bytes stream(100 * 16), blocks;
    Keystream::make(Profile::cii, key)->fill(nonce, stream);
    for (std::uint32_t i = 0; i < 100; ++i) {
        Writer block;
        block.raw(nonce).u32(i);
        blocks.insert(blocks.end(), block.bytes().begin(), block.bytes().end());
    }
    const OwnedCipher cipher(EVP_CIPHER_fetch(library(), "SM4-ECB", kTheirs));
    const OwnedCipherContext context(EVP_CIPHER_CTX_new());
    int written = 0;
    require(EVP_EncryptInit_ex2(context.get(), cipher.get(), key.data(), nullptr, nullptr) &&
                EVP_EncryptUpdate(context.get(), blocks.data(), &written, blocks.data(), static_cast<int>(blocks.size())),
            "ECB");
    EXPECT_EQ(stream, blocks);
}

}  // namespace
}  // namespace md::crypto
