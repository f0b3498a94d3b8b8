// The doors as a client meets them: a real server, real stores, the real domain. Every answer is also held against openapi.yaml
// (api_world.h).
#include "access/errors.h"
#include "api/api_world.h"
#include "api/errors.h"
#include "net/raw_client.h"

namespace md::api {
namespace {

using access::Role;

TEST(PlatformApi, HasExactlyTheOperationsOfTheContract) {
    ApiWorld world;
    const auto router = make_router(world.parts);  // throws when code and file differ
    std::set<std::pair<std::string, std::string>> in_code, in_file;
    for (const auto& route : router->routes()) in_code.insert({route.method, route.pattern});
    const auto served = world.ask("GET", "/api/openapi.json");
    for (const auto& [path, item] : served.json.at("paths").items()) {
        for (const auto& [method, operation] : item.items()) {
            std::string upper = method;
            for (auto& c : upper) c = static_cast<char>(std::toupper(c));
            if (method != "parameters") in_file.insert({upper, path});
        }
    }
    EXPECT_EQ(in_code, in_file);
}

TEST(PlatformApi, OpensNothingToStrangers) {  // D11
    ApiWorld world;
    for (const auto& operation : Contract::get().operations()) {
        if (operation.open) continue;
        std::string path = operation.path;
        for (auto at = path.find('{'); at != std::string::npos; at = path.find('{'))
            path.replace(at, path.find('}') - at + 1, std::string(32, 'a'));
        for (const Client& stranger : {Client{}, Client{"not-a-session", "x", {}}, Client{{}, {}, "md_nonsense"}}) {
            const auto refused = world.ask(operation.method, path, operation.body ? Out::object() : Out(nullptr), stranger);
            EXPECT_EQ(refused.status, 401) << operation.id;
        }
    }
    EXPECT_EQ(world.ask("GET", "/healthz").json["ok"], true);
    EXPECT_EQ(world.ask("GET", "/readyz").json["ok"], true);
    EXPECT_EQ(world.ask("GET", "/api/v1/public").json["profile"], test::profile_name());
    EXPECT_EQ(world.ask("GET", "/api/v1/authority").status, 200);
}

TEST(PlatformApi, SignsInWithTwoFactorsOnly) {  // D11, D19
    ApiWorld world;
    const auto created = must(world.access->users().create_first_administrator("admin"));
    const std::string one_time(as_text(created->one_time_password.view()));
    EXPECT_EQ(world.ask("POST", "/api/v1/session", {{"name", "admin"}, {"password", "wrong"}}).code(), errors::kWrongCredentials.code);
    const auto step = world.ask("POST", "/api/v1/session", {{"name", "admin"}, {"password", one_time}});
    EXPECT_EQ(step.json["state"], "enrol_factor");
    EXPECT_FALSE(step.headers.contains("set-cookie")) << "one factor is not enough";
    const auto secret = step.json["totp"]["secret"];
    EXPECT_EQ(world.ask("POST", "/api/v1/session/enrol-totp", {{"challenge_id", step.json["challenge_id"]}, {"code", "000000"}}).status,
              401);
    const auto done =
        world.ask("POST", "/api/v1/session/enrol-totp", {{"challenge_id", step.json["challenge_id"]}, {"code", world.code_of(secret)}});
    ASSERT_EQ(done.status, 200) << done.text;
    EXPECT_NE(done.headers.at("set-cookie").find("HttpOnly; SameSite=Strict"), std::string::npos);
    const Client admin{ApiWorld::cookie_of(done), done.json["csrf_token"], {}};
    // Until the password is changed only the own account is open.
    EXPECT_EQ(done.json["must_change_password"], true);
    EXPECT_EQ(world.ask("GET", "/api/v1/users", nullptr, admin).code(), errors::kMustChangePassword.code);
    EXPECT_EQ(world.ask("POST", "/api/v1/users/me/password", {{"old", one_time}, {"new", ApiWorld::kPassword}}, admin).status, 204);
    EXPECT_EQ(world.ask("GET", "/api/v1/users", nullptr, admin).status, 200);
    // The second time the phone is asked for.
    const auto again = world.ask("POST", "/api/v1/session", {{"name", "admin"}, {"password", ApiWorld::kPassword}});
    EXPECT_EQ(again.json["state"], "second_factor");
    EXPECT_EQ(again.json["methods"], Out({"totp"}));
    EXPECT_EQ(
        world.ask("POST", "/api/v1/session/totp", {{"challenge_id", again.json["challenge_id"]}, {"code", world.code_of(secret)}}).status,
        200);
    EXPECT_EQ(world.ask("GET", "/api/v1/session", nullptr, admin).json["user"]["name"], "admin");
    EXPECT_EQ(world.ask("DELETE", "/api/v1/session", nullptr, admin).status, 204);
    EXPECT_EQ(world.ask("GET", "/api/v1/session", nullptr, admin).status, 401);
}

TEST(PlatformApi, RefusesUnsafeRequestsWithoutTheToken) {
    ApiWorld world;
    auto admin = world.user(Role::administrator);
    const auto token = admin.csrf;
    for (const std::string& bad : {std::string(), std::string("wrong"), token + "x"}) {
        admin.csrf = bad;
        EXPECT_EQ(world.ask("POST", "/api/v1/users", {{"name", "a"}, {"role", "guard"}}, admin).code(), errors::kCsrf.code);
    }
    EXPECT_EQ(world.ask("GET", "/api/v1/users", nullptr, admin).status, 200) << "reading needs none";
}

TEST(PlatformApi, HoldsEveryRoleToItsPermissions) {  // B9, D19
    ApiWorld world;
    for (const auto role : access::kRoles) {
        const auto client = world.user(role);
        const auto permissions = access::permissions_of(role);
        for (const auto& operation : Contract::get().operations()) {
            const bool asks_more = std::any_of(operation.parameters.begin(), operation.parameters.end(),
                                               [](const Parameter& one) { return one.required && one.place == Parameter::Place::query; });
            if (operation.open || operation.unsafe() || operation.path.find('{') != std::string::npos || operation.id == "stream_events" ||
                asks_more)
                continue;
            const bool allowed = std::any_of(operation.permissions.begin(), operation.permissions.end(),
                                             [&](access::Permission one) { return permissions.has(one); });
            const auto reply = world.ask("GET", operation.path, nullptr, client);
            EXPECT_EQ(reply.status, allowed ? 200 : 403) << operation.id << " for " << access::to_string(role) << ": " << reply.text;
        }
    }
    EXPECT_GT(world.entries("access.refused"), 0u) << "a refusal can be audited";
}

TEST(PlatformApi, NamesEveryFaultOfARequest) {
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    const auto bad = world.ask("POST", "/api/v1/users", {{"name", ""}, {"role", "king"}, {"extra", 1}}, admin);
    EXPECT_EQ(bad.status, 400);
    EXPECT_EQ(bad.code(), errors::kInvalidRequest.code);
    std::set<std::string> paths;
    for (const auto& field : bad.json["fields"]) paths.insert(field["path"]);
    EXPECT_EQ(paths, (std::set<std::string>{"/name", "/role", "/extra"}));
    EXPECT_EQ(world.ask("POST", "/api/v1/users", "raw:{\"name\": ", admin).code(), errors::kInvalidJson.code);
    EXPECT_EQ(world.ask("POST", "/api/v1/users", "raw:" + std::string(100, '[') + std::string(100, ']'), admin).code(),
              errors::kInvalidJson.code);
    EXPECT_EQ(world.ask("POST", "/api/v1/users", "raw:\xff", admin).code(), errors::kInvalidJson.code);
    EXPECT_EQ(world.ask("POST", "/api/v1/users", nullptr, admin, {{"Content-Type", "text/plain"}}).status, 415);
    EXPECT_EQ(world.ask("GET", "/api/v1/ledger?limit=0", nullptr, admin).status, 400);
    EXPECT_EQ(world.ask("GET", "/api/v1/ledger?limit=x", nullptr, admin).status, 400);
    EXPECT_EQ(world.ask("GET", "/api/v1/ledger?from=yesterday", nullptr, admin).status, 400);
    EXPECT_EQ(world.ask("GET", "/api/v1/ledger?unknown=1", nullptr, admin).status, 400);
    EXPECT_EQ(world.ask("GET", "/api/v1/users/xyz", nullptr, admin).status, 400);
    EXPECT_EQ(world.ask("GET", "/api/v1/users/" + std::string(32, 'a'), nullptr, admin).status, 404);
    EXPECT_EQ(world.ask("GET", "/api/v1/nothing", nullptr, admin).status, 404);
}

TEST(PlatformApi, AnswersARepeatOnce) {
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    const std::vector<std::pair<std::string, std::string>> key{{"Idempotency-Key", "key-12345678"}};
    const auto first = world.ask("POST", "/api/v1/users", {{"name", "li"}, {"role", "guard"}}, admin, key);
    const auto repeat = world.ask("POST", "/api/v1/users", {{"name", "li"}, {"role", "guard"}}, admin, key);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(repeat.text, first.text);
    EXPECT_EQ(repeat.headers.at("idempotency-replayed"), "true");
    EXPECT_EQ(world.ask("POST", "/api/v1/users", {{"name", "wang"}, {"role", "guard"}}, admin, key).status, 422);
    EXPECT_EQ(world.ask("POST", "/api/v1/users", {{"name", "li"}, {"role", "guard"}}, admin).status, 409)
        << "without the key the name is taken";
    world.world.clock.advance(std::chrono::hours(25));
    const auto other = world.user(Role::administrator);
    EXPECT_EQ(world.ask("POST", "/api/v1/users", {{"name", "zhao"}, {"role", "guard"}}, other, key).status, 201)
        << "another caller's key is another key";
}

TEST(PlatformApi, DoesARepeatNotTwiceAfterARestartEither) {
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    const auto keyed = [&](const std::string& key, const std::string& name) {
        return world.ask("POST", "/api/v1/users", {{"name", name}, {"role", "guard"}}, admin, {{"Idempotency-Key", key}});
    };
    EXPECT_EQ(keyed("key-12345678", "li").status, 201);
    EXPECT_EQ(keyed("key-refused1", "li").status, 409);
    auto& events = (*world.world.stores)[store::Store::events];
    EXPECT_EQ(must(events.query("SELECT COUNT(*) FROM api_repeats"))[0].integer(0), 1) << "a refusal did nothing";
    world.open_doors();
    EXPECT_EQ(keyed("key-12345678", "li").code(), errors::kAlreadyDone.code);
    EXPECT_EQ(keyed("key-12345678", "wang").code(), errors::kKeyReused.code);
    must(events.execute("UPDATE api_repeats SET status = NULL"));  // as a crash in the middle of the work leaves it
    EXPECT_EQ(keyed("key-12345678", "li").code(), errors::kOutcomeUnknown.code);
    world.world.clock.advance(std::chrono::hours(23));
    must(world.retention.run_once());
    EXPECT_EQ(must(events.query("SELECT COUNT(*) FROM api_repeats"))[0].integer(0), 1);
    world.world.clock.advance(std::chrono::hours(1));
    must(world.retention.run_once());
    EXPECT_EQ(must(events.query("SELECT COUNT(*) FROM api_repeats"))[0].integer(0), 0);
}

TEST(PlatformApi, SlowsDownWhoAsksTooOften) {
    ApiWorld world(RateLimits{{1, 100}, {1, 20}, {0.1, 3}, {1, 100}});
    int refused = 0;
    Reply last;
    for (int i = 0; i < 6; ++i) {
        auto reply = world.ask("POST", "/api/v1/session", {{"name", "nobody"}, {"password", "x"}});
        refused += reply.code() == errors::kRateLimited.code;
        last = std::move(reply);
    }
    EXPECT_EQ(refused, 3);
    EXPECT_EQ(last.status, 429);
    EXPECT_GE(std::stoi(last.headers.at("retry-after")), 1);
    EXPECT_EQ(world.ask("GET", "/api/v1/public").status, 200) << "other doors stay open";
}

TEST(PlatformApi, LeadsAPersonFromConsentToProvenDeletion) {  // B1, B2, B4, B5, B9, B10, B11
    ApiWorld world;
    const auto clerk = world.user(Role::operator_);
    const auto notice = world.notice(clerk);
    auto person = ApiWorld::new_person(notice, 5);
    auto without = person;
    without["consent"]["purposes"] = {"广告"};
    EXPECT_EQ(world.ask("POST", "/api/v1/persons", without, clerk).code(), "people.purpose_not_covered");
    const auto created = world.ask("POST", "/api/v1/persons", person, clerk);
    ASSERT_EQ(created.status, 201) << created.text;
    const std::string id = created.json["person"]["id"];
    EXPECT_EQ(created.json["person"]["document_number"], "**************1234") << "masked";
    EXPECT_EQ(
        world.ask("POST", "/api/v1/persons/" + id + "/images", {{"image", ApiWorld::picture(5, 63)}}, clerk).json["reasons"][0]["code"],
        "blurred");
    EXPECT_EQ(world.ask("POST", "/api/v1/persons/" + id + "/images", {{"image", "****"}}, clerk).status, 400);
    EXPECT_EQ(world.ask("POST", "/api/v1/persons/" + id + "/images", {{"image", ApiWorld::picture(5, 4)}}, clerk).status, 201);
    EXPECT_EQ(world.ask("POST", "/api/v1/persons/" + id + "/images", {{"image", ApiWorld::picture(5, 7)}}, clerk).code(),
              "people.too_many_pictures");
    EXPECT_EQ(world.ask("GET", "/api/v1/persons?text=%E5%BC%A0", nullptr, clerk).json["items"].size(), 1u);
    EXPECT_EQ(world.ask("PATCH", "/api/v1/persons/" + id, {{"department", "一单元"}, {"external_id", nullptr}}, clerk).json["department"],
              "一单元");
    const auto door =
        world.ask("POST", "/api/v1/doors",
                  {{"name", "南门"},
                   {"schedules", {{{"days", {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}}, {"from", "00:00"}, {"to", "24:00"}}}},
                   {"groups", {"一号楼"}},
                   {"grade", 3}},
                  clerk);
    ASSERT_EQ(door.status, 201) << door.text;
    const auto seen = world.ask("POST", "/api/v1/identifications", {{"frames", ApiWorld::frames(5)}, {"door_id", door.json["id"]}}, clerk);
    EXPECT_EQ(seen.json["decision"], "accepted") << seen.text;
    EXPECT_EQ(seen.json["person"]["name"], "张三");
    EXPECT_EQ(seen.json["door"]["opened"], true);
    EXPECT_FALSE(seen.json.contains("score"));
    const auto event = world.ask("GET", "/api/v1/events/" + seen.json["event_id"].get<std::string>(), nullptr, clerk);
    EXPECT_EQ(event.text.find("张三"), std::string::npos) << "no names in events";
    EXPECT_EQ(event.text.find(id), std::string::npos) << "no id of another store";
    EXPECT_EQ(world.ask("GET", "/api/v1/events/" + seen.json["event_id"].get<std::string>() + "/person", nullptr, clerk).json["id"], id);
    EXPECT_EQ(world.ask("POST", "/api/v1/persons/" + id + "/verifications", {{"live_frames", ApiWorld::frames(6)}}, clerk).json["decision"],
              "refused");
    EXPECT_EQ(
        world
            .ask("POST", "/api/v1/verifications",
                 {{"document_image", ApiWorld::picture(9)}, {"document_fields", {{"number", "1"}}}, {"live_frames", ApiWorld::frames(9)}},
                 clerk)
            .json["decision"],
        "accepted");
    EXPECT_EQ(world.ask("POST", "/api/v1/blocklist", {{"person_id", id}, {"reason", "沪公治〔2026〕12号"}}, clerk).status, 201);
    EXPECT_EQ(world.ask("POST", "/api/v1/identifications", {{"frames", ApiWorld::frames(5)}}, clerk).json["decision"], "refused");
    EXPECT_EQ(world.ask("POST", "/api/v1/persons/" + id + "/revocation", nullptr, clerk).status, 204);
    EXPECT_EQ(world.ask("GET", "/api/v1/persons/" + id, nullptr, clerk).json["state"], "stopped");
    EXPECT_EQ(world.ask("GET", "/api/v1/persons/" + id + "/export", nullptr, clerk).status, 200);
    const auto gone = world.ask("DELETE", "/api/v1/persons/" + id + "?reason=left", nullptr, clerk);
    ASSERT_EQ(gone.status, 200) << gone.text;
    const auto proof = world.ask("GET", "/api/v1/deletions/" + gone.json["deletion_id"].get<std::string>(), nullptr, clerk);
    EXPECT_EQ(proof.json["scan"]["found"], 0) << proof.text;
    EXPECT_EQ(world.ask("GET", "/api/v1/persons/" + id, nullptr, clerk).status, 404);
}

TEST(PlatformApi, LetsADeviceDoItsWorkFromItsAddressOnly) {  // D4, D9, B9
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    const auto clerk = world.user(Role::operator_);
    const auto near = world.ask("POST", "/api/v1/devices",
                                {{"name", "南门终端"}, {"kind", "terminal"}, {"bound_to", {{"addresses", {"127.0.0.0/8"}}}}}, admin);
    const auto far = world.ask("POST", "/api/v1/devices",
                               {{"name", "北门终端"}, {"kind", "terminal"}, {"bound_to", {{"addresses", {"10.0.0.0/8"}}}}}, admin);
    ASSERT_EQ(near.status, 201) << near.text;
    ASSERT_EQ(world.ask("POST", "/api/v1/persons", ApiWorld::new_person(world.notice(clerk), 5), clerk).status, 201);
    const Client terminal{{}, {}, near.json["api_key"]}, stolen{{}, {}, far.json["api_key"]};
    const auto seen = world.ask("POST", "/api/v1/identifications", {{"frames", ApiWorld::frames(5)}}, terminal);
    EXPECT_EQ(seen.json["decision"], "accepted") << seen.text;
    EXPECT_TRUE(seen.json["person"]["name"].is_null()) << "a terminal learns no names";
    EXPECT_EQ(world.ask("POST", "/api/v1/identifications", {{"frames", ApiWorld::frames(5)}}, stolen).code(),
              errors::kDeviceElsewhere.code);
    EXPECT_EQ(world.ask("GET", "/api/v1/persons", nullptr, terminal).status, 403);
    EXPECT_EQ(world.ask("DELETE", "/api/v1/devices/" + near.json["device"]["id"].get<std::string>(), nullptr, admin).status, 204);
    EXPECT_EQ(world.ask("POST", "/api/v1/identifications", {{"frames", ApiWorld::frames(5)}}, terminal).status, 401);
}

TEST(PlatformApi, AsksWhoComesBeforeALargeBody) {  // D11
    ApiWorld world;
    const auto clerk = world.user(Role::operator_);
    const auto guard = world.user(Role::guard);
    const auto notice = world.notice(clerk);
    const auto head = [&](const std::string& fields) {
        net::test::RawClient client(world.server->port());
        client.send("POST /api/v1/persons/import HTTP/1.1\r\nHost: a\r\nContent-Type: application/zip\r\nContent-Length: 268435456\r\n" +
                    fields + "\r\n");  // and not one byte of it
        return client.read_until("\r\n").substr(0, 12);
    };
    const auto session = [](const Client& client) {
        return "Cookie: md_session=" + client.cookie + "\r\nX-CSRF-Token: " + client.csrf + "\r\n";
    };
    EXPECT_EQ(head(""), "HTTP/1.1 401");
    EXPECT_EQ(head("Authorization: Bearer md_nobody\r\n"), "HTTP/1.1 401");
    EXPECT_EQ(head("Cookie: md_session=" + clerk.cookie + "\r\n"), "HTTP/1.1 403") << "no CSRF token";
    EXPECT_EQ(head(session(guard)), "HTTP/1.1 403");
    EXPECT_EQ(world.ask("POST", "/api/v1/persons", ApiWorld::new_person(notice, 5), clerk).status, 201) << "asked and let in";
    EXPECT_EQ(world.ask("POST", "/api/v1/session", {{"name", "x"}, {"password", std::string(70'000, 'x')}}).status, 413)
        << "what strangers may send is small";
}

TEST(PlatformApi, IssuesAndRevokesCertificates) {  // D9
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    const auto issued = world.ask("POST", "/api/v1/certificates", {{"kind", "device"}, {"common_name", "南门"}}, admin);
    ASSERT_EQ(issued.status, 201) << issued.text;
    EXPECT_TRUE(issued.json["pkcs12"].is_string());
    EXPECT_EQ(world.ask("POST", "/api/v1/certificates", {{"kind", "device"}}, admin).status, 400);
    EXPECT_EQ(world.ask("POST", "/api/v1/certificates", {{"kind", "device"}, {"signing_request", "nonsense"}}, admin).status, 400);
    const std::string serial = issued.json["serial"];
    EXPECT_EQ(world.ask("DELETE", "/api/v1/certificates/" + serial, nullptr, admin).status, 400) << "a reason is needed";
    EXPECT_EQ(world.ask("DELETE", "/api/v1/certificates/" + serial + "?reason=lost", nullptr, admin).status, 204);
    EXPECT_FALSE(world.ask("GET", "/api/v1/certificates", nullptr, admin).json["items"][0]["revoked_at"].is_null());
    EXPECT_EQ(world.ask("GET", "/api/v1/crl").headers.at("content-type"), "application/pkix-crl");
    EXPECT_EQ(world.entries("certificate."), 2u);
}

TEST(PlatformApi, KeepsTheOperatorsDuties) {  // B11, D19, F1, G1, G2
    ApiWorld world;
    const auto admin = world.user(Role::administrator);
    const auto auditor = world.user(Role::auditor);
    EXPECT_EQ(
        world.ask("PUT", "/api/v1/system/basis", {{"standard", "GB 50348-2018"}, {"document", "沪建〔2026〕1号"}, {"by", "物业"}}, admin)
            .status,
        200);
    EXPECT_EQ(world.ask("GET", "/api/v1/system", nullptr, admin).json["basis"]["standard"], "GB 50348-2018");
    EXPECT_EQ(world
                  .ask("POST", "/api/v1/system/assessments",
                       {{"title", "评估"},
                        {"document", "1"},
                        {"assessor", "王"},
                        {"conclusion", "可行"},
                        {"performed_at", "2025-12-01T00:00:00Z"}},
                       admin)
                  .status,
              201);
    EXPECT_EQ(world.ask("PUT", "/api/v1/retention/recognition_events", {{"term_days", 36500}}, admin).status, 400) << "above the maximum";
    EXPECT_EQ(world.ask("PUT", "/api/v1/retention/recognition_events", {{"term_days", 30}}, admin).json["term_days"], 30.0);
    EXPECT_EQ(world.ask("PUT", "/api/v1/retention/nothing", {{"term_days", 30}}, admin).status, 404);
    EXPECT_EQ(world.ask("GET", "/api/v1/retention/due?name=persons", nullptr, admin).status, 200);
    EXPECT_EQ(world.ask("PUT", "/api/v1/calibration", {{"fmr_verification", 0.0001}, {"fpir_identification", 0.001}}, admin)
                  .json["fmr_verification"],
              0.0001);
    EXPECT_EQ(world.ask("POST", "/api/v1/system/clock/confirm", nullptr, admin).status, 204);
    EXPECT_EQ(world.ask("POST", "/api/v1/ledger/verification", nullptr, auditor).json["whole"], true);
    const auto page = world.ask("GET", "/api/v1/ledger?limit=2", nullptr, auditor);
    ASSERT_EQ(page.json["items"].size(), 2u);
    const auto next = world.ask("GET", "/api/v1/ledger?limit=2&cursor=" + page.json["next_cursor"].get<std::string>(), nullptr, auditor);
    EXPECT_EQ(next.json["items"][0]["index"].get<int>() + 1, page.json["items"][1]["index"].get<int>());
    EXPECT_EQ(world.ask("GET", "/api/v1/ledger/0/proof", nullptr, auditor).status, 200);
    EXPECT_EQ(world.ask("GET", "/api/v1/ledger/999999/proof", nullptr, auditor).status, 404);
    const auto compliance = world.ask("GET", "/api/v1/system/compliance", nullptr, auditor);
    ASSERT_GT(compliance.json.at("items").size(), 10u);
    for (const auto& row : compliance.json.at("items")) EXPECT_FALSE(row["zh"].get<std::string>().empty());
}

TEST(PlatformApi, CountsForMonitoring) {
    ApiWorld world;
    world.ask("GET", "/api/v1/public");
    world.parts.metrics->watch_server("main", [&] { return world.server->counters(); });
    const auto text = world.parts.metrics->text();
    EXPECT_NE(text.find("miandun_http_requests_total{operation=\"get_public\",status=\"200\"} 1\n"), std::string::npos) << text;
    EXPECT_NE(text.find("miandun_http_request_seconds_bucket{operation=\"get_public\",le=\"+Inf\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("miandun_connections_total{server=\"main\"}"), std::string::npos);
}

}  // namespace
}  // namespace md::api
