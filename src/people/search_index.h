#pragma once
// Finding sealed persons without opening them all: keyed tokens of the name's characters and pairs of characters, and of whole numbers.
//
// Tokens are HMACs cut to 32 bits. Whoever steals the database learns which rows share a token, that is roughly how often a surname occurs,
// but not which; the short token makes unrelated texts fall together. Candidates are opened and checked, so a shared token never shows a
// wrong person.
#include <set>

#include "crypto/suite.h"
#include "people/types.h"

namespace md::people {

class SearchIndex {
public:
    SearchIndex(const crypto::Suite& suite, SecretBytes key) : suite_(suite), key_(std::move(key)) {}
    // All tokens to keep for a person.
    std::set<std::int64_t> tokens_of(const PersonFields& fields) const;
    struct Lookup {
        std::vector<std::int64_t> name_parts;  // a match has all of these ...
        std::vector<std::int64_t> numbers;     // ... or any of these
    };
    Lookup lookup(std::string_view text) const;
    // Whether an opened person is what was looked for.
    static bool matches(const PersonFields& fields, std::string_view text);
    // 16 bytes, unique for an external id.
    Bytes external_token(std::string_view external_id) const;

private:
    std::int64_t token(char field, std::string_view text) const;
    std::vector<std::int64_t> name_parts(std::string_view name, bool longest_only) const;
    const crypto::Suite& suite_;
    SecretBytes key_;
};

}  // namespace md::people
