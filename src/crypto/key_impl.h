#pragma once
// What a key really is. For the .cpp files of crypto/ alone.
#include "crypto/keys.h"
#include "crypto/openssl.h"

namespace md::crypto {

// The identity both sides of an SM2 signature must agree on when nothing else was arranged (GB/T 32918.5 A.2, RFC 8998 3.2.1).
inline constexpr std::string_view kSm2Identity = "1234567812345678";

struct PublicKey::Impl {
    OwnedPkey key;
    std::string algorithm;
};
struct PrivateKey::Impl {
    OwnedPkey key;
    std::string algorithm;
};

// "EC P-256", "SM2", "RSA 2048", "Ed25519"; kPolicyForbids for every other key.
Result<std::string> allowed_algorithm(const EVP_PKEY* key);
Result<PublicKey> wrap_public(OwnedPkey key);
// A context ready to sign or verify with the digest that belongs to the key (none for Ed25519) and the SM2 identity.
OwnedDigestContext start_signature(EVP_PKEY* key, bool sign);

}  // namespace md::crypto
