#pragma once
// The two families of algorithms of the rule (文件 1 号, 7.1) behind one interface. D3, D17.
//   general: SHA-256, AES-256-GCM, AES-256-CTR, ECDSA on P-256.   cii: SM3, SM4-GCM, SM4-CTR, SM2 with SM3.
// Everything here is thread-safe. Sizes in bytes.
#include <array>
#include <memory>

#include "base/bytes.h"
#include "base/profile.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::crypto {

using Digest = std::array<std::uint8_t, 32>;  // SHA-256 and SM3 are both 32 bytes
inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

// Stateful digest, one message. Not thread-safe.
class Hasher {
public:
    virtual ~Hasher() = default;
    virtual void update(ByteView data) = 0;
    virtual Digest finish() = 0;
};

class Suite {
public:
    static const Suite& of(Profile profile);  // lives as long as the process
    virtual ~Suite() = default;

    virtual Profile profile() const = 0;
    virtual std::string_view digest_name() const = 0;  // "SHA-256" or "SM3"
    virtual std::string_view aead_name() const = 0;    // "AES-256-GCM" or "SM4-GCM"
    virtual std::size_t key_bytes() const = 0;         // of seal/open/keystream: 32 (AES-256) or 16 (SM4)

    virtual Digest digest(ByteView data) const = 0;
    virtual std::unique_ptr<Hasher> hasher() const = 0;
    virtual Digest hmac(ByteView key, ByteView data) const = 0;
    // HKDF (RFC 5869) over hmac(). length <= 255 * 32.
    virtual SecretBytes hkdf(ByteView secret, ByteView salt, std::string_view info, std::size_t length) const = 0;

    // AEAD. Output is ciphertext followed by the tag. A (key, nonce) pair must never repeat: use random nonces for at most 2^32 messages a
    // key. open() fails with errors::kSealBroken when key, nonce, associated data or bytes differ in any bit.
    virtual Bytes seal(ByteView key, ByteView nonce, ByteView associated, ByteView plaintext) const = 0;
    virtual Result<SecretBytes> open(ByteView key, ByteView nonce, ByteView associated, ByteView sealed) const = 0;
};

// CTR keystream with a fixed key: out = E_k(nonce || counter32be) blocks from counter 0. One object a thread (fill is not thread-safe);
// construction expands the key once, fill costs only blocks. Deterministic: templates rely on the same bits everywhere.
class Keystream {
public:
    static std::unique_ptr<Keystream> make(Profile profile, ByteView key);
    virtual ~Keystream() = default;
    virtual void fill(const std::array<std::uint8_t, kNonceBytes>& nonce, std::span<std::uint8_t> out) = 0;
    // Many nonces, `bytes_each` bytes for each, written one after another. The batch form is what a search uses.
    virtual void fill_many(std::span<const std::array<std::uint8_t, kNonceBytes>> nonces, std::size_t bytes_each,
                           std::span<std::uint8_t> out) = 0;
};

// Convenience: nonce || ciphertext || tag with a fresh random nonce.
Bytes seal_with_random_nonce(const Suite& suite, ByteView key, ByteView associated, ByteView plaintext);
Result<SecretBytes> open_with_leading_nonce(const Suite& suite, ByteView key, ByteView associated, ByteView sealed);

}  // namespace md::crypto
