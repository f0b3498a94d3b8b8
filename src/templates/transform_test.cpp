#include "templates/transform.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "base/random.h"
#include "crypto/suite.h"
#include "templates/errors.h"
#include "templates/hamming.h"
#include "templates/synthetic_faces.h"
#include "test_support.h"

namespace md::templates {
namespace {

Quantised golden_probe(std::uint64_t seed, int dimension) {
    std::vector<double> values;
    double squares = 0;
    for (int i = 0; i < dimension; ++i) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        values.push_back(static_cast<double>((seed >> 33) & 0xffff) - 32768);
        squares += values.back() * values.back();
    }
    Quantised out;
    for (int i = 0; i < dimension; ++i) out.q[i] = static_cast<std::int16_t>(std::nearbyint(430 * values[i] / std::sqrt(squares)));
    return out;
}

Bytes golden_signs(int seed, int bits) {
    Bytes out;
    for (int counter = 0; counter < bits / kBlock * 4; ++counter) {
        const auto part = crypto::Suite::of(Profile::general).digest(as_bytes("signs" + std::to_string(seed) + std::to_string(counter)));
        out.insert(out.end(), part.begin(), part.end());
    }
    return out;
}

using Implementation = void (*)(const Quantised&, std::span<const std::uint8_t>, int, Rotated&);

// B5, B6, B7: the transform is the published one, bit for bit.
TEST(Transform, GoldenVectors) {
    std::ifstream file(md::test::source_dir() / "tests/vectors/krt_transform.txt");
    ASSERT_TRUE(file);
    int cases = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("#")) continue;
        std::istringstream in(line);
        int seed, dimension, bits;
        std::string digest, code;
        in >> seed >> dimension >> bits >> digest >> code;
        for (const Implementation rotate_with : {Implementation(detail::rotate_scalar), Implementation(detail::rotate_avx2)}) {
            if (rotate_with == Implementation(detail::rotate_avx2) && !detail::has_avx2()) continue;
            Rotated out;
            rotate_with(golden_probe(static_cast<std::uint64_t>(seed), dimension), golden_signs(seed, bits), bits, out);
            const ByteView y(reinterpret_cast<const std::uint8_t*>(out.y.data()), static_cast<std::size_t>(bits) * 2);
            EXPECT_EQ(to_hex(crypto::Suite::of(Profile::general).digest(y)), digest) << line;
            EXPECT_EQ(to_hex({reinterpret_cast<const std::uint8_t*>(out.code.data()), code_bytes(bits)}), code) << line;
        }
        ++cases;
    }
    EXPECT_EQ(cases, 8);
}

TEST(Transform, ScalarAndAvx2GiveTheSameBits) {
    if (!detail::has_avx2()) GTEST_SKIP() << "this CPU has no AVX2";
    std::mt19937_64 engine(7);
    std::normal_distribution<float> normal;
    for (int round = 0; round < 100'000; ++round) {
        Quantised x;
        double squares = 0;
        std::array<float, kBlock> values;
        for (auto& v : values) squares += std::pow(v = normal(engine), 2);
        for (int i = 0; i < kBlock; ++i) x.q[i] = static_cast<std::int16_t>(std::lrint(438.0 * values[i] / std::sqrt(squares)));
        std::array<std::uint8_t, kSignBytes> signs;
        for (auto& byte : signs) byte = static_cast<std::uint8_t>(engine());
        Rotated a, b;
        detail::rotate_scalar(x, signs, kBlock, a);
        detail::rotate_avx2(x, signs, kBlock, b);
        ASSERT_TRUE(std::equal(a.y.begin(), a.y.begin() + kBlock, b.y.begin())) << round;
        ASSERT_TRUE(std::equal(a.code.begin(), a.code.begin() + kBlock / 64, b.code.begin())) << round;
    }
}

// The largest absolute value that any intermediate of the transform takes, in arithmetic that cannot wrap.
int widest(std::array<int, kBlock> v) {
    int most = 0;
    for (int half = 1; half < kBlock; half *= 2)
        for (int i = 0; i < kBlock; i += 2 * half)
            for (int j = i; j < i + half; ++j) {
                const int a = v[j], b = v[j + half];
                v[j] = a + b, v[j + half] = a - b;
                most = std::max({most, std::abs(v[j]), std::abs(v[j + half])});
            }
    return most;
}

std::array<int, kBlock> scaled(const std::array<double, kBlock>& direction, double length) {
    double squares = 0;
    for (const double x : direction) squares += x * x;
    std::array<int, kBlock> out;
    for (int i = 0; i < kBlock; ++i) out[i] = static_cast<int>(std::nearbyint(length * direction[i] / std::sqrt(squares)));
    return out;
}

// docs/templates.md: |q| <= 450 and |v| <= 648 after the shift, so that sqrt(512) times either stays below 32,768. By Cauchy and Schwarz
// the worst direction is a row of the Hadamard matrix; it, its neighbours and random ones are tried.
TEST(Transform, NothingOverflows) {
    std::mt19937_64 engine(3);
    std::normal_distribution<double> normal;
    for (int round = 0; round < 3'000; ++round) {
        std::array<double, kBlock> direction;
        for (int i = 0; i < kBlock; ++i) {
            const double row = std::popcount(static_cast<unsigned>(i & (round % kBlock))) % 2 ? -1 : 1;
            direction[i] = round < 512    ? row
                           : round < 1024 ? row + 0.3 * normal(engine)
                           : round < 2000 ? normal(engine)
                                          : (i % (round % 200 + 1) == 0);
        }
        EXPECT_LE(widest(scaled(direction, 450)), 10'400);  // sqrt(512) * 450 and rounding
        EXPECT_LE(widest(scaled(direction, 648)), 14'900);
    }
}

TEST(Transform, RefusesWhatIsNoUnitVector) {
    const auto refused = [](std::vector<float> embedding) {
        const auto result = quantise(embedding);
        return !result && result.error().is(errors::kEmbeddingInvalid);
    };
    EXPECT_TRUE(refused({}));
    EXPECT_TRUE(refused(std::vector<float>(513, 0.04F)));
    EXPECT_TRUE(refused({1.03F}));
    EXPECT_TRUE(refused({0.97F}));
    EXPECT_TRUE(refused({std::nanf("")}));
    EXPECT_TRUE(refused({INFINITY}));
    EXPECT_TRUE(quantise(std::vector<float>{1.019F}));
    EXPECT_TRUE(quantise(std::vector<float>{-0.981F}));
}

struct Spread {
    double mean = 0, sigma = 0;
    explicit Spread(const std::vector<double>& values) {
        for (const double v : values) mean += v / static_cast<double>(values.size());
        for (const double v : values) sigma += (v - mean) * (v - mean) / static_cast<double>(values.size());
        sigma = std::sqrt(sigma);
    }
};

// docs/templates.md, "Scores": what the spread of strangers' scores must be.
TEST(Scores, SpreadOfStrangersIsTheFormulas) {
    constexpr int kPeople = 400;
    test::SyntheticFaces faces(11);
    std::mt19937_64 engine(12);
    std::vector<std::vector<float>> people;
    for (int i = 0; i < kPeople; ++i) people.push_back(faces.person());
    for (const int bits : {512, 1024, 2048}) {
        std::vector<double> cosines, hamming_scores, asymmetric_scores;
        for (int probe = 0; probe < kPeople; ++probe) {
            Bytes signs(sign_bytes(bits));
            for (auto& byte : signs) byte = static_cast<std::uint8_t>(engine());
            const auto x = must(quantise(people[probe]));
            Rotated rotated;
            rotate(x, signs, bits, rotated);
            for (int other = 0; other < kPeople; ++other) {
                if (other == probe) continue;
                Rotated reference;
                rotate(must(quantise(people[other])), signs, bits, reference);
                cosines.push_back(test::SyntheticFaces::dot(people[probe], people[other]));
                hamming_scores.push_back(1 - 2.0 * hamming(rotated.code.data(), reference.code.data(), bits / 64) / bits);
                asymmetric_scores.push_back(asymmetric_score(rotated, reference.code.data(), bits, score_norm(x, bits)));
            }
        }
        const double sigma_c = Spread(cosines).sigma, pi = M_PI;
        const double sigma_h = std::sqrt(4 / (pi * pi) * sigma_c * sigma_c + (1 - 4 / (pi * pi)) / bits);
        const double sigma_a = std::sqrt(2 / pi * sigma_c * sigma_c + (1 - 2 / pi) / bits);
        EXPECT_NEAR(Spread(hamming_scores).sigma / sigma_h, 1, 0.02) << bits;
        EXPECT_NEAR(Spread(asymmetric_scores).sigma / sigma_a, 1, 0.02) << bits;
        EXPECT_NEAR(Spread(asymmetric_scores).mean, std::sqrt(2 / pi) * Spread(cosines).mean, 0.002) << bits;
    }
}

// What a search leaves out unseen. Pairs whose scores lie just above the threshold, where a filter loses most.
TEST(Scores, PrefilterLosesFewAtTheThresholdAndPassesFewStrangers) {
    test::SyntheticFaces faces(21);
    std::mt19937_64 engine(22);
    for (const float threshold : {0.25F, 0.40F, 0.55F}) {
        const auto filter = prefilter(threshold, 1024);
        int accepted = 0, lost = 0, strangers_passed = 0;
        constexpr int kPairs = 4'000;
        for (int i = 0; i < kPairs; ++i) {
            const auto person = faces.person();
            Bytes signs(sign_bytes(1024));
            for (auto& byte : signs) byte = static_cast<std::uint8_t>(engine());
            const auto x = must(quantise(person));
            Rotated probe, same, stranger;
            rotate(x, signs, 1024, probe);
            rotate(must(quantise(faces.picture(person, threshold / 0.7979F + 0.03F))), signs, 1024, same);
            rotate(must(quantise(faces.person())), signs, 1024, stranger);
            const bool near = hamming(probe.code.data(), same.code.data(), kBlock / 64) <= filter.first_block;
            if (asymmetric_score(probe, same.code.data(), 1024, score_norm(x, 1024)) >= threshold) ++accepted, lost += !near;
            strangers_passed += hamming(probe.code.data(), stranger.code.data(), kBlock / 64) <= filter.first_block;
        }
        EXPECT_GT(accepted, kPairs / 2) << threshold;
        EXPECT_LE(lost, 1) << threshold;
        if (threshold >= 0.40F) {
            EXPECT_LT(strangers_passed, kPairs / 10) << threshold;
        }
    }
}

TEST(Scores, KernelsAgree) {
    std::mt19937_64 engine(5);
    for (const int bits : {512, 1024, 2048}) {
        const std::size_t words = static_cast<std::size_t>(bits) / 64;
        std::vector<std::uint64_t> codes(101 * words);
        for (auto& word : codes) word = engine();
        alignas(64) std::array<std::int16_t, kMaxBits> y;
        for (auto& value : y) value = static_cast<std::int16_t>(static_cast<int>(engine() % 29'327) - 14'663);
        std::vector<std::uint16_t> distances(100);
        hamming_scan(codes.data(), codes.data() + words, 100, words, distances.data());
        for (int i = 0; i < 100; ++i) {
            const auto* code = codes.data() + words * (static_cast<std::size_t>(i) + 1);
            int bit_by_bit = 0;
            for (int bit = 0; bit < bits; ++bit)
                bit_by_bit += static_cast<int>((codes[bit / 64] >> bit % 64 ^ code[bit / 64] >> bit % 64) & 1);
            EXPECT_EQ(distances[i], bit_by_bit);
            EXPECT_EQ(hamming(codes.data(), code, words), bit_by_bit);
            const float sum = detail::asymmetric_sum_scalar(y.data(), code, bits);
            EXPECT_EQ(detail::has_avx2() ? detail::asymmetric_sum_avx2(y.data(), code, bits) : sum, sum);
        }
    }
}

// B5, B7: two templates made from one picture under two keys are strangers to one another, by either score, and the distribution shows no
// link.
TEST(Unlinkability, OnePictureTwoKeys) {
    constexpr int kPairs = 20'000, kBins = 60;
    test::SyntheticFaces faces(21);
    const Profile profile = profile_from(md::test::profile_name()).value_or(Profile::general);
    SeededRandom random(22);
    const Bytes key = random.bytes(crypto::Suite::of(profile).key_bytes());
    const auto stream = crypto::Keystream::make(profile, key);
    const auto code_of = [&](const std::vector<float>& face) {
        Bytes signs(sign_bytes(1024));
        stream->fill(random.array<crypto::kNonceBytes>(), signs);
        Rotated out;
        rotate(must(quantise(face)), signs, 1024, out);
        return out;
    };
    std::vector<double> mated, non_mated;
    double largest = -1;
    auto last = code_of(faces.person());
    for (int i = 0; i < kPairs; ++i) {
        const auto face = faces.person();
        const auto first = code_of(face), second = code_of(face);
        mated.push_back(1 - 2.0 * hamming(first.code.data(), second.code.data(), 16) / 1024);
        non_mated.push_back(1 - 2.0 * hamming(first.code.data(), last.code.data(), 16) / 1024);
        largest =
            std::max({largest, mated.back(),
                      static_cast<double>(asymmetric_score(first, second.code.data(), 1024, score_norm(must(quantise(face)), 1024)))});
        last = second;
    }
    EXPECT_LT(largest, 0.25);  // thresholds begin at 0.27; 8 sigma of 1 / sqrt(1024)
    // D_sys as in ISO/IEC 30136 and Gomez-Barrero et al., biased upward by at most what as many pairs of equal distributions give.
    std::array<double, kBins> p{}, q{};
    for (const double s : mated) p[std::clamp(static_cast<int>((s + 0.15) / 0.3 * kBins), 0, kBins - 1)] += 1.0 / kPairs;
    for (const double s : non_mated) q[std::clamp(static_cast<int>((s + 0.15) / 0.3 * kBins), 0, kBins - 1)] += 1.0 / kPairs;
    double linkability = 0;
    for (int bin = 0; bin < kBins; ++bin)
        if (p[bin] > q[bin]) linkability += p[bin] * (p[bin] - q[bin]) / (p[bin] + q[bin]);
    EXPECT_LT(linkability, 0.02);
}

}  // namespace
}  // namespace md::templates
