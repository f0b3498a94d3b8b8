#include "store/keyring.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/errors.h"
#include "crypto/errors.h"
#include "store/errors.h"

namespace md::store {
namespace {

// First byte of a sealed value. 1: u32 version of the store's data key, nonce, ciphertext, tag. 2: nonce, ciphertext, tag under a subject's
// key.
constexpr std::uint8_t kUnderDataKey = 1, kUnderSubjectKey = 2;
constexpr std::size_t kSecretBytes = 32;

constexpr std::string_view kLinkName = "store.link", kSubjectIndexName = "store.subject_index";

// Everything a value is bound to, in front of it the format that says how it was sealed.
Bytes associated_data(const Place& place, ByteView header, ByteView subject) {
    return Writer()
        .u32_prefixed(header)
        .u32_prefixed(to_string(place.store))
        .u32_prefixed(place.table)
        .u32_prefixed(place.column)
        .u32_prefixed(place.row)
        .u64(static_cast<std::uint64_t>(place.generation))
        .u32_prefixed(subject)
        .bytes();
}

Bytes joined(Bytes header, ByteView rest) {
    header.insert(header.end(), rest.begin(), rest.end());
    return header;
}

Error malformed() { return Error(errors::kSealBroken, "the sealed value has an unknown format"); }

}  // namespace

StoredKeyring::StoredKeyring(std::shared_ptr<Database> keys, const crypto::Suite& suite, const SecretBytes& root, const Clock& clock,
                             Random& random)
    : keys_(std::move(keys)), suite_(suite), random_(random), wrapper_(std::make_unique<Wrapper>(suite, root)), cache_(clock) {}

Result<std::unique_ptr<StoredKeyring>> StoredKeyring::open(std::shared_ptr<Database> keys, Profile profile, const SecretBytes& root,
                                                           const Clock& clock, Random& random) {
    MD_TRY(keys->migrate("store.keys", wrapped_key_migrations()));
    std::unique_ptr<StoredKeyring> ring(new StoredKeyring(std::move(keys), crypto::Suite::of(profile), root, clock, random));
    MD_TRY(ring->check_root());
    for (const auto store : kAllStores) {
        MD_TRY(ring->load_data_keys(store));
        if (ring->data_keys_[static_cast<std::size_t>(store)].by_version.empty()) MD_TRY(ring->rotate(store));
    }
    MD_ASSIGN(ring->link_key_, ring->named_key(kLinkName, kSecretBytes));
    MD_ASSIGN(ring->subject_index_key_, ring->named_key(kSubjectIndexName, kSecretBytes));
    return ring;
}

// The check row is the first row ever written. Without it the table must be empty.
Status StoredKeyring::check_root() {
    const KeyName name{kCheck, {}};
    const std::shared_lock lock(root_mutex_);
    MD_TRY(keys_->transaction([&](Queries& queries) -> Status {
        MD_ASSIGN(const Rows rows, queries.query("SELECT COUNT(*) FROM wrapped_keys"));
        return rows.front().integer(0) == 0 ? insert_fresh(queries, name, kSecretBytes) : Status();
    }));
    MD_ASSIGN(const auto wrapped, read_wrapped(*keys_, name));
    if (!wrapped) return fail(errors::kStoreCorrupt, "the check row of the key store is missing");
    const auto opened = wrapper_->unwrap(name, *wrapped);
    if (!opened) return fail(errors::kRootKeyWrong, "the check row does not open with this root key and profile");
    return {};
}

Status StoredKeyring::insert_fresh(Queries& queries, const KeyName& name, std::size_t length) {
    SecretBytes fresh;
    {
        const std::lock_guard lock(random_mutex_);
        fresh = random_.secret(length);
    }
    return insert_wrapped(queries, name, wrapper_->wrap(name, fresh.view()));
}

// ---- data keys

Status StoredKeyring::load_data_keys(Store store) {
    const Bytes name = to_bytes(to_string(store));
    const std::shared_lock root_lock(root_mutex_);
    MD_ASSIGN(const Rows rows,
              keys_->query("SELECT version, wrapped FROM wrapped_keys WHERE kind = ? AND name = ?", {std::string(kData), name}));
    for (const auto& row : rows) {
        MD_ASSIGN(SecretBytes key, wrapper_->unwrap({kData, name, row.integer(0)}, row.blob(1)));
        const std::unique_lock lock(mutex_);
        data_keys_[static_cast<std::size_t>(store)].by_version.try_emplace(static_cast<std::uint32_t>(row.integer(0)), std::move(key));
    }
    return {};
}

// Another process may have rotated: an unknown version is looked for in the table once.
Result<SecretBytes> StoredKeyring::data_key(Store store, std::uint32_t version) {
    const auto& keys = data_keys_[static_cast<std::size_t>(store)].by_version;
    for (const bool last_try : {false, true}) {
        {
            const std::shared_lock lock(mutex_);
            if (const auto found = keys.find(version); found != keys.end()) return found->second.copy();
        }
        if (!last_try) MD_TRY(load_data_keys(store));
    }
    return fail(errors::kSealBroken, fmt::format("store {} has no data key of version {}", to_string(store), version));
}

Result<Bytes> StoredKeyring::seal(const Place& place, ByteView plaintext) {
    std::uint32_t version;
    SecretBytes key;
    {
        const std::shared_lock lock(mutex_);
        const auto& current = *data_keys_[static_cast<std::size_t>(place.store)].by_version.rbegin();
        version = current.first;
        key = current.second.copy();
    }
    Bytes header = Writer().u8(kUnderDataKey).u32(version).bytes();
    const Bytes sealed = crypto::seal_with_random_nonce(suite_, key.view(), associated_data(place, header, {}), plaintext);
    return joined(std::move(header), sealed);
}

Result<SecretBytes> StoredKeyring::open(const Place& place, ByteView sealed) {
    Reader reader(sealed);
    const auto format = reader.u8();
    const auto version = reader.u32();
    if (!reader.ok() || format != kUnderDataKey) return fail(malformed());
    MD_ASSIGN(const SecretBytes key, data_key(place.store, version));
    return crypto::open_with_leading_nonce(suite_, key.view(), associated_data(place, sealed.first(5), {}), sealed.subspan(5));
}

bool StoredKeyring::is_current(Store store, ByteView sealed) {
    Reader reader(sealed);
    const bool under_data_key = reader.u8() == kUnderDataKey;
    const auto version = reader.u32();
    const std::shared_lock lock(mutex_);
    return !under_data_key || version == data_keys_[static_cast<std::size_t>(store)].by_version.rbegin()->first;
}

Status StoredKeyring::rotate(Store store) {
    const Bytes name = to_bytes(to_string(store));
    {
        const std::shared_lock lock(root_mutex_);
        MD_TRY(keys_->transaction([&](Queries& queries) -> Status {
            MD_ASSIGN(const Rows rows, queries.query("SELECT COALESCE(MAX(version), 0) FROM wrapped_keys WHERE kind = ? AND name = ?",
                                                     {std::string(kData), name}));
            return insert_fresh(queries, {kData, name, rows.front().integer(0) + 1}, suite_.key_bytes());
        }));
    }
    return load_data_keys(store);
}

// ---- subject keys

crypto::Digest StoredKeyring::subject_hash(ByteView subject) const { return suite_.hmac(subject_index_key_.view(), subject); }

Status StoredKeyring::create_subject_key(ByteView subject) {
    const auto hash = subject_hash(subject);
    const std::shared_lock lock(root_mutex_);
    return insert_fresh(*keys_, {kSubject, hash}, suite_.key_bytes());
}

Result<std::optional<Bytes>> StoredKeyring::wrapped_subject_key(const crypto::Digest& subject) {
    {
        const std::shared_lock lock(held_mutex_);
        if (const auto held = held_.lock()) {
            if (const auto* found = held->find(subject); found && found->length > 0)
                return std::optional(to_bytes(ByteView(found->wrapped).first(found->length)));
        }
    }
    return read_wrapped(*keys_, {kSubject, subject});
}

Result<SecretBytes> StoredKeyring::subject_key(const crypto::Digest& subject) {
    // While all keys are at hand each is asked for once: to remember a million of them in turn costs more than to unwrap them.
    const bool at_hand = holds_subject_keys();
    if (!at_hand) {
        if (auto cached = cache_.find(subject)) return std::move(*cached);
    }
    const std::shared_lock lock(root_mutex_);
    MD_ASSIGN(const auto wrapped, wrapped_subject_key(subject));
    if (!wrapped) return fail(errors::kKeyDestroyed);
    MD_ASSIGN(SecretBytes key, wrapper_->unwrap({kSubject, subject}, *wrapped));
    if (!at_hand) cache_.put(subject, key);
    return key;
}

Result<Bytes> StoredKeyring::seal_for(ByteView subject, const Place& place, ByteView plaintext) {
    const auto hash = subject_hash(subject);
    MD_ASSIGN(const SecretBytes key, subject_key(hash));
    Bytes header{kUnderSubjectKey};
    const Bytes sealed = crypto::seal_with_random_nonce(suite_, key.view(), associated_data(place, header, hash), plaintext);
    return joined(std::move(header), sealed);
}

Result<SecretBytes> StoredKeyring::open_for(ByteView subject, const Place& place, ByteView sealed) {
    if (sealed.empty() || sealed.front() != kUnderSubjectKey) return fail(malformed());
    const auto hash = subject_hash(subject);
    MD_ASSIGN(const SecretBytes key, subject_key(hash));
    return crypto::open_with_leading_nonce(suite_, key.view(), associated_data(place, sealed.first(1), hash), sealed.subspan(1));
}

Status StoredKeyring::destroy_subject_key(ByteView subject) {
    const Bytes one = to_bytes(subject);
    return destroy_subject_keys({&one, 1});
}

// B11, C9: what is sealed under the key is unreadable from here on, in backups of the other stores too.
Status StoredKeyring::destroy_subject_keys(std::span<const Bytes> subjects) {
    MD_TRY(keys_->transaction([&](Queries& queries) -> Status {
        for (const auto& subject : subjects) {
            const auto hash = subject_hash(subject);
            MD_TRY(
                queries.execute("DELETE FROM wrapped_keys WHERE kind = ? AND name = ?", {std::string(kSubject), to_bytes(ByteView(hash))}));
        }
        return {};
    }));
    {
        const std::unique_lock lock(held_mutex_);
        const auto held = held_.lock();
        for (const auto& subject : subjects) {
            const auto hash = subject_hash(subject);
            if (auto* found = held ? held->find(hash) : nullptr) {
                wipe(found->wrapped.data(), found->wrapped.size());
                found->length = 0;
            }
            cache_.forget(hash);
        }
    }
    return keys_->scrub();
}

Result<bool> StoredKeyring::has_subject_key(ByteView subject) {
    const auto hash = subject_hash(subject);
    MD_ASSIGN(const auto wrapped, read_wrapped(*keys_, {kSubject, hash}));
    return wrapped.has_value();
}

bool StoredKeyring::holds_subject_keys() {
    const std::shared_lock lock(held_mutex_);
    return !held_.expired();
}

Result<std::shared_ptr<void>> StoredKeyring::hold_subject_keys() {
    const auto held = std::make_shared<Held>();
    const std::unique_lock lock(held_mutex_);  // a key destroyed meanwhile must not come back through the copy
    MD_TRY(keys_->for_each("SELECT name, wrapped FROM wrapped_keys WHERE kind = ?", {std::string(kSubject)}, [&](const Row& row) {
        HeldKey key;
        const Bytes &name = row.blob(0), &wrapped = row.blob(1);
        if (name.size() != key.subject.size() || wrapped.size() > key.wrapped.size()) return true;  // asked for one by one, and refused
        std::ranges::copy(name, key.subject.begin());
        std::ranges::copy(wrapped, key.wrapped.begin());
        key.length = static_cast<std::uint8_t>(wrapped.size());
        held->add(key);
        return true;
    }));
    held->sort();  // SQLite gives them in this order already
    held_ = held;
    return std::shared_ptr<void>(held);
}

// ---- named keys, links, root key

Result<SecretBytes> StoredKeyring::named_key(std::string_view name, std::size_t length) {
    const KeyName row{kNamed, as_bytes(name)};
    const std::shared_lock lock(root_mutex_);
    MD_ASSIGN(auto wrapped, read_wrapped(*keys_, row));
    if (!wrapped) {
        MD_TRY(insert_fresh(*keys_, row, length));
        MD_ASSIGN(wrapped, read_wrapped(*keys_, row));  // ours, or that of whoever was faster
    }
    if (!wrapped) return fail(errors::kConflict, "the key was destroyed while it was made");
    MD_ASSIGN(SecretBytes key, wrapper_->unwrap(row, *wrapped));
    if (key.size() != length) return fail(errors::kBadInput, fmt::format("named key {} has {} bytes", name, key.size()));
    return key;
}

Status StoredKeyring::destroy_named_key(std::string_view name) {
    MD_TRY(keys_->execute("DELETE FROM wrapped_keys WHERE kind = ? AND name = ?", {std::string(kNamed), to_bytes(name)}));
    return keys_->scrub();
}

// B10
std::array<std::uint8_t, 16> StoredKeyring::link(Store from, Store to, ByteView id, std::string_view purpose) {
    const Bytes message = Writer().u32_prefixed(to_string(from)).u32_prefixed(to_string(to)).u32_prefixed(purpose).u32_prefixed(id).bytes();
    const auto digest = suite_.hmac(link_key_.view(), message);
    std::array<std::uint8_t, 16> out;
    std::copy_n(digest.begin(), out.size(), out.begin());
    return out;
}

Status StoredKeyring::rewrap(const SecretBytes& new_root) {
    {
        const std::unique_lock root_lock(root_mutex_);
        auto next = std::make_unique<Wrapper>(suite_, new_root);
        MD_TRY(keys_->transaction([&](Queries& queries) { return rewrap_all(queries, *wrapper_, *next); }));
        wrapper_ = std::move(next);
        const std::unique_lock lock(held_mutex_);
        held_.reset();
    }
    return keys_->scrub();
}

}  // namespace md::store
