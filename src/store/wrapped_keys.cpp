#include "store/wrapped_keys.h"

namespace md::store {
namespace {

constexpr std::int64_t kBatch = 5000;

constexpr Migration kMigrations[] = {
    {1, "wrapped keys", R"(CREATE TABLE wrapped_keys (
        kind TEXT NOT NULL, name BLOB NOT NULL, version INTEGER NOT NULL, wrapped BLOB NOT NULL,
        PRIMARY KEY (kind, name, version)) WITHOUT ROWID)"},
};

Bytes associated_data(const KeyName& name) {
    return Writer()
        .u32_prefixed("miandun wrapped key 1")
        .u32_prefixed(name.kind)
        .u32_prefixed(name.name)
        .u64(static_cast<std::uint64_t>(name.version))
        .bytes();
}

Params parameters(const KeyName& name) { return {std::string(name.kind), to_bytes(name.name), name.version}; }

}  // namespace

std::span<const Migration> wrapped_key_migrations() { return kMigrations; }

Wrapper::Wrapper(const crypto::Suite& suite, const SecretBytes& root)
    : suite_(suite), key_(suite.hkdf(root.view(), {}, "miandun key wrapping 1", suite.key_bytes())) {}

Bytes Wrapper::wrap(const KeyName& name, ByteView key) const {
    return crypto::seal_with_random_nonce(suite_, key_.view(), associated_data(name), key);
}

Result<SecretBytes> Wrapper::unwrap(const KeyName& name, ByteView wrapped) const {
    return crypto::open_with_leading_nonce(suite_, key_.view(), associated_data(name), wrapped);
}

Result<std::optional<Bytes>> read_wrapped(Queries& queries, const KeyName& name) {
    MD_ASSIGN(const Rows rows,
              queries.query("SELECT wrapped FROM wrapped_keys WHERE kind = ? AND name = ? AND version = ?", parameters(name)));
    return rows.empty() ? std::nullopt : std::optional(rows.front().blob(0));
}

Status insert_wrapped(Queries& queries, const KeyName& name, const Bytes& wrapped) {
    auto params = parameters(name);
    params.emplace_back(wrapped);
    MD_TRY(queries.execute("INSERT INTO wrapped_keys (kind, name, version, wrapped) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", params));
    return {};
}

Status rewrap_all(Queries& queries, const Wrapper& current, const Wrapper& next) {
    Params after{std::string(), Bytes(), std::int64_t{0}};
    while (true) {
        auto params = after;
        params.emplace_back(kBatch);
        MD_ASSIGN(const Rows rows,
                  queries.query("SELECT kind, name, version, wrapped FROM wrapped_keys WHERE (kind, name, version) > (?, ?, ?) "
                                "ORDER BY kind, name, version LIMIT ?",
                                params));
        if (rows.empty()) return {};
        for (const auto& row : rows) {
            const KeyName name{row.text(0), row.blob(1), row.integer(2)};
            MD_ASSIGN(const SecretBytes key, current.unwrap(name, row.blob(3)));
            auto update = parameters(name);
            update.insert(update.begin(), next.wrap(name, key.view()));
            MD_TRY(queries.execute("UPDATE wrapped_keys SET wrapped = ? WHERE kind = ? AND name = ? AND version = ?", update));
        }
        const auto& last = rows.back();
        after = {last.text(0), last.blob(1), last.integer(2)};
    }
}

}  // namespace md::store
