#include <cmath>

#include "base/progress.h"
#include "evaluation/errors.h"
#include "evaluation/protection.h"
#include "evaluation/slot_keys.h"

namespace md::evaluation {
namespace {

using templates::Quantised;
using templates::Rotated;

// A second way to link: do the densities of the code's words move together?
float word_weight_correlation(const Rotated& a, const Rotated& b, int bits) {
    const auto words = static_cast<std::size_t>(bits / 64);
    double sum = 0, square_a = 0, square_b = 0;
    for (std::size_t i = 0; i < words; ++i) {
        const double x = __builtin_popcountll(a.code[i]) - 32.0, y = __builtin_popcountll(b.code[i]) - 32.0;
        sum += x * y;
        square_a += x * x;
        square_b += y * y;
    }
    return square_a > 0 && square_b > 0 ? float(sum / std::sqrt(square_a * square_b)) : 0;
}

struct Sample {
    Quantised x;
    std::string person;
};

std::vector<Sample> samples_of(const PictureSet& set) {
    std::vector<Sample> out;
    for (const auto& picture : set.pictures)
        if (!picture.embedding.empty()) out.push_back({quantised(picture.embedding), picture.person});
    return out;
}

class Draw {
public:
    explicit Draw(Random& random) : engine_(seed(random)) {}
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_); }

private:
    static std::uint64_t seed(Random& random) {
        const auto bytes = random.array<8>();
        return Reader(bytes).u64();
    }
    std::mt19937_64 engine_;
};

using Linkage = float (*)(const Rotated&, const Rotated&, int);
constexpr std::pair<const char*, Linkage> kLinkages[] = {{"hamming", hamming_similarity}, {"word_weights", word_weight_correlation}};

}  // namespace

Result<UnlinkabilityReport> evaluate_unlinkability(const PictureSet& set, int bits, std::size_t mated_pairs, Random& random) {
    constexpr std::size_t kNonMatedPerMated = 4, kPermutations = 200;
    const auto samples = samples_of(set);
    UnlinkabilityReport report{.images = samples.size(), .bits = bits};
    std::size_t people = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) people += samples[i].person != samples[i - 1].person;
    if (people < 1) return fail(errors::kTooFewScores, "pictures of at least two people are needed");

    SlotKeys keys(bits, random);
    Draw draw(random);
    std::vector<float> mated[2], non_mated[2], mated_same, non_mated_same;
    Progress progress("linking", mated_pairs);
    for (std::size_t i = 0; i < mated_pairs; ++i, progress.advance()) {
        const auto& sample = samples[i % samples.size()];
        const auto first_key = keys.next();
        const auto first = rotated(sample.x, first_key, bits), renewed = rotated(sample.x, keys.next(), bits);
        for (std::size_t f = 0; f < 2; ++f) mated[f].push_back(kLinkages[f].second(first, renewed, bits));
        for (std::size_t k = 0; k < kNonMatedPerMated; ++k) {
            const auto& other = samples[draw.below(samples.size())];
            if (other.person == sample.person) continue;
            const auto foreign = rotated(other.x, keys.next(), bits);
            for (std::size_t f = 0; f < 2; ++f) non_mated[f].push_back(kLinkages[f].second(first, foreign, bits));
            if (k == 0) non_mated_same.push_back(hamming_similarity(first, rotated(other.x, first_key, bits), bits));
        }
        const auto& next = samples[(i + 1) % samples.size()];
        if (next.person == sample.person) mated_same.push_back(hamming_similarity(first, rotated(next.x, first_key, bits), bits));
    }
    report.mated = mated[0].size();
    report.non_mated = non_mated[0].size();
    for (std::size_t f = 0; f < 2; ++f) {
        const auto result = linkability(mated[f], non_mated[f], kPermutations, random);
        report.functions.push_back({kLinkages[f].first, result});
        if (f == 0 || result.value > report.d_sys) {
            report.d_sys = result.value;
            report.floor_mean = result.null_mean;
            report.floor_p95 = result.null_p95;
        }
    }
    if (mated_same.size() >= 10) report.d_sys_same_key = d_sys(mated_same, non_mated_same, d_sys_bins(mated_same.size()));
    return report;
}

}  // namespace md::evaluation
