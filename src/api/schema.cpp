#include "api/schema.h"

#include <cmath>

#include "base/clock.h"
#include "base/errors.h"

namespace md::api {
namespace {

// Words that say something about the value without limiting it here. contentEncoding is judged where pictures are decoded; what is readOnly
// may come back with a change, so that an answer can be sent as it is, and means nothing then.
bool only_informs(const std::string& keyword) {
    return keyword == "description" || keyword == "examples" || keyword == "default" || keyword == "contentEncoding" ||
           keyword == "contentMediaType" || keyword == "readOnly";
}

std::string json_type(const Json& value) {
    if (value.is_null()) return "null";
    if (value.is_boolean()) return "boolean";
    if (value.is_string()) return "string";
    if (value.is_array()) return "array";
    if (value.is_object()) return "object";
    // 1.0 is an integer in JSON Schema.
    if (value.is_number_integer() || (value.is_number_float() && std::floor(value.get<double>()) == value.get<double>())) return "integer";
    return "number";
}

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
    return count;
}

void add(std::vector<Fault>& faults, const std::string& path, std::string zh, std::string en) {
    if (faults.size() < kMostFaults) faults.push_back({path, std::move(zh), std::move(en)});
}

bool in_format(const std::string& format, std::string_view text) {
    if (format == "date-time") return from_rfc3339(text).has_value();
    if (format == "date") return text.size() == 10 && from_rfc3339(std::string(text) + "T00:00:00Z").has_value();
    return true;  // password, int64: for people and code generators
}

}  // namespace

const Schema& Schema::Set::at(const Out& schema) {
    auto& slot = compiled_[&schema];
    if (!slot) {
        slot.reset(new Schema(Out::object(), *this));  // placeholder, so that schemas may refer to themselves
        *slot = Schema(schema, *this);
    }
    return *compiled_.at(&schema);
}

Schema::Schema(const Out& source, Set& set) {
    for (const auto& [keyword, value] : source.items()) {
        const auto schemas = [&set](const Out& list) {
            std::vector<const Schema*> all;
            for (const auto& item : list) all.push_back(&set.at(item));
            return all;
        };
        if (keyword == "$ref")
            reference_ = &set.at(set.document_.at(Out::json_pointer(value.get<std::string>().substr(1))));
        else if (keyword == "type")
            types_ = value.is_array() ? value.get<std::vector<std::string>>() : std::vector<std::string>{value.get<std::string>()};
        else if (keyword == "enum")
            enumeration_ = value.get<std::vector<std::string>>();
        else if (keyword == "const")
            enumeration_ = {value.get<std::string>()};
        else if (keyword == "anyOf")
            any_of_ = schemas(value);
        else if (keyword == "oneOf")
            one_of_ = schemas(value);
        else if (keyword == "minLength")
            min_length_ = value.get<std::size_t>();
        else if (keyword == "maxLength")
            max_length_ = value.get<std::size_t>();
        else if (keyword == "pattern")
            pattern_.emplace(value.get<std::string>(), std::regex::ECMAScript | std::regex::optimize);
        else if (keyword == "format")
            format_ = value.get<std::string>();
        else if (keyword == "minimum")
            minimum_ = value.get<double>();
        else if (keyword == "maximum")
            maximum_ = value.get<double>();
        else if (keyword == "items")
            items_ = &set.at(value);
        else if (keyword == "minItems")
            min_items_ = value.get<std::size_t>();
        else if (keyword == "maxItems")
            max_items_ = value.get<std::size_t>();
        else if (keyword == "uniqueItems")
            unique_ = value.get<bool>();
        else if (keyword == "required")
            required_ = value.get<std::vector<std::string>>();
        else if (keyword == "minProperties")
            min_properties_ = value.get<std::size_t>();
        else if (keyword == "maxProperties")
            max_properties_ = value.get<std::size_t>();
        else if (keyword == "propertyNames")
            property_names_ = &set.at(value);
        else if (keyword == "properties") {
            for (const auto& [name, schema] : value.items()) properties_[name] = &set.at(schema);
        } else if (keyword == "additionalProperties") {
            if (value.is_boolean())
                closed_ = !value.get<bool>();
            else
                additional_ = &set.at(value);
        } else if (!only_informs(keyword)) {
            throw Fatal(Error(errors::kInternal, "openapi.yaml uses a schema keyword the server does not check: " + keyword));
        }
    }
}

bool Schema::accepts(const Json& value) const {
    std::vector<Fault> faults;
    check(value, {}, faults);
    return faults.empty();
}

void Schema::check(const Json& value, const std::string& path, std::vector<Fault>& faults) const {
    if (reference_) reference_->check(value, path, faults);
    const auto fitting = [&value](const std::vector<const Schema*>& list) {
        return std::count_if(list.begin(), list.end(), [&](const Schema* one) { return one->accepts(value); });
    };
    if ((!any_of_.empty() && fitting(any_of_) == 0) || (!one_of_.empty() && fitting(one_of_) != 1))
        add(faults, path, "不符合任何一种允许的形式", "fits none of the allowed forms");
    const auto before = faults.size();
    check_type(value, path, faults);
    if (faults.size() != before) return;
    if (value.is_string())
        check_string(value, path, faults);
    else if (value.is_number())
        check_number(value, path, faults);
    else if (value.is_array())
        check_array(value, path, faults);
    else if (value.is_object())
        check_object(value, path, faults);
}

void Schema::check_type(const Json& value, const std::string& path, std::vector<Fault>& faults) const {
    if (types_.empty()) return;
    const auto type = json_type(value);
    for (const auto& wanted : types_) {
        if (wanted == type || (wanted == "number" && type == "integer")) return;
    }
    add(faults, path, "类型应为 " + types_.front(), "must be of type " + types_.front());
}

void Schema::check_string(const Json& value, const std::string& path, std::vector<Fault>& faults) const {
    const auto text = view(value);
    const auto length = characters(text);
    if (length < min_length_ || length > max_length_) {
        add(faults, path, "长度超出范围", "is too short or too long");
        return;  // a pattern is tried on bounded text only
    }
    if (!enumeration_.empty() && std::find(enumeration_.begin(), enumeration_.end(), text) == enumeration_.end())
        add(faults, path, "不是允许的值", "is not one of the allowed values");
    if (pattern_ && !std::regex_search(text.begin(), text.end(), *pattern_))
        add(faults, path, "格式不正确", "does not have the right form");
    if (!in_format(format_, text)) add(faults, path, "日期或时间格式不正确", "is not a valid date or time");
}

void Schema::check_number(const Json& value, const std::string& path, std::vector<Fault>& faults) const {
    const double number = value.get<double>();
    if ((minimum_ && number < *minimum_) || (maximum_ && number > *maximum_)) add(faults, path, "数值超出范围", "is out of range");
}

void Schema::check_array(const Json& value, const std::string& path, std::vector<Fault>& faults) const {
    if (value.size() < min_items_ || value.size() > max_items_) {
        add(faults, path, "项数超出范围", "has too few or too many items");
        return;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (items_) items_->check(value[i], path + "/" + std::to_string(i), faults);
        if (unique_ && std::find(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(i), value[i]) !=
                           value.begin() + static_cast<std::ptrdiff_t>(i)) {
            add(faults, path, "含有重复项", "holds an item twice");
        }
    }
}

void Schema::check_object(const Json& value, const std::string& path, std::vector<Fault>& faults) const {
    for (const auto& name : required_) {
        if (!value.contains(name.c_str())) add(faults, path + "/" + name, "缺少此项", "is missing");
    }
    if (value.size() < min_properties_ || value.size() > max_properties_)
        add(faults, path, "项数超出范围", "has too few or too many members");
    for (auto it = value.begin(); it != value.end(); ++it) {
        const std::string name(std::string_view(it.key()));
        const auto known = properties_.find(name);
        if (property_names_) property_names_->check(Json(it.key()), path + "/" + name, faults);
        if (known != properties_.end())
            known->second->check(*it, path + "/" + name, faults);
        else if (additional_)
            additional_->check(*it, path + "/" + name, faults);
        else if (closed_)
            add(faults, path + "/" + name, "不认识的项", "is not known");
    }
}

void Schema::check_text(std::string_view text, const std::string& name, std::vector<Fault>& faults) const {
    const Schema* base = this;
    while (base->reference_) base = base->reference_;
    const auto is = [base](std::string_view type) {
        return std::find(base->types_.begin(), base->types_.end(), type) != base->types_.end();
    };
    const bool is_text = base->types_.empty() || is("string");
    auto value = is_text ? Json(SecretString(text)) : Json::parse(text.begin(), text.end(), nullptr, false);
    // In a body 5.0 and 0.5e1 are integers; who reads a parameter reads its digits, and would take the latter for 0.
    const bool other_number = is("integer") && text.find_first_of(".eE") != std::string_view::npos;
    if (value.is_discarded() || other_number)
        add(faults, name, "类型应为 " + base->types_.front(), "must be of type " + base->types_.front());
    else
        check(value, name, faults);
}

}  // namespace md::api
