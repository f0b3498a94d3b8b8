#include <fmt/format.h>

#include <charconv>
#include <sstream>

#include "base/files.h"
#include "evaluation/errors.h"
#include "evaluation/pictures.h"

namespace md::evaluation {
namespace fs = std::filesystem;
namespace {

std::vector<std::string> split(const std::string& line, char separator) {
    std::vector<std::string> out;
    std::string field;
    for (std::istringstream stream(line); std::getline(stream, field, separator);)
        if (separator == ',' || !field.empty()) out.push_back(field);
    return out;
}

std::optional<unsigned> number(const std::string& text) {
    unsigned value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// LFW's pictures are name/name_0001.jpg; other endings are accepted where that file exists.
fs::path lfw_picture(const fs::path& folder, const std::string& name, unsigned index) {
    const fs::path stem = fs::path(name) / fmt::format("{}_{:04}", name, index);
    for (const char* ending : {".jpg", ".png", ".jpeg", ".webp", ".bmp"}) {
        fs::path candidate = stem;
        candidate += ending;
        if (std::error_code ignored; fs::exists(folder / candidate, ignored)) return candidate;
    }
    return fs::path(stem) += ".jpg";
}

struct LfwHeader {
    std::size_t folds = 10, per_kind = 0;  // per_kind 0: the file names none
};

// "10 300" or "300": numbers alone.
std::optional<LfwHeader> header(const std::vector<std::string>& fields) {
    if (fields.size() == 1 && number(fields[0])) return LfwHeader{1, *number(fields[0])};
    if (fields.size() == 2 && number(fields[0]) && number(fields[1]) && *number(fields[0]) > 0)
        return LfwHeader{*number(fields[0]), *number(fields[1])};
    return std::nullopt;
}

std::optional<Pair> lfw_pair(const std::vector<std::string>& fields, const fs::path& folder) {
    if (fields.size() == 3 && number(fields[1]) && number(fields[2]))
        return Pair{lfw_picture(folder, fields[0], *number(fields[1])), lfw_picture(folder, fields[0], *number(fields[2])), true, 0};
    if (fields.size() == 4 && number(fields[1]) && number(fields[3]))
        return Pair{lfw_picture(folder, fields[0], *number(fields[1])), lfw_picture(folder, fields[2], *number(fields[3])), false, 0};
    return std::nullopt;
}

std::optional<Pair> csv_pair(const std::vector<std::string>& fields) {
    if (fields.size() != 3 || (fields[2] != "0" && fields[2] != "1")) return std::nullopt;
    return Pair{fs::path(fields[0]).lexically_normal(), fs::path(fields[1]).lexically_normal(), fields[2] == "1", 0};
}

}  // namespace

Result<PairList> read_pairs(const fs::path& file, const fs::path& pictures_folder) {
    MD_ASSIGN(const Bytes content, read_file(file, 256u << 20));
    std::istringstream stream{std::string(as_text(content))};
    PairList out;
    std::size_t per_fold = 0, line_number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++line_number;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.empty()) continue;
        const bool csv = line.find(',') != std::string::npos;
        std::vector<std::string> fields = csv ? split(line, ',') : split(line, '\t');
        if (!csv && fields.size() == 1) fields = split(line, ' ');
        if (out.pairs.empty() && !csv) {
            if (const auto found = header(fields)) {
                out.folds = found->folds > 1 ? found->folds : out.folds;
                per_fold = found->folds > 1 ? 2 * found->per_kind : 0;
                continue;
            }
        }
        auto pair = csv ? csv_pair(fields) : lfw_pair(fields, pictures_folder);
        if (!pair && csv && out.pairs.empty() && line_number == 1) continue;  // a heading
        if (!pair) return fail(errors::kPairsMalformed, fmt::format("{}:{}", file.string(), line_number));
        const std::size_t index = out.pairs.size();
        pair->fold = per_fold > 0 ? std::min(index / per_fold, out.folds - 1) : index % out.folds;
        out.pairs.push_back(std::move(*pair));
    }
    if (out.pairs.empty()) return fail(errors::kPairsMalformed, file.string() + " names no pair");
    return out;
}

}  // namespace md::evaluation
