#pragma once
// What a configuration of `miandun analyse` says but perhaps does not mean, a line each on stderr.
#include "analysis/config.h"

namespace md::cli {

void print_remarks(const analysis::AnalysisConfig& config, WallTime now, bool english);

}  // namespace md::cli
