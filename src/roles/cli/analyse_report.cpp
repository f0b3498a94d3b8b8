#include "roles/cli/analyse_report.h"

#include "base/files.h"

namespace md::cli {

Status write_analyse_report(const std::filesystem::path& file, const AnalyseReportFacts&, AnalyseEvents&, bool) {
    return write_file_atomically(file, {}, 0600);
}

}  // namespace md::cli
