#include "crypto/x509_parts.h"

#include <arpa/inet.h>

#include <algorithm>
#include <ctime>

#include "base/errors.h"
#include "crypto/errors.h"
#include "crypto/suite.h"

namespace md::crypto {

namespace {

constexpr std::size_t kMaxNameBytes = 64;  // ub-common-name, RFC 5280 appendix A

Status add_to_name(X509_NAME* name, int field, const std::string& value) {
    if (value.empty()) return {};
    const auto* text = reinterpret_cast<const unsigned char*>(value.data());
    const bool control = std::any_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (control || X509_NAME_add_entry_by_NID(name, field, MBSTRING_UTF8, text, static_cast<int>(value.size()), -1, 0) != 1) {
        openssl_error();
        return fail(errors::kBadInput, "a name in a certificate has 1 to " + std::to_string(kMaxNameBytes) + " characters of UTF-8");
    }
    return {};
}

bool plain_ascii(const std::string& text) {
    return !text.empty() && text.size() <= 255 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<Bytes> address_bytes(const std::string& text) {
    if (text.find('\0') != std::string::npos) return std::nullopt;  // inet_pton would stop there
    Bytes out(16);
    if (inet_pton(AF_INET6, text.c_str(), out.data()) == 1) return out;
    out.resize(4);
    if (inet_pton(AF_INET, text.c_str(), out.data()) == 1) return out;
    return std::nullopt;
}

void add_general_name(GENERAL_NAMES* names, int type, ByteView value) {
    Owned<ASN1_STRING, ASN1_STRING_free> text(type == GEN_IPADD ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new());
    GENERAL_NAME* name = GENERAL_NAME_new();
    require(text && name && ASN1_STRING_set(text.get(), value.data(), static_cast<int>(value.size())), "GENERAL_NAME_new");
    GENERAL_NAME_set0_value(name, type, text.release());
    require(sk_GENERAL_NAME_push(names, name) > 0, "sk_GENERAL_NAME_push");
}

std::string text_of(const ASN1_STRING* string) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

}  // namespace

Result<OwnedX509> parse_certificate(ByteView der) {
    X509* certificate = X509_new_ex(library(), kProperties);
    require(certificate != nullptr, "X509_new_ex");
    const unsigned char* at = der.data();
    if (!d2i_X509(&certificate, &at, static_cast<long>(der.size()))) return fail(errors::kKeyMalformed, openssl_error());  // frees it
    OwnedX509 owned(certificate);
    if (at != der.data() + der.size()) return fail(errors::kKeyMalformed, "trailing bytes");
    return owned;
}

Result<OwnedName> make_name(const std::string& common_name, const std::string& organisation) {
    OwnedName name(X509_NAME_new());
    require(name != nullptr, "X509_NAME_new");
    if (common_name.empty()) return fail(errors::kBadInput, "a certificate needs a common name");
    MD_TRY(add_to_name(name.get(), NID_organizationName, organisation));
    MD_TRY(add_to_name(name.get(), NID_commonName, common_name));
    return name;
}

std::string common_name_of(const X509_NAME* name) {
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0) return {};
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length < 0) {
        openssl_error();
        return {};
    }
    std::string out(reinterpret_cast<char*>(text), static_cast<std::size_t>(length));
    OPENSSL_free(text);
    return out;
}

Result<OwnedGeneralNames> make_alternative_names(const AlternativeNames& names) {
    OwnedGeneralNames out(GENERAL_NAMES_new());
    require(out != nullptr, "GENERAL_NAMES_new");
    for (const auto& name : names.dns_names) {
        if (!plain_ascii(name)) return fail(errors::kBadInput, "not a DNS name");
        add_general_name(out.get(), GEN_DNS, as_bytes(name));
    }
    for (const auto& text : names.ip_addresses) {
        const auto address = address_bytes(text);
        if (!address) return fail(errors::kBadInput, "not an IP address");
        add_general_name(out.get(), GEN_IPADD, *address);
    }
    for (const auto& uri : names.uris) {
        if (!plain_ascii(uri)) return fail(errors::kBadInput, "not a URI");
        add_general_name(out.get(), GEN_URI, as_bytes(uri));
    }
    return out;
}

AlternativeNames read_alternative_names(const GENERAL_NAMES* names) {
    AlternativeNames out;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names); ++i) {
        int type = 0;
        const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, i), &type);
        const auto* string = static_cast<const ASN1_STRING*>(value);
        if (type == GEN_DNS) out.dns_names.push_back(text_of(string));
        if (type == GEN_URI) out.uris.push_back(text_of(string));
        if (type == GEN_IPADD) {
            char text[INET6_ADDRSTRLEN] = {};
            const int length = ASN1_STRING_length(string);
            if (length != 4 && length != 16) continue;
            inet_ntop(length == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(string), text, sizeof text);
            out.ip_addresses.emplace_back(text);
        }
    }
    return out;
}

OwnedTime make_time(WallTime time) {
    OwnedTime out(ASN1_TIME_set(nullptr, std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count()));
    require(out != nullptr, "ASN1_TIME_set");
    return out;
}

Result<WallTime> read_time(const ASN1_TIME* time) {
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return fail(errors::kKeyMalformed, "a time that is none");
    return WallTime(std::chrono::seconds(timegm(&parts)));
}

OwnedInteger make_integer(ByteView big_endian) {
    Owned<BIGNUM, BN_free> number(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr));
    OwnedInteger out(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
    require(out != nullptr, "BN_to_ASN1_INTEGER");
    return out;
}

Bytes read_integer(const ASN1_INTEGER* integer) {
    const auto* data = ASN1_STRING_get0_data(integer);
    return {data, data + ASN1_STRING_length(integer)};
}

Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> make_key_identifier(const X509* certificate) {
    const ASN1_BIT_STRING* key = X509_get0_pubkey_bitstr(certificate);
    const Digest digest =
        Suite::of(Profile::general).digest({ASN1_STRING_get0_data(key), static_cast<std::size_t>(ASN1_STRING_length(key))});
    Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> out(ASN1_OCTET_STRING_new());
    require(out && ASN1_OCTET_STRING_set(out.get(), digest.data(), 20), "key identifier");
    return out;
}

Owned<AUTHORITY_KEYID, AUTHORITY_KEYID_free> make_authority_key_identifier(const X509* issuer) {
    Owned<AUTHORITY_KEYID, AUTHORITY_KEYID_free> out(AUTHORITY_KEYID_new());
    require(out != nullptr, "AUTHORITY_KEYID_new");
    const ASN1_OCTET_STRING* identifier = X509_get0_subject_key_id(const_cast<X509*>(issuer));
    if (identifier) out->keyid = ASN1_OCTET_STRING_dup(identifier);
    return out;
}

bool signature_allowed(const X509* certificate) {
    int digest = NID_undef, key = NID_undef;
    if (!X509_get_signature_info(certificate, &digest, &key, nullptr, nullptr)) return false;
    return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512 || digest == NID_sm3 || key == NID_ED25519;
}

}  // namespace md::crypto
