#pragma once
// The rows of the rule this role serves, judged on the running system: for the console's 合规看板 and the system page. F1.
#include <string>
#include <vector>

#include "api/platform_api.h"

namespace md::api {

struct ComplianceRow {
    std::string name;    // "collection_notice"
    std::string clause;  // "B1"
    std::string title_zh, title_en;
    std::string status;     // "met", "not_met", "not_applicable"
    std::string zh, en;     // what on this system shows it
    bool is_check = false;  // depends on what the operator has set up, so it belongs on the system page too
};
// A row whose facts cannot be read now is "not_met" and says so.
std::vector<ComplianceRow> compliance(const PlatformParts& parts);

}  // namespace md::api
