#include "crypto/sm4_provider.h"

#include <gcrypt.h>
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <mutex>
#include <new>

#include "base/errors.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::crypto {

namespace {

constexpr std::size_t kKey = 16, kTag = 16, kMaxNonce = 64;

// One SM4-GCM operation as EVP sees it: init (key and nonce, each perhaps earlier than the other), updates, final. libgcrypt takes the
// nonce once a message, so it is set when the first byte comes.
struct Operation {
    gcry_cipher_hd_t cipher = nullptr;
    std::array<std::uint8_t, kMaxNonce> nonce{};
    std::array<std::uint8_t, kTag> tag{};
    std::size_t nonce_bytes = 12;
    bool encrypt = true, has_key = false, has_nonce = false, started = false, has_tag = false;
};

Operation& of(void* context) { return *static_cast<Operation*>(context); }

void* create(void*) {
    auto* operation = new (std::nothrow) Operation;
    if (operation && gcry_cipher_open(&operation->cipher, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0) != 0) {
        delete operation;
        return nullptr;
    }
    return operation;
}

void destroy(void* context) {
    if (!context) return;
    gcry_cipher_close(of(context).cipher);  // wipes the key schedule
    wipe(context, sizeof(Operation));
    delete static_cast<Operation*>(context);
}

int set_parameters(void* context, const OSSL_PARAM parameters[]) {
    Operation& operation = of(context);
    if (const OSSL_PARAM* found = OSSL_PARAM_locate_const(parameters, OSSL_CIPHER_PARAM_AEAD_TAG)) {
        // The tag to compare with; EVP also sends an empty one to name its length.
        if (found->data_type != OSSL_PARAM_OCTET_STRING || found->data_size != kTag) return 0;
        if (found->data) {
            if (operation.encrypt) return 0;
            std::memcpy(operation.tag.data(), found->data, kTag);
            operation.has_tag = true;
        }
    }
    if (const OSSL_PARAM* found = OSSL_PARAM_locate_const(parameters, OSSL_CIPHER_PARAM_AEAD_IVLEN)) {
        std::size_t bytes = 0;
        if (!OSSL_PARAM_get_size_t(found, &bytes) || bytes == 0 || bytes > kMaxNonce) return 0;
        if (bytes != operation.nonce_bytes) operation.has_nonce = false;
        operation.nonce_bytes = bytes;
    }
    return 1;
}

int start(void* context, const unsigned char* key, std::size_t key_bytes, const unsigned char* nonce, std::size_t nonce_bytes,
          const OSSL_PARAM parameters[], bool encrypt) {
    Operation& operation = of(context);
    operation.encrypt = encrypt;
    operation.started = false;
    if (nonce) {
        if (nonce_bytes == 0 || nonce_bytes > kMaxNonce) return 0;
        std::memcpy(operation.nonce.data(), nonce, nonce_bytes);
        operation.nonce_bytes = nonce_bytes;
        operation.has_nonce = true;
    }
    if (key) {
        if (key_bytes != kKey || gcry_cipher_setkey(operation.cipher, key, key_bytes) != 0) return 0;
        operation.has_key = true;
    }
    return !parameters || set_parameters(context, parameters);
}

int start_encryption(void* context, const unsigned char* key, std::size_t key_bytes, const unsigned char* nonce, std::size_t nonce_bytes,
                     const OSSL_PARAM parameters[]) {
    return start(context, key, key_bytes, nonce, nonce_bytes, parameters, true);
}

int start_decryption(void* context, const unsigned char* key, std::size_t key_bytes, const unsigned char* nonce, std::size_t nonce_bytes,
                     const OSSL_PARAM parameters[]) {
    return start(context, key, key_bytes, nonce, nonce_bytes, parameters, false);
}

bool ready(Operation& operation) {
    if (operation.started) return true;
    if (!operation.has_key || !operation.has_nonce) return false;
    if (gcry_cipher_reset(operation.cipher) != 0 || gcry_cipher_setiv(operation.cipher, operation.nonce.data(), operation.nonce_bytes) != 0)
        return false;
    operation.has_nonce = false;  // a nonce serves one message
    operation.started = true;
    return true;
}

int update(void* context, unsigned char* out, std::size_t* out_bytes, std::size_t out_space, const unsigned char* in,
           std::size_t in_bytes) {
    Operation& operation = of(context);
    *out_bytes = 0;
    if (!ready(operation)) return 0;
    if (in_bytes == 0) return 1;
    if (!out) {  // associated data
        *out_bytes = in_bytes;
        return gcry_cipher_authenticate(operation.cipher, in, in_bytes) == 0;
    }
    if (out_space < in_bytes) return 0;
    const auto crypt = operation.encrypt ? gcry_cipher_encrypt : gcry_cipher_decrypt;
    const bool in_place = out == in;
    if (crypt(operation.cipher, out, in_bytes, in_place ? nullptr : in, in_place ? 0 : in_bytes) != 0) return 0;
    *out_bytes = in_bytes;
    return 1;
}

int finish(void* context, unsigned char*, std::size_t* out_bytes, std::size_t) {
    Operation& operation = of(context);
    *out_bytes = 0;
    if (!ready(operation)) return 0;
    operation.started = false;
    if (operation.encrypt) return gcry_cipher_gettag(operation.cipher, operation.tag.data(), kTag) == 0;
    if (!operation.has_tag) return 0;
    operation.has_tag = false;
    return gcry_cipher_checktag(operation.cipher, operation.tag.data(), kTag) == 0;  // in constant time
}

bool put(OSSL_PARAM parameters[], const char* name, std::size_t value) {
    OSSL_PARAM* found = OSSL_PARAM_locate(parameters, name);
    return !found || OSSL_PARAM_set_size_t(found, value);
}

int get_parameters(void* context, OSSL_PARAM parameters[]) {
    const Operation& operation = of(context);
    if (!put(parameters, OSSL_CIPHER_PARAM_IVLEN, operation.nonce_bytes) || !put(parameters, OSSL_CIPHER_PARAM_KEYLEN, kKey) ||
        !put(parameters, OSSL_CIPHER_PARAM_AEAD_TAGLEN, kTag))
        return 0;
    OSSL_PARAM* tag = OSSL_PARAM_locate(parameters, OSSL_CIPHER_PARAM_AEAD_TAG);
    if (!tag) return 1;
    // data_size is how much of the tag is asked for (EVP_CTRL_AEAD_GET_TAG)
    return operation.encrypt && !operation.started && tag->data_size <= kTag &&
           OSSL_PARAM_set_octet_string(tag, operation.tag.data(), tag->data_size);
}

int get_algorithm_parameters(OSSL_PARAM parameters[]) {
    if (OSSL_PARAM* mode = OSSL_PARAM_locate(parameters, OSSL_CIPHER_PARAM_MODE); mode && !OSSL_PARAM_set_uint(mode, EVP_CIPH_GCM_MODE))
        return 0;
    for (const char* flag : {OSSL_CIPHER_PARAM_AEAD, OSSL_CIPHER_PARAM_CUSTOM_IV})
        if (OSSL_PARAM* found = OSSL_PARAM_locate(parameters, flag); found && !OSSL_PARAM_set_int(found, 1)) return 0;
    // A stream to EVP: no blocks to pad.
    return put(parameters, OSSL_CIPHER_PARAM_KEYLEN, kKey) && put(parameters, OSSL_CIPHER_PARAM_IVLEN, 12) &&
           put(parameters, OSSL_CIPHER_PARAM_BLOCK_SIZE, 1);
}

const OSSL_PARAM* settable(void*, void*) {
    static const OSSL_PARAM list[] = {OSSL_PARAM_size_t(OSSL_CIPHER_PARAM_AEAD_IVLEN, nullptr),
                                      OSSL_PARAM_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, nullptr, 0), OSSL_PARAM_END};
    return list;
}

const OSSL_PARAM* gettable(void*, void*) {
    static const OSSL_PARAM list[] = {OSSL_PARAM_size_t(OSSL_CIPHER_PARAM_KEYLEN, nullptr),
                                      OSSL_PARAM_size_t(OSSL_CIPHER_PARAM_IVLEN, nullptr),
                                      OSSL_PARAM_size_t(OSSL_CIPHER_PARAM_AEAD_TAGLEN, nullptr),
                                      OSSL_PARAM_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, nullptr, 0), OSSL_PARAM_END};
    return list;
}

template <class Function>
constexpr OSSL_DISPATCH entry(int id, Function* function) {
    return {id, reinterpret_cast<void (*)()>(function)};
}

const OSSL_ALGORITHM* query(void*, int operation, int* no_cache) {
    static const OSSL_DISPATCH functions[] = {entry(OSSL_FUNC_CIPHER_NEWCTX, create),
                                              entry(OSSL_FUNC_CIPHER_FREECTX, destroy),
                                              entry(OSSL_FUNC_CIPHER_ENCRYPT_INIT, start_encryption),
                                              entry(OSSL_FUNC_CIPHER_DECRYPT_INIT, start_decryption),
                                              entry(OSSL_FUNC_CIPHER_UPDATE, update),
                                              entry(OSSL_FUNC_CIPHER_FINAL, finish),
                                              entry(OSSL_FUNC_CIPHER_GET_PARAMS, get_algorithm_parameters),
                                              entry(OSSL_FUNC_CIPHER_GET_CTX_PARAMS, get_parameters),
                                              entry(OSSL_FUNC_CIPHER_SET_CTX_PARAMS, set_parameters),
                                              entry(OSSL_FUNC_CIPHER_GETTABLE_CTX_PARAMS, gettable),
                                              entry(OSSL_FUNC_CIPHER_SETTABLE_CTX_PARAMS, settable),
                                              {0, nullptr}};
    static const OSSL_ALGORITHM ciphers[] = {{"SM4-GCM:1.2.156.10197.1.104.8", "provider=miandun", functions, "SM4-GCM over libgcrypt"},
                                             {nullptr, nullptr, nullptr, nullptr}};
    *no_cache = 0;
    return operation == OSSL_OP_CIPHER ? ciphers : nullptr;
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
    ensure_libgcrypt();
    static const OSSL_DISPATCH functions[] = {entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query), {0, nullptr}};
    *out = functions;
    // OpenSSL takes a null context for "none given"; there is nothing to keep.
    *provider_context = const_cast<OSSL_DISPATCH*>(functions);
    return 1;
}

}  // namespace md::crypto
