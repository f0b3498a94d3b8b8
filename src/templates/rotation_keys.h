#pragma once
// The first lock: rotation keys. Knows only its own key of the keyring, never the records'. B6, B7.
#include <memory>
#include <string>

#include "base/random.h"
#include "crypto/suite.h"
#include "store/stores.h"
#include "templates/slot_table.h"

namespace md::templates {

// Thread-safe. The key of a slot is (key of the epoch, salt of the slot): its signs are the keystream under the first with the second as
// nonce.
class RotationKeys {
public:
    RotationKeys(store::Keyring& keyring, Profile profile, std::string gallery, std::string model_id)
        : keyring_(keyring), suite_(crypto::Suite::of(profile)), gallery_(std::move(gallery)), model_id_(std::move(model_id)) {}
    // Must have succeeded for an epoch before keystream() is asked for it.
    Status prepare(int epoch);
    std::unique_ptr<crypto::Keystream> keystream(int epoch) const;
    Status destroy(int epoch);

private:
    std::string name(int epoch) const { return "templates/" + gallery_ + "/rotation/" + std::to_string(epoch); }

    store::Keyring& keyring_;
    const crypto::Suite& suite_;
    const std::string gallery_, model_id_;
    mutable std::mutex mutex_;
    std::map<int, SecretBytes> stream_keys_;
};

}  // namespace md::templates
