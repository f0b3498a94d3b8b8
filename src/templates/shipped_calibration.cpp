#include "templates/shipped_calibration.h"

#include <algorithm>
#include <cmath>

namespace md::templates {
namespace {

// The Asian rows are the thresholds measured on 30 people plus a margin of 0.03 in cosine: so few people bound a rate only loosely, and a
// door that lets strangers in is worse than one that asks twice. Raw cosines are measured. The protected scores follow by T_a = mu_a +
// (sigma_a / sigma_c) (T_cos - mu_c) with mu_c = 0.095, sigma_c = 0.128 (docs/templates.md, "Scores"); LFW's protected scores are measured.
constexpr ShippedPoint kAsianRaw[] = {{1e-2, 0.430F}, {1e-3, 0.520F}, {1e-4, 0.580F}};
constexpr ShippedPoint kAsian512[] = {{1e-2, 0.352F}, {1e-3, 0.427F}, {1e-4, 0.476F}};
constexpr ShippedPoint kAsian1024[] = {{1e-2, 0.347F}, {1e-3, 0.420F}, {1e-4, 0.469F}};
constexpr ShippedPoint kAsian2048[] = {{1e-2, 0.345F}, {1e-3, 0.418F}, {1e-4, 0.466F}};
constexpr ShippedPoint kLfwRaw[] = {{1e-2, 0.244F}, {1e-3, 0.337F}, {1e-4, 0.414F}, {1e-5, 0.478F}};
constexpr ShippedPoint kLfw512[] = {{1e-3, 0.279F}, {1e-4, 0.341F}, {1e-5, 0.394F}};
constexpr ShippedPoint kLfw1024[] = {{1e-3, 0.274F}, {1e-4, 0.335F}, {1e-5, 0.387F}};
constexpr ShippedPoint kLfw2048[] = {{1e-3, 0.271F}, {1e-4, 0.333F}, {1e-5, 0.384F}};

constexpr std::string_view kAsian = "CASIA-FaceV5, 30 Chinese adults, margin 0.03", kLfw = "LFW, 1,680 people";

// The default of a kind stands first.
constexpr ShippedTable kTables[] = {
    {ScoreKind::raw, kAsian, 30, 10'400, kAsianRaw},        {ScoreKind::krt512, kAsian, 30, 10'400, kAsian512},
    {ScoreKind::krt1024, kAsian, 30, 10'400, kAsian1024},   {ScoreKind::krt2048, kAsian, 30, 10'400, kAsian2048},
    {ScoreKind::raw, kLfw, 1'680, 2'687'149, kLfwRaw},      {ScoreKind::krt512, kLfw, 1'680, 9'070'000, kLfw512},
    {ScoreKind::krt1024, kLfw, 1'680, 9'070'000, kLfw1024}, {ScoreKind::krt2048, kLfw, 1'680, 9'070'000, kLfw2048},
};

}  // namespace

std::span<const ShippedTable> shipped_tables() { return kTables; }

const ShippedTable& shipped_default(ScoreKind kind) {
    return *std::find_if(std::begin(kTables), std::end(kTables), [kind](const ShippedTable& table) { return table.kind == kind; });
}

float shipped_threshold(const ShippedTable& table, double fmr) {
    std::size_t right = 1;
    while (right + 1 < table.points.size() && table.points[right].fmr > fmr) ++right;
    const auto &a = table.points[right - 1], &b = table.points[right];
    const double along = (std::log10(a.fmr) - std::log10(fmr)) / (std::log10(a.fmr) - std::log10(b.fmr));
    return static_cast<float>(a.threshold + along * (b.threshold - a.threshold));
}

}  // namespace md::templates
