// Statistics as files: CSV for programs, Excel for people.
#include <xlsxwriter.h>

#include <cstdlib>
#include <functional>

#include <fmt/format.h>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "analysis/records/statistics.h"
#include "base/calendar.h"
#include "base/errors.h"
#include "base/files.h"

namespace md::analysis {

using Json = nlohmann::json;

namespace {

struct Column {
    std::string zh, en;
    std::function<std::string(const StatisticsLine&)> text;  // null: a number
    std::function<double(const StatisticsLine&)> number;
};

// "2026-01-05 14:00", Shanghai time.
std::string local_text(WallTime time) {
    auto out = to_rfc3339(time + kShanghai).substr(0, 16);
    out[10] = ' ';
    return out;
}

std::string dwell_heading(std::size_t i, bool zh) {
    const bool above = i == kDwellBounds.size();
    const auto bound = std::to_string(above ? kDwellBounds.back() : kDwellBounds[i]);
    if (zh) return "停留 " + bound + (above ? " 秒以上" : " 秒以内");
    return (above ? "Stays above " : "Stays up to ") + bound + " s";
}

const std::vector<Column>& columns() {
    static const std::vector<Column> all = [] {
        std::vector<Column> out{{"时间", "Time", [](const StatisticsLine& line) { return local_text(line.from); }, {}},
                                {"摄像机", "Camera", [](const StatisticsLine& line) { return line.camera; }, {}},
                                {"区域", "Region", [](const StatisticsLine& line) { return line.region; }, {}},
                                {"人数", "People", {}, [](const StatisticsLine& line) { return static_cast<double>(line.people); }}};
        for (std::size_t i = 0; i < kDwellClasses; ++i) {
            out.push_back({dwell_heading(i, true), dwell_heading(i, false), {}, [i](const StatisticsLine& line) {
                               return static_cast<double>(line.dwell[i]);
                           }});
        }
        out.push_back({"停留总时长（秒）", "Stay in all (s)", {}, [](const StatisticsLine& line) {
                           return static_cast<double>(line.dwell_total_s);
                       }});
        constexpr const char* kEnglish[] = {"Intrusions", "Abnormal stays", "Abnormal wandering", "Abnormal appearances"};
        for (std::size_t i = 0; i < 4; ++i) {
            out.push_back({std::string(name_zh(static_cast<RuleKind>(i))), kEnglish[i], {}, [i](const StatisticsLine& line) {
                               return static_cast<double>(line.alerts[i]);
                           }});
        }
        out.push_back({"视频正常（分钟）", "Stream running (min)", {}, [](const StatisticsLine& line) { return line.minutes_running; }});
        out.push_back({"视频中断（分钟）", "Stream broken (min)", {}, [](const StatisticsLine& line) { return line.minutes_broken; }});
        return out;
    }();
    return all;
}

// RFC 4180. A leading '=', '+', '-' or '@' would be run as a formula by spreadsheets.
std::string csv_field(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(0, "'");
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    return out + "\"";
}

std::string number_text(double value) { return fmt::format("{:.10g}", value); }

}  // namespace

std::string to_csv(const std::vector<StatisticsLine>& lines, std::string_view language) {
    std::string out = "\xEF\xBB\xBF";
    const auto end_line = [&out] { out.replace(out.size() - 1, 1, "\r\n"); };
    for (const auto& column : columns()) out += csv_field(language == "en" ? column.en : column.zh) + ",";
    end_line();
    for (const auto& line : lines) {
        for (const auto& column : columns()) out += (column.text ? csv_field(column.text(line)) : number_text(column.number(line))) + ",";
        end_line();
    }
    return out;
}

namespace {

void fill(lxw_workbook* book, const std::vector<StatisticsLine>& lines, bool en) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, en ? "Statistics" : "统计");
    lxw_format* bold = workbook_add_format(book);
    format_set_bold(bold);
    lxw_col_t at = 0;
    for (const auto& column : columns()) {
        worksheet_write_string(sheet, 0, at, (en ? column.en : column.zh).c_str(), bold);
        lxw_row_t row = 0;
        for (const auto& line : lines) {
            ++row;
            if (column.text) {
                worksheet_write_string(sheet, row, at, column.text(line).c_str(), nullptr);
            } else {
                worksheet_write_number(sheet, row, at, column.number(line), nullptr);
            }
        }
        worksheet_set_column(sheet, at, at, at < 3 ? 18 : 12, nullptr);
        ++at;
    }
    worksheet_freeze_panes(sheet, 1, 0);
}

// The library writes files alone.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "miandun.XXXXXX").string();
        if (::mkdtemp(pattern.data())) path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

Result<Bytes> to_excel(const std::vector<StatisticsLine>& lines, std::string_view language) {
    const TemporaryFolder folder;
    if (folder.path().empty()) return fail(errors::kFileUnwritable, "a temporary folder");
    const auto file = folder.path() / "statistics.xlsx";
    std::string temporary = folder.path().string();
    lxw_workbook_options options{};
    options.tmpdir = temporary.data();
    lxw_workbook* book = workbook_new_opt(file.c_str(), &options);
    if (!book) return fail(errors::kInternal, "no workbook");
    fill(book, lines, language == "en");
    if (const auto closed = workbook_close(book); closed != LXW_NO_ERROR) return fail(errors::kFileUnwritable, lxw_strerror(closed));
    return read_file(file);
}

std::string to_json(const StatisticsLine& line) {
    return Json{
        {"from", to_rfc3339(line.from)},
        {"camera", line.camera},
        {"region", line.region},
        {"people", line.people},
        {"dwell", line.dwell},
        {"dwell_total_s", line.dwell_total_s},
        {"alerts", {{"intrusion", line.alerts[0]}, {"stay", line.alerts[1]}, {"wander", line.alerts[2]}, {"appearance", line.alerts[3]}}},
        {"minutes_running", line.minutes_running},
        {"minutes_broken", line.minutes_broken}}
        .dump();
}

}  // namespace md::analysis
