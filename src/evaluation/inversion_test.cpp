#include "evaluation/inversion.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include <cmath>
#include <random>

#include "evaluation/slot_keys.h"

namespace md::evaluation {
namespace {

Vector random_unit(std::mt19937& engine) {
    std::normal_distribution<float> normal;
    Vector v(512);
    double square = 0;
    for (auto& x : v) {
        x = normal(engine);
        square += double(x) * x;
    }
    for (auto& x : v) x = float(x / std::sqrt(square));
    return v;
}

// B6: with both keys the embedding comes back (and the manual says so); with a wrong rotation nothing does. If an attack gets weaker here,
// it is the attack that broke, not the template that got better.
TEST(Inversion, WorksWithTheKeyAndFailsWithout) {
    std::mt19937 engine(5);
    SeededRandom random(6);
    SlotKeys keys(1024, random);
    double known = 0, logistic = 0, guessed = 0;
    constexpr int kTargets = 5;
    for (int i = 0; i < kTargets; ++i) {
        const auto truth = random_unit(engine);
        const auto signs = keys.next();
        const auto code = rotated(must(templates::quantise(truth)), signs, 1024);
        const RotationMatrix right(signs, 1024), wrong(keys.next(), 1024);
        known += cosine(back_projection(code, right), truth) / kTargets;
        logistic += cosine(logistic_inversion(code, right), truth) / kTargets;
        guessed += std::abs(cosine(logistic_inversion(code, wrong), truth)) / kTargets;
    }
    EXPECT_GT(known, 0.80);
    EXPECT_GE(logistic, known - 0.02);
    EXPECT_LT(guessed, 0.12);
}

}  // namespace
}  // namespace md::evaluation
