#pragma once
// The five separate stores and their keys. B10, B11, C9: identities, features, images, events and keys are five databases, each with its
// own encryption keys; no identifier occurs in two of them.
#include <array>
#include <memory>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/profile.h"
#include "crypto/suite.h"
#include "store/database.h"

namespace md::store {

enum class Store { identities, features, images, events, keys };
inline constexpr std::array kAllStores{Store::identities, Store::features, Store::images, Store::events, Store::keys};
std::string_view to_string(Store store);

// Where a sealed value lives. All of it is authenticated: a value moved to another row, column or generation does not open.
struct Place {
    Store store;
    std::string_view table, column;
    ByteView row;
    std::int64_t generation = 0;
};

// Data keys, wrapped by the root key, kept in store `keys`. Thread-safe.
class Keyring {
public:
    virtual ~Keyring() = default;
    // Seals under the store's current data key (or under a subject's own key, see below). The output names its key version.
    virtual Result<Bytes> seal(const Place& place, ByteView plaintext) = 0;
    virtual Result<SecretBytes> open(const Place& place, ByteView sealed) = 0;
    // A subject's own key (a person, an analysis subject, a retention bucket): sealing under it makes destroy_subject_key() a deletion that
    // reaches backups of all other stores too. `subject` is any byte string, it is stored only as a keyed hash.
    // Does nothing when the subject has a key. A subject destroyed before gets another key, under which its old values do not open.
    virtual Status create_subject_key(ByteView subject) = 0;
    virtual Result<Bytes> seal_for(ByteView subject, const Place& place, ByteView plaintext) = 0;
    virtual Result<SecretBytes> open_for(ByteView subject, const Place& place, ByteView sealed) = 0;
    // Idempotent; afterwards kKeyDestroyed. Returns when the wrapped key is gone from the files too. Other processes on the same database
    // may hold the key for at most a minute more.
    virtual Status destroy_subject_key(ByteView subject) = 0;
    virtual Status destroy_subject_keys(std::span<const Bytes> subjects) = 0;  // the same for many, with one scrub
    virtual Result<bool> has_subject_key(ByteView subject) = 0;
    // Reads all wrapped subject keys at once and keeps them until the handle dies, so that opening a million rows needs no million
    // look-ups.
    virtual Result<std::shared_ptr<void>> hold_subject_keys() = 0;
    // A named key for other modules (templates' rotation key, ledger signing key ...): made on first use, same bytes ever after.
    virtual Result<SecretBytes> named_key(std::string_view name, std::size_t length) = 0;
    virtual Status destroy_named_key(std::string_view name) = 0;
    // Links between stores: a keyed function of an id, different for every pair of stores. Only the service can compute it. B10.
    virtual std::array<std::uint8_t, 16> link(Store from, Store to, ByteView id, std::string_view purpose) = 0;
    // New data key for a store; old values stay readable, reseal_step() moves them over time. Root key change: rewraps all keys in one
    // transaction.
    virtual Status rotate(Store store) = 0;
    // False for a value sealed under an older data key of its store: open it and seal it again.
    virtual bool is_current(Store store, ByteView sealed) = 0;
    virtual Status rewrap(const SecretBytes& new_root) = 0;
};

// 32 bytes from a file of mode 0600; created with fresh random bytes when absent and `create`.
Result<SecretBytes> load_root_key(const std::filesystem::path& file, bool create);
// The root key from a passphrase (Argon2id). The file holds the salt alone, which is no secret; created when absent and `create`.
Result<SecretBytes> root_key_from_passphrase(ByteView passphrase, const std::filesystem::path& salt_file, bool create);

struct StoresConfig {
    Profile profile = Profile::general;
    std::filesystem::path folder;              // SQLite files identities.db, features.db, ...
    std::array<std::string, 5> postgres = {};  // connection strings by Store; empty: SQLite
};

// All five, open and migrated to this module's own tables. kRootKeyWrong for a key, profile or file that does not belong to this
// installation; kStoresNotSeparate when two PostgreSQL stores share a database or a role.
struct Stores {
    static Result<std::shared_ptr<Stores>> open(const StoresConfig& config, SecretBytes root_key, const Clock& clock, Random& random);
    // The same with the root key in a file, and the only way that may follow change_root_key(): a change broken off by a crash is finished
    // here.
    static Result<std::shared_ptr<Stores>> open_with_file(const StoresConfig& config, const std::filesystem::path& root_key_file,
                                                          bool create, const Clock& clock, Random& random);
    Database& operator[](Store which) { return *databases[static_cast<std::size_t>(which)]; }
    std::array<std::shared_ptr<Database>, 5> databases;
    std::unique_ptr<Keyring> keyring;
    Profile profile = Profile::general;
};

// A fresh root key: written beside the file, all keys rewrapped in one transaction, then put in place. Safe against a crash at any point.
Status change_root_key(Stores& stores, const std::filesystem::path& root_key_file);

}  // namespace md::store
