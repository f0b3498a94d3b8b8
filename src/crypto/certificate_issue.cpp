#include "base/errors.h"
#include "crypto/certificate.h"
#include "crypto/errors.h"
#include "crypto/key_impl.h"
#include "crypto/x509_parts.h"

namespace md::crypto {

namespace {

enum KeyUsageBit { kDigitalSignature = 0, kKeyCertSign = 5, kCrlSign = 6 };  // RFC 5280 4.2.1.3

void add_extension(X509* certificate, int id, void* value, bool critical) {
    require(value && X509_add1_ext_i2d(certificate, id, value, critical, X509V3_ADD_DEFAULT) == 1, "X509_add1_ext_i2d");
}

void add_key_usage(X509* certificate, bool authority) {
    Owned<ASN1_BIT_STRING, ASN1_BIT_STRING_free> usage(ASN1_BIT_STRING_new());
    require(usage != nullptr, "ASN1_BIT_STRING_new");
    if (authority) {
        ASN1_BIT_STRING_set_bit(usage.get(), kKeyCertSign, 1);
        ASN1_BIT_STRING_set_bit(usage.get(), kCrlSign, 1);
    } else {
        ASN1_BIT_STRING_set_bit(usage.get(), kDigitalSignature, 1);
    }
    add_extension(certificate, NID_key_usage, usage.get(), true);
}

void add_extended_key_usage(X509* certificate, bool server, bool client) {
    Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free> usage(EXTENDED_KEY_USAGE_new());
    require(usage != nullptr, "EXTENDED_KEY_USAGE_new");
    if (server) sk_ASN1_OBJECT_push(usage.get(), OBJ_nid2obj(NID_server_auth));
    if (client) sk_ASN1_OBJECT_push(usage.get(), OBJ_nid2obj(NID_client_auth));
    add_extension(certificate, NID_ext_key_usage, usage.get(), false);
}

// A leaf carries no basicConstraints: absent means the same as CA:FALSE, and
// some SM implementations refuse the empty SEQUENCE that would encode.
void add_basic_constraints(X509* certificate) {
    Owned<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free> constraints(BASIC_CONSTRAINTS_new());
    require(constraints != nullptr, "BASIC_CONSTRAINTS_new");
    constraints->ca = 0xff;
    constraints->pathlen = ASN1_INTEGER_new();
    require(constraints->pathlen && ASN1_INTEGER_set(constraints->pathlen, 0), "ASN1_INTEGER_set");
    add_extension(certificate, NID_basic_constraints, constraints.get(), true);
}

Status add_extensions(X509* certificate, const CertificateRequest& request, const X509* issuer) {
    if (request.authority) add_basic_constraints(certificate);
    add_key_usage(certificate, request.authority);
    if (request.for_server || request.for_client) add_extended_key_usage(certificate, request.for_server, request.for_client);
    const AlternativeNames names{request.dns_names, request.ip_addresses, request.uris};
    if (!names.empty()) {
        MD_ASSIGN(const OwnedGeneralNames general, make_alternative_names(names));
        add_extension(certificate, NID_subject_alt_name, general.get(), false);
    }
    add_extension(certificate, NID_subject_key_identifier, make_key_identifier(certificate).get(), false);
    add_extension(certificate, NID_authority_key_identifier, make_authority_key_identifier(issuer ? issuer : certificate).get(), false);
    return {};
}

Status set_fields(X509* certificate, const CertificateRequest& request, const PublicKey& key, const X509* issuer) {
    if (request.serial.size() < 8 || request.serial.size() > 20 || request.serial[0] == 0 || request.serial[0] > 0x7f)
        return fail(errors::kBadInput, "a serial number has 8 to 20 bytes, the first between 01 and 7f");
    if (request.not_after <= request.not_before) return fail(errors::kBadInput, "a certificate ends before it begins");
    MD_ASSIGN(const OwnedName subject, make_name(request.common_name, request.organisation));
    require(X509_set_version(certificate, X509_VERSION_3) && X509_set_serialNumber(certificate, make_integer(request.serial).get()) &&
                X509_set1_notBefore(certificate, make_time(request.not_before).get()) &&
                X509_set1_notAfter(certificate, make_time(request.not_after).get()) && X509_set_subject_name(certificate, subject.get()) &&
                X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : subject.get()) &&
                X509_set_pubkey(certificate, key.impl->key.get()),
            "X509 fields");
    return {};
}

Result<OwnedX509> parse_issuer(ByteView der, const PrivateKey& key) {
    MD_ASSIGN(OwnedX509 issuer, parse_certificate(der));
    if (X509_check_private_key(issuer.get(), key.impl->key.get()) != 1) {
        openssl_error();
        return fail(errors::kKeyMalformed, "the issuer's certificate and key do not belong together");
    }
    return issuer;
}

}  // namespace

Result<Bytes> issue_certificate(const CertificateRequest& request, const PublicKey& subject_key, const PrivateKey& issuer_key,
                                ByteView issuer_certificate) {
    OwnedX509 issuer;
    if (!issuer_certificate.empty()) {
        MD_ASSIGN(issuer, parse_issuer(issuer_certificate, issuer_key));
    }
    OwnedX509 certificate(X509_new_ex(library(), kProperties));
    require(certificate != nullptr, "X509_new_ex");
    MD_TRY(set_fields(certificate.get(), request, subject_key, issuer.get()));
    MD_TRY(add_extensions(certificate.get(), request, issuer.get()));
    require(X509_sign_ctx(certificate.get(), start_signature(issuer_key.impl->key.get(), true).get()) > 0, "X509_sign_ctx");
    return encode_der(certificate.get(), i2d_X509);
}

Result<Bytes> issue_crl(const std::vector<RevokedEntry>& revoked, std::uint64_t number, WallTime this_update, WallTime next_update,
                        const PrivateKey& issuer_key, ByteView issuer_certificate) {
    MD_ASSIGN(const OwnedX509 issuer, parse_issuer(issuer_certificate, issuer_key));
    Owned<X509_CRL, X509_CRL_free> crl(X509_CRL_new_ex(library(), kProperties));
    require(crl && X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) &&
                X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(issuer.get())) &&
                X509_CRL_set1_lastUpdate(crl.get(), make_time(this_update).get()) &&
                X509_CRL_set1_nextUpdate(crl.get(), make_time(next_update).get()),
            "X509_CRL fields");
    for (const auto& entry : revoked) {
        X509_REVOKED* item = X509_REVOKED_new();
        require(item && X509_REVOKED_set_serialNumber(item, make_integer(entry.serial).get()) &&
                    X509_REVOKED_set_revocationDate(item, make_time(entry.when).get()) && X509_CRL_add0_revoked(crl.get(), item),
                "X509_CRL_add0_revoked");
    }
    X509_CRL_sort(crl.get());
    const OwnedInteger crl_number(ASN1_INTEGER_new());
    require(crl_number && ASN1_INTEGER_set_uint64(crl_number.get(), number) &&
                X509_CRL_add1_ext_i2d(crl.get(), NID_crl_number, crl_number.get(), 0, X509V3_ADD_DEFAULT) &&
                X509_CRL_add1_ext_i2d(crl.get(), NID_authority_key_identifier, make_authority_key_identifier(issuer.get()).get(), 0,
                                      X509V3_ADD_DEFAULT),
            "X509_CRL extensions");
    require(X509_CRL_sign_ctx(crl.get(), start_signature(issuer_key.impl->key.get(), true).get()) > 0, "X509_CRL_sign_ctx");
    return encode_der(crl.get(), i2d_X509_CRL);
}

}  // namespace md::crypto
