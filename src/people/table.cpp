#include "people/table.h"

#include <algorithm>
#include <array>

#include "base/calendar.h"
#include "people/archive.h"
#include "people/errors.h"
#include "people/text.h"

namespace md::people {
namespace {

struct Heading {
    Column column;
    std::string_view en, zh;
};
constexpr std::array kHeadings{
    Heading{Column::name, "name", "姓名"},
    Heading{Column::external_id, "external_id", "编号"},
    Heading{Column::kind, "kind", "类别"},
    Heading{Column::birth_date, "birth_date", "出生日期"},
    Heading{Column::department, "department", "部门"},
    Heading{Column::phone, "phone", "电话"},
    Heading{Column::document_number, "document_number", "证件号码"},
    Heading{Column::valid_from, "valid_from", "生效日期"},
    Heading{Column::valid_until, "valid_until", "失效日期"},
    Heading{Column::groups, "groups", "分组"},
    Heading{Column::picture_1, "picture_1", "照片1"},
    Heading{Column::picture_2, "picture_2", "照片2"},
    Heading{Column::consent_channel, "consent_channel", "同意方式"},
    Heading{Column::consent_evidence, "consent_evidence", "同意凭据"},
    Heading{Column::guardian_name, "guardian_name", "监护人姓名"},
    Heading{Column::guardian_relation, "guardian_relation", "监护人关系"},
    Heading{Column::guardian_document, "guardian_document", "监护人证件号码"},
};

template <class Enum>
struct Word {
    std::string_view text;
    Enum value;
};
// What people write, and what the console shows.
constexpr std::array kKindWords{
    Word<Kind>{"住户", Kind::resident},     Word<Kind>{"居民", Kind::resident},   Word<Kind>{"业主", Kind::resident},
    Word<Kind>{"员工", Kind::staff},        Word<Kind>{"职工", Kind::staff},      Word<Kind>{"访客", Kind::visitor},
    Word<Kind>{"承包商", Kind::contractor}, Word<Kind>{"外包", Kind::contractor}, Word<Kind>{"外包人员", Kind::contractor},
    Word<Kind>{"其他", Kind::other}};
constexpr std::array kChannelWords{Word<Channel>{"纸质", Channel::paper},       Word<Channel>{"纸质签署", Channel::paper},
                                   Word<Channel>{"屏幕", Channel::screen},      Word<Channel>{"屏幕确认", Channel::screen},
                                   Word<Channel>{"应用", Channel::app},         Word<Channel>{"手机应用", Channel::app},
                                   Word<Channel>{"小程序", Channel::mini_program}};

template <class Enum, std::size_t N>
std::optional<Enum> meaning(const std::array<Word<Enum>, N>& words, std::string_view text) {
    for (const auto& word : words) {
        if (word.text == text) return word.value;
    }
    return std::nullopt;
}

char delimiter_of(std::string_view header) {
    const auto count = [&](char c) { return std::count(header.begin(), header.end(), c); };
    const auto commas = count(','), semicolons = count(';'), tabs = count('\t');
    if (tabs > commas && tabs > semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

// One record of RFC 4180: a quoted cell may hold delimiters and line ends. Advances `rest` and counts the lines passed.
Result<std::vector<std::string>> next_record(std::string_view& rest, char delimiter, std::int64_t& lines) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    while (!rest.empty()) {
        const char c = rest.front();
        rest.remove_prefix(1);
        if (c == '\n') ++lines;
        if (quoted) {
            if (c != '"') {
                cells.back() += c;
            } else if (rest.starts_with('"')) {
                cells.back() += '"';
                rest.remove_prefix(1);
            } else {
                quoted = false;
            }
        } else if (c == '"' && trimmed(cells.back()).empty()) {
            cells.back().clear();
            quoted = true;
        } else if (c == delimiter) {
            cells.emplace_back();
        } else if (c == '\n') {
            return cells;
        } else {
            cells.back() += c;
        }
    }
    if (quoted) return fail(errors::kTableInvalid, "a quote is not closed");
    return cells;
}

Result<std::vector<Column>> read_header(const std::vector<std::string>& cells) {
    std::vector<Column> out;
    for (const auto& cell : cells) {
        const std::string title = trimmed(cell);
        const auto found =
            std::find_if(kHeadings.begin(), kHeadings.end(), [&](const Heading& h) { return h.en == title || h.zh == title; });
        if (found == kHeadings.end()) return fail(errors::kTableInvalid, "unknown column: " + title);
        if (std::find(out.begin(), out.end(), found->column) != out.end()) return fail(errors::kTableInvalid, "column twice: " + title);
        out.push_back(found->column);
    }
    for (const auto needed : {Column::name, Column::consent_evidence}) {
        if (std::find(out.begin(), out.end(), needed) == out.end())
            return fail(errors::kTableInvalid, "column name or consent_evidence is missing");
    }
    return out;
}

// "2026-01-05", and what spreadsheets make of it: "2026/1/5".
std::optional<Date> loose_date(std::string text) {
    std::replace(text.begin(), text.end(), '/', '-');
    const auto first = text.find('-'), last = text.rfind('-');
    if (first == std::string::npos || last == first) return std::nullopt;
    const auto two = [](std::string part) { return part.size() == 1 ? "0" + part : part; };
    return date_from(text.substr(0, first) + "-" + two(text.substr(first + 1, last - first - 1)) + "-" + two(text.substr(last + 1)));
}

// Midnight in Shanghai at the beginning of the day.
WallTime day_start(Date date) { return std::chrono::sys_days(date) - kShanghai; }

std::vector<std::string> split_groups(const std::string& text) {
    std::vector<std::string> out(1);
    for (const auto& character : characters(text)) {
        if (character == "|" || character == "、") {
            out.emplace_back();
        } else {
            out.back() += character;
        }
    }
    for (auto& group : out) group = trimmed(group);
    std::erase(out, std::string());
    return out;
}

Result<std::optional<Date>> date_cell(const TableRow& row, Column column, std::string_view title) {
    const auto text = row.cell(column);
    if (text.empty()) return std::optional<Date>();
    const auto date = loose_date(text);
    if (!date) return fail(errors::kPersonInvalid, std::string(title));
    return date;
}

}  // namespace

std::string TableRow::cell(Column column) const {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string() : found->second;
}

Result<std::vector<TableRow>> read_table(ByteView file, std::int64_t max_rows) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    std::string_view raw = as_text(file);
    if (raw.starts_with(kMark)) raw.remove_prefix(kMark.size());
    MD_ASSIGN(const std::string text, to_utf8(raw));
    std::string_view rest = text;
    const char delimiter = delimiter_of(rest.substr(0, rest.find('\n')));
    std::int64_t line = 1;
    MD_ASSIGN(const auto header_cells, next_record(rest, delimiter, line));
    MD_ASSIGN(const auto header, read_header(header_cells));
    std::vector<TableRow> rows;
    while (!rest.empty()) {
        TableRow row;
        row.line = line;
        MD_ASSIGN(const auto cells, next_record(rest, delimiter, line));
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto value = trimmed(cells[i]);
            if (value.empty()) continue;
            if (i >= header.size())
                return fail(errors::kTableInvalid, "line " + std::to_string(row.line) + " has more cells than the header");
            row.cells[header[i]] = value;
        }
        if (row.cells.empty()) continue;
        if (static_cast<std::int64_t>(rows.size()) >= max_rows) return fail(errors::kArchiveTooLarge, "too many rows");
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<NewPerson> person_of(const TableRow& row, const NoticeId& notice, const std::vector<std::string>& purposes) {
    NewPerson out;
    auto& fields = out.fields;
    fields.name = row.cell(Column::name);
    fields.external_id = row.cell(Column::external_id);
    fields.department = row.cell(Column::department);
    fields.phone = row.cell(Column::phone);
    fields.document_number = row.cell(Column::document_number);
    fields.groups = split_groups(row.cell(Column::groups));
    if (const auto text = row.cell(Column::kind); !text.empty()) {
        const auto word = meaning(kKindWords, text);
        const auto kind = word ? word : kind_from(text);
        if (!kind) return fail(errors::kPersonInvalid, "kind");
        fields.kind = *kind;
    }
    MD_ASSIGN(fields.birth_date, date_cell(row, Column::birth_date, "birth_date"));
    MD_ASSIGN(const auto from, date_cell(row, Column::valid_from, "valid_from"));
    MD_ASSIGN(const auto until, date_cell(row, Column::valid_until, "valid_until"));
    if (from) fields.valid_from = day_start(*from);
    if (until) fields.valid_until = day_start(*until) + std::chrono::days(1);  // the last day counts
    ConsentGiven consent{notice, purposes, Channel::paper, row.cell(Column::consent_evidence), std::nullopt};
    if (consent.evidence.empty()) return fail(errors::kConsentMissing, "consent_evidence");  // B1
    if (const auto text = row.cell(Column::consent_channel); !text.empty()) {
        const auto word = meaning(kChannelWords, text);
        const auto channel = word ? word : channel_from(text);
        if (!channel) return fail(errors::kPersonInvalid, "consent_channel");
        consent.channel = *channel;
    }
    if (const auto guardian = row.cell(Column::guardian_name); !guardian.empty()) {
        consent.guardian = Guardian{guardian, row.cell(Column::guardian_relation), row.cell(Column::guardian_document)};
    }
    out.consent = std::move(consent);
    return out;
}

}  // namespace md::people
