#pragma once
// Values in PostgreSQL's binary wire form.
#include <libpq-fe.h>

#include <array>

#include "store/database.h"

namespace md::store {

// What a call of PQexecPrepared takes. Holds the bytes it points to; texts and blobs point into the parameters themselves.
class WireParams {
public:
    explicit WireParams(const Params& params);
    WireParams(const WireParams&) = delete;
    int count() const { return static_cast<int>(types_.size()); }
    const std::vector<Oid>& types() const { return types_; }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    std::vector<std::array<char, 8>> numbers_;
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_, formats_;
};

// A row of a binary result. Integers, floats, numeric, boolean, text and bytea; other types read as text of their bytes.
Row row_of(const PGresult* result, int row);

}  // namespace md::store
