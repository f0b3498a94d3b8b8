#include "roles/cli/analyse_remarks.h"

#include <cstdio>

namespace md::cli {

void print_remarks(const analysis::AnalysisConfig& config, WallTime now, bool english) {
    for (const auto& remark : analysis::remarks(config, now))
        std::fprintf(stderr, "%s%s\n", english ? "note: " : "注意：", (english ? remark.en : remark.zh).c_str());
}

}  // namespace md::cli
