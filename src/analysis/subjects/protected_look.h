#pragma once
// One face as it is kept in memory: bits under a random rotation that only this face has. B6, B7, C1. Internal to the module.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/random.h"
#include "base/wiping_allocator.h"
#include "templates/transform.h"

namespace md::analysis {

inline constexpr int kLookBits = 1024;

// A face at hand, for as long as it is being compared. Wiped with everything that was computed from it.
class ProbeFace {
public:
    // Nothing unless `embedding` is a unit vector of at most 512 numbers.
    static std::optional<ProbeFace> of(std::span<const float> embedding);
    ProbeFace(const ProbeFace&) = default;
    ProbeFace& operator=(const ProbeFace&) = delete;
    ~ProbeFace();

private:
    friend class ProtectedLook;
    explicit ProbeFace(const templates::Quantised& face);
    templates::Quantised face_;
    float norm_;
    mutable templates::Rotated scratch_;
};

// Rotation key and bits are made here, live in this object and are wiped with it. Move-only.
class ProtectedLook {
public:
    ProtectedLook(const ProbeFace& face, float quality, Random& random);
    // About 0.8 times the cosine of the two embeddings. 0.3 us.
    float score(const ProbeFace& face) const;
    float quality() const { return quality_; }
    static constexpr std::size_t bytes() { return templates::sign_bytes(kLookBits) + templates::code_bytes(kLookBits); }

private:
    SecretBytes signs_;
    std::vector<std::uint64_t, WipingAllocator<std::uint64_t>> code_;
    float quality_;
};

// A few looks of one person, as different as there were and as good as there were.
class Looks {
public:
    struct Likeness {
        float best = -1;
        std::size_t nearest = 0;
    };
    Likeness likeness(const ProbeFace& face) const;
    bool empty() const { return looks_.empty(); }
    std::size_t size() const { return looks_.size(); }
    float best_quality() const;
    // Keeps a new look if it shows another side or the same side better. At most `most` remain.
    void learn(const ProbeFace& face, float quality, std::size_t most, Random& random);
    void take(Looks&& others, std::size_t most);

private:
    void trim(std::size_t most);
    std::vector<ProtectedLook> looks_;
};

}  // namespace md::analysis
