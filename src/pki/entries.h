#pragma once
// The entries of issued.jsonl.
#include "pki/authority.h"

namespace md::pki {

struct Entry {
    enum class What { issued, revoked, crl } what = What::issued;
    std::string serial;            // issued, revoked
    Kind kind = Kind::server;      // issued
    Bytes certificate;             // issued
    std::string reason;            // revoked
    std::uint64_t crl_number = 0;  // crl
    WallTime at;
};

std::string write_entry(const Entry& entry);
Result<Entry> parse_entry(const std::string& text);

}  // namespace md::pki
