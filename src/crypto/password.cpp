#include "crypto/password.h"

#include <sodium.h>

#include "base/errors.h"

namespace md::crypto {

namespace {

void ensure_sodium() {
    static const int started = sodium_init();
    if (started < 0) throw Fatal(Error(errors::kInternal, "libsodium does not start"));
}

// libsodium wants an address even of no characters.
const char* characters(ByteView bytes) { return bytes.empty() ? "" : reinterpret_cast<const char*>(bytes.data()); }

constexpr std::size_t kPassphraseMemory = std::size_t{256} << 20;

}  // namespace

std::string hash_password(ByteView password, bool cheap) {
    ensure_sodium();
    char out[crypto_pwhash_argon2id_STRBYTES];
    const auto passes = cheap ? crypto_pwhash_argon2id_OPSLIMIT_MIN : crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE;
    const auto memory = cheap ? crypto_pwhash_argon2id_MEMLIMIT_MIN : crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE;
    if (crypto_pwhash_argon2id_str(out, characters(password), password.size(), passes, memory) != 0)
        throw Fatal(Error(errors::kInternal, "argon2id: out of memory"));
    return out;
}

bool verify_password(ByteView password, const std::string& hash) {
    ensure_sodium();
    return crypto_pwhash_argon2id_str_verify(hash.c_str(), characters(password), password.size()) == 0;
}

bool needs_rehash(const std::string& hash) {
    ensure_sodium();
    return crypto_pwhash_argon2id_str_needs_rehash(hash.c_str(), crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
                                                   crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE) != 0;
}

Result<SecretBytes> key_from_passphrase(ByteView passphrase, ByteView salt, std::size_t length) {
    ensure_sodium();
    if (salt.size() != crypto_pwhash_argon2id_SALTBYTES) return fail(errors::kBadInput, "a passphrase salt has 16 bytes");
    if (length < crypto_pwhash_argon2id_BYTES_MIN) return fail(errors::kBadInput, "a derived key has at least 16 bytes");
    SecretBytes out(length);
    if (crypto_pwhash_argon2id(out.span().data(), length, characters(passphrase), passphrase.size(), salt.data(),
                               crypto_pwhash_argon2id_OPSLIMIT_MODERATE, kPassphraseMemory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(errors::kInternal, "argon2id: out of memory");
    return out;
}

}  // namespace md::crypto
