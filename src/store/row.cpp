#include <fmt/format.h>

#include "base/errors.h"
#include "store/database.h"

namespace md::store {
namespace {

// A column read as another type than it has is a fault of the program, not of the data.
template <class T>
const T& value_as(const Value& value, std::size_t column, const T& when_null) {
    if (std::holds_alternative<std::monostate>(value)) return when_null;
    if (const T* found = std::get_if<T>(&value)) return *found;
    throw Fatal(Error(errors::kInternal, fmt::format("column {} holds type {} and was read as another", column, value.index())));
}

}  // namespace

std::int64_t Row::integer(std::size_t column) const { return value_as<std::int64_t>(values_.at(column), column, 0); }

double Row::real(std::size_t column) const {
    const Value& value = values_.at(column);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return value_as<double>(value, column, 0.0);
}

const std::string& Row::text(std::size_t column) const {
    static const std::string empty;
    return value_as(values_.at(column), column, empty);
}

const Bytes& Row::blob(std::size_t column) const {
    static const Bytes empty;
    return value_as(values_.at(column), column, empty);
}

std::optional<ByteView> Row::bytes(std::size_t column) const {
    const Value& value = values_.at(column);
    if (const auto* text = std::get_if<std::string>(&value)) return as_bytes(*text);
    if (const auto* blob = std::get_if<Bytes>(&value)) return ByteView(*blob);
    return std::nullopt;
}

}  // namespace md::store
