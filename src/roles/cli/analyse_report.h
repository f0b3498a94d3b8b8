#pragma once
// The picture report of `miandun analyse`: one self-contained HTML file, made for the screen and for paper.
#include <filesystem>

#include "analysis/pipeline/recording.h"
#include "base/result.h"
#include "roles/cli/analyse_events.h"

namespace md::cli {

struct AnalyseReportFacts {
    std::string video, camera;
    WallTime start;
    analysis::AnalysisConfig config;
    analysis::RecordingSummary summary;
    double took_s = 0;
};

// The file holds pictures of people: it is created readable by its owner alone. kFileUnwritable, kDiskFull.
Status write_analyse_report(const std::filesystem::path& file, const AnalyseReportFacts& facts, AnalyseEvents& events, bool english);

}  // namespace md::cli
