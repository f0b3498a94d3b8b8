#include "api/contract.h"

#include <yaml-cpp/yaml.h>

#include "api/embedded.h"
#include "base/errors.h"

namespace md::api {
namespace {

constexpr std::size_t kOpenBodyBytes = 64u << 10;

// Plain scalars are read by the YAML 1.2 core schema, quoted ones stay text.
Out to_json(const YAML::Node& node) {
    if (node.IsMap()) {
        Out object = Out::object();
        for (const auto& pair : node) object[pair.first.Scalar()] = to_json(pair.second);
        return object;
    }
    if (node.IsSequence()) {
        Out array = Out::array();
        for (const auto& item : node) array.push_back(to_json(item));
        return array;
    }
    const auto& text = node.Scalar();
    if (node.IsNull()) return nullptr;
    if (node.Tag() == "!") return text;
    const auto parsed = Out::parse(text, nullptr, false);
    return parsed.is_discarded() || parsed.is_string() ? Out(text) : parsed;
}

std::string upper(std::string text) {
    for (auto& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    return text;
}

}  // namespace

const Contract& Contract::get() {
    static const Contract contract;
    return contract;
}

Contract::Contract()
    : document_(to_json(YAML::Load(std::string(as_text(embedded_openapi()))))),
      json_(document_.dump()),
      schemas_(std::make_unique<Schema::Set>(document_)) {
    for (const auto& [path, item] : document_.at("paths").items()) {
        for (const auto& [method, operation] : item.items()) {
            if (method != "parameters") operations_.push_back(read(path, method, item, operation));
        }
    }
}

const Out& Contract::resolved(const Out& object) const {
    const auto reference = object.find("$ref");
    return reference == object.end() ? object : document_.at(Out::json_pointer(reference->get<std::string>().substr(1)));
}

Operation Contract::read(const std::string& path, const std::string& method, const Out& item, const Out& source) {
    Operation operation;
    operation.id = source.at("operationId");
    operation.method = upper(method);
    operation.path = path;
    operation.tag = source.at("tags").at(0);
    const auto& security = source.contains("security") ? source.at("security") : document_.at("security");
    operation.open = security.empty();
    for (const auto& way : security) {
        operation.by_session |= way.contains("session");
        operation.by_device |= way.contains("device");
    }
    for (const auto& name : source.value("x-permission", Out::array()))
        operation.permissions.push_back(access::permission_from(name.get<std::string>()).value());
    if (operation.open != operation.permissions.empty())
        throw Fatal(Error(errors::kInternal, operation.id + ": either open or with permissions"));
    const auto add_parameters = [&](const Out& list) {
        for (const auto& entry : list) {
            const auto& parameter = resolved(entry);
            const std::string place = parameter.at("in");
            operation.parameters.push_back({parameter.at("name"),
                                            place == "path"    ? Parameter::Place::path
                                            : place == "query" ? Parameter::Place::query
                                                               : Parameter::Place::header,
                                            parameter.value("required", false), &schemas_->at(parameter.at("schema"))});
        }
    };
    if (item.contains("parameters")) add_parameters(item.at("parameters"));
    if (source.contains("parameters")) add_parameters(source.at("parameters"));
    if (source.contains("requestBody")) {
        const auto& content = source.at("requestBody").at("content");
        operation.content_type = content.begin().key();
        if (operation.content_type == "application/json") operation.body = &schemas_->at(content.begin()->at("schema"));
    }
    // What strangers may send is small: it is read before anybody knows who they are.
    const auto most = operation.open ? kOpenBodyBytes : source.value("x-max-body-mib", std::size_t{1}) << 20;
    operation.max_body_bytes = operation.content_type.empty() ? 0 : most;
    const std::string rate = source.value("x-rate", "normal");
    operation.rate = rate == "sign_in" ? RateClass::sign_in : rate == "heavy" ? RateClass::heavy : RateClass::normal;
    for (const auto& [status, entry] : source.at("responses").items()) {
        const auto& response = resolved(entry);
        const Schema* schema = nullptr;
        if (const auto content = response.find("content"); content != response.end()) {
            const auto& type = content->begin().key();
            if (type.ends_with("json")) schema = &schemas_->at(content->begin()->at("schema"));
        }
        operation.answers[status] = schema;
    }
    return operation;
}

}  // namespace md::api
