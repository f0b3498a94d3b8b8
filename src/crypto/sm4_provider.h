#pragma once
// An OpenSSL provider inside this process that takes SM4-GCM from libgcrypt: OpenSSL's own on x86-64 is portable C with tables (about 100
// MB/s a core), libgcrypt's uses AES-NI/AVX2 and constant-time S-boxes (about 500 MB/s). EVP and TLS fetch it by name, see kProperties.
#include <openssl/core.h>

namespace md::crypto {

inline constexpr const char* kProviderName = "miandun";

int init_sm4_provider(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* in, const OSSL_DISPATCH** out, void** provider_context);

// Initialises libgcrypt once; Fatal when it is too old. Anyone who uses libgcrypt calls it first.
void ensure_libgcrypt();

}  // namespace md::crypto
