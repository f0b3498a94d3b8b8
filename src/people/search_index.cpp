#include "people/search_index.h"

#include "people/text.h"

namespace md::people {

std::int64_t SearchIndex::token(char field, std::string_view text) const {
    const auto mac = suite_.hmac(key_.view(), Writer().u8(static_cast<std::uint8_t>(field)).text(text).bytes());
    return Reader(mac).u32();
}

Bytes SearchIndex::external_token(std::string_view external_id) const {
    const auto mac = suite_.hmac(key_.view(), Writer().u8('x').text(external_id).bytes());
    return {mac.begin(), mac.begin() + 16};
}

// longest_only: for a question the pairs say all that the single characters say.
std::vector<std::int64_t> SearchIndex::name_parts(std::string_view name, bool longest_only) const {
    const auto parts = characters(folded(name));
    std::set<std::int64_t> out;
    if (!longest_only || parts.size() == 1) {
        for (const auto& one : parts) out.insert(token('n', one));
    }
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) out.insert(token('n', parts[i] + parts[i + 1]));
    return {out.begin(), out.end()};
}

std::set<std::int64_t> SearchIndex::tokens_of(const PersonFields& fields) const {
    const auto parts = name_parts(fields.name, false);
    std::set<std::int64_t> out(parts.begin(), parts.end());
    for (const auto* number : {&fields.external_id, &fields.phone, &fields.document_number}) {
        if (!number->empty()) out.insert(token('#', folded(*number)));
    }
    return out;
}

SearchIndex::Lookup SearchIndex::lookup(std::string_view text) const { return {name_parts(text, true), {token('#', folded(text))}}; }

bool SearchIndex::matches(const PersonFields& fields, std::string_view text) {
    const std::string wanted = folded(text);
    if (folded(fields.name).find(wanted) != std::string::npos) return true;
    return folded(fields.external_id) == wanted || folded(fields.phone) == wanted || folded(fields.document_number) == wanted;
}

}  // namespace md::people
