#pragma once
// Randomness is passed in. SystemRandom is the kernel's generator (getrandom(2)) and is the only one a product may use for secrets.
#include <array>
#include <cstdint>
#include <random>

#include "base/bytes.h"
#include "base/secret.h"

namespace md {

// Thread-safe.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;
    Bytes bytes(std::size_t count) {
        Bytes out(count);
        fill(out);
        return out;
    }
    SecretBytes secret(std::size_t count) {
        SecretBytes out(count);
        fill(out.span());
        return out;
    }
    template <std::size_t N>
    std::array<std::uint8_t, N> array() {
        std::array<std::uint8_t, N> out;
        fill(out);
        return out;
    }
};

class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

// Repeatable, for tests alone. Not thread-safe.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace md
