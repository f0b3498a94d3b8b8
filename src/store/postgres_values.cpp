#include "store/postgres_values.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace md::store {
namespace {

// Type numbers of pg_type.dat; they never change.
constexpr Oid kBool = 16, kBytea = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kFloat4 = 700, kFloat8 = 701, kNumeric = 1700;
constexpr int kBinary = 1;

std::array<char, 8> big_endian(std::uint64_t value) {
    std::array<char, 8> out;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(value >> (56 - 8 * i));
    return out;
}

// Base-10000 digits: count, weight of the first, sign, display scale, digits. SUM of INTEGER comes in this form.
Value numeric(Reader reader) {
    const int count = reader.u16();
    const int weight = static_cast<std::int16_t>(reader.u16());
    const bool negative = reader.u16() == 0x4000;
    const bool integral = reader.u16() == 0 && count <= weight + 1 && weight < 4;  // else it may not fit, or has digits behind the point
    std::int64_t integer = 0;
    double real = 0;
    for (int i = 0; i < count && reader.ok(); ++i) {
        const int digit = reader.u16();
        if (integral) integer = integer * 10000 + digit;
        real += digit * std::pow(10000.0, weight - i);
    }
    for (int i = count; integral && i <= weight; ++i) integer *= 10000;  // trailing zero digits are not sent
    if (integral) return negative ? -integer : integer;
    return negative ? -real : real;
}

Value value_of(Oid type, ByteView content) {
    Reader reader(content);
    switch (type) {
        case kBool:
            return std::int64_t{reader.u8()};
        case kInt2:
            return std::int64_t{static_cast<std::int16_t>(reader.u16())};
        case kInt4:
            return std::int64_t{static_cast<std::int32_t>(reader.u32())};
        case kInt8:
            return static_cast<std::int64_t>(reader.u64());
        case kFloat4:
            return double{std::bit_cast<float>(reader.u32())};
        case kFloat8:
            return std::bit_cast<double>(reader.u64());
        case kNumeric:
            return numeric(reader);
        case kBytea:
            return to_bytes(content);
        default:
            return std::string(as_text(content));
    }
}

}  // namespace

WireParams::WireParams(const Params& params) {
    numbers_.reserve(params.size());  // values_ points into it
    const auto add = [&](Oid type, const char* data, std::size_t size) {
        types_.push_back(type);
        values_.push_back(data);
        lengths_.push_back(static_cast<int>(size));
        formats_.push_back(kBinary);
    };
    const auto add_number = [&](Oid type, std::uint64_t bits) {
        numbers_.push_back(big_endian(bits));
        add(type, numbers_.back().data(), numbers_.back().size());
    };
    for (const auto& param : params) {
        if (const auto* integer = std::get_if<std::int64_t>(&param))
            add_number(kInt8, static_cast<std::uint64_t>(*integer));
        else if (const auto* real = std::get_if<double>(&param))
            add_number(kFloat8, std::bit_cast<std::uint64_t>(*real));
        else if (const auto* text = std::get_if<std::string>(&param))
            add(kText, text->data(), text->size());
        else if (const auto* blob = std::get_if<Bytes>(&param))
            add(kBytea, blob->empty() ? "" : reinterpret_cast<const char*>(blob->data()), blob->size());
        else
            add(0, nullptr, 0);  // NULL: the server infers the type
    }
}

Row row_of(const PGresult* result, int row) {
    const int columns = PQnfields(result);
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
        if (PQgetisnull(result, row, i)) {
            values.emplace_back();
            continue;
        }
        const auto* data = reinterpret_cast<const std::uint8_t*>(PQgetvalue(result, row, i));
        values.push_back(value_of(PQftype(result, i), {data, static_cast<std::size_t>(PQgetlength(result, row, i))}));
    }
    return Row(std::move(values));
}

}  // namespace md::store
