#include "templates/rotation_keys.h"

#include "base/errors.h"

namespace md::templates {

Status RotationKeys::prepare(int epoch) {
    const std::lock_guard lock(mutex_);
    if (stream_keys_.contains(epoch)) return {};
    MD_ASSIGN(const SecretBytes root, keyring_.named_key(name(epoch), 32));
    const Bytes info = Writer().text("rot").u32_prefixed(gallery_).u32(static_cast<std::uint32_t>(epoch)).u32_prefixed(model_id_).bytes();
    stream_keys_.emplace(epoch, suite_.hkdf(root.view(), {}, as_text(info), suite_.key_bytes()));
    return {};
}

std::unique_ptr<crypto::Keystream> RotationKeys::keystream(int epoch) const {
    const std::lock_guard lock(mutex_);
    const auto known = stream_keys_.find(epoch);
    if (known == stream_keys_.end()) throw Fatal(Error(errors::kInternal, "rotation epoch was not prepared"));
    return crypto::Keystream::make(suite_.profile(), known->second.view());
}

// The key in memory stays for searches that began before; it goes with the process. The stored one goes now.
Status RotationKeys::destroy(int epoch) { return keyring_.destroy_named_key(name(epoch)); }

}  // namespace md::templates
