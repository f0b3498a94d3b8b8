#pragma once
// Pieces that certificates, requests and revocation lists share. For the .cpp files of crypto/ alone.
#include <openssl/x509v3.h>

#include <string>
#include <vector>

#include "base/clock.h"
#include "crypto/openssl.h"

namespace md::crypto {

using OwnedName = Owned<X509_NAME, X509_NAME_free>;
using OwnedTime = Owned<ASN1_TIME, ASN1_TIME_free>;
using OwnedInteger = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using OwnedGeneralNames = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;

struct AlternativeNames {
    std::vector<std::string> dns_names, ip_addresses, uris;
    bool empty() const { return dns_names.empty() && ip_addresses.empty() && uris.empty(); }
};

Result<OwnedX509> parse_certificate(ByteView der);

Result<OwnedName> make_name(const std::string& common_name, const std::string& organisation);
std::string common_name_of(const X509_NAME* name);  // empty when there is none
Result<OwnedGeneralNames> make_alternative_names(const AlternativeNames& names);
AlternativeNames read_alternative_names(const GENERAL_NAMES* names);

OwnedTime make_time(WallTime time);  // whole seconds, rounded down
Result<WallTime> read_time(const ASN1_TIME* time);
OwnedInteger make_integer(ByteView big_endian);
Bytes read_integer(const ASN1_INTEGER* integer);

// RFC 7093 method 1 instead of RFC 5280's SHA-1: the left 160 bits of the SHA-256 of the public key.
Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> make_key_identifier(const X509* certificate);
// The issuer's subject key identifier as the authority key identifier extension of what it signs.
Owned<AUTHORITY_KEYID, AUTHORITY_KEYID_free> make_authority_key_identifier(const X509* issuer);

// Signature algorithms of D3: SHA-256, SHA-384, SHA-512, SM3 and Ed25519 (which has no separate digest).
bool signature_allowed(const X509* certificate);

}  // namespace md::crypto
