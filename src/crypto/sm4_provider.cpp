#include "crypto/sm4_provider.h"

#include <gcrypt.h>
#include <openssl/core_dispatch.h>

#include <mutex>

#include "base/errors.h"
#include "base/result.h"

namespace md::crypto {

namespace {

const OSSL_ALGORITHM* query(void*, int, int* no_cache) {
    *no_cache = 0;
    return nullptr;
}

}  // namespace

void ensure_libgcrypt() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P)) return;  // another library of this process did it
        if (!gcry_check_version("1.10.0")) throw Fatal(Error(errors::kInternal, "libgcrypt is older than 1.10"));
        gcry_control(GCRYCTL_DISABLE_SECMEM, 0);  // its locked pool is one global of 16 KiB: too small for a context a thread
        gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    });
}

int init_sm4_provider(const OSSL_CORE_HANDLE*, const OSSL_DISPATCH*, const OSSL_DISPATCH** out, void** provider_context) {
    static const OSSL_DISPATCH functions[] = {{OSSL_FUNC_PROVIDER_QUERY_OPERATION, reinterpret_cast<void (*)()>(query)}, {0, nullptr}};
    *out = functions;
    *provider_context = nullptr;
    return 1;
}

}  // namespace md::crypto
