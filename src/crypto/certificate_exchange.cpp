// The forms in which certificates and keys travel: PKCS#10, PKCS#12, PEM.
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include "base/errors.h"
#include "crypto/certificate.h"
#include "crypto/errors.h"
#include "crypto/key_impl.h"
#include "crypto/x509_parts.h"

namespace md::crypto {

namespace {

using OwnedRequest = Owned<X509_REQ, X509_REQ_free>;
constexpr auto free_extensions = [](STACK_OF(X509_EXTENSION) * list) { sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free); };
using OwnedExtensions = Owned<STACK_OF(X509_EXTENSION), free_extensions>;
constexpr auto free_certificates = [](STACK_OF(X509) * list) { sk_X509_pop_free(list, X509_free); };
using OwnedCertificates = Owned<STACK_OF(X509), free_certificates>;

constexpr int kPasswordRounds = 600'000;  // OWASP's figure for PBKDF2 with HMAC-SHA-256

AlternativeNames requested_names(const X509_REQ* request) {
    const OwnedExtensions extensions(X509_REQ_get_extensions(request));
    if (!extensions) return {};
    const OwnedGeneralNames names(static_cast<GENERAL_NAMES*>(X509V3_get_d2i(extensions.get(), NID_subject_alt_name, nullptr, nullptr)));
    return read_alternative_names(names.get());
}

}  // namespace

Result<SigningRequest> read_signing_request(ByteView der) {
    X509_REQ* parsed = X509_REQ_new_ex(library(), kProperties);
    const unsigned char* at = der.data();
    if (!d2i_X509_REQ(&parsed, &at, static_cast<long>(der.size()))) return fail(errors::kKeyMalformed, openssl_error());  // frees it
    const OwnedRequest request(parsed);
    if (at != der.data() + der.size()) return fail(errors::kKeyMalformed, "trailing bytes");
    EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
    if (!key) return fail(errors::kKeyMalformed, openssl_error());
    SigningRequest out;
    MD_ASSIGN(out.key, PublicKey::from_spki(encode_der(key, i2d_PUBKEY)));
    if (X509_REQ_verify_ex(request.get(), key, library(), kProperties) != 1) {
        ERR_clear_error();
        return fail(errors::kSignatureInvalid, "the request is not signed by its own key");
    }
    AlternativeNames names = requested_names(request.get());
    ERR_clear_error();
    out.common_name = common_name_of(X509_REQ_get_subject_name(request.get()));
    out.dns_names = std::move(names.dns_names);
    out.ip_addresses = std::move(names.ip_addresses);
    return out;
}

Result<Bytes> make_signing_request(const PrivateKey& key, const std::string& common_name, const std::vector<std::string>& dns_names,
                                   const std::vector<std::string>& ip_addresses) {
    MD_ASSIGN(const OwnedName subject, make_name(common_name, {}));
    const OwnedRequest request(X509_REQ_new_ex(library(), kProperties));
    require(request && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) && X509_REQ_set_subject_name(request.get(), subject.get()) &&
                X509_REQ_set_pubkey(request.get(), key.impl->key.get()),
            "X509_REQ fields");
    const AlternativeNames names{dns_names, ip_addresses, {}};
    if (!names.empty()) {
        MD_ASSIGN(const OwnedGeneralNames general, make_alternative_names(names));
        STACK_OF(X509_EXTENSION)* list = nullptr;
        const bool added = X509V3_add1_i2d(&list, NID_subject_alt_name, general.get(), 0, X509V3_ADD_DEFAULT) == 1;
        const OwnedExtensions extensions(list);
        require(added && X509_REQ_add_extensions(request.get(), extensions.get()) == 1, "X509_REQ_add_extensions");
    }
    require(X509_REQ_sign_ctx(request.get(), start_signature(key.impl->key.get(), true).get()) > 0, "X509_REQ_sign_ctx");
    return encode_der(request.get(), i2d_X509_REQ);
}

Result<Bytes> make_pkcs12(const PrivateKey& key, ByteView certificate, const std::vector<Bytes>& chain, ByteView password,
                          std::string_view friendly_name) {
    if (password.empty()) return fail(errors::kBadInput, "a key file needs a password");
    MD_ASSIGN(const OwnedX509 leaf, parse_certificate(certificate));
    const OwnedCertificates others(sk_X509_new_null());
    for (const auto& der : chain) {
        MD_ASSIGN(OwnedX509 other, parse_certificate(der));
        require(sk_X509_push(others.get(), other.get()) > 0, "sk_X509_push");
        (void)other.release();
    }
    SecretBytes pass(password.size() + 1);  // OpenSSL wants a terminated string
    std::copy(password.begin(), password.end(), pass.span().begin());
    const std::string name(friendly_name);
    const int cipher = key.impl->algorithm == "SM2" ? NID_sm4_cbc : NID_aes_256_cbc;
    const Owned<PKCS12, PKCS12_free> file(PKCS12_create_ex2(reinterpret_cast<const char*>(pass.view().data()), name.c_str(),
                                                            key.impl->key.get(), leaf.get(), others.get(), cipher, cipher, kPasswordRounds,
                                                            kPasswordRounds, 0, library(), kProperties, nullptr, nullptr));
    if (!file) return fail(errors::kKeyMalformed, openssl_error());
    return encode_der(file.get(), i2d_PKCS12);
}

std::string to_pem(std::string_view label, ByteView der) {
    const std::string body = to_base64(der);
    std::string out = "-----BEGIN " + std::string(label) + "-----\n";
    for (std::size_t at = 0; at < body.size(); at += 64) out += body.substr(at, 64) + "\n";
    return out + "-----END " + std::string(label) + "-----\n";
}

Result<Bytes> from_pem(std::string_view label, std::string_view text) {
    const std::string begin = "-----BEGIN " + std::string(label) + "-----", end = "-----END " + std::string(label) + "-----";
    const std::size_t start = text.find(begin);
    if (start == std::string_view::npos) return fail(errors::kKeyMalformed, "no " + std::string(label) + " block");
    const std::size_t stop = text.find(end, start);
    if (stop == std::string_view::npos) return fail(errors::kKeyMalformed, "the block has no end");
    std::string body;
    for (const char c : text.substr(start + begin.size(), stop - start - begin.size()))
        if (c != '\n' && c != '\r' && c != ' ' && c != '\t') body += c;
    auto der = from_base64(body);
    if (!der || der->empty()) return fail(errors::kKeyMalformed, "the block is not base64");
    return std::move(*der);
}

}  // namespace md::crypto
