#pragma once
// openapi.yaml, as embedded at build time, read once at start: the one place that knows paths, schemas and who may call what.
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "access/permissions.h"
#include "api/schema.h"

namespace md::api {

enum class RateClass { normal, sign_in, heavy };

struct Parameter {
    enum class Place { path, query, header };
    std::string name;
    Place place = Place::query;
    bool required = false;
    const Schema* schema = nullptr;
};
struct Operation {
    std::string id, method, path, tag;
    bool open = false, by_session = false, by_device = false;  // open: nobody need be signed in
    std::vector<access::Permission> permissions;               // the caller needs one of these
    std::vector<Parameter> parameters;
    std::string content_type;      // of the body; empty: none is taken
    const Schema* body = nullptr;  // of a JSON body
    std::size_t max_body_bytes = 1u << 20;
    RateClass rate = RateClass::normal;
    std::map<std::string, const Schema*> answers;  // by status text or "default"; null: not JSON
    bool unsafe() const { return method != "GET"; }
};

// Immutable, thread-safe.
class Contract {
public:
    static const Contract& get();
    const std::vector<Operation>& operations() const { return operations_; }
    const std::string& json() const { return json_; }

private:
    Contract();
    Operation read(const std::string& path, const std::string& method, const Out& item, const Out& source);
    const Out& resolved(const Out& object) const;
    Out document_;
    std::string json_;
    std::unique_ptr<Schema::Set> schemas_;
    std::vector<Operation> operations_;
};

}  // namespace md::api
