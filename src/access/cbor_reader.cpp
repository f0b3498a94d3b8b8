#include "access/cbor_reader.h"

#include <cbor.h>

#include <limits>

namespace md::access {
namespace {

using Item = CborReader::Item;
using Type = CborReader::Type;

struct Sink {
    std::optional<Item> item;
    void put(Type type, std::uint64_t value) { item = Item{type, value, {}}; }
};
Sink& sink(void* context) { return *static_cast<Sink*>(context); }

template <Type type, class T>
void number(void* context, T value) {
    sink(context).put(type, value);
}
template <Type type>
void content(void* context, cbor_data data, std::size_t length) {
    sink(context).item = Item{type, length, ByteView(data, length)};
}
template <Type type>
void group(void* context, std::size_t count) {
    sink(context).put(type, count);
}

cbor_callbacks make_callbacks() {
    cbor_callbacks table = cbor_empty_callbacks;  // what is not set here leaves the sink empty: refused
    table.uint8 = number<Type::unsigned_integer, std::uint8_t>;
    table.uint16 = number<Type::unsigned_integer, std::uint16_t>;
    table.uint32 = number<Type::unsigned_integer, std::uint32_t>;
    table.uint64 = number<Type::unsigned_integer, std::uint64_t>;
    table.negint8 = number<Type::negative_integer, std::uint8_t>;
    table.negint16 = number<Type::negative_integer, std::uint16_t>;
    table.negint32 = number<Type::negative_integer, std::uint32_t>;
    table.negint64 = number<Type::negative_integer, std::uint64_t>;
    table.byte_string = content<Type::bytes>;
    table.string = content<Type::text>;
    table.array_start = group<Type::array>;
    table.map_start = group<Type::map>;
    table.boolean = [](void* context, bool value) { sink(context).put(Type::simple, value); };
    table.null = [](void* context) { sink(context).put(Type::simple, 0); };
    table.undefined = [](void* context) { sink(context).put(Type::simple, 0); };
    return table;
}

}  // namespace

std::optional<CborReader::Item> CborReader::next() {
    static const cbor_callbacks callbacks = make_callbacks();
    if (rest_.empty()) return std::nullopt;
    Sink found;
    const auto result = cbor_stream_decode(rest_.data(), rest_.size(), &callbacks, &found);
    if (result.status != CBOR_DECODER_FINISHED || !found.item) return std::nullopt;
    rest_ = rest_.subspan(result.read);
    return found.item;
}

bool CborReader::skip() { return skip(0); }

bool CborReader::skip(int depth) {
    const auto item = next();
    if (!item || depth > kMaxDepth) return false;
    if (item->type != Type::array && item->type != Type::map) return true;
    // Every element takes at least a byte: a larger count is a lie and would only cost time.
    if (item->value > rest_.size()) return false;
    const auto elements = item->type == Type::map ? item->value * 2 : item->value;
    for (std::uint64_t i = 0; i < elements; ++i) {
        if (!skip(depth + 1)) return false;
    }
    return true;
}

std::optional<std::uint64_t> CborReader::map() {
    const auto item = next();
    return item && item->type == Type::map ? std::optional(item->value) : std::nullopt;
}

std::optional<ByteView> CborReader::bytes() {
    const auto item = next();
    return item && item->type == Type::bytes ? std::optional(item->content) : std::nullopt;
}

std::optional<std::string_view> CborReader::text() {
    const auto item = next();
    return item && item->type == Type::text ? std::optional(as_text(item->content)) : std::nullopt;
}

std::optional<std::int64_t> CborReader::integer() {
    const auto item = next();
    constexpr auto kLimit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!item || item->value > kLimit) return std::nullopt;
    if (item->type == Type::unsigned_integer) return static_cast<std::int64_t>(item->value);
    if (item->type == Type::negative_integer) return -1 - static_cast<std::int64_t>(item->value);
    return std::nullopt;
}

}  // namespace md::access
