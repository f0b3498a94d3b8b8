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
};
// issuer_certificate empty: self-signed. Returns DER.
Result<Bytes> issue_certificate(const CertificateRequest& request, const PublicKey& subject_key, const PrivateKey& issuer_key,
                                ByteView issuer_certificate);
Result<CertificateInfo> read_certificate(ByteView der);
// The leaf was issued by the authority and both are valid at `now`.
Status verify_issued_by(ByteView leaf, ByteView authority, WallTime now);
struct RevokedEntry {
    Bytes serial;
    WallTime when;
};
Result<Bytes> issue_crl(const std::vector<RevokedEntry>& revoked, std::uint64_t number, WallTime this_update, WallTime next_update,
                        const PrivateKey& issuer_key, ByteView issuer_certificate);
// PKCS#10: public key and common name of a signed request (DER).
struct SigningRequest {
    PublicKey key;
    std::string common_name;
};
Result<SigningRequest> read_signing_request(ByteView der);
Result<Bytes> make_pkcs12(const PrivateKey& key, ByteView certificate, const std::vector<Bytes>& chain, ByteView password,
                          std::string_view friendly_name);
std::string to_pem(std::string_view label, ByteView der);
Result<Bytes> from_pem(std::string_view label, std::string_view text);  // first block with that label

}  // namespace md::crypto
