#pragma once
// Attacks that rebuild an embedding from a template. They are part of the acceptance suite: if one gets better, the security statement must
// change.
#include <cstdint>
#include <span>
#include <vector>

#include "templates/transform.h"

namespace md::evaluation {

using Vector = std::vector<float>;  // 512 values, not normalised

// The rotation of one slot as a matrix, bits x 512, row-major. Whoever holds the key holds the public algorithm too and reads the matrix
// off it, one basis vector at a time; so the attacks do not depend on how the transform orders its bits.
class RotationMatrix {
public:
    RotationMatrix(std::span<const std::uint8_t> signs, int bits);
    int bits() const { return bits_; }
    std::span<const float> row(std::size_t p) const;

private:
    int bits_;
    std::vector<float> rows_;
};

// Adds up the rows of the (known or guessed) rotation with the template's signs: the linear estimate from one-bit measurements.
Vector back_projection(const templates::Rotated& code, const RotationMatrix& rotation);
// Gradient ascent on the logistic likelihood of all signs, from the back-projection on the unit sphere. Topcu et al. 2016 attack BioHash
// so.
Vector logistic_inversion(const templates::Rotated& code, const RotationMatrix& rotation, int steps = 60);

// Known members: the attacker holds photos of some members of the slot and knows their rows. From the similarity of the codes (which needs
// no rotation key) he estimates the cosine to each and takes the posterior mean under a Gaussian prior learnt on a public set.
Vector known_members_inversion(std::span<const float> estimated_cosines, std::span<const Vector> members,
                               std::span<const Vector> public_set);

double cosine(std::span<const float> a, std::span<const float> b);

}  // namespace md::evaluation
