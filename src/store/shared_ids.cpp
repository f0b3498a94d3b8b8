#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/ids.h"
#include "store/find_bytes.h"

namespace md::store {
namespace {

constexpr std::size_t kIdBytes = 16;

using AnyId = Id<struct AnyTag>;
using Found = std::unordered_map<AnyId, std::string>;  // id, and where

bool is_hex(std::uint8_t c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Calls `each` for every run of exactly 32 hexadecimal digits.
template <class Each>
void for_each_hex_id(ByteView content, const Each& each) {
    auto at = content.begin();
    while ((at = std::find_if(at, content.end(), is_hex)) != content.end()) {
        const auto end = std::find_if_not(at, content.end(), is_hex);
        if (end - at == 2 * kIdBytes) {
            const auto bytes = from_hex(as_text(ByteView(at, end)));
            if (bytes) each(*AnyId::from_bytes(*bytes));
        }
        at = end;
    }
}

Result<Found> ids_of(Stores& stores, Store store) {
    Found found;
    MD_TRY(stores[store].scan([&](std::string_view table, std::string_view column, ByteView content) {
        const std::string where = fmt::format("{}.{}.{}", to_string(store), table, column);
        const auto add = [&](const AnyId& id) {
            if (!id.nil()) found.try_emplace(id, where);
        };
        if (content.size() == kIdBytes) add(*AnyId::from_bytes(content));
        for_each_hex_id(content, add);
        return true;
    }));
    return found;
}

}  // namespace

// B10
Result<std::vector<SharedId>> find_shared_ids(Stores& stores) {
    std::vector<Found> ids;
    for (const auto store : kAllStores) {
        MD_ASSIGN(Found found, ids_of(stores, store));
        ids.push_back(std::move(found));
    }
    std::vector<SharedId> shared;
    for (const auto store : kAllStores) {
        MD_TRY(stores[store].scan([&](std::string_view table, std::string_view column, ByteView content) {
            const auto look_up = [&](const AnyId& id) {
                for (const auto other : kAllStores) {
                    const auto& of_other = ids[static_cast<std::size_t>(other)];
                    const auto found = of_other.find(id);
                    if (other == store || found == of_other.end()) continue;
                    shared.push_back({id.text(), found->second, fmt::format("{}.{}.{}", to_string(store), table, column)});
                }
            };
            for (std::size_t at = 0; at + kIdBytes <= content.size(); ++at) look_up(*AnyId::from_bytes(content.subspan(at, kIdBytes)));
            for_each_hex_id(content, look_up);
            return true;
        }));
    }
    return shared;
}

}  // namespace md::store
