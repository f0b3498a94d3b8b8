#include "templates/transform.h"

#include <cmath>
#include <cstring>

#include "base/secret.h"
#include "templates/errors.h"

namespace md::templates {
namespace {

constexpr float kNormTolerance = 0.02F;  // keeps the proof against overflow true

// Where coefficient i stands after each round: a permutation of the bits of its 9-bit index, the one a register-blocked implementation
// arrives at without undoing its transpositions. A fixed permutation changes neither scores nor security, but it is part of the bit-exact
// definition.
constexpr int kAfterFirst[9] = {4, 5, 6, 2, 0, 1, 3, 7, 8};  // bit b of the index moves to bit kAfterFirst[b]
constexpr int kAfterSecond[9] = {3, 7, 8, 6, 4, 5, 2, 0, 1};

int place(int index, const int (&moves)[9]) {
    int out = 0;
    for (int bit = 0; bit < 9; ++bit) out |= ((index >> bit) & 1) << moves[bit];
    return out;
}

bool negated(std::span<const std::uint8_t> signs, int position) { return (signs[position >> 3] >> (position & 7)) & 1; }

std::int16_t halve_four_times(int value) { return static_cast<std::int16_t>((value + 8) >> 4); }

}  // namespace

Quantised::~Quantised() { wipe(q.data(), sizeof q); }

Result<Quantised> quantise(std::span<const float> embedding) {
    if (embedding.empty() || embedding.size() > kBlock) return fail(errors::kEmbeddingInvalid, "size " + std::to_string(embedding.size()));
    double squares = 0;
    for (const float x : embedding) squares += static_cast<double>(x) * x;
    if (!(std::abs(std::sqrt(squares) - 1.0) <= kNormTolerance)) return fail(errors::kEmbeddingInvalid, "norm is not 1");  // NaN fails too
    Quantised out;
    double quantised_squares = 0;
    for (std::size_t i = 0; i < embedding.size(); ++i) {
        out.q[i] = static_cast<std::int16_t>(std::lrint(kScale * embedding[i]));  // half to even, the default rounding mode
        quantised_squares += static_cast<double>(out.q[i]) * out.q[i];
    }
    out.norm = static_cast<float>(std::sqrt(quantised_squares));
    return out;
}

void rotate(const Quantised& x, std::span<const std::uint8_t> signs, int bits, Rotated& out) {
    if (detail::has_avx2())
        detail::rotate_avx2(x, signs, bits, out);
    else
        detail::rotate_scalar(x, signs, bits, out);
}

namespace detail {

void hadamard(std::span<std::int16_t, kBlock> v) {
    for (int half = 1; half < kBlock; half *= 2)
        for (int i = 0; i < kBlock; i += 2 * half)
            for (int j = i; j < i + half; ++j) {
                const int a = v[j], b = v[j + half];
                v[j] = static_cast<std::int16_t>(a + b);
                v[j + half] = static_cast<std::int16_t>(a - b);
            }
}

void rotate_scalar(const Quantised& x, std::span<const std::uint8_t> signs, int bits, Rotated& out) {
    std::memset(out.code.data(), 0, code_bytes(bits));
    for (int block = 0; block < bits / kBlock; ++block) {
        const auto first = signs.subspan(block * kSignBytes, kSignBytes / 2);
        const auto second = signs.subspan(block * kSignBytes + kSignBytes / 2, kSignBytes / 2);
        std::array<std::int16_t, kBlock> v;
        for (int i = 0; i < kBlock; ++i) v[i] = negated(first, i) ? static_cast<std::int16_t>(-x.q[i]) : x.q[i];
        hadamard(v);
        for (int i = 0; i < kBlock; ++i) {
            const auto scaled = halve_four_times(v[i]);
            v[i] = negated(second, place(i, kAfterFirst)) ? static_cast<std::int16_t>(-scaled) : scaled;
        }
        hadamard(v);
        for (int i = 0; i < kBlock; ++i) {
            const int position = block * kBlock + place(i, kAfterSecond);
            out.y[position] = v[i];
            if (v[i] < 0) out.code[position / 64] |= std::uint64_t{1} << (position % 64);
        }
        wipe(v.data(), sizeof v);
    }
}

}  // namespace detail
}  // namespace md::templates
