#include <cmath>

#include "base/secret.h"
#include "vision/engine.h"

namespace md::vision {

Embedding::Embedding(std::span<const float> values) : values_(values.begin(), values.end()) {
    double squares = 0;
    for (const float v : values_) squares += static_cast<double>(v) * v;
    if (!(squares > 0)) return;
    const auto factor = static_cast<float>(1.0 / std::sqrt(squares));
    for (float& v : values_) v *= factor;
}

Embedding& Embedding::operator=(Embedding&& other) noexcept {
    if (this != &other) {
        clear();
        values_ = std::exchange(other.values_, {});
    }
    return *this;
}

void Embedding::clear() noexcept {
    wipe(std::span<float>(values_));
    values_.clear();
}

float cosine(const Embedding& a, const Embedding& b) {
    const auto x = a.values(), y = b.values();
    if (x.size() != y.size()) return 0;
    float sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
    return sum;
}

}  // namespace md::vision
