#pragma once
// Thresholds that come with the product, measured on named sets of faces with the default recogniser. Data only; the values stand in
// shipped_calibration.cpp and are produced by `miandun evaluate`.
#include <cstdint>
#include <span>
#include <string_view>

#include "templates/calibration.h"

namespace md::templates {

struct ShippedPoint {
    double fmr;
    float threshold;
};
struct ShippedTable {
    ScoreKind kind;
    std::string_view set;                  // which faces, how many
    std::uint64_t people, scores;          // that the points rest on
    std::span<const ShippedPoint> points;  // falling rate, rising threshold; at least two
};

// The default table of a kind: the set whose strangers look most alike, because a threshold from another set lets them in.
const ShippedTable& shipped_default(ScoreKind kind);
std::span<const ShippedTable> shipped_tables();
// Between the points and beyond them the threshold is taken as linear in log10(fmr): an exponential tail, heavier than the measured ones,
// so the extrapolation errs to the strict side.
float shipped_threshold(const ShippedTable& table, double fmr);

}  // namespace md::templates
