#pragma once
// Argon2id (libsodium). Hashes are self-describing strings, so that costs can rise over time.
#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace md::crypto {

// Costs of libsodium's INTERACTIVE level (64 MiB, 2 passes) unless `cheap` (tests only).
std::string hash_password(ByteView password, bool cheap = false);
bool verify_password(ByteView password, const std::string& hash);
bool needs_rehash(const std::string& hash);
// A key from a passphrase and a 16-byte salt (Argon2id, 256 MiB). For the passphrase form of the root key.
Result<SecretBytes> key_from_passphrase(ByteView passphrase, ByteView salt, std::size_t length);
// HMAC-based one-time codes, RFC 4226/6238. algorithm: "SHA1", "SHA256", "SM3". step: unix time / period.
std::uint32_t hotp(ByteView secret, std::uint64_t step, std::string_view algorithm, unsigned digits);

}  // namespace md::crypto
