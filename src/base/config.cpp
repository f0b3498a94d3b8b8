#include "base/config.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <limits>
#include <set>

#include "base/errors.h"
#include "base/files.h"

namespace md {

struct ConfigMap::Node {
    YAML::Node yaml;  // a mapping, or null when the key is absent
    std::set<std::string> asked;
    std::vector<std::shared_ptr<Node>> children;
};

struct ConfigMap::State {
    std::string name;
    std::shared_ptr<Node> root;
    std::optional<Error> first_problem;

    void complain(const ErrorKind& kind, const YAML::Mark& mark, std::string_view key, std::string_view why) {
        if (first_problem) return;
        const auto where = mark.is_null() ? name : fmt::format("{}:{}", name, mark.line + 1);
        first_problem = Error(kind, fmt::format("{}: {}: {}", where, key, why));
    }
};

ConfigMap::ConfigMap(std::shared_ptr<State> state, std::shared_ptr<Node> node) : state_(std::move(state)), node_(std::move(node)) {}

Result<ConfigMap> ConfigMap::from_file(const std::filesystem::path& path) {
    constexpr std::size_t kMaxBytes = 1u << 20;
    MD_ASSIGN(const Bytes content, read_file(path, kMaxBytes));
    return from_text(as_text(content), path.string());
}

Result<ConfigMap> ConfigMap::from_text(std::string_view text, std::string name) {
    try {
        auto state = std::make_shared<State>();
        state->name = name;
        auto root = std::make_shared<Node>();
        root->yaml = YAML::Load(std::string(text));
        if (!root->yaml.IsMap() && !root->yaml.IsNull()) return fail(errors::kConfigSyntax, name + ":1: the file must be a mapping of keys to values");
        state->root = root;
        return ConfigMap(state, root);
    } catch (const YAML::Exception& problem) {
        return fail(errors::kConfigSyntax, fmt::format("{}:{}: {}", name, problem.mark.line + 1, problem.msg));
    }
}

namespace {

// The child node; undefined when absent. yaml-cpp would create keys on a non-const node, hence the const reference.
YAML::Node child(const YAML::Node& node, std::string_view key) {
    if (!node.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
    return node[std::string(key)];
}

template <class T>
std::optional<T> scalar(const YAML::Node& node) {
    if (!node.IsScalar()) return std::nullopt;
    T value{};
    return YAML::convert<T>::decode(node, value) ? std::optional<T>(value) : std::nullopt;
}

}  // namespace

bool ConfigMap::has(std::string_view key) const { return child(node_->yaml, key).IsDefined(); }

std::string ConfigMap::text(std::string_view key, std::string_view fallback) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    if (!found.IsDefined()) return std::string(fallback);
    if (const auto value = scalar<std::string>(found)) return *value;
    state_->complain(errors::kConfigValue, found.Mark(), key, "must be a text");
    return std::string(fallback);
}

std::string ConfigMap::choice(std::string_view key, std::string_view fallback, const std::vector<std::string>& allowed) {
    auto value = text(key, fallback);
    for (const auto& option : allowed)
        if (value == option) return value;
    reject(key, fmt::format("'{}' is none of: {}", value, fmt::join(allowed, ", ")));
    return std::string(fallback);
}

std::int64_t ConfigMap::integer(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    if (!found.IsDefined()) return fallback;
    const auto value = scalar<std::int64_t>(found);
    if (value && *value >= min && *value <= max) return *value;
    state_->complain(errors::kConfigValue, found.Mark(), key, fmt::format("must be a whole number from {} to {}", min, max));
    return fallback;
}

double ConfigMap::number(std::string_view key, double fallback, double min, double max) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    if (!found.IsDefined()) return fallback;
    const auto value = scalar<double>(found);
    if (value && *value >= min && *value <= max) return *value;  // NaN fails both comparisons
    state_->complain(errors::kConfigValue, found.Mark(), key, fmt::format("must be a number from {} to {}", min, max));
    return fallback;
}

bool ConfigMap::flag(std::string_view key, bool fallback) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    if (!found.IsDefined()) return fallback;
    if (const auto value = scalar<bool>(found)) return *value;
    state_->complain(errors::kConfigValue, found.Mark(), key, "must be true or false");
    return fallback;
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    static constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
    if (problem == std::errc() && count >= 0)
        for (const auto& [name, ms] : kUnits)
            if (unit == name && count <= std::numeric_limits<std::int64_t>::max() / ms) return std::chrono::milliseconds(count * ms);
    return fail(errors::kConfigValue, fmt::format("'{}' is not a duration such as 90s, 10min, 12h or 30d", text));
}

std::chrono::milliseconds ConfigMap::duration(std::string_view key, std::chrono::milliseconds fallback, std::chrono::milliseconds min, std::chrono::milliseconds max) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    if (!found.IsDefined()) return fallback;
    const auto written = scalar<std::string>(found);
    const auto value = parse_duration(written.value_or(""));
    if (value && *value >= min && *value <= max) return *value;
    state_->complain(errors::kConfigValue, found.Mark(), key, value ? "is outside its range" : value.error().detail());
    return fallback;
}

std::vector<std::string> ConfigMap::texts(std::string_view key) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    std::vector<std::string> out;
    if (!found.IsDefined()) return out;
    if (!found.IsSequence()) {
        state_->complain(errors::kConfigValue, found.Mark(), key, "must be a list of texts");
        return out;
    }
    for (const auto& item : found) {
        if (const auto value = scalar<std::string>(item)) out.push_back(*value);
        else state_->complain(errors::kConfigValue, item.Mark(), key, "must be a list of texts");
    }
    return out;
}

std::vector<double> ConfigMap::numbers(std::string_view key) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    std::vector<double> out;
    if (!found.IsDefined()) return out;
    if (!found.IsSequence()) {
        state_->complain(errors::kConfigValue, found.Mark(), key, "must be a list of numbers");
        return out;
    }
    for (const auto& item : found) {
        if (const auto value = scalar<double>(item)) out.push_back(*value);
        else state_->complain(errors::kConfigValue, item.Mark(), key, "must be a list of numbers");
    }
    return out;
}

std::vector<std::vector<double>> ConfigMap::number_lists(std::string_view key) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    std::vector<std::vector<double>> out;
    if (!found.IsDefined()) return out;
    const auto bad = [&](const YAML::Mark& mark) { state_->complain(errors::kConfigValue, mark, key, "must be a list of lists of numbers"); };
    if (!found.IsSequence()) {
        bad(found.Mark());
        return out;
    }
    for (const auto& item : found) {
        if (!item.IsSequence()) {
            bad(item.Mark());
            continue;
        }
        auto& list = out.emplace_back();
        for (const auto& entry : item) {
            if (const auto value = scalar<double>(entry)) list.push_back(*value);
            else bad(entry.Mark());
        }
    }
    return out;
}

ConfigMap ConfigMap::map(std::string_view key) {
    node_->asked.emplace(key);
    auto node = std::make_shared<Node>();
    const auto found = child(node_->yaml, key);
    if (found.IsDefined()) node->yaml.reset(found);
    if (!node->yaml.IsMap() && !node->yaml.IsNull()) state_->complain(errors::kConfigValue, node->yaml.Mark(), key, "must be a mapping");
    node_->children.push_back(node);
    return {state_, node};
}

std::vector<ConfigMap> ConfigMap::maps(std::string_view key) {
    node_->asked.emplace(key);
    const auto found = child(node_->yaml, key);
    std::vector<ConfigMap> out;
    if (!found.IsDefined()) return out;
    if (!found.IsSequence()) {
        state_->complain(errors::kConfigValue, found.Mark(), key, "must be a list of mappings");
        return out;
    }
    for (const auto& item : found) {
        if (!item.IsMap()) {
            state_->complain(errors::kConfigValue, item.Mark(), key, "must be a list of mappings");
            continue;
        }
        auto node = std::make_shared<Node>();
        node->yaml.reset(item);
        node_->children.push_back(node);
        out.push_back({state_, node});
    }
    return out;
}

void ConfigMap::reject(std::string_view key, std::string_view why) {
    const auto found = child(node_->yaml, key);
    state_->complain(errors::kConfigValue, found.IsDefined() ? found.Mark() : YAML::Mark::null_mark(), key, why);
}

namespace {

// Depth first, so that the earliest line is named.
template <class Node>
void find_unasked(const Node& node, const auto& complain) {
    if (node.yaml.IsMap())
        for (const auto& entry : node.yaml) {
            const auto key = entry.first.template as<std::string>("?");
            if (!node.asked.contains(key)) complain(entry.first.Mark(), key);
        }
    for (const auto& next : node.children) find_unasked(*next, complain);
}

}  // namespace

Status ConfigMap::finish() const {
    if (!state_->first_problem)
        find_unasked(*state_->root, [&](const YAML::Mark& mark, const std::string& key) { state_->complain(errors::kConfigUnknownKey, mark, key, "is not a known key here"); });
    if (state_->first_problem) return fail(*state_->first_problem);
    return {};
}

}  // namespace md
