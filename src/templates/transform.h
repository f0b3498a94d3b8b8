#pragma once
// The keyed rotation T(slot key, x): integers only, the same bits on every CPU. docs/templates.md, section "Transform", is its
// specification.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace md::templates {

inline constexpr int kBlock = 512;              // one rotation gives 512 coefficients, hence 512 bits
inline constexpr int kMaxBits = 2048;           // bits a template may have: 512, 1024, 2048
inline constexpr std::size_t kSignBytes = 128;  // secret signs one block consumes: 512 for each of its two rounds
inline constexpr float kScale = 430.0F;         // unit vector to int16; docs/templates.md proves that nothing overflows

// Bytes of secret signs that a template of `bits` bits consumes, and bytes of the template itself.
constexpr std::size_t sign_bytes(int bits) { return static_cast<std::size_t>(bits) / kBlock * kSignBytes; }
constexpr std::size_t code_bytes(int bits) { return static_cast<std::size_t>(bits) / 8; }

// An embedding as the transform takes it. Wiped when it dies.
struct alignas(64) Quantised {
    std::array<std::int16_t, kBlock> q{};
    float norm = 0;
    Quantised() = default;
    Quantised(const Quantised&) = default;
    Quantised& operator=(const Quantised&) = default;
    ~Quantised();
};

// kEmbeddingInvalid unless 1..512 finite numbers with a norm of 1 +- 0.02.
Result<Quantised> quantise(std::span<const float> embedding);

// The rotated probe: coefficients and their signs. Code bit p (little-endian bit order) is set where y[p] is negative.
struct alignas(64) Rotated {
    std::array<std::int16_t, kMaxBits> y;
    std::array<std::uint64_t, kMaxBits / 64> code;
};

// `signs` holds sign_bytes(bits) bytes. Pure; picks the fastest implementation the CPU has.
void rotate(const Quantised& x, std::span<const std::uint8_t> signs, int bits, Rotated& out);

namespace detail {
// The specification in code, and the implementation for AVX2. Both give the same bits.
void rotate_scalar(const Quantised& x, std::span<const std::uint8_t> signs, int bits, Rotated& out);
void rotate_avx2(const Quantised& x, std::span<const std::uint8_t> signs, int bits, Rotated& out);
// Un-normalised Walsh-Hadamard transform in natural order.
void hadamard(std::span<std::int16_t, kBlock> v);
bool has_avx2();
}  // namespace detail

}  // namespace md::templates
