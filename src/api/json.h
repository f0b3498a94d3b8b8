#pragma once
// JSON of request bodies: pictures and passwords travel in it, so all its memory is wiped when it goes (B3, B4). For .cpp files only.
#include <nlohmann/json.hpp>

#include "base/ids.h"
#include "base/result.h"
#include "base/wiping_allocator.h"

namespace md::api {

using SecretString = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;
using Json = nlohmann::basic_json<std::map, std::vector, SecretString, bool, std::int64_t, std::uint64_t, double, WipingAllocator>;
// Of answers and of the contract.
using Out = nlohmann::json;

// Readers for bodies that have passed their schema: a wrong type here is a broken invariant and throws.
inline std::string_view view(const Json& value) { return value.get_ref<const SecretString&>(); }
inline std::string text(const Json& object, const char* name) { return std::string(view(object.at(name))); }
// Empty when absent or null.
inline std::string text_or_empty(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? std::string() : std::string(view(*found));
}
inline SecretBytes secret(const Json& object, const char* name) { return SecretBytes(as_bytes(view(object.at(name)))); }
std::vector<std::string> texts(const Json& object, const char* name);  // empty when absent
// Picture files in base64; wiped copies. kBadInput when it is no base64.
Result<SecretBytes> picture(const Json& value);
Result<std::vector<SecretBytes>> pictures(const Json& array);

template <class AnyId>
AnyId id_of(std::string_view text) {
    return AnyId::from_text(text).value();  // the schema has checked the form
}

}  // namespace md::api
