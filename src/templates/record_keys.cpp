#include "templates/record_keys.h"

#include <cstring>

#include "templates/errors.h"

namespace md::templates {

Result<std::shared_ptr<const RecordKeys::EpochKeys>> RecordKeys::epoch_keys(int epoch) {
    const std::lock_guard lock(mutex_);
    auto& known = epochs_[epoch];
    if (!known) {
        MD_ASSIGN(const SecretBytes root, keyring_.named_key(name(epoch), 32));
        auto fresh = std::make_shared<EpochKeys>();
        fresh->record_root = suite_.hkdf(root.view(), {}, "record", 32);
        fresh->mask = suite_.hkdf(root.view(), {}, "mask", suite_.key_bytes());
        known = std::move(fresh);
    }
    return known;
}

Status RecordKeys::destroy(int epoch) {
    {
        const std::lock_guard lock(mutex_);
        epochs_.erase(epoch);
    }
    return keyring_.destroy_named_key(name(epoch));
}

Result<RecordSealer::Epoch*> RecordSealer::epoch(int number) {
    auto& known = epochs_[number];
    if (!known.keys) {
        MD_ASSIGN(known.keys, keys_.epoch_keys(number));
        known.mask = crypto::Keystream::make(keys_.suite_.profile(), known.keys->mask.view());
    }
    return &known;
}

SecretBytes RecordSealer::row_key(const Epoch& epoch, const RowIdentity& row, ByteView salt) const {
    const Bytes info = Writer().text("rec").raw(row.record.view()).u64(static_cast<std::uint64_t>(row.generation)).bytes();
    return keys_.suite_.hkdf(epoch.keys->record_root.view(), salt, as_text(info), keys_.suite_.key_bytes());
}

Bytes RecordSealer::associated(const RowIdentity& row) const {
    return Writer()
        .text("miandun template 1")
        .raw(row.record.view())
        .u64(static_cast<std::uint64_t>(row.generation))
        .u64(static_cast<std::uint64_t>(row.slot))
        .u32(static_cast<std::uint32_t>(row.rotation_epoch))
        .u32(static_cast<std::uint32_t>(row.record_epoch))
        .u32_prefixed(keys_.model_id_)
        .u32_prefixed(keys_.gallery_)
        .bytes();
}

void RecordSealer::mask(Epoch& epoch, ByteView salt, std::span<std::uint8_t> code) const {
    std::array<std::uint8_t, crypto::kNonceBytes> nonce;
    std::memcpy(nonce.data(), salt.data(), nonce.size());
    SecretBytes stream(code.size());
    epoch.mask->fill(nonce, stream.span());
    for (std::size_t i = 0; i < code.size(); ++i) code[i] ^= stream.view()[i];
}

Result<Bytes> RecordSealer::seal(const RowIdentity& row, ByteView salt, std::span<const std::uint64_t> code, Random& random) {
    MD_ASSIGN(auto* const keys, epoch(row.record_epoch));
    SecretBytes masked(ByteView(reinterpret_cast<const std::uint8_t*>(code.data()), code.size_bytes()));
    mask(*keys, salt, masked.span());
    const auto nonce = random.array<crypto::kNonceBytes>();
    const auto sealed = keys_.suite_.seal(row_key(*keys, row, salt).view(), nonce, associated(row), masked.view());
    return Writer().raw(nonce).raw(sealed).bytes();
}

Result<std::vector<std::uint64_t>> RecordSealer::open(const RowIdentity& row, ByteView salt, ByteView sealed, std::size_t code_words) {
    MD_ASSIGN(auto* const keys, epoch(row.record_epoch));
    if (sealed.size() != crypto::kNonceBytes + code_words * sizeof(std::uint64_t) + crypto::kTagBytes)
        return fail(errors::kTemplateTampered, "row has the wrong length");
    const auto opened = keys_.suite_.open(row_key(*keys, row, salt).view(), sealed.first(crypto::kNonceBytes), associated(row),
                                          sealed.subspan(crypto::kNonceBytes));
    if (!opened) return fail(errors::kTemplateTampered, "row does not verify");
    std::vector<std::uint64_t> code(code_words);
    std::memcpy(code.data(), opened->view().data(), opened->size());
    mask(*keys, salt, {reinterpret_cast<std::uint8_t*>(code.data()), code_words * sizeof(std::uint64_t)});
    return code;
}

}  // namespace md::templates
