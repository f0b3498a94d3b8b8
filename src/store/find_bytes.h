#pragma once
// The proof that something is gone, and the proof that stores share no identifier. B10, B11.
#include "store/stores.h"

namespace md::store {

// How often the byte strings, or their lower-case hexadecimal text, occur in any row of any store and in the raw database and WAL files,
// where free pages and old versions lie. Long needles are looked for in the raw files by three pieces of 32 bytes, since a value may be
// spread over pages. A needle shorter than 8 bytes is refused (kBadInput): it would be found by chance. PostgreSQL's files belong to its
// server: there only rows are read.
Result<std::uint64_t> find_bytes(Stores& stores, std::span<const Bytes> needles);

struct SharedId {
    std::string id;             // hexadecimal
    std::string first, second;  // "store.table.column"
};
// Every 16-byte identifier (a blob of that size, or 32 hexadecimal digits in a text) that occurs anywhere in a value of another store, as
// bytes or as text. Empty when the stores are separate as B10 demands. Reads everything into memory: for tests and inspection.
Result<std::vector<SharedId>> find_shared_ids(Stores& stores);

}  // namespace md::store
