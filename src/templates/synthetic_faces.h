#pragma once
// Embeddings for tests and benchmarks: strangers' cosines have the spread of real recognisers', two pictures of one person a given cosine.
#include <cmath>
#include <random>
#include <vector>

namespace md::templates::test {

class SyntheticFaces {
public:
    // Effective rank 97 of 512, as measured on real embeddings: sigma of strangers' cosines is about 1 / sqrt(97).
    explicit SyntheticFaces(std::uint64_t seed, std::size_t size = 512, std::size_t rank = 97) : engine_(seed), size_(size), basis_(rank) {
        for (auto& direction : basis_) direction = gaussian(size, 1);
    }
    std::vector<float> person() { return unit(mix(gaussian(basis_.size(), 1))); }
    // Another picture of the same person, at this cosine on average.
    std::vector<float> picture(const std::vector<float>& person, float cosine) {
        auto other = this->person();
        const float along = dot(other, person);
        for (std::size_t i = 0; i < size_; ++i) other[i] -= along * person[i];
        other = unit(std::move(other));
        const float across = std::sqrt(1 - cosine * cosine);
        for (std::size_t i = 0; i < size_; ++i) other[i] = cosine * person[i] + across * other[i];
        return unit(std::move(other));
    }
    static float dot(const std::vector<float>& a, const std::vector<float>& b) {
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
        return static_cast<float>(sum);
    }

private:
    std::vector<float> gaussian(std::size_t count, float sigma) {
        std::normal_distribution<float> normal(0, sigma);
        std::vector<float> out(count);
        for (auto& x : out) x = normal(engine_);
        return out;
    }
    std::vector<float> mix(const std::vector<float>& weights) const {
        std::vector<float> out(size_);
        for (std::size_t k = 0; k < weights.size(); ++k)
            for (std::size_t i = 0; i < size_; ++i) out[i] += weights[k] * basis_[k][i];
        return out;
    }
    static std::vector<float> unit(std::vector<float> v) {
        const float length = std::sqrt(dot(v, v));
        for (auto& x : v) x /= length;
        return v;
    }
    std::mt19937_64 engine_;
    std::size_t size_;
    std::vector<std::vector<float>> basis_;
};

}  // namespace md::templates::test
