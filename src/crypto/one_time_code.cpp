// RFC 4226 (HOTP) and RFC 6238 (TOTP is HOTP with the time step as counter).
#include "base/errors.h"
#include "crypto/openssl.h"
#include "crypto/password.h"

namespace md::crypto {

std::uint32_t hotp(ByteView secret, std::uint64_t step, std::string_view algorithm, unsigned digits) {
    const bool known = algorithm == "SHA1" || algorithm == "SHA256" || algorithm == "SM3";
    if (!known || digits < 6 || digits > 8 || secret.empty()) throw Fatal(Error(errors::kInternal, "hotp: bad parameters"));
    Writer counter;
    counter.u64(step);
    unsigned char mac[EVP_MAX_MD_SIZE];
    std::size_t length = 0;
    const std::string digest(algorithm);
    require(EVP_Q_mac(library(), "HMAC", kProperties, digest.c_str(), nullptr, secret.data(), secret.size(), counter.bytes().data(),
                      counter.bytes().size(), mac, sizeof mac, &length),
            "HMAC");
    const unsigned at = mac[length - 1] & 15u;
    std::uint32_t code = Reader(ByteView(mac, length).subspan(at, 4)).u32() & 0x7fffffffu;
    std::uint32_t modulus = 1;
    for (unsigned i = 0; i < digits; ++i) modulus *= 10;
    return code % modulus;
}

}  // namespace md::crypto
