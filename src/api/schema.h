#pragma once
// The part of JSON Schema 2020-12 that openapi.yaml uses, no more: anything else in the file stops the start, so that no rule is silently
// ignored.
#include <map>
#include <memory>
#include <regex>
#include <string>
#include <vector>

#include "api/json.h"

namespace md::api {

inline constexpr std::size_t kMostFaults = 50;  // nobody reads more, and a hostile body has millions

struct Fault {
    std::string path;  // JSON pointer, or the parameter's name
    std::string zh, en;
};

// Immutable once made; thread-safe.
class Schema {
public:
    // All schemas of a document by JSON pointer; references are resolved when they are used. Throws Fatal for keywords it does not know.
    class Set {
    public:
        explicit Set(const Out& document) : document_(document) {}
        const Schema& at(const Out& schema);  // the compiled form of a schema object that lies in the document
    private:
        friend class Schema;
        const Out& document_;
        std::map<const Out*, std::unique_ptr<Schema>> compiled_;
    };
    // Adds what is wrong to `faults`.
    void check(const Json& value, const std::string& path, std::vector<Fault>& faults) const;
    // A parameter's text as the value the schema wants (numbers and booleans are read), then checked.
    void check_text(std::string_view text, const std::string& name, std::vector<Fault>& faults) const;

private:
    Schema(const Out& source, Set& set);
    void check_type(const Json& value, const std::string& path, std::vector<Fault>& faults) const;
    void check_string(const Json& value, const std::string& path, std::vector<Fault>& faults) const;
    void check_number(const Json& value, const std::string& path, std::vector<Fault>& faults) const;
    void check_array(const Json& value, const std::string& path, std::vector<Fault>& faults) const;
    void check_object(const Json& value, const std::string& path, std::vector<Fault>& faults) const;
    bool accepts(const Json& value) const;

    const Schema* reference_ = nullptr;
    std::vector<std::string> types_;
    std::vector<const Schema*> any_of_, one_of_;
    std::vector<std::string> enumeration_;  // strings alone
    std::size_t min_length_ = 0, max_length_ = SIZE_MAX, min_items_ = 0, max_items_ = SIZE_MAX, min_properties_ = 0,
                max_properties_ = SIZE_MAX;
    std::optional<double> minimum_, maximum_;
    std::optional<std::regex> pattern_;
    std::string format_;
    bool unique_ = false, closed_ = false;
    const Schema *items_ = nullptr, *additional_ = nullptr, *property_names_ = nullptr;
    std::map<std::string, const Schema*> properties_;
    std::vector<std::string> required_;
};

}  // namespace md::api
