#include "analysis/scenario/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace md::analysis::scenario {
namespace {

using std::chrono::microseconds;

const std::map<std::string, std::string, std::less<>> kChinese{
    {"情形", "case"},
    {"配置", "config"},
    {"开始", "start"},
    {"每隔", "every"},
    {"直到", "until"},
    {"摄像机", "camera"},
    {"迟到", "late"},
    {"无信号", "dark"},
    {"时钟", "clock"},
    {"出现", "seen"},
    {"至", "to"},
    {"位于", "at"},
    {"于", "at"},
    {"走到", "->"},
    {"质量", "quality"},
    {"未确认", "unsure"},
    {"布控", "listed"},
    {"前端抓拍", "edge"},
    {"轨迹", "track"},
    {"即", "is"},
    {"应有", "expect"},
    {"应无", "expect no"},
    {"抓拍", "capture"},
    {"预警", "alert"},
    {"区域", "region"},
    {"首", "first"},
    {"尾", "last"},
    {"最优", "best"},
    {"禁行闯入", "intrusion"},
    {"异常滞留", "stay"},
    {"异常徘徊", "wander"},
    {"出现异常", "appearance"},
    {"结束", "closed"},
    {"证据", "evidence"},
    {"见于", "during"},
    {"撤回", "withdrawn"},
    {"规则", "rule"},
    {"显示", "shown"},
};

struct Unit {
    std::string_view name;
    double us;
};
// Longer names first: "min" before "m…", 毫秒 before 秒.
constexpr Unit kUnits[] = {{"ms", 1e3},     {"毫秒", 1e3}, {"min", 6e7}, {"分", 6e7},    {"h", 3.6e9},
                           {"小时", 3.6e9}, {"s", 1e6},    {"秒", 1e6},  {"d", 8.64e10}, {"天", 8.64e10}};

std::optional<double> number(std::string_view& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc() || !(value >= 0 && value < 1e9)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

}  // namespace

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> out;
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (true) {
        while (!line.empty() && blank(line.front())) line.remove_prefix(1);
        if (line.empty() || line.front() == '#') return out;
        std::size_t end = 0;
        while (end < line.size() && !blank(line[end])) ++end;
        const auto word = line.substr(0, end);
        line.remove_prefix(end);
        const auto known = kChinese.find(word);
        if (known == kChinese.end()) {
            out.emplace_back(word);
        } else if (const auto gap = known->second.find(' '); gap != std::string::npos) {
            out.push_back(known->second.substr(0, gap));
            out.push_back(known->second.substr(gap + 1));
        } else {
            out.push_back(known->second);
        }
    }
}

std::optional<microseconds> duration_from(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    double us = 0;
    while (!text.empty()) {
        const auto value = number(text);
        if (!value) return std::nullopt;
        const auto* unit = std::find_if(std::begin(kUnits), std::end(kUnits), [&](const Unit& one) { return text.starts_with(one.name); });
        if (unit == std::end(kUnits)) return std::nullopt;
        us += *value * unit->us;
        text.remove_prefix(unit->name.size());
    }
    const microseconds out(static_cast<std::int64_t>(us + 0.5));
    return negative ? -out : out;
}

std::optional<microseconds> time_from(std::string_view text, microseconds start_of_day_to_start) {
    if (text.find(':') == std::string_view::npos) return duration_from(text);
    double parts[3] = {0, 0, 0};
    for (int i = 0; i < 3; ++i) {
        const auto value = number(text);
        if (!value) return std::nullopt;
        parts[i] = *value;
        if (text.empty() && i > 0) break;
        if (i == 2 || !text.starts_with(':')) return std::nullopt;
        text.remove_prefix(1);
    }
    if (!text.empty() || parts[0] > 23 || parts[1] > 59 || parts[2] >= 60) return std::nullopt;
    auto out = microseconds(static_cast<std::int64_t>((parts[0] * 3600 + parts[1] * 60 + parts[2]) * 1e6 + 0.5)) - start_of_day_to_start;
    if (out < microseconds(0)) out += std::chrono::hours(24);
    return out;
}

std::string text_of(microseconds time) {
    const auto us = time.count() < 0 ? -time.count() : time.count();
    std::string out = time.count() < 0 ? "-" : "";
    if (us >= 60'000'000) out += fmt::format("{}min", us / 60'000'000);
    if (us < 60'000'000 || us % 60'000'000 != 0) out += fmt::format("{:g}s", static_cast<double>(us % 60'000'000) / 1e6);
    return out;
}

}  // namespace md::analysis::scenario
