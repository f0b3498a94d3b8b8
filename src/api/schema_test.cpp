#include "api/schema.h"

#include <gtest/gtest.h>

#include "api/contract.h"

namespace md::api {
namespace {

std::string faults_of(const std::string& schema_text, const std::string& value) {
    const auto document = Out::parse(schema_text);
    Schema::Set set(document);
    std::vector<Fault> faults;
    set.at(document).check(Json::parse(value), "", faults);
    std::string all;
    for (const auto& fault : faults) all += fault.path + " " + fault.en + "; ";
    return all;
}

TEST(Schema, ChecksTypesAndBounds) {
    EXPECT_EQ(faults_of(R"({"type": "integer", "minimum": 1, "maximum": 3})", "2"), "");
    EXPECT_EQ(faults_of(R"({"type": "integer"})", "2.0"), "");
    EXPECT_EQ(faults_of(R"({"type": "integer"})", "2.5"), " must be of type integer; ");
    EXPECT_EQ(faults_of(R"({"type": "integer"})", "true"), " must be of type integer; ");
    EXPECT_EQ(faults_of(R"({"type": "integer", "maximum": 3})", "4"), " is out of range; ");
    EXPECT_EQ(faults_of(R"({"type": ["string", "null"], "maxLength": 2})", "null"), "");
    EXPECT_EQ(faults_of(R"({"type": "string", "maxLength": 2})", R"("面盾")"), "") << "characters, not bytes";
    EXPECT_EQ(faults_of(R"({"type": "string", "maxLength": 2})", R"("abc")"), " is too short or too long; ");
    EXPECT_EQ(faults_of(R"({"type": "string", "pattern": "^[0-9]+$"})", R"("1a")"), " does not have the right form; ");
    EXPECT_EQ(faults_of(R"({"type": "string", "enum": ["a", "b"]})", R"("c")"), " is not one of the allowed values; ");
    EXPECT_EQ(faults_of(R"({"type": "string", "format": "date"})", R"("2026-02-30")"), " is not a valid date or time; ");
    EXPECT_EQ(faults_of(R"({"type": "string", "format": "date-time"})", R"("2026-02-28T00:00:00+08:00")"), "");
}

TEST(Schema, ChecksObjectsAndArrays) {
    const std::string schema =
        R"({"type": "object", "required": ["a"], "additionalProperties": false, "properties": {"a": {"type": "array", "maxItems": 2, "uniqueItems": true, "items": {"type": "string"}}}})";
    EXPECT_EQ(faults_of(schema, R"({"a": ["x", "y"]})"), "");
    EXPECT_EQ(faults_of(schema, R"({})"), "/a is missing; ");
    EXPECT_EQ(faults_of(schema, R"({"a": [], "b": 1})"), "/b is not known; ");
    EXPECT_EQ(faults_of(schema, R"({"a": ["x", 1]})"), "/a/1 must be of type string; ");
    EXPECT_EQ(faults_of(schema, R"({"a": ["x", "x"]})"), "/a holds an item twice; ");
    EXPECT_EQ(faults_of(schema, R"({"a": ["x", "y", "z"]})"), "/a has too few or too many items; ");
    EXPECT_EQ(faults_of(R"({"oneOf": [{"type": "string"}, {"type": "null"}]})", "1"), " fits none of the allowed forms; ");
}

TEST(Schema, ParametersSpellIntegersInDigits) {
    const Out document{{"type", "integer"}, {"minimum", 1}, {"maximum", 25}};
    Schema::Set set(document);
    const auto accepts = [&](std::string_view text) {
        std::vector<Fault> faults;
        set.at(document).check_text(text, "fps", faults);
        return faults.empty();
    };
    EXPECT_TRUE(accepts("5"));
    for (const auto* text : {"0.5e1", "1e1", "5.0", "5E0", "0", "26", "", "x", "+5", " 5 5"}) EXPECT_FALSE(accepts(text)) << text;
}

TEST(Schema, FollowsReferencesAlsoInCircles) {
    const std::string schema = R"({"$ref": "#/defs/node", "defs": {}})";
    EXPECT_THROW(faults_of(schema, "1"), std::exception) << "a dangling reference stops the start";
    EXPECT_THROW(faults_of(R"({"type": "string", "not": {}})", "1"), Fatal) << "an unknown keyword is not ignored";
}

TEST(Contract, ReadsTheWholeFile) {
    std::set<std::string> ids;
    for (const auto& operation : Contract::get().operations()) {
        EXPECT_TRUE(ids.insert(operation.id).second) << operation.id;
        EXPECT_TRUE(operation.answers.contains("default")) << operation.id;
        // D11: what is not open needs somebody with a permission.
        EXPECT_NE(operation.open, operation.by_session || operation.by_device) << operation.id;
        EXPECT_EQ(operation.open, operation.permissions.empty()) << operation.id;
    }
    EXPECT_GT(ids.size(), 80u);
    EXPECT_EQ(Out::parse(Contract::get().json()).at("openapi"), "3.1.0");
}

}  // namespace
}  // namespace md::api
