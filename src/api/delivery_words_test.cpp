#include "api/delivery_words.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "source_dir.h"

namespace md::api {
namespace {

struct Sentences {
    std::string zh, en;
};
// docs/errors.md is made from every errors.h (scripts/check sees to it), so it is the registry that is not the code under test.
std::map<std::string, Sentences> registry() {
    static const std::regex row(R"(\| `([^`]+)` \| \d+ \| (.*) \| (.*) \|)");
    std::ifstream file(test::source_dir() / "docs" / "errors.md");
    std::map<std::string, Sentences> out;
    for (std::string line; std::getline(file, line);) {
        if (std::smatch found; std::regex_match(line, found, row)) out[found[1]] = {found[2], found[3]};
    }
    return out;
}

TEST(DeliveryWords, SayNothingWhereNothingFailed) { EXPECT_TRUE(words_of_failure("").is_null()); }

TEST(DeliveryWords, NameTheStatusOfTheAnswer) {
    const auto words = words_of_failure("http 503");
    EXPECT_EQ(words["code"], "http 503");
    EXPECT_EQ(words["zh"], "对方服务器应答了状态 503，没有收下推送。");
    EXPECT_EQ(words["en"], "The other server answered with status 503 and did not take the delivery.");
}

TEST(DeliveryWords, EveryCodeOfAnAttemptHasItsOwnSentence) {
    const auto known = registry();
    ASSERT_GT(known.size(), 100u);
    std::set<std::string> zh, en;
    for (const auto* code :
         {"base.file_unreadable", "analysis.endpoint_invalid", "crypto.key_malformed", "crypto.suite_unavailable", "store.unavailable",
          "store.failed", "store.corrupt", "store.conflict", "base.disk_full", "crypto.seal_broken", "analysis.endpoint_not_found",
          "net.connect_failed", "net.timed_out", "net.tls_failed", "crypto.policy_forbids"}) {
        const auto words = words_of_failure(code);
        ASSERT_TRUE(known.contains(code)) << code;
        EXPECT_EQ(words["code"], code);
        EXPECT_EQ(words["zh"], known.at(code).zh);
        EXPECT_EQ(words["en"], known.at(code).en);
        EXPECT_TRUE(zh.insert(words["zh"]).second && en.insert(words["en"]).second) << code << " reads like another";
    }
}

// Data of a newer or older version, or the prefix of a known code: no fault of ours is made up.
TEST(DeliveryWords, AnUnknownCodeIsNamedAndNotCalledInternal) {
    for (const std::string code : {"net.moon_phase", "net.timed_out.twice", "net.timed", "gone", "base.internal"}) {
        const auto words = words_of_failure(code);
        EXPECT_EQ(words["code"], code);
        EXPECT_EQ(words["zh"], "推送失败，本版本不认识其原因：" + code + "。");
        EXPECT_EQ(words["en"], "The delivery failed for a reason this version does not know: " + code + ".");
    }
}

}  // namespace
}  // namespace md::api
