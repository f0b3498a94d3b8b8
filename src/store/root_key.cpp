#include <filesystem>

#include "base/errors.h"
#include "base/files.h"
#include "base/random.h"
#include "crypto/password.h"
#include "store/errors.h"
#include "store/stores.h"

namespace md::store {
namespace {

constexpr std::size_t kRootKeyBytes = 32;
constexpr std::size_t kSaltBytes = 16;
constexpr std::string_view kSaltMagic = "miandun salt 1\n";

bool absent(const std::filesystem::path& file) {
    std::error_code ignored;
    return std::filesystem::symlink_status(file, ignored).type() == std::filesystem::file_type::not_found;
}

}  // namespace

Result<SecretBytes> load_root_key(const std::filesystem::path& file, bool create) {
    if (create && absent(file)) {
        const SecretBytes fresh = SystemRandom().secret(kRootKeyBytes);
        MD_TRY(write_file_atomically(file, fresh.view(), 0600));
    }
    auto key = read_secret_file(file);
    if (!key) return fail(errors::kRootKeyUnreadable, key.error().detail());
    if (key->size() != kRootKeyBytes) return fail(errors::kRootKeyUnreadable, file.string() + " must hold exactly 32 bytes");
    return key;
}

Result<SecretBytes> root_key_from_passphrase(ByteView passphrase, const std::filesystem::path& salt_file, bool create) {
    if (create && absent(salt_file)) {
        const auto salt = SystemRandom().array<kSaltBytes>();
        MD_TRY(write_file_atomically(salt_file, Writer().text(kSaltMagic).raw(salt).bytes(), 0600));
    }
    const auto content = read_file(salt_file, 4096);
    if (!content) return fail(errors::kRootKeyUnreadable, content.error().detail());
    Reader reader(*content);
    const bool known = as_text(reader.take(kSaltMagic.size())) == kSaltMagic;
    const ByteView salt = reader.take(kSaltBytes);
    if (!known || !reader.done()) return fail(errors::kRootKeyUnreadable, salt_file.string() + " is no salt file");
    return crypto::key_from_passphrase(passphrase, salt, kRootKeyBytes);
}

}  // namespace md::store
