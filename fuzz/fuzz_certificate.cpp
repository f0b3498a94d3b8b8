// Certificates, signing requests, revocation lists and keys as devices and operators bring them, DER or PEM. D1-D4
#include "crypto/certificate.h"

using namespace md;

namespace {

void read_der(ByteView der) {
    if (const auto certificate = crypto::read_certificate(der)) {
        static_cast<void>(crypto::verify_issued_by(der, der, certificate->not_before));
        static_cast<void>(crypto::read_crl(der, der));
    }
    // A request that is signed names a key that can be used.
    if (const auto request = crypto::read_signing_request(der); request && request->key.spki().empty()) __builtin_trap();
    if (const auto key = crypto::PublicKey::from_spki(der)) {
        if (!crypto::PublicKey::from_spki(key->spki())) __builtin_trap();
        static_cast<void>(key->verify(der, der));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    read_der(bytes);
    for (const char* label : {"CERTIFICATE", "CERTIFICATE REQUEST", "X509 CRL", "PUBLIC KEY"})
        if (const auto der = crypto::from_pem(label, as_text(bytes))) read_der(*der);
    return 0;
}
