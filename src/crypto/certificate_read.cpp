#include <openssl/err.h>

#include "crypto/certificate.h"
#include "crypto/errors.h"
#include "crypto/key_impl.h"
#include "crypto/suite.h"
#include "crypto/x509_parts.h"

namespace md::crypto {

namespace {

std::string name_text(const X509_NAME* name) {
    const OwnedBio out(BIO_new(BIO_s_mem()));
    require(out && X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB)) >= 0,
            "X509_NAME_print_ex");
    char* text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

std::string key_algorithm(const X509* certificate) {
    const EVP_PKEY* key = X509_get0_pubkey(certificate);
    if (!key) return "unknown";
    if (auto allowed = allowed_algorithm(key)) return *allowed;
    const char* name = EVP_PKEY_get0_type_name(key);
    return std::string(name ? name : "unknown") + " " + std::to_string(EVP_PKEY_get_bits(key));
}

// Some members are read as const only from OpenSSL's later versions on; nothing here changes the certificate.
X509* cached(const OwnedX509& certificate) { return certificate.get(); }

}  // namespace

Result<CertificateInfo> read_certificate(ByteView der) {
    MD_ASSIGN(const OwnedX509 certificate, parse_certificate(der));
    CertificateInfo out;
    out.subject = name_text(X509_get_subject_name(certificate.get()));
    out.issuer = name_text(X509_get_issuer_name(certificate.get()));
    out.common_name = common_name_of(X509_get_subject_name(certificate.get()));
    out.serial = read_integer(X509_get0_serialNumber(certificate.get()));
    MD_ASSIGN(out.not_before, read_time(X509_get0_notBefore(certificate.get())));
    MD_ASSIGN(out.not_after, read_time(X509_get0_notAfter(certificate.get())));
    out.key_algorithm = key_algorithm(certificate.get());
    out.signature_algorithm = OBJ_nid2sn(X509_get_signature_nid(certificate.get()));
    const OwnedGeneralNames names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate.get(), NID_subject_alt_name, nullptr, nullptr)));
    AlternativeNames alternative = read_alternative_names(names.get());
    out.dns_names = std::move(alternative.dns_names);
    out.ip_addresses = std::move(alternative.ip_addresses);
    out.uris = std::move(alternative.uris);
    out.authority = X509_check_ca(cached(certificate)) == 1;
    out.sha256_fingerprint = to_hex(Suite::of(Profile::general).digest(der));
    out.sm3_fingerprint = to_hex(Suite::of(Profile::cii).digest(der));
    out.spki = encode_der(X509_get_X509_PUBKEY(certificate.get()), i2d_X509_PUBKEY);
    const std::uint32_t usage = X509_get_extended_key_usage(cached(certificate));  // all bits set when the extension is absent
    out.for_server = (usage & XKU_SSL_SERVER) != 0;
    out.for_client = (usage & XKU_SSL_CLIENT) != 0;
    ERR_clear_error();
    return out;
}

Status verify_issued_by(ByteView leaf_der, ByteView authority_der, WallTime now) {
    MD_ASSIGN(const OwnedX509 leaf, parse_certificate(leaf_der));
    MD_ASSIGN(const OwnedX509 authority, parse_certificate(authority_der));
    for (const X509* certificate : {leaf.get(), authority.get()}) {
        MD_ASSIGN(const WallTime from, read_time(X509_get0_notBefore(certificate)));
        MD_ASSIGN(const WallTime to, read_time(X509_get0_notAfter(certificate)));
        if (now < from || now > to) return fail(errors::kSignatureInvalid, "a certificate of the chain is not valid at this time");
        if (!signature_allowed(certificate)) return fail(errors::kPolicyForbids, "signature algorithm of a certificate");
    }
    EVP_PKEY* key = X509_get0_pubkey(authority.get());
    if (!key || X509_check_ca(cached(authority)) != 1) return fail(errors::kSignatureInvalid, "the issuer is no authority");
    MD_TRY(allowed_algorithm(key));
    if (X509_check_issued(authority.get(), leaf.get()) != X509_V_OK || X509_verify(leaf.get(), key) != 1) {
        ERR_clear_error();
        return fail(errors::kSignatureInvalid, "the certificate was not issued by this authority");
    }
    return {};
}

Result<RevocationList> read_crl(ByteView der, ByteView authority_der) {
    MD_ASSIGN(const OwnedX509 authority, parse_certificate(authority_der));
    X509_CRL* parsed = X509_CRL_new_ex(library(), kProperties);
    const unsigned char* at = der.data();
    if (!d2i_X509_CRL(&parsed, &at, static_cast<long>(der.size()))) return fail(errors::kKeyMalformed, openssl_error());  // frees it
    const Owned<X509_CRL, X509_CRL_free> crl(parsed);
    if (at != der.data() + der.size()) return fail(errors::kKeyMalformed, "trailing bytes");
    EVP_PKEY* key = X509_get0_pubkey(authority.get());
    if (!key || X509_NAME_cmp(X509_CRL_get_issuer(crl.get()), X509_get_subject_name(authority.get())) != 0 ||
        X509_CRL_verify(crl.get(), key) != 1) {
        ERR_clear_error();
        return fail(errors::kSignatureInvalid, "the revocation list was not signed by this authority");
    }
    const OwnedInteger number(static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(crl.get(), NID_crl_number, nullptr, nullptr)));
    RevocationList out;
    if (!number || ASN1_INTEGER_get_uint64(&out.number, number.get()) != 1)
        return fail(errors::kKeyMalformed, "revocation list without a number");
    MD_ASSIGN(out.this_update, read_time(X509_CRL_get0_lastUpdate(crl.get())));
    MD_ASSIGN(out.next_update, read_time(X509_CRL_get0_nextUpdate(crl.get())));
    STACK_OF(X509_REVOKED)* entries = X509_CRL_get_REVOKED(crl.get());
    for (int i = 0; entries && i < sk_X509_REVOKED_num(entries); ++i) {
        const X509_REVOKED* entry = sk_X509_REVOKED_value(entries, i);
        MD_ASSIGN(const WallTime when, read_time(X509_REVOKED_get0_revocationDate(entry)));
        out.revoked.push_back({read_integer(X509_REVOKED_get0_serialNumber(entry)), when});
    }
    return out;
}

}  // namespace md::crypto
