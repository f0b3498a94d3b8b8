#pragma once
// Owners for OpenSSL objects and the one library context of this process. For the .cpp files of crypto/ alone.
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace md::crypto {

template <auto Free>
struct FreeWith {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, FreeWith<Free>>;

using OwnedPkey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedPkeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using OwnedDigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using OwnedCipher = Owned<EVP_CIPHER, EVP_CIPHER_free>;
using OwnedCipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using OwnedMacContext = Owned<EVP_MAC_CTX, EVP_MAC_CTX_free>;
using OwnedX509 = Owned<X509, X509_free>;
using OwnedBio = Owned<BIO, BIO_free_all>;

// The private library context: provider "default" plus our own (sm4_provider.h). The process's global context stays untouched.
OSSL_LIB_CTX* library();
// What every fetch and every SSL_CTX passes, so that our provider is taken where it offers the algorithm.
inline constexpr const char* kProperties = "?provider=miandun";

// The oldest queued OpenSSL error as text; empties the queue.
std::string openssl_error();
// For calls that fail only when memory or the library itself is broken: throws Fatal.
void require(bool ok, const char* call);

// Runs an i2d_ function into bytes.
template <class T, class Encode>
Bytes encode_der(const T* object, Encode encode) {
    unsigned char* out = nullptr;
    const int length = encode(object, &out);
    require(length >= 0, "i2d");
    Bytes bytes(out, out + length);
    OPENSSL_clear_free(out, static_cast<std::size_t>(length));
    return bytes;
}

}  // namespace md::crypto
