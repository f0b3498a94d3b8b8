#pragma once
// Bytes that wipe themselves, cannot be copied by accident and cannot be printed.
#include <cstring>
#include <fmt/core.h>
#include <iosfwd>
#include <utility>

#include "base/bytes.h"

namespace md {

// Overwrites memory in a way the compiler may not remove.
void wipe(void* data, std::size_t size) noexcept;
template <class T>
void wipe(std::span<T> items) noexcept {
    wipe(items.data(), items.size_bytes());
}

// Keys, passwords, plaintexts. Move-only; copy() says so when a copy is meant. Wiped on destruction and on move-out.
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size) : data_(size) {}
    explicit SecretBytes(ByteView bytes) : data_(bytes.begin(), bytes.end()) {}
    // Takes over the buffer; the source is left empty, nothing remains behind.
    explicit SecretBytes(Bytes&& bytes) : data_(std::move(bytes)) {}
    ~SecretBytes() { clear(); }
    SecretBytes(SecretBytes&& other) noexcept : data_(std::exchange(other.data_, {})) {}
    SecretBytes& operator=(SecretBytes&& other) noexcept {
        if (this != &other) {
            clear();
            data_ = std::exchange(other.data_, {});
        }
        return *this;
    }
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    SecretBytes copy() const { return SecretBytes(view()); }
    ByteView view() const { return data_; }
    std::span<std::uint8_t> span() { return data_; }
    std::size_t size() const { return data_.size(); }
    bool empty() const { return data_.empty(); }
    void clear() noexcept {
        wipe(data_.data(), data_.size());
        data_.clear();
    }

private:
    Bytes data_;
};

std::ostream& operator<<(std::ostream&, const SecretBytes&) = delete;

}  // namespace md

// Logging a secret does not compile.
template <>
struct fmt::formatter<md::SecretBytes> {
    formatter() = delete;
};
