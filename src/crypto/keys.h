#pragma once
// Signature keys: ECDSA P-256 with SHA-256 (general), SM2 with SM3 and the default identity 1234567812345678 (cii). Verification also knows
// RSA >= 2048, Ed25519 and P-256 keys for WebAuthn and foreign certificates.
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/profile.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::crypto {

// Immutable, cheap to copy, thread-safe.
class PublicKey {
public:
    static Result<PublicKey> from_spki(ByteView der);                                        // SubjectPublicKeyInfo
    static Result<PublicKey> from_ec_point(std::string_view curve, ByteView x, ByteView y);  // "P-256" or "SM2"
    static Result<PublicKey> from_rsa(ByteView modulus, ByteView exponent);                  // RSA >= 2048 only
    static Result<PublicKey> from_ed25519(ByteView raw);
    Bytes spki() const;
    std::string algorithm() const;  // "EC P-256", "SM2", "RSA 2048", "Ed25519"
    // DER signature (ECDSA, SM2), PKCS#1 v1.5 with SHA-256 (RSA), raw (Ed25519). kSignatureInvalid when it does not verify.
    Status verify(ByteView message, ByteView signature) const;
    struct Impl;
    std::shared_ptr<const Impl> impl;  // for crypto's own files
};

class PrivateKey {
public:
    static PrivateKey generate(Profile profile);
    static Result<PrivateKey> from_pkcs8(ByteView der);
    SecretBytes pkcs8() const;
    PublicKey public_key() const;
    Bytes sign(ByteView message) const;  // DER
    struct Impl;
    std::shared_ptr<const Impl> impl;
};

}  // namespace md::crypto
