// The doors of face analysis as a client meets them: real stores, real records, real live analysis. Every answer is also held against
// openapi.yaml (api_world.h).
#include "analysis/errors.h"
#include "api/api_world.h"
#include "api/errors.h"
#include "api/json_lines.h"
#include "crypto/errors.h"
#include "net/raw_client.h"

namespace md::api {
namespace {

using access::Role;

Out stream_camera(const std::string& name) { return {{"name", name}, {"kind", "stream"}, {"address", "rtsp://127.0.0.1:9/none"}}; }

analysis::EvidencePtr picture_of(const ApiWorld& world, std::string_view bytes) {
    return std::make_shared<const analysis::Evidence>(analysis::Evidence{SecretBytes(as_bytes(bytes)), world.world.clock.wall(), 0.5f});
}

analysis::Alert alert_on(ApiWorld& world, const std::string& camera) {
    analysis::Alert alert;
    alert.id = analysis::AlertId::random(world.world.random);
    alert.rule = "禁止进入机房";
    alert.camera = camera;
    alert.regions = {"机房"};
    alert.subject = analysis::SubjectId::random(world.world.random);
    alert.first_seen = alert.last_seen = alert.raised = world.world.clock.wall();
    alert.evidence = {picture_of(world, "JPEG evidence")};
    return alert;
}

TEST(AnalysisApi, KeepsCamerasApartByName) {  // C10
    ApiWorld world;
    const auto clerk = world.user(Role::operator_);
    const auto guard = world.user(Role::guard);
    auto wanted = stream_camera("东门");
    wanted["user"] = "viewer";
    wanted["password"] = "not-to-be-seen";
    const auto made = world.ask("POST", "/api/v1/cameras", wanted, clerk);
    ASSERT_EQ(made.status, 201) << made.text;
    EXPECT_EQ(made.text.find("not-to-be-seen"), std::string::npos);
    EXPECT_EQ(made.json["has_password"], true);
    EXPECT_EQ(world.ask("POST", "/api/v1/cameras", wanted, clerk).code(), errors::kCameraNameTaken.code);
    EXPECT_EQ(world.ask("POST", "/api/v1/cameras", {{"name", "x"}, {"kind", "stream"}}, clerk).code(), errors::kCameraInvalid.code);
    EXPECT_EQ(world.ask("POST", "/api/v1/cameras", wanted, guard).status, 403);
    const std::string path = "/api/v1/cameras/" + made.json["id"].get<std::string>();
    const auto seen = world.ask("GET", path, nullptr, guard);
    EXPECT_TRUE(seen.json["address"].is_null() && seen.json["user"].is_null()) << "a guard needs no addresses";
    const auto tag = world.ask("GET", path, nullptr, clerk).headers.at("etag");
    const auto changed = world.ask("PATCH", path, {{"name", "西门"}, {"password", nullptr}}, clerk, {{"If-Match", tag}});
    EXPECT_EQ(changed.json["name"], "西门") << changed.text;
    EXPECT_EQ(changed.json["has_password"], false);
    EXPECT_EQ(world.ask("PATCH", path, {{"name", "北门"}}, clerk, {{"If-Match", tag}}).code(), errors::kVersionChanged.code);
    EXPECT_EQ(world.ask("PATCH", path, {{"name", "北门"}}, clerk, {{"If-Match", "nonsense"}}).status, 412);
    EXPECT_EQ(world.ask("GET", path + "/report", nullptr, guard).status, 200);
    EXPECT_EQ(world.ask("DELETE", path, nullptr, clerk).status, 204);
    EXPECT_EQ(world.ask("GET", path, nullptr, clerk).status, 404);
}

TEST(AnalysisApi, IsNotReadyOnceStopped) {
    ApiWorld world;
    ASSERT_EQ(world.ask("GET", "/readyz").status, 200);
    world.live->stop();
    const auto refused = world.ask("GET", "/readyz");
    EXPECT_EQ(refused.status, 503);
    for (const auto& check : refused.json["checks"]) EXPECT_EQ(check["ok"], check["name"] != "analysis.live") << check;
    world.live->replace({});
    EXPECT_EQ(world.ask("GET", "/readyz").status, 200);
}

TEST(AnalysisApi, TriesAnAddressAndSaysWhatIsWrong) {
    ApiWorld world;
    const auto clerk = world.user(Role::operator_);
    const auto refused = world.ask("POST", "/api/v1/cameras/probe", {{"address", "rtsp://127.0.0.1:9/none"}}, clerk);
    ASSERT_EQ(refused.status, 200) << refused.text;
    EXPECT_EQ(refused.json["ok"], false);
    EXPECT_EQ(refused.json["error"]["code"], "media.unreachable") << refused.text;
    EXPECT_EQ(world.ask("POST", "/api/v1/cameras/probe", {{"address", "gopher://x"}}, clerk).json["error"]["code"], "media.source_address");
    EXPECT_EQ(world.ask("POST", "/api/v1/cameras/probe", {{"address", "rtsp://a:b@127.0.0.1/"}}, clerk).json["error"]["code"],
              "media.password_in_address");
}

TEST(AnalysisApi, PointsToWhatIsWrongInTheSettings) {  // C3, C4, C5, C6, C7, C8
    ApiWorld world;
    const auto clerk = world.user(Role::operator_);
    auto wanted = stream_camera("大厅");
    wanted["group"] = "一楼 大厅";
    const std::string camera = world.ask("POST", "/api/v1/cameras", wanted, clerk).json["id"];
    const std::string path = "/api/v1/analysis/groups/%E4%B8%80%E6%A5%BC%20%E5%A4%A7%E5%8E%85";
    EXPECT_EQ(world.ask("GET", "/api/v1/analysis/groups", nullptr, clerk).json["items"][0]["name"], "一楼 大厅");
    const auto before = world.ask("GET", path, nullptr, clerk);
    ASSERT_EQ(before.status, 200) << before.text;
    Out settings = before.json;
    settings["deduplication"]["continuous"] = nullptr;
    settings["regions"] = {{{"name", "机房"}, {"camera", camera}, {"polygon", {{0.1, 0.1}, {0.9, 0.1}, {0.9, 0.9}, {0.1, 0.9}}}}};
    settings["rules"] = {{{"kind", "intrusion"}, {"region", "机房"}, {"cool_down", "10s"}}};
    const auto after = world.ask("PUT", path, settings, clerk, {{"If-Match", before.headers.at("etag")}});
    ASSERT_EQ(after.status, 200) << after.text;
    EXPECT_TRUE(after.json["deduplication"]["continuous"].is_null());
    EXPECT_EQ(after.json["rules"].size(), 1u);
    EXPECT_NE(after.headers.at("etag"), before.headers.at("etag"));
    EXPECT_EQ(world.ask("PUT", path, settings, clerk, {{"If-Match", before.headers.at("etag")}}).status, 412);

    const auto fault_of = [&](const Out& document, const ErrorKind& kind) {
        const auto refused = world.ask("PUT", path, document, clerk);
        EXPECT_EQ(refused.code(), kind.code) << refused.text;
        return refused.json.contains("fields") ? refused.json["fields"][0]["path"].get<std::string>() : refused.text;
    };
    auto bad = settings;
    bad["regions"][0]["polygon"] = {{0.1, 0.1}, {0.9, 0.8}, {0.9, 0.1}, {0.1, 0.9}};
    EXPECT_EQ(fault_of(bad, errors::kPolygonCrosses), "/regions/0/polygon");
    bad = settings;
    bad["regions"].push_back({{"name", "外"}, {"polygon", {{0.1, 0.1}, {1.9, 0.1}, {0.9, 0.9}}}});
    EXPECT_EQ(fault_of(bad, errors::kPolygonOutside), "/regions/1/polygon");
    bad = settings;
    bad["rules"].push_back({{"kind", "appearance"}, {"region", "机房"}, {"watch_list", "没有"}});
    EXPECT_EQ(fault_of(bad, errors::kNameUnknown), "/rules/1/watch_list");
    bad = settings;
    bad["regions"][0]["camera"] = std::string(32, 'a');
    EXPECT_EQ(fault_of(bad, errors::kCameraNotFound), "/regions/0/camera");
    bad = settings;
    bad["rules"][0]["colour"] = "red";
    EXPECT_EQ(world.ask("PUT", path, bad, clerk).json["fields"][0]["path"], "/rules/0/colour");
    EXPECT_EQ(world.ask("PUT", "/api/v1/analysis/groups/nowhere", settings, clerk).status, 404);
}

TEST(AnalysisApi, SaysWhatOfTheSettingsIsPerhapsNotMeant) {
    ApiWorld world;
    const auto clerk = world.user(Role::operator_);
    auto wanted = stream_camera("大厅");
    wanted["group"] = "hall";
    world.ask("POST", "/api/v1/cameras", wanted, clerk);
    const std::string path = "/api/v1/analysis/groups/hall";
    Out settings = world.ask("GET", path, nullptr, clerk).json;
    EXPECT_EQ(settings["remarks"], Out::array());
    settings["regions"] = {{{"name", "机房"}, {"polygon", {{0.1, 0.1}, {0.9, 0.1}, {0.9, 0.9}}}}};
    settings["schedules"] = {{{"name", "展会"}, {"days", Out::array()}, {"dates", {"2020-01-01"}}}};
    const Out rule{{"kind", "stay"}, {"region", "机房"}, {"longer_than", "30s"}};
    settings["rules"] = {rule, rule};
    const auto set = world.ask("PUT", path, settings, clerk);
    ASSERT_EQ(set.status, 200) << set.text;
    ASSERT_EQ(set.json["remarks"].size(), 2u) << set.text;
    EXPECT_EQ(set.json["remarks"][0]["code"], "schedule_over");
    EXPECT_EQ(set.json["remarks"][0]["path"], "/schedules/0");
    EXPECT_EQ(set.json["remarks"][1]["code"], "rules_overlap");
    EXPECT_NE(set.json["remarks"][1]["zh"].get<std::string>().find("重叠"), std::string::npos);
    EXPECT_NE(set.json["remarks"][1]["en"].get<std::string>().find("overlap"), std::string::npos);
    EXPECT_EQ(world.ask("GET", path, nullptr, clerk).json["remarks"], set.json["remarks"]);
    Out back = set.json;  // an answer may be sent as it is, and its remarks are made anew
    back["rules"].erase(1);
    back["schedules"] = Out::array();
    const auto again = world.ask("PUT", path, back, clerk);
    ASSERT_EQ(again.status, 200) << again.text;
    EXPECT_EQ(again.json["remarks"], Out::array());

    // A schedule that never holds is no remark but an error, at its place.
    back["schedules"] = {{{"name", "无"}, {"days", Out::array()}}};
    const auto never = world.ask("PUT", path, back, clerk);
    EXPECT_EQ(never.code(), errors::kScheduleNever.code) << never.text;
    EXPECT_EQ(never.json["fields"][0]["path"].get<std::string>().find("/schedules/0"), 0u) << never.text;
}

TEST(AnalysisApi, LeadsAnAlertThroughItsLife) {  // C5, C9, D19
    ApiWorld world;
    const auto guard = world.user(Role::guard);
    const auto auditor = world.user(Role::auditor);
    const std::string camera(32, 'c');
    const auto alert = alert_on(world, camera);
    world.recorder->alert(alert);
    ASSERT_TRUE(world.recorder->flush(std::chrono::seconds(20)));
    const auto list = world.ask("GET", "/api/v1/alerts?state=raised&kind=intrusion&ongoing=true&camera_id=" + camera, nullptr, guard);
    ASSERT_EQ(list.json["items"].size(), 1u) << list.text;
    const std::string path = "/api/v1/alerts/" + alert.id.text();
    EXPECT_EQ(list.json["items"][0]["clause"], "C5");
    const auto evidence = world.ask("GET", path + "/evidence/1", nullptr, guard);
    EXPECT_EQ(evidence.text, "JPEG evidence");
    EXPECT_EQ(evidence.headers.at("content-type"), "image/jpeg");
    EXPECT_EQ(world.ask("GET", path + "/evidence/2", nullptr, guard).status, 410);
    EXPECT_EQ(world.ask("GET", path + "/evidence/3", nullptr, guard).status, 400);
    EXPECT_EQ(world.ask("GET", path, nullptr, auditor).status, 200);
    EXPECT_EQ(world.ask("GET", path + "/evidence/1", nullptr, auditor).status, 403) << "an auditor sees no face";
    EXPECT_EQ(world.ask("POST", path + "/acknowledgement", nullptr, auditor).status, 403);

    const auto tag = world.ask("GET", path, nullptr, guard).headers.at("etag");
    const auto seen = world.ask("POST", path + "/acknowledgement", nullptr, guard, {{"If-Match", tag}});
    ASSERT_EQ(seen.status, 200) << seen.text;
    EXPECT_EQ(seen.json["state"], "acknowledged");
    EXPECT_FALSE(seen.json["acknowledged_by"]["name"].is_null());
    EXPECT_EQ(world.ask("POST", path + "/comments", {{"text", "保安已到场"}}, guard).json["comments"], 1);
    EXPECT_EQ(world.ask("GET", path + "/comments", nullptr, auditor).json["items"][0]["text"], "保安已到场");
    const auto closed = world.ask("POST", path + "/closure", {{"outcome", "false_alarm"}, {"comment", "保洁员"}}, guard);
    EXPECT_EQ(closed.json["outcome"], "false_alarm") << closed.text;
    EXPECT_EQ(world.ask("POST", path + "/closure", {{"outcome", "true"}}, guard).code(), errors::kAlertState.code);
    EXPECT_EQ(world.ask("GET", "/api/v1/alerts/counts", nullptr, guard).json["closed"], 1);
    EXPECT_GT(world.entries("alert.acknowledged"), 0u);
}

TEST(AnalysisApi, ShowsCapturesToThoseWhoMaySeeFaces) {  // C1, C2, C9
    ApiWorld world;
    const auto guard = world.user(Role::guard);
    const auto auditor = world.user(Role::auditor);
    analysis::Capture capture;
    capture.id = analysis::CaptureId::random(world.world.random);
    capture.subject = analysis::SubjectId::random(world.world.random);
    capture.camera = std::string(32, 'c');
    capture.regions = {"大厅"};
    capture.first_seen = capture.last_seen = world.world.clock.wall();
    capture.picture = picture_of(world, "JPEG face");
    world.recorder->capture(capture);
    ASSERT_TRUE(world.recorder->flush(std::chrono::seconds(20)));
    const auto list = world.ask("GET", "/api/v1/captures?region=%E5%A4%A7%E5%8E%85", nullptr, guard);
    ASSERT_EQ(list.json["items"].size(), 1u) << list.text;
    EXPECT_EQ(list.text.find(capture.subject.text()), std::string::npos) << "a subject's id never leaves the memory";
    const std::string path = "/api/v1/captures/" + capture.id.text();
    EXPECT_EQ(world.ask("GET", path + "/picture", nullptr, guard).text, "JPEG face");
    EXPECT_EQ(world.ask("GET", path, nullptr, auditor).status, 403);
    EXPECT_EQ(world.ask("GET", "/api/v1/captures/" + std::string(32, 'a') + "/picture", nullptr, guard).status, 404);
}

TEST(AnalysisApi, CountsAndExports) {
    ApiWorld world;
    const auto auditor = world.user(Role::auditor);
    world.recorder->alert(alert_on(world, std::string(32, 'c')));
    ASSERT_TRUE(world.recorder->flush(std::chrono::seconds(20)));
    world.world.clock.advance(std::chrono::minutes(5));
    const auto found = world.ask("GET", "/api/v1/statistics?step=day", nullptr, auditor);
    ASSERT_EQ(found.status, 200) << found.text;
    ASSERT_TRUE(found.json["items"].is_array() && found.json["items"].size() == 1) << found.text;
    EXPECT_EQ(found.json["items"][0]["alerts"]["intrusion"], 1);
    const auto csv = world.ask("GET", "/api/v1/statistics/export?format=csv", nullptr, auditor);
    EXPECT_TRUE(csv.text.starts_with("\xef\xbb\xbf")) << csv.text;
    const auto excel = world.ask("GET", "/api/v1/statistics/export?format=xlsx&region=*", nullptr, auditor);
    EXPECT_TRUE(excel.text.starts_with("PK")) << "a ZIP, as Excel's files are";
    EXPECT_EQ(world.ask("GET", "/api/v1/statistics?from=2000-01-01T00:00:00Z", nullptr, auditor).status, 400);
}

TEST(AnalysisApi, HoldsWatchListsToTheirBasis) {  // C1, C8
    ApiWorld world;
    const auto clerk = world.user(Role::operator_);
    const auto guard = world.user(Role::guard);
    const Out basis{{"text", "治安管理处罚法"},
                    {"document_number", "沪公治〔2026〕12号"},
                    {"valid_until", to_rfc3339(world.world.clock.wall() + std::chrono::hours(24 * 30))}};
    EXPECT_EQ(world.ask("POST", "/api/v1/watch-lists", {{"name", "布控"}}, clerk).status, 400);
    auto over = basis;
    over["valid_until"] = to_rfc3339(world.world.clock.wall() - std::chrono::hours(1));
    EXPECT_EQ(world.ask("POST", "/api/v1/watch-lists", {{"name", "布控"}, {"basis", over}}, clerk).code(), errors::kWatchBasisMissing.code);
    const auto made = world.ask("POST", "/api/v1/watch-lists", {{"name", "布控"}, {"basis", basis}}, clerk);
    ASSERT_EQ(made.status, 201) << made.text;
    const std::string path = "/api/v1/watch-lists/" + made.json["id"].get<std::string>();
    EXPECT_EQ(world.ask("GET", path, nullptr, guard).status, 403);
    const auto added = world.ask("POST", path + "/entries", {{"label", "BK-1"}, {"pictures", {ApiWorld::picture(3)}}}, clerk);
    ASSERT_EQ(added.status, 201) << added.text;
    EXPECT_EQ(world.ask("POST", path + "/entries", {{"label", "张三"}, {"pictures", {ApiWorld::picture(3)}}}, clerk).status, 400);
    EXPECT_EQ(world.ask("GET", path + "/entries", nullptr, clerk).json["items"][0]["label"], "BK-1");
    EXPECT_EQ(world.ask("PATCH", path, {{"name", "布控二"}}, clerk).json["name"], "布控二");
    EXPECT_EQ(world.ask("DELETE", path + "/entries/" + added.json["id"].get<std::string>(), nullptr, clerk).status, 204);
    EXPECT_EQ(world.ask("DELETE", path, nullptr, clerk).status, 204);
}

TEST(AnalysisApi, SendsEventsWhereAnAdministratorSays) {
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    EXPECT_EQ(world.ask("GET", "/api/v1/webhooks", nullptr, world.user(Role::operator_)).status, 403);
    const Out wanted{{"name", "安保中心"}, {"url", "https://127.0.0.1:9/hook"}, {"events", {"alert.raised"}}};
    const auto made = world.ask("POST", "/api/v1/webhooks", wanted, admin);
    ASSERT_EQ(made.status, 201) << made.text;
    EXPECT_GE(made.json["secret"].get<std::string>().size(), 32u);
    const std::string path = "/api/v1/webhooks/" + made.json["webhook"]["id"].get<std::string>();
    EXPECT_EQ(world.ask("GET", "/api/v1/webhooks", nullptr, admin).text.find(made.json["secret"].get<std::string>()), std::string::npos);
    EXPECT_EQ(world.ask("POST", path + "/test", nullptr, admin).status, 202);
    const auto waiting = world.ask("GET", path + "/deliveries", nullptr, admin);
    ASSERT_EQ(waiting.json["items"].size(), 1u) << waiting.text;
    EXPECT_TRUE(waiting.json["items"][0]["last_error_text"].is_null());
    const std::string delivery = path + "/deliveries/" + waiting.json["items"][0]["id"].get<std::string>();
    EXPECT_EQ(world.ask("DELETE", delivery, nullptr, admin).status, 204);
    EXPECT_EQ(world.ask("POST", delivery + "/resend", nullptr, admin).status, 404);
    EXPECT_EQ(world.ask("PATCH", path, {{"enabled", false}}, admin).json["enabled"], false);
    EXPECT_EQ(world.ask("DELETE", path, nullptr, admin).status, 204);
}

TEST(AnalysisApi, TellsWhyADeliveryFailed) {
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    const Out wanted{{"name", "安保中心"}, {"url", "https://127.0.0.1:9/hook"}, {"events", {"alert.raised"}}};
    const std::string id = world.ask("POST", "/api/v1/webhooks", wanted, admin).json["webhook"]["id"];
    const auto path = "/api/v1/webhooks/" + id;
    const auto told = [&](const std::string& failure) {
        EXPECT_EQ(world.ask("POST", path + "/test", nullptr, admin).status, 202);
        const auto waiting = must(world.outbox->head(*analysis::EndpointId::from_text(id))).value();
        must(world.outbox->failed(waiting, failure, std::nullopt));
        const auto dead = world.ask("GET", path + "/deliveries?dead=true&limit=1", nullptr, admin).json["items"][0];
        EXPECT_EQ(dead["last_error"], failure);
        EXPECT_EQ(world.ask("GET", "/api/v1/webhooks", nullptr, admin).json["items"][0]["last_error_text"], dead["last_error_text"]);
        return dead["last_error_text"]["en"].get<std::string>();
    };
    EXPECT_EQ(told("http 500"), "The other server answered with status 500 and did not take the delivery.");
    EXPECT_EQ(told("crypto.seal_broken"), errors::kSealBroken.en);
    EXPECT_EQ(told("net.moon_phase"), "The delivery failed for a reason this version does not know: net.moon_phase.");
}

TEST(AnalysisApi, TakesAnEdgeCamerasPicturesByItsKey) {  // C10, D4
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    const auto device = world.ask("POST", "/api/v1/devices",
                                  {{"name", "前端相机"}, {"kind", "camera"}, {"bound_to", {{"addresses", {"127.0.0.0/8"}}}}}, admin);
    const Client key{{}, {}, device.json["api_key"]};
    const Out capture{{"time", to_rfc3339(world.world.clock.wall())}, {"picture", ApiWorld::picture(4)}};
    EXPECT_EQ(world.ask("POST", "/api/v1/intake/captures", capture, key).code(), errors::kCameraNotFound.code);
    const auto camera =
        world.ask("POST", "/api/v1/cameras", {{"name", "前端"}, {"kind", "edge"}, {"device_id", device.json["device"]["id"]}}, admin);
    ASSERT_EQ(camera.status, 201) << camera.text;
    analysis::LiveGroup group;
    group.name = "edge";
    const auto id = CameraId::from_text(camera.json["id"].get<std::string>()).value();
    group.cameras.push_back({id, id.text(), std::nullopt});
    world.live->replace({std::move(group)});
    const auto taken = world.ask("POST", "/api/v1/intake/captures", capture, key);
    ASSERT_EQ(taken.status, 200) << taken.text;
    EXPECT_EQ(taken.json["faces"], 1);
    EXPECT_EQ(world.ask("POST", "/api/v1/intake/captures", {{"time", capture["time"]}, {"picture", "AAAA"}}, key).status, 400);
    EXPECT_EQ(world.ask("POST", "/api/v1/intake/captures", capture, admin).status, 401) << "people deliver nothing";
    world.live->stop();
}

TEST(AnalysisApi, EndsAStreamWhoseCallerSignedOut) {  // D11
    ApiWorld world;
    const auto guard = world.user(Role::guard);
    net::test::RawClient stream(world.server->port());
    stream.send("GET /api/v1/events/stream HTTP/1.1\r\nHost: a\r\nCookie: md_session=" + guard.cookie + "\r\n\r\n");
    stream.read_until(": heartbeat");
    world.recorder->alert(alert_on(world, std::string(32, 'c')));
    EXPECT_NE(stream.read_until("event: alert").find("event: alert"), std::string::npos);
    EXPECT_EQ(world.ask("DELETE", "/api/v1/session", nullptr, guard).status, 204);
    stream.read_all();  // ends
    SUCCEED();
}

TEST(AnalysisApi, HasNoPictureOfACameraThatDoesNotRun) {
    ApiWorld world;
    const auto clerk = world.user(Role::operator_);
    const std::string id = world.ask("POST", "/api/v1/cameras", stream_camera("东门"), clerk).json["id"];
    EXPECT_EQ(world.ask("GET", "/api/v1/cameras/" + id + "/frame.jpg", nullptr, clerk).code(), errors::kNoPictureYet.code);
    EXPECT_TRUE(world.ask("GET", "/api/v1/cameras/" + id + "/boxes", nullptr, clerk).json["time"].is_null());
    EXPECT_EQ(world.ask("GET", "/api/v1/live?cameras=" + std::string(32, 'a'), nullptr, clerk).status, 404);
    EXPECT_EQ(world.ask("GET", "/api/v1/live?cameras=nonsense", nullptr, clerk).status, 400);
    net::test::RawClient wall(world.server->port());
    wall.send("GET /api/v1/live?cameras=" + id + " HTTP/1.1\r\nHost: a\r\nCookie: md_session=" + clerk.cookie + "\r\n\r\n");
    wall.read_until("X-Heartbeat");  // the feed knows of this viewer
    world.world.clock.advance(std::chrono::seconds(3));
    EXPECT_NE(wall.read_until("X-State: ").find("X-Camera: " + id), std::string::npos) << "a dead camera says so";
}

TEST(JsonLines, NamesTheMemberOfEveryLine) {
    const Out document{{"a", {1, {{"b/c", true}}}}, {"empty", Out::object()}, {"z", "x"}};
    const auto lines = lines_of(document);
    EXPECT_EQ(lines.pointers, (std::vector<std::string>{"", "/a", "/a/0", "/a/1", "/a/1/b~1c", "/a/1", "/a", "/empty", "/z", ""}));
    EXPECT_EQ(std::count(lines.text.begin(), lines.text.end(), '\n') + 1, static_cast<std::ptrdiff_t>(lines.pointers.size()));
    EXPECT_EQ(pointer_in(lines, "settings:5: b/c: is wrong"), "/a/1/b~1c");
    EXPECT_EQ(pointer_in(lines, "settings: nothing"), "");
    EXPECT_EQ(pointer_in(lines, "no line"), "");
}

}  // namespace
}  // namespace md::api
