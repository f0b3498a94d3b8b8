#include "evaluation/inversion.h"

#include <algorithm>
#include <cmath>

namespace md::evaluation {
namespace {

constexpr auto kN = static_cast<std::size_t>(templates::kBlock);

float sign_at(const templates::Rotated& code, std::size_t p) { return (code.code[p / 64] >> (p % 64) & 1) ? -1.0F : 1.0F; }

// Four sums, so that the compiler may keep several lanes busy without reordering a single one.
double dot(std::span<const float> a, std::span<const float> b) {
    float sums[4] = {};
    const std::size_t n = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < n; ++i) sums[i % 4] += a[i] * b[i];
    return double(sums[0]) + sums[1] + sums[2] + sums[3];
}

void normalise(std::span<float> v) {
    const double length = std::sqrt(dot(v, v));
    if (length == 0) return;
    for (float& x : v) x = static_cast<float>(x / length);
}

void add_scaled(std::span<float> sum, float factor, std::span<const float> v) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += factor * v[i];
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

RotationMatrix::RotationMatrix(std::span<const std::uint8_t> signs, int bits) : bits_(bits), rows_(static_cast<std::size_t>(bits) * kN) {
    constexpr std::int16_t kUnit = 430;  // a basis vector as the transform quantises it
    templates::Rotated column;
    for (std::size_t i = 0; i < kN; ++i) {
        templates::Quantised basis;
        basis.q[i] = kUnit;
        basis.norm = kUnit;
        templates::rotate(basis, signs, bits, column);
        for (std::size_t p = 0; p < static_cast<std::size_t>(bits); ++p) rows_[p * kN + i] = column.y[p];
    }
    for (std::size_t p = 0; p < static_cast<std::size_t>(bits); ++p) normalise(std::span(rows_).subspan(p * kN, kN));
}

std::span<const float> RotationMatrix::row(std::size_t p) const { return std::span(rows_).subspan(p * kN, kN); }

Vector back_projection(const templates::Rotated& code, const RotationMatrix& rotation) {
    Vector sum(kN);
    for (std::size_t p = 0; p < static_cast<std::size_t>(rotation.bits()); ++p) add_scaled(sum, sign_at(code, p), rotation.row(p));
    return sum;
}

Vector logistic_inversion(const templates::Rotated& code, const RotationMatrix& rotation, int steps) {
    constexpr float kSteepness = 40, kRate = 0.05F;
    Vector x = back_projection(code, rotation);
    normalise(x);
    for (int step = 0; step < steps; ++step) {
        Vector gradient(kN);
        for (std::size_t p = 0; p < static_cast<std::size_t>(rotation.bits()); ++p) {
            const float s = sign_at(code, p);
            add_scaled(gradient, s / (1 + std::exp(kSteepness * s * static_cast<float>(dot(rotation.row(p), x)))), rotation.row(p));
        }
        add_scaled(x, kRate, gradient);
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
