#pragma once
// The table of wrapped keys in store `keys`. Every row is one key, sealed under a key derived from the root key, bound to its kind, name
// and version.
#include <string_view>

#include "store/stores.h"

namespace md::store {

// Kinds of rows.
inline constexpr std::string_view kCheck = "check", kData = "data", kNamed = "named", kSubject = "subject";

struct KeyName {
    std::string_view kind;
    ByteView name;
    std::int64_t version = 1;
};

std::span<const Migration> wrapped_key_migrations();

// Wrapping under one root key. Immutable, thread-safe.
class Wrapper {
public:
    Wrapper(const crypto::Suite& suite, const SecretBytes& root);
    Bytes wrap(const KeyName& name, ByteView key) const;
    Result<SecretBytes> unwrap(const KeyName& name, ByteView wrapped) const;

private:
    const crypto::Suite& suite_;
    SecretBytes key_;
};

// nullopt when there is no such row.
Result<std::optional<Bytes>> read_wrapped(Queries& queries, const KeyName& name);
// Leaves an existing row as it is.
Status insert_wrapped(Queries& queries, const KeyName& name, const Bytes& wrapped);
// Every row under `next` instead of `current`. Inside a transaction of the caller.
Status rewrap_all(Queries& queries, const Wrapper& current, const Wrapper& next);

}  // namespace md::store
