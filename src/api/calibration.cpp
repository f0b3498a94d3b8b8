// Thresholds by false-match rate. The scores themselves stay inside: what goes out is a histogram of strangers and the rates.
#include "api/convert.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

constexpr int kBins = 200;
constexpr double kRates[] = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6};

Out to_out(const templates::Threshold& threshold) {
    return {{"fmr", threshold.fmr}, {"low", threshold.fmr_low}, {"high", threshold.fmr_high}, {"source", threshold.source}};
}

Out calibration_out(const PlatformParts& parts) {
    const auto& calibration = parts.gallery->calibration();
    const auto rates = parts.recogniser->rates();
    std::array<std::uint64_t, kBins> bins{};
    const auto fine = calibration.histogram();
    for (std::size_t i = 0; i < fine.size(); ++i) bins[i * kBins / fine.size()] += fine[i];
    Out thresholds = Out::array();
    for (const double rate : kRates) thresholds.push_back(to_out(calibration.threshold(rate)));
    return {{"scores", calibration.scores()},
            {"people", calibration.people()},
            {"source", parts.recogniser->verification_threshold().source},
            {"fmr_verification", rates.fmr_verification},
            {"fpir_identification", rates.fpir_identification},
            {"thresholds", std::move(thresholds)},
            {"histogram", bins}};
}

}  // namespace

void add_calibration(Operations& operations, const PlatformParts& parts) {
    operations.on("get_calibration", [parts](Call&) -> Answer { return answer(calibration_out(parts)); });
    operations.on("set_calibration", [parts](Call& call) -> Answer {
        const recognition::Rates rates{call.body.at("fmr_verification").get<double>(), call.body.at("fpir_identification").get<double>()};
        MD_API_TRY(parts.recogniser->set_rates(rates, call.actor()));
        return answer(calibration_out(parts));
    });
}

}  // namespace md::api
