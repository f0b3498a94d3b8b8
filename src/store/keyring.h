#pragma once
// The one Keyring there is, over the rows of store `keys`.
#include <map>
#include <shared_mutex>

#include "base/random.h"
#include "base/sorted_by_hash.h"
#include "store/subject_cache.h"
#include "store/wrapped_keys.h"

namespace md::store {

class StoredKeyring final : public Keyring {
public:
    // kRootKeyWrong when the check row does not open.
    static Result<std::unique_ptr<StoredKeyring>> open(std::shared_ptr<Database> keys, Profile profile, const SecretBytes& root,
                                                       const Clock& clock, Random& random);

    Result<Bytes> seal(const Place& place, ByteView plaintext) override;
    Result<SecretBytes> open(const Place& place, ByteView sealed) override;
    Status create_subject_key(ByteView subject) override;
    Result<Bytes> seal_for(ByteView subject, const Place& place, ByteView plaintext) override;
    Result<SecretBytes> open_for(ByteView subject, const Place& place, ByteView sealed) override;
    Status destroy_subject_key(ByteView subject) override;
    Status destroy_subject_keys(std::span<const Bytes> subjects) override;
    Result<bool> has_subject_key(ByteView subject) override;
    Result<std::shared_ptr<void>> hold_subject_keys() override;
    Result<SecretBytes> named_key(std::string_view name, std::size_t length) override;
    Status destroy_named_key(std::string_view name) override;
    std::array<std::uint8_t, 16> link(Store from, Store to, ByteView id, std::string_view purpose) override;
    Status rotate(Store store) override;
    bool is_current(Store store, ByteView sealed) override;
    Status rewrap(const SecretBytes& new_root) override;

private:
    struct DataKeys {
        std::map<std::uint32_t, SecretBytes> by_version;  // the last one is current
    };
    // A wrapped subject key at hand: nonce, key and tag, and how many bytes of them there are; none once the key is destroyed.
    struct HeldKey {
        crypto::Digest subject{};
        std::array<std::uint8_t, crypto::kNonceBytes + 32 + crypto::kTagBytes> wrapped{};
        std::uint8_t length = 0;
    };
    using Held = SortedByHash<HeldKey, &HeldKey::subject>;

    StoredKeyring(std::shared_ptr<Database> keys, const crypto::Suite& suite, const SecretBytes& root, const Clock& clock, Random& random);
    Status check_root();
    Status load_data_keys(Store store);
    Result<SecretBytes> data_key(Store store, std::uint32_t version);
    crypto::Digest subject_hash(ByteView subject) const;
    Result<SecretBytes> subject_key(const crypto::Digest& subject);
    bool holds_subject_keys();
    Result<std::optional<Bytes>> wrapped_subject_key(const crypto::Digest& subject);
    // Under root_mutex_, like every use of wrapper_.
    Status insert_fresh(Queries& queries, const KeyName& name, std::size_t length);

    std::shared_ptr<Database> keys_;
    const crypto::Suite& suite_;
    Random& random_;
    std::mutex random_mutex_;
    // Shared from reading a wrapped key to unwrapping it, and from wrapping one to storing it; exclusive while all are rewrapped. Taken
    // before any transaction.
    std::shared_mutex root_mutex_;
    std::unique_ptr<Wrapper> wrapper_;
    std::shared_mutex mutex_;  // data_keys_
    std::array<DataKeys, 5> data_keys_;
    std::shared_mutex held_mutex_;  // held_, and exclusive while all subject keys are read; never taken together with mutex_
    std::weak_ptr<Held> held_;
    SubjectCache cache_;
    SecretBytes link_key_, subject_index_key_;
};

}  // namespace md::store
