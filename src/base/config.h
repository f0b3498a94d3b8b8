#pragma once
// Strict YAML: every key must be asked for, every value has a type and a range, and every complaint names the line.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace md {

// A mapping of a configuration file. Readers ask for keys; finish() then reports the first unread key or the first bad value as an Error whose
// detail reads "file:line: key: what is wrong". Until finish() bad values read as their defaults. Not thread-safe. Copies share their state.
class ConfigMap {
public:
    static Result<ConfigMap> from_file(const std::filesystem::path& path);
    static Result<ConfigMap> from_text(std::string_view text, std::string name);

    bool has(std::string_view key) const;
    std::string text(std::string_view key, std::string_view fallback);
    // One of `allowed`, else a bad value.
    std::string choice(std::string_view key, std::string_view fallback, const std::vector<std::string>& allowed);
    std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max);
    double number(std::string_view key, double fallback, double min, double max);
    bool flag(std::string_view key, bool fallback);
    // "90s", "10min", "12h", "30d" (also ms, s, min, h, d).
    std::chrono::milliseconds duration(std::string_view key, std::chrono::milliseconds fallback, std::chrono::milliseconds min, std::chrono::milliseconds max);
    std::vector<std::string> texts(std::string_view key);
    std::vector<double> numbers(std::string_view key);
    // An absent mapping reads as empty, so defaults apply.
    ConfigMap map(std::string_view key);
    std::vector<ConfigMap> maps(std::string_view key);
    // Sequences of sequences of numbers, such as polygons.
    std::vector<std::vector<double>> number_lists(std::string_view key);
    // Marks a value as bad from outside, for checks that span several keys.
    void reject(std::string_view key, std::string_view why);
    Status finish() const;

    struct State;
    struct Node;

private:
    ConfigMap(std::shared_ptr<State> state, std::shared_ptr<Node> node);
    std::shared_ptr<State> state_;
    std::shared_ptr<Node> node_;
};

Result<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace md
