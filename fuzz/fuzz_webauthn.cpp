// What a browser sends as an authenticator's answer: CBOR, COSE keys and the JSON around them.
#include "access/webauthn.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const md::ByteView bytes(data, size);
    static_cast<void>(md::access::read_authenticator_data(bytes));
    if (const auto inner = md::access::read_attestation_object(bytes)) static_cast<void>(md::access::read_authenticator_data(*inner));
    static_cast<void>(md::access::verify_registration({}, {}, md::as_text(bytes)));
    static_cast<void>(md::access::verify_assertion({}, {}, {}, md::as_text(bytes)));
    return 0;
}
