#include "api/json.h"

#include "base/errors.h"

namespace md::api {

std::vector<std::string> texts(const Json& object, const char* name) {
    std::vector<std::string> all;
    const auto found = object.find(name);
    if (found == object.end()) return all;
    for (const auto& item : *found) all.emplace_back(view(item));
    return all;
}

Result<SecretBytes> picture(const Json& value) {
    auto bytes = from_base64(view(value));
    if (!bytes) return fail(errors::kBadInput, "picture is not base64");
    return SecretBytes(std::move(*bytes));
}

Result<std::vector<SecretBytes>> pictures(const Json& array) {
    std::vector<SecretBytes> all;
    for (const auto& item : array) {
        MD_ASSIGN(auto file, picture(item));
        all.push_back(std::move(file));
    }
    return all;
}

}  // namespace md::api
