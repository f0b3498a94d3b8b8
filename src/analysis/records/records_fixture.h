#pragma once
// For the tests of the records: stores and ledger of a platform on either back-end, and shorthand for what the analysis finds.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "analysis/errors.h"
#include "analysis/records/recorder.h"
#include "face_world.h"
#include "store/find_bytes.h"

namespace md::analysis {

template <class T>
bool failed_with(const Result<T>& result, const ErrorKind& kind) {
    return !result && result.error().is(kind);
}

inline EvidencePtr picture(std::string_view content, WallTime taken, float quality = 0.5f) {
    return std::make_shared<const Evidence>(Evidence{SecretBytes(as_bytes(content)), taken, quality});
}
// A JPEG as far as a store cares: 2,000 bytes that occur nowhere else.
inline std::string unique_picture(Random& random) { return std::string(as_text(random.bytes(2000))); }

// A platform's stores on a folder; everything of the records that a test asks for.
class RecordsWorld {
public:
    explicit RecordsWorld(std::array<std::string, 5> databases = {}, std::filesystem::path at = {})
        : world(std::move(databases), std::move(at)) {}
    RecordParts parts() { return {world.stores, world.ledger.get(), &world.clock, &world.random, &bus}; }
    // As a clean stop and start does; what was made from parts() must be gone.
    void restart() {
        world.close();
        world.open();
    }
    WallTime now() const { return world.clock.wall(); }
    std::vector<ledger::Entry> entries(const std::string& action) {
        ledger::Filter filter;
        filter.action_prefix = action;
        return must(world.ledger->search(filter));
    }
    std::int64_t rows(store::Store store, const std::string& table) {
        return must((*world.stores)[store].query("SELECT COUNT(*) FROM " + table)).at(0).integer(0);
    }
    Capture capture(const SubjectId& subject, Capture::Kind kind = Capture::Kind::best, const std::string& camera = "东门") {
        Capture out;
        out.id = CaptureId::random(world.random);
        out.kind = kind;
        out.subject = subject;
        out.camera = camera;
        out.regions = {"大厅"};
        out.first_seen = now();
        out.last_seen = now() + std::chrono::seconds(2);
        out.picture = picture(unique_picture(world.random), now());
        return out;
    }
    Alert alert(RuleKind kind = RuleKind::intrusion, const std::string& camera = "东门") {
        Alert out;
        out.id = AlertId::random(world.random);
        out.kind = kind;
        out.rule = "禁止进入机房";
        out.camera = camera;
        out.regions = {"机房"};
        out.subject = SubjectId::random(world.random);
        out.first_seen = now() - std::chrono::seconds(1);
        out.last_seen = out.raised = now();
        out.evidence = {picture(unique_picture(world.random), now())};
        return out;
    }

    test::FaceWorld world;
    EventBus bus;
};

// Parameter: "sqlite" or "postgresql".
class RecordsTest : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        if (!on_postgres()) {
            world_ = std::make_unique<RecordsWorld>();
        } else if (auto* server = test::Postgres::shared()) {
            world_ = std::make_unique<RecordsWorld>(server->new_stores());
        } else {
            GTEST_SKIP() << "postgresql-15 is not installed";
        }
    }
    bool on_postgres() const { return std::string_view(GetParam()) == "postgresql"; }
    // How often bytes occur in any row or file of the stores.
    std::uint64_t occurrences(const std::string& content) {
        const Bytes needle = to_bytes(std::string_view(content));
        return must(store::find_bytes(*world_->world.stores, {&needle, 1}));
    }
    static std::chrono::seconds retention_term(store::Retention& retention, std::string_view name) {
        for (const auto& kind : must(retention.preview())) {
            if (kind.name == name) return kind.term;
        }
        throw std::logic_error("no such kind");
    }
    // B10
    void expect_stores_apart() {
        const auto shared = must(store::find_shared_ids(*world_->world.stores));
        EXPECT_TRUE(shared.empty()) << shared[0].id << " in " << shared[0].first << " and " << shared[0].second;
    }
    std::unique_ptr<RecordsWorld> world_;
};

#define MD_RECORDS_ON_BOTH_BACK_ENDS(suite)                                              \
    INSTANTIATE_TEST_SUITE_P(BackEnds, suite, ::testing::Values("sqlite", "postgresql"), \
                             [](const auto& each) { return std::string(each.param); })

}  // namespace md::analysis
