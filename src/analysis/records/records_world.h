#pragma once
// For tests and benchmarks of the records: stores and ledger of a platform, and shorthand for what the analysis finds.
#include "analysis/records/recorder.h"
#include "face_world.h"

namespace md::analysis {

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

}  // namespace md::analysis
