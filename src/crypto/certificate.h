#pragma once
// X.509 building and reading, only what pki/ and tls need. The authority's rules (lifetimes, profiles, serials, CRLs) live in pki/.
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "crypto/keys.h"

namespace md::crypto {

struct CertificateRequest {  // what to put into a certificate
    std::string common_name;
    std::string organisation;
    std::vector<std::string> dns_names, ip_addresses, uris;
    Bytes serial;  // positive, 8..20 bytes
    WallTime not_before, not_after;
    bool authority = false;
    bool for_server = false, for_client = false;
};
struct CertificateInfo {
    std::string subject, issuer, common_name;
    Bytes serial;
    WallTime not_before, not_after;
    std::string key_algorithm, signature_algorithm;
    std::vector<std::string> dns_names, ip_addresses, uris;
    bool authority = false;
    std::string sha256_fingerprint, sm3_fingerprint;  // hex
    Bytes spki;
    bool for_server = false, for_client = false;  // by extended key usage; both true when the certificate does not limit it
};
// issuer_certificate empty: self-signed. Returns DER.
Result<Bytes> issue_certificate(const CertificateRequest& request, const PublicKey& subject_key, const PrivateKey& issuer_key,
                                ByteView issuer_certificate);
Result<CertificateInfo> read_certificate(ByteView der);
// The leaf was issued by the authority, both are valid at `now`, the authority is one, and the signature's algorithm is allowed (D3: no
// SHA-1, no MD5).
Status verify_issued_by(ByteView leaf, ByteView authority, WallTime now);
struct RevokedEntry {
    Bytes serial;
    WallTime when;
};
Result<Bytes> issue_crl(const std::vector<RevokedEntry>& revoked, std::uint64_t number, WallTime this_update, WallTime next_update,
                        const PrivateKey& issuer_key, ByteView issuer_certificate);
struct RevocationList {
    std::uint64_t number = 0;
    WallTime this_update, next_update;
    std::vector<RevokedEntry> revoked;
};
// kSignatureInvalid unless the authority signed it. Whether next_update has passed is the caller's question.
Result<RevocationList> read_crl(ByteView der, ByteView authority);

// PKCS#10: what a signed request (DER) asks for. The authority decides what of it is granted.
struct SigningRequest {
    PublicKey key;
    std::string common_name;
    std::vector<std::string> dns_names, ip_addresses;
};
// Checks the request's own signature: the sender holds the private key.
Result<SigningRequest> read_signing_request(ByteView der);
Result<Bytes> make_signing_request(const PrivateKey& key, const std::string& common_name, const std::vector<std::string>& dns_names,
                                   const std::vector<std::string>& ip_addresses);

// One password-protected file for a browser or a device: AES-256-CBC (SM4-CBC for an SM2 key) under PBKDF2, 600 000 rounds.
Result<Bytes> make_pkcs12(const PrivateKey& key, ByteView certificate, const std::vector<Bytes>& chain, ByteView password,
                          std::string_view friendly_name);
std::string to_pem(std::string_view label, ByteView der);
Result<Bytes> from_pem(std::string_view label,
                       std::string_view text);  // first block with that label

}  // namespace md::crypto
