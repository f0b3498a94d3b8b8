#include "api/json_reader.h"

#include <gtest/gtest.h>

namespace md::api {
namespace {

TEST(JsonReader, ReadsWhatTheLibraryReads) {
    for (const std::string text :
         {"null", " true ", "[]", "{}", R"({"a": [1, -2, 0, 1.5e3, -0.25, 9007199254740993, 1e2], "b": {"c": "x"}})",
          R"("面盾 \"\\\/\b\f\n\r\t \u9762\ud83d\ude00")", "\"\"", "[[[1]]]", "1E+2", "-0"}) {
        const auto read = read_json(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(*read, Json::parse(text)) << text;
    }
}

TEST(JsonReader, RefusesWhatIsNotJson) {
    for (const std::string text : {"",
                                   " ",
                                   "nul",
                                   "tru",
                                   "{",
                                   "[",
                                   "[1,]",
                                   "[1 2]",
                                   "{\"a\"}",
                                   "{\"a\":}",
                                   "{\"a\":1,}",
                                   "{a:1}",
                                   "{'a':1}",
                                   "01",
                                   "1.",
                                   ".5",
                                   "+1",
                                   "1e",
                                   "--1",
                                   "0x1",
                                   "NaN",
                                   "Infinity",
                                   "1e999",
                                   "\"",
                                   "\"\\",
                                   "\"\\x\"",
                                   "\"\\u12\"",
                                   "\"\\u12g4\"",
                                   "\"\\ud800\"",
                                   "\"\\ud800\\u0041\"",
                                   "\"\\udc00\"",
                                   "\"\n\"",
                                   "\"\xff\"",
                                   "\"\xc0\xaf\"",
                                   "\"\xed\xa0\x80\"",
                                   "1 2",
                                   "{} x",
                                   "// c\n1"}) {
        EXPECT_FALSE(read_json(text)) << text;
    }
    EXPECT_FALSE(read_json(R"({"a": 1, "a": 2})")) << "which of them would count?";
    EXPECT_FALSE(read_json(R"({"a": 1, "\u0061": 2})"));
    EXPECT_FALSE(read_json(std::string(10'000, '[') + std::string(10'000, ']')));
    EXPECT_FALSE(read_json(std::string(5'000'000, '[')));
    std::string wide = "[0";
    for (int i = 0; i < kMostJsonValues; ++i) wide += ",0";
    EXPECT_FALSE(read_json(wide + "]"));
}

}  // namespace
}  // namespace md::api
