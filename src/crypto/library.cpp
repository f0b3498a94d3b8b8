#include <openssl/err.h>
#include <openssl/provider.h>

#include "base/errors.h"
#include "crypto/openssl.h"
#include "crypto/sm4_provider.h"

namespace md::crypto {

namespace {

OSSL_LIB_CTX* make_library() {
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    require(context != nullptr, "OSSL_LIB_CTX_new");
    require(OSSL_PROVIDER_load(context, "default") != nullptr, "OSSL_PROVIDER_load(default)");
    require(OSSL_PROVIDER_add_builtin(context, kProviderName, init_sm4_provider) == 1, "OSSL_PROVIDER_add_builtin");
    require(OSSL_PROVIDER_load(context, kProviderName) != nullptr, "OSSL_PROVIDER_load(miandun)");
    return context;
}

}  // namespace

OSSL_LIB_CTX* library() {
    static OSSL_LIB_CTX* const context = make_library();  // never freed: thread-local contexts may outlive static destruction
    return context;
}

std::string openssl_error() {
    const unsigned long code = ERR_get_error();
    if (code == 0) return "no OpenSSL error queued";
    char text[256];
    ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return text;
}

void require(bool ok, const char* call) {
    if (!ok) throw Fatal(Error(errors::kInternal, std::string(call) + ": " + openssl_error()));
}

}  // namespace md::crypto
