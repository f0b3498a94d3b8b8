#include "evaluation/inversion.h"

#include <algorithm>
#include <cmath>

namespace md::evaluation {
namespace {

constexpr auto kN = static_cast<std::size_t>(templates::kBlock);

void hadamard(std::span<float> v) {
    for (std::size_t half = 1; half < kN; half *= 2)
        for (std::size_t block = 0; block < kN; block += 2 * half)
            for (std::size_t i = block; i < block + half; ++i) {
                const float a = v[i], b = v[i + half];
                v[i] = a + b;
                v[i + half] = a - b;
            }
}

void flip(std::span<float> v, std::span<const std::uint8_t> signs) {
    for (std::size_t i = 0; i < kN; ++i)
        if (signs[i / 8] >> (i % 8) & 1) v[i] = -v[i];
}

// The rotation in floating point, one block, and its transpose; both orthonormal.
void forward(Vector& v, std::span<const std::uint8_t> signs) {
    flip(v, signs.first(kN / 8));
    hadamard(v);
    flip(v, signs.subspan(kN / 8));
    hadamard(v);
    for (float& value : v) value /= float(kN);
}
void transposed(Vector& v, std::span<const std::uint8_t> signs) {
    hadamard(v);
    flip(v, signs.subspan(kN / 8));
    hadamard(v);
    flip(v, signs.first(kN / 8));
    for (float& value : v) value /= float(kN);
}

float sign_at(const templates::Rotated& code, std::size_t p) { return (code.code[p / 64] >> (p % 64) & 1) ? -1.0F : 1.0F; }

std::size_t blocks(int bits) { return static_cast<std::size_t>(bits / templates::kBlock); }
std::span<const std::uint8_t> block_signs(std::span<const std::uint8_t> signs, std::size_t block) {
    return signs.subspan(block * templates::kSignBytes, templates::kSignBytes);
}

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) sum += double(a[i]) * b[i];
    return sum;
}

void normalise(Vector& v) {
    const double length = std::sqrt(dot(v, v));
    if (length == 0) return;
    for (float& x : v) x = float(x / length);
}

// Solves A x = b in place (Gauss with pivoting); A is small, symmetric and positive.
std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
    const std::size_t n = b.size();
    for (std::size_t column = 0; column < n; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < n; ++row)
            if (std::abs(a[row][column]) > std::abs(a[pivot][column])) pivot = row;
        std::swap(a[column], a[pivot]);
        std::swap(b[column], b[pivot]);
        for (std::size_t row = column + 1; row < n; ++row) {
            const double factor = a[row][column] / a[column][column];
            for (std::size_t k = column; k < n; ++k) a[row][k] -= factor * a[column][k];
            b[row] -= factor * b[column];
        }
    }
    for (std::size_t row = n; row-- > 0;) {
        for (std::size_t k = row + 1; k < n; ++k) b[row] -= a[row][k] * b[k];
        b[row] /= a[row][row];
    }
    return b;
}

}  // namespace

double cosine(std::span<const float> a, std::span<const float> b) {
    const double lengths = std::sqrt(dot(a, a) * dot(b, b));
    return lengths > 0 ? dot(a, b) / lengths : 0;
}

Vector back_projection(const templates::Rotated& code, std::span<const std::uint8_t> signs, int bits) {
    Vector sum(kN);
    for (std::size_t block = 0; block < blocks(bits); ++block) {
        Vector v(kN);
        for (std::size_t i = 0; i < kN; ++i) v[i] = sign_at(code, block * kN + i);
        transposed(v, block_signs(signs, block));
        for (std::size_t i = 0; i < kN; ++i) sum[i] += v[i];
    }
    return sum;
}

Vector logistic_inversion(const templates::Rotated& code, std::span<const std::uint8_t> signs, int bits, int steps) {
    constexpr float kSteepness = 40, kRate = 0.05F;
    Vector x = back_projection(code, signs, bits);
    normalise(x);
    for (int step = 0; step < steps; ++step) {
        Vector gradient(kN);
        for (std::size_t block = 0; block < blocks(bits); ++block) {
            Vector y = x;
            forward(y, block_signs(signs, block));
            for (std::size_t i = 0; i < kN; ++i) {
                const float s = sign_at(code, block * kN + i);
                y[i] = s / (1 + std::exp(kSteepness * s * y[i]));
            }
            transposed(y, block_signs(signs, block));
            for (std::size_t i = 0; i < kN; ++i) gradient[i] += y[i];
        }
        for (std::size_t i = 0; i < kN; ++i) x[i] += kRate * gradient[i];
        normalise(x);
    }
    return x;
}

Vector known_members_inversion(std::span<const float> estimated_cosines, std::span<const Vector> members,
                               std::span<const Vector> public_set) {
    constexpr double kNoise = 0.002;  // variance of a cosine estimated from 1,024 bits
    const std::size_t n = members.size();
    // Posterior mean under N(0, S): S K' (K S K' + noise)^-1 c, with S the public set's second moment, never formed.
    std::vector<Vector> s_k(n, Vector(kN));
    for (const auto& sample : public_set)
        for (std::size_t i = 0; i < n; ++i) {
            const auto weight = float(dot(sample, members[i]) / double(public_set.size()));
            for (std::size_t d = 0; d < sample.size(); ++d) s_k[i][d] += weight * sample[d];
        }
    std::vector<std::vector<double>> gram(n, std::vector<double>(n));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) gram[i][j] = dot(members[i], s_k[j]) + (i == j ? kNoise : 0);
    const auto weights = solve(gram, {estimated_cosines.begin(), estimated_cosines.end()});
    Vector out(kN);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t d = 0; d < kN; ++d) out[d] += float(weights[i]) * s_k[i][d];
    return out;
}

}  // namespace md::evaluation
