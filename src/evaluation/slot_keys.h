#pragma once
// Fresh rotation keys by the thousand, made as the product makes them: a keystream under one key, one random salt a slot.
#include <memory>
#include <vector>

#include "crypto/suite.h"
#include "templates/transform.h"
#include "vision/engine.h"

namespace md::evaluation {

class SlotKeys {
public:
    SlotKeys(int bits, Random& random)
        : bits_(bits),
          random_(random),
          stream_(crypto::Keystream::make(Profile::general, random.secret(crypto::Suite::of(Profile::general).key_bytes()).view())) {}
    // The signs of a new slot that nobody has used before.
    std::vector<std::uint8_t> next() {
        std::vector<std::uint8_t> signs(templates::sign_bytes(bits_));
        stream_->fill(random_.array<crypto::kNonceBytes>(), signs);
        return signs;
    }
    int bits() const { return bits_; }

private:
    int bits_;
    Random& random_;
    std::unique_ptr<crypto::Keystream> stream_;
};

inline templates::Rotated rotated(const templates::Quantised& x, const std::vector<std::uint8_t>& signs, int bits) {
    templates::Rotated out;
    templates::rotate(x, signs, bits, out);
    return out;
}
inline templates::Quantised quantised(const vision::Embedding& embedding) { return must(templates::quantise(embedding.values())); }

// 1 for equal codes, 0 for half the bits, -1 for opposite codes.
inline float hamming_similarity(const templates::Rotated& a, const templates::Rotated& b, int bits) {
    int different = 0;
    for (int word = 0; word < bits / 64; ++word)
        different += __builtin_popcountll(a.code[static_cast<std::size_t>(word)] ^ b.code[static_cast<std::size_t>(word)]);
    return 1.0F - 2.0F * float(different) / float(bits);
}

}  // namespace md::evaluation
