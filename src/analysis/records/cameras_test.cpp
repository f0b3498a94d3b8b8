#include "analysis/records/cameras.h"

#include "analysis/config.h"
#include "analysis/records/records_fixture.h"

namespace md::analysis {
namespace {

using store::Store;

const SecretBytes kNone;

CameraSettings stream(const std::string& name, const std::string& group = {}) {
    CameraSettings out;
    out.name = name;
    out.group = group;
    out.address = "rtsp://10.0.0.7:554/main";
    out.user = "viewer";
    return out;
}

class CamerasTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (!IsSkipped()) open();
    }
    void open() {
        cameras_.reset();
        cameras_ = must(Cameras::open(world_->parts()));
    }
    CameraSettings edge(const std::string& name) {
        CameraSettings out;
        out.name = name;
        out.kind = CameraKind::edge;
        out.device = DeviceId::random(world_->world.random);
        return out;
    }
    std::unique_ptr<Cameras> cameras_;
};
MD_RECORDS_ON_BOTH_BACK_ENDS(CamerasTest);

// C10
TEST_P(CamerasTest, OfBothShapesOutliveARestart) {
    const auto made = must(cameras_->add(stream("东门", "园区"), SecretBytes(as_bytes("Pa55-w0rd-of-camera")), "admin"));
    const auto at_the_edge = must(cameras_->add(edge("大厅"), kNone, "admin"));
    cameras_.reset();
    world_->restart();
    open();
    const auto again = must(cameras_->get(made.id));
    EXPECT_EQ(again.name, "东门");
    EXPECT_EQ(again.scope(), "园区");
    EXPECT_TRUE(again.has_password);
    EXPECT_EQ(again.created_at, made.created_at);
    EXPECT_EQ(as_text(must(cameras_->password(made.id))->view()), "Pa55-w0rd-of-camera");
    EXPECT_EQ(must(cameras_->password(at_the_edge.id)), nullptr);
    EXPECT_EQ(cameras_->of_device(*at_the_edge.device)->id, at_the_edge.id);
    EXPECT_FALSE(cameras_->of_device(DeviceId::random(world_->world.random)));
    EXPECT_EQ(cameras_->list().size(), 2u);
    EXPECT_EQ(occurrences("Pa55-w0rd-of-camera"), 0u) << "sealed";
    expect_stores_apart();
}

TEST_P(CamerasTest, TwoWithOneNameOrOneDeviceAreRefused) {
    const auto first = must(cameras_->add(stream("东门"), kNone, "admin"));
    EXPECT_TRUE(failed_with(cameras_->add(stream("东门"), kNone, "admin"), errors::kCameraNameTaken));
    const auto other = must(cameras_->add(stream("西门"), kNone, "admin"));
    EXPECT_TRUE(failed_with(cameras_->update(other.id, stream("东门"), nullptr, std::nullopt, "admin"), errors::kCameraNameTaken));
    EXPECT_TRUE(cameras_->update(first.id, stream("东门"), nullptr, std::nullopt, "admin")) << "its own name is free";
    auto twin = edge("a");
    must(cameras_->add(twin, kNone, "admin"));
    twin.name = "b";
    EXPECT_TRUE(failed_with(cameras_->add(twin, kNone, "admin"), errors::kCameraDeviceTaken));
}

TEST_P(CamerasTest, BadSettingsAreRefused) {
    const auto refused = [&](const std::function<void(CameraSettings&)>& spoil, CameraSettings settings = stream("x")) {
        spoil(settings);
        return failed_with(cameras_->add(settings, kNone, "admin"), errors::kCameraInvalid);
    };
    EXPECT_TRUE(refused([](auto& camera) { camera.name.clear(); }));
    EXPECT_TRUE(refused([](auto& camera) { camera.name.assign(101, 'n'); }));
    EXPECT_TRUE(refused([](auto& camera) { camera.name = "two\nlines"; }));
    EXPECT_TRUE(refused([](auto& camera) { camera.group = std::string(32, 'a'); })) << "would be taken for a camera's id";
    EXPECT_TRUE(refused([](auto& camera) { camera.address.clear(); }));
    EXPECT_TRUE(refused([](auto& camera) { camera.address = "10.0.0.7"; }));
    EXPECT_TRUE(refused([](auto& camera) { camera.address = "rtsp://admin:secret@10.0.0.7/"; })) << "a password in the address";
    EXPECT_FALSE(refused([](auto& camera) { camera.address = "rtsp://10.0.0.7/user@home"; }));
    EXPECT_TRUE(refused([](auto& camera) { camera.device.reset(); }, edge("e")));
    EXPECT_TRUE(refused([](auto& camera) { camera.address = "rtsp://10.0.0.7/"; }, edge("e")));
    EXPECT_EQ(cameras_->list().size(), 1u);
}

TEST_P(CamerasTest, ChangesAreVersionedAndInTheLedger) {
    int told = 0;
    cameras_->on_change([&] { ++told; });
    const auto made = must(cameras_->add(stream("东门"), SecretBytes(as_bytes("secret-of-camera")), "admin"));
    auto settings = stream("东门二");
    const auto changed = must(cameras_->update(made.id, settings, nullptr, made.version, "admin"));
    EXPECT_EQ(changed.version, 2);
    EXPECT_TRUE(changed.has_password) << "kept";
    EXPECT_TRUE(failed_with(cameras_->update(made.id, settings, nullptr, made.version, "admin"), errors::kVersionChanged));
    EXPECT_FALSE(must(cameras_->update(made.id, settings, &kNone, std::nullopt, "admin")).has_password);
    must(cameras_->remove(made.id, "admin"));
    EXPECT_TRUE(failed_with(cameras_->get(made.id), errors::kCameraNotFound));
    EXPECT_FALSE(cameras_->remove(made.id, "admin"));
    EXPECT_EQ(told, 4);
    EXPECT_EQ(world_->entries("camera.").size(), 4u);
}

// C3, C4: what is asked of a group, whole or not at all.
TEST_P(CamerasTest, AConfigurationBelongsToAGroupOrALoneCamera) {
    const auto lone = must(cameras_->add(stream("独立"), kNone, "admin"));
    must(cameras_->add(stream("东门", "园区"), kNone, "admin"));
    EXPECT_TRUE(failed_with(cameras_->config("别处"), errors::kCameraNotFound));
    const auto fresh = must(cameras_->config("园区"));
    EXPECT_EQ(fresh.version, 0);
    EXPECT_TRUE(config_from_json(fresh.json)) << "the default";
    auto config = must(config_from_json(fresh.json));
    config.intermittent->window = std::chrono::minutes(7);
    const auto set = must(cameras_->set_config("园区", to_json(config), 0, "admin"));
    EXPECT_EQ(set.version, 1);
    EXPECT_TRUE(failed_with(cameras_->set_config("园区", to_json(config), 0, "admin"), errors::kVersionChanged));
    EXPECT_FALSE(cameras_->set_config("园区", R"({"rules": [{"kind": "intrusion", "region": "nowhere"}]})", std::nullopt, "admin"));
    EXPECT_EQ(must(cameras_->set_config(lone.scope(), to_json(config), std::nullopt, "admin")).scope, lone.id.text());
    open();
    EXPECT_EQ(must(config_from_json(must(cameras_->config("园区")).json)).intermittent->window, std::chrono::minutes(7));
    must(cameras_->remove(lone.id, "admin"));
    EXPECT_FALSE(cameras_->config(lone.scope()));
}

TEST_P(CamerasTest, ANewNameIsCarriedOverToItsRegions) {
    const auto camera = must(cameras_->add(stream("东门", "园区"), kNone, "admin"));
    AnalysisConfig config;
    config.regions.push_back({"机房", "东门", {{0.1, 0.1}, {0.9, 0.1}, {0.5, 0.9}}});
    config.regions.push_back({"走廊", "西门", {{0.1, 0.1}, {0.9, 0.1}, {0.5, 0.9}}});
    must(cameras_->set_config("园区", to_json(config), 0, "admin"));
    must(cameras_->update(camera.id, stream("南门", "园区"), nullptr, std::nullopt, "admin"));
    open();
    const auto after = must(cameras_->config("园区"));
    EXPECT_EQ(after.version, 2);
    const auto regions = must(config_from_json(after.json)).regions;
    EXPECT_EQ(regions.at(0).camera, "南门");
    EXPECT_EQ(regions.at(1).camera, "西门");
}

// B10: a password moved to another camera does not open.
TEST_P(CamerasTest, AMovedPasswordDoesNotOpen) {
    const auto a = must(cameras_->add(stream("a"), SecretBytes(as_bytes("secret-of-a")), "admin"));
    const auto b = must(cameras_->add(stream("b"), SecretBytes(as_bytes("secret-of-b")), "admin"));
    auto& events = (*world_->world.stores)[Store::events];
    const auto sealed = must(events.query("SELECT password FROM analysis_cameras WHERE id = ?", {a.id.bytes()}))[0].blob(0);
    must(events.execute("UPDATE analysis_cameras SET password = ? WHERE id = ?", {sealed, b.id.bytes()}));
    EXPECT_FALSE(cameras_->password(b.id));
    EXPECT_TRUE(cameras_->password(a.id));
}

}  // namespace
}  // namespace md::analysis
