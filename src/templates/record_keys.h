#pragma once
// The second lock: per-record keys. Knows only its own key of the keyring, never the rotation's. B6.
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/random.h"
#include "crypto/suite.h"
#include "store/stores.h"

namespace md::templates {

// What a row is bound to: moved, swapped or rolled back it does not open.
struct RowIdentity {
    RecordId record;
    std::int64_t generation = 0;
    std::int64_t slot = 0;
    int rotation_epoch = 0;
    int record_epoch = 0;
};

// Seals codes for one thread. Not thread-safe.
class RecordSealer;

// Thread-safe.
class RecordKeys {
public:
    static constexpr std::size_t kSaltBytes = 16;
    RecordKeys(store::Keyring& keyring, Profile profile, std::string gallery, std::string model_id)
        : keyring_(keyring), suite_(crypto::Suite::of(profile)), gallery_(std::move(gallery)), model_id_(std::move(model_id)) {}
    std::unique_ptr<RecordSealer> sealer() { return std::make_unique<RecordSealer>(*this); }
    // After this no row of the epoch opens, in no backup. Idempotent.
    Status destroy(int epoch);

private:
    friend class RecordSealer;
    struct EpochKeys {
        SecretBytes record_root, mask;
    };
    Result<std::shared_ptr<const EpochKeys>> epoch_keys(int epoch);
    std::string name(int epoch) const { return "templates/" + gallery_ + "/record/" + std::to_string(epoch); }

    store::Keyring& keyring_;
    const crypto::Suite& suite_;
    const std::string gallery_, model_id_;
    std::mutex mutex_;
    std::map<int, std::shared_ptr<const EpochKeys>> epochs_;
};

class RecordSealer {
public:
    explicit RecordSealer(RecordKeys& keys) : keys_(keys) {}
    // AEAD(code xor mask). key = HKDF(K_enc, rec_salt, record, generation); mask = CTR under a key of its own, nonce from rec_salt.
    Result<Bytes> seal(const RowIdentity& row, ByteView salt, std::span<const std::uint64_t> code, Random& random);
    // kTemplateTampered when the row is not what was sealed.
    Result<std::vector<std::uint64_t>> open(const RowIdentity& row, ByteView salt, ByteView sealed, std::size_t code_words);

private:
    struct Epoch {
        std::shared_ptr<const RecordKeys::EpochKeys> keys;
        std::unique_ptr<crypto::Keystream> mask;
    };
    Result<Epoch*> epoch(int number);
    SecretBytes row_key(const Epoch& epoch, const RowIdentity& row, ByteView salt) const;
    Bytes associated(const RowIdentity& row) const;
    void mask(Epoch& epoch, ByteView salt, std::span<std::uint8_t> code) const;

    RecordKeys& keys_;
    std::map<int, Epoch> epochs_;
};

}  // namespace md::templates
