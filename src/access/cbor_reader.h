#pragma once
// A cursor over CBOR (RFC 8949) on libcbor's stream decoder: no allocation, whatever length the bytes claim. Only the forms CTAP2 allows:
// indefinite lengths and tags are refused.
#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace md::access {

class CborReader {
public:
    enum class Type { unsigned_integer, negative_integer, bytes, text, array, map, simple };
    struct Item {
        Type type = Type::simple;
        std::uint64_t value = 0;  // integer (a negative one is -1 - value), number of elements or of pairs
        ByteView content;         // of bytes and text
    };
    explicit CborReader(ByteView bytes) : rest_(bytes) {}
    std::optional<Item> next();  // the head of the next item; for arrays and maps the elements follow
    bool skip();                 // the next item with all it holds, at most kMaxDepth deep
    std::optional<std::uint64_t> map();
    std::optional<ByteView> bytes();
    std::optional<std::string_view> text();
    std::optional<std::int64_t> integer();
    ByteView rest() const { return rest_; }
    bool done() const { return rest_.empty(); }

private:
    static constexpr int kMaxDepth = 8;
    bool skip(int depth);
    ByteView rest_;
};

}  // namespace md::access
