#include <gcrypt.h>

#include <algorithm>
#include <cstring>

#include "base/errors.h"
#include "crypto/openssl.h"
#include "crypto/sm4_provider.h"
#include "crypto/suite.h"

namespace md::crypto {

namespace {

constexpr std::size_t kBlock = 16;
constexpr std::size_t kBatchBlocks = 512;  // 8 KiB: stays in the first-level cache between writing the counters and encrypting them

using Nonce = std::array<std::uint8_t, kNonceBytes>;

void write_counter_blocks(const Nonce& nonce, std::uint32_t first, std::size_t blocks, std::uint8_t* out) {
    for (std::size_t i = 0; i < blocks; ++i, out += kBlock) {
        std::memcpy(out, nonce.data(), kNonceBytes);
        const std::uint32_t counter = __builtin_bswap32(first + static_cast<std::uint32_t>(i));
        std::memcpy(out + kNonceBytes, &counter, sizeof counter);
    }
}

// Counter blocks of many nonces are encrypted together: a wide cipher core wants many independent blocks, and a nonce needs only a few.
class BlockKeystream : public Keystream {
public:
    ~BlockKeystream() override { wipe(batch_.data(), batch_.size()); }

    void fill(const Nonce& nonce, std::span<std::uint8_t> out) override {
        std::uint32_t counter = 0;
        while (!out.empty()) {
            const std::size_t bytes = std::min(out.size(), batch_.size());
            const std::size_t blocks = (bytes + kBlock - 1) / kBlock;
            write_counter_blocks(nonce, counter, blocks, batch_.data());
            encrypt_blocks(blocks);
            std::memcpy(out.data(), batch_.data(), bytes);
            out = out.subspan(bytes);
            counter += static_cast<std::uint32_t>(blocks);
        }
    }

    void fill_many(std::span<const Nonce> nonces, std::size_t bytes_each, std::span<std::uint8_t> out) override {
        if (out.size() != nonces.size() * bytes_each) throw Fatal(Error(errors::kInternal, "fill_many: sizes do not fit together"));
        const std::size_t blocks_each = (bytes_each + kBlock - 1) / kBlock;
        if (blocks_each * 2 > kBatchBlocks) {  // too few nonces would share a batch to be worth it
            for (std::size_t i = 0; i < nonces.size(); ++i) fill(nonces[i], out.subspan(i * bytes_each, bytes_each));
            return;
        }
        if (blocks_each == 0) return;
        const std::size_t nonces_a_batch = kBatchBlocks / blocks_each;
        for (std::size_t at = 0; at < nonces.size(); at += nonces_a_batch) {
            const auto some = nonces.subspan(at, std::min(nonces_a_batch, nonces.size() - at));
            for (std::size_t i = 0; i < some.size(); ++i)
                write_counter_blocks(some[i], 0, blocks_each, batch_.data() + i * blocks_each * kBlock);
            encrypt_blocks(some.size() * blocks_each);
            for (std::size_t i = 0; i < some.size(); ++i)
                std::memcpy(out.data() + (at + i) * bytes_each, batch_.data() + i * blocks_each * kBlock, bytes_each);
        }
    }

protected:
    virtual void encrypt_blocks(std::size_t blocks) = 0;  // the first blocks of batch_, each by itself, in place
    std::array<std::uint8_t, kBatchBlocks * kBlock> batch_;
};

class AesKeystream final : public BlockKeystream {
public:
    explicit AesKeystream(ByteView key) : context_(EVP_CIPHER_CTX_new()) {
        OwnedCipher cipher(EVP_CIPHER_fetch(library(), "AES-256-ECB", kProperties));
        require(cipher && context_ && EVP_EncryptInit_ex2(context_.get(), cipher.get(), key.data(), nullptr, nullptr) &&
                    EVP_CIPHER_CTX_set_padding(context_.get(), 0),
                "AES keystream");
    }

private:
    void encrypt_blocks(std::size_t blocks) override {
        int written = 0;
        require(EVP_EncryptUpdate(context_.get(), batch_.data(), &written, batch_.data(), static_cast<int>(blocks * kBlock)), "AES blocks");
    }
    OwnedCipherContext context_;
};

// libgcrypt 1.10 has no wide ECB for SM4, but its CFB decryption, P[i] = C[i] xor E(C[i-1]), encrypts any given blocks side by side. With
// the counter blocks as the "ciphertext", shifted by one through the IV, P[i] xor C[i] are the encrypted blocks.
class Sm4Keystream final : public BlockKeystream {
public:
    explicit Sm4Keystream(ByteView key) {
        ensure_libgcrypt();
        require(gcry_cipher_open(&handle_, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_CFB, 0) == 0 &&
                    gcry_cipher_setkey(handle_, key.data(), key.size()) == 0,
                "SM4 keystream");
    }
    ~Sm4Keystream() override {
        gcry_cipher_close(handle_);
        wipe(shifted_.data(), shifted_.size());
    }
    Sm4Keystream(const Sm4Keystream&) = delete;
    Sm4Keystream& operator=(const Sm4Keystream&) = delete;

private:
    void encrypt_blocks(std::size_t blocks) override {
        const std::size_t bytes = blocks * kBlock;
        std::memcpy(shifted_.data(), batch_.data() + kBlock, bytes - kBlock);
        std::memset(shifted_.data() + bytes - kBlock, 0, kBlock);
        std::array<std::uint8_t, kBlock> first;
        std::memcpy(first.data(), batch_.data(), kBlock);
        require(gcry_cipher_setiv(handle_, first.data(), kBlock) == 0 &&
                    gcry_cipher_decrypt(handle_, batch_.data(), bytes, shifted_.data(), bytes) == 0,
                "SM4 blocks");
        for (std::size_t i = 0; i < bytes; ++i) batch_[i] ^= shifted_[i];
    }
    gcry_cipher_hd_t handle_ = nullptr;
    std::array<std::uint8_t, kBatchBlocks * kBlock> shifted_;
};

}  // namespace

std::unique_ptr<Keystream> Keystream::make(Profile profile, ByteView key) {
    if (key.size() != Suite::of(profile).key_bytes()) throw Fatal(Error(errors::kInternal, "keystream key of the wrong length"));
    if (profile == Profile::cii) return std::make_unique<Sm4Keystream>(key);
    return std::make_unique<AesKeystream>(key);
}

}  // namespace md::crypto
