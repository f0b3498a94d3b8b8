#pragma once
// Reads tests/vectors/*.txt: "name = value" lines, an empty line between cases, '#' comments that name the source.
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "source_dir.h"

namespace md::test {

class Vector {
public:
    bool has(const std::string& name) const { return fields_.contains(name); }
    const std::string& text(const std::string& name) const { return fields_.at(name); }
    std::uint64_t number(const std::string& name) const { return std::stoull(fields_.at(name)); }
    Bytes hex(const std::string& name) const { return from_hex(fields_.at(name)).value(); }
    void set(const std::string& name, const std::string& value) { fields_[name] = value; }
    bool empty() const { return fields_.empty(); }

private:
    std::map<std::string, std::string> fields_;
};

inline std::vector<Vector> load_vectors(const std::string& name) {
    const auto path = (source_dir() / "tests/vectors" / name).string();
    std::ifstream file(path);
    std::vector<Vector> out;
    Vector current;
    const auto finish = [&] {
        if (!current.empty()) out.push_back(std::exchange(current, {}));
    };
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) continue;
        const std::size_t equals = line.find(" =");
        if (equals == std::string::npos) {
            finish();
            continue;
        }
        current.set(line.substr(0, equals), line.size() > equals + 3 ? line.substr(equals + 3) : "");
    }
    finish();
    if (out.empty()) throw std::runtime_error("no vectors in " + path);
    return out;
}

}  // namespace md::test
