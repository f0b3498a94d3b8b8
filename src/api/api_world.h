#pragma once
// For this module's tests: the whole platform behind a real server on loopback, with synthetic faces and a clock that the test turns. Plain
// HTTP here; TLS is tested where it is made and from outside.
#include <gtest/gtest.h>

#include "access/totp.h"
#include "analysis/pipeline/live_analysis.h"
#include "analysis/records/cameras.h"
#include "analysis/records/recorder.h"
#include "analysis/records/watch_lists.h"
#include "api/contract.h"
#include "api/platform_api.h"
#include "crypto/password.h"
#include "face_world.h"

namespace md::api {

struct Reply {
    int status = 0;
    std::map<std::string, std::string> headers;
    Out json;  // null when there is none
    std::string text;
    std::string code() const { return json.is_object() ? json.value("code", "") : ""; }
};
// A signed-in user's browser, or a device.
struct Client {
    std::string cookie, csrf, bearer;
};

class ApiWorld {
public:
    explicit ApiWorld(RateLimits rates = {{1e6, 1e6}, {1e6, 1e6}, {1e6, 1e6}, {1e6, 1e6}}) {
        std::filesystem::create_directories(world.folder / "pki");
        authority = must(
            pki::Authority::open(test::profile(), world.folder / "pki", SecretBytes(ByteView(Bytes(32, 7))), world.clock, world.random));
        access::Options options;
        options.profile = test::profile();
        options.cheap_passwords = true;
        access = must(access::Access::open(options, *world.stores, *world.ledger, authority.get(), world.clock, world.random));
        people = must(
            people::People::open({world.stores, world.engine, world.gallery.get(), world.ledger.get(), &world.clock, &world.random}, {}));
        doors = must(recognition::Doors::open(world.stores, *world.ledger, world.clock, world.random));
        events = must(recognition::Events::open(world.stores, world.clock, world.random));
        people->add_trace({"recognition_events", [this](ByteView ref) { return events->count_of(ref); },
                           [this](ByteView ref) { return events->forget(ref); }});
        must(people->finish_deletions());
        recognition::Settings settings;
        settings.profile = test::profile();
        settings.rates = recognition::Rates::of(test::profile());
        settings.liveness = recognition::LivenessPolicy::of(test::profile());
        recogniser = must(recognition::Recogniser::open({world.stores, world.engine, world.gallery.get(), world.ledger.get(), doors.get(),
                                                         events.get(), directory(), &world.clock, &world.random},
                                                        settings));
        people->register_retention(retention);
        events->register_retention(retention);
        open_analysis();
        parts = {.profile = test::profile(),
                 .version = "0.0.0",
                 .clock = &world.clock,
                 .random = &world.random,
                 .stores = world.stores.get(),
                 .ledger = world.ledger.get(),
                 .ledger_folder = world.folder / "ledger",
                 .authority = authority.get(),
                 .engine = world.engine.get(),
                 .gallery = world.gallery.get(),
                 .people = people.get(),
                 .doors = doors.get(),
                 .events = events.get(),
                 .recogniser = recogniser.get(),
                 .access = access.get(),
                 .retention = &retention,
                 .analysis = AnalysisParts{cameras.get(), captures.get(), alerts.get(), statistics.get(), watch_lists.get(), outbox.get(),
                                           recorder.get(), live.get()}};
        parts.stream_check = std::chrono::milliseconds(50);
        parts.rates = rates;
        parts.cookie_needs_tls = false;
        register_retention(parts);
        open_doors();
    }
    // New doors before the same house: whatever they kept in memory is gone.
    void open_doors() {
        server.reset();
        net::ServerOptions server_options;
        server_options.address = "127.0.0.1";
        server_options.port = 0;
        server_options.heartbeat = std::chrono::milliseconds(50);
        server = must(net::Server::start(server_options, make_router(parts)));
    }

    // Every answer is held against the contract: status, content type and schema.
    Reply ask(const std::string& method, const std::string& path, const Out& body = nullptr, const Client& client = {},
              std::vector<std::pair<std::string, std::string>> headers = {}) {
        net::ClientRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(server->port()) + path;
        request.headers = std::move(headers);
        if (!client.cookie.empty()) request.headers.emplace_back("Cookie", "md_session=" + client.cookie);
        if (!client.csrf.empty()) request.headers.emplace_back("X-CSRF-Token", client.csrf);
        if (!client.bearer.empty()) request.headers.emplace_back("Authorization", "Bearer " + client.bearer);
        if (!body.is_null()) {
            request.headers.emplace_back("Content-Type", "application/json");
            request.body =
                to_bytes(body.is_string() && body.get<std::string>().starts_with("raw:") ? body.get<std::string>().substr(4) : body.dump());
        }
        const auto answer = must(net::fetch(request));
        Reply reply{answer.status, answer.headers, nullptr, std::string(as_text(answer.body))};
        const auto type = answer.headers.find("content-type");
        if (type != answer.headers.end() && type->second.find("json") != std::string::npos) reply.json = Out::parse(reply.text);
        check_against_contract(method, path.substr(0, path.find('?')), reply);
        return reply;
    }

    // One user of a role, signed in with password and phone.
    Client user(access::Role role) {
        const auto name = "user-" + std::to_string(++users_);
        const auto created = must(access->users().create(access::Caller::system(), {name, role, "zh"}));
        return sign_in(name, std::string(as_text(created.one_time_password.view())));
    }
    Client sign_in(const std::string& name, const std::string& one_time_password) {
        auto step = ask("POST", "/api/v1/session", {{"name", name}, {"password", one_time_password}});
        EXPECT_EQ(step.status, 200) << step.text;
        const auto code = code_of(step.json["totp"]["secret"]);
        auto done = ask("POST", "/api/v1/session/enrol-totp", {{"challenge_id", step.json["challenge_id"]}, {"code", code}});
        EXPECT_EQ(done.status, 200) << done.text;
        Client client{cookie_of(done), done.json["csrf_token"], {}};
        EXPECT_EQ(ask("POST", "/api/v1/users/me/password", {{"old", one_time_password}, {"new", kPassword}}, client).status, 204);
        return client;
    }
    std::string code_of(const std::string& base32) {
        world.clock.advance(std::chrono::seconds(30));  // a code works once
        const access::TotpParameters totp;
        return fmt::format("{:06}",
                           crypto::hotp(*from_base32(base32), static_cast<std::uint64_t>(access::totp_step(world.clock.wall(), totp)),
                                        totp.algorithm, totp.digits));
    }
    static std::string cookie_of(const Reply& reply) {
        const auto found = reply.headers.find("set-cookie");
        if (found == reply.headers.end()) return {};
        return found->second.substr(11, found->second.find(';') - 11);
    }
    static std::string picture(int person, int shot = 0) { return to_base64(test::picture_of(person, shot).view()); }
    static Out frames(int person) { return {picture(person, 1), picture(person, 2), picture(person, 3)}; }
    std::string notice(const Client& writer) {
        return ask("POST", "/api/v1/notices",
                   {{"title", "小区人脸通行告知书"},
                    {"purposes", {"门禁通行"}},
                    {"data_types", {"人脸图像"}},
                    {"image_count", 2},
                    {"processing", "本地比对"},
                    {"storage_days", 365},
                    {"third_parties", ""},
                    {"alternative", "刷卡"},
                    {"contact", "物业 021-0000"},
                    {"text_zh", "全文"},
                    {"text_en", "text"}},
                   writer)
            .json["id"];
    }
    static Out new_person(const std::string& notice_id, int face, const std::string& name = "张三") {
        return {{"name", name},
                {"kind", "resident"},
                {"document_number", "310101199001011234"},
                {"groups", {"一号楼"}},
                {"consent", {{"notice_id", notice_id}, {"purposes", {"门禁通行"}}, {"channel", "paper"}, {"evidence", "册1-001"}}},
                {"images", {picture(face)}}};
    }
    std::size_t entries(const std::string& action) {
        return must(world.ledger->search({.text = {}, .action_prefix = action, .actor = {}})).size();
    }

    static constexpr const char* kPassword = "a-long-word-77";
    test::FaceWorld world;
    std::unique_ptr<pki::Authority> authority;
    std::unique_ptr<access::Access> access;
    std::unique_ptr<people::People> people;
    std::unique_ptr<recognition::Doors> doors;
    std::unique_ptr<recognition::Events> events;
    std::unique_ptr<recognition::Recogniser> recogniser;
    std::unique_ptr<analysis::Outbox> outbox;
    std::unique_ptr<analysis::Captures> captures;
    std::unique_ptr<analysis::Alerts> alerts;
    std::unique_ptr<analysis::Statistics> statistics;
    std::unique_ptr<analysis::WatchLists> watch_lists;
    std::unique_ptr<analysis::Cameras> cameras;
    std::unique_ptr<analysis::Recorder> recorder;
    std::unique_ptr<analysis::LiveAnalysis> live;
    store::Retention retention{world.clock};
    PlatformParts parts;
    std::unique_ptr<net::Server> server;

private:
    void open_analysis() {
        const analysis::RecordParts records{world.stores, world.ledger.get(), &world.clock, &world.random, &events->bus()};
        outbox = must(analysis::Outbox::open(records));
        captures = must(analysis::Captures::open(records, outbox.get(), {}));
        alerts = must(analysis::Alerts::open(records, outbox.get(), {}));
        statistics = must(analysis::Statistics::open(records));
        watch_lists = must(analysis::WatchLists::open(records, world.engine, {}));
        cameras = must(analysis::Cameras::open(records));
        analysis::RecorderParts recording;
        recording.captures = captures.get();
        recording.alerts = alerts.get();
        recording.statistics = statistics.get();
        recording.clock = &world.clock;
        recording.random = &world.random;
        recording.profile = test::profile();
        recorder = std::make_unique<analysis::Recorder>(recording);
        live = analysis::LiveAnalysis::create(world.engine, *recorder, world.clock, world.random);
    }
    recognition::Directory directory() {
        return {.holder_of = [this](const RecordId& record) -> Result<std::optional<recognition::Holder>> {
                    MD_ASSIGN(const auto standing, people->standing_of(record));
                    if (!standing) return std::optional<recognition::Holder>();
                    return recognition::Holder{standing->person,     people->event_ref(standing->person),
                                               standing->valid_from, standing->valid_until,
                                               standing->blocked,    standing->groups};
                },
                .records_of = [this](const PersonId& person) { return people->records_of(person); }};
    }
    static void check_against_contract(const std::string& method, const std::string& path, const Reply& reply) {
        net::Router router;
        for (const auto& operation : Contract::get().operations()) {
            router.add(operation.method, operation.path, [](net::Request&) { return net::Response(); });
        }
        net::Request request;
        request.method = method;
        request.path = path;
        net::Response ignored;
        const auto* route = router.find(request, ignored);
        if (!route) return;
        for (const auto& operation : Contract::get().operations()) {
            if (operation.method != route->method || operation.path != route->pattern) continue;
            const auto named = operation.answers.find(std::to_string(reply.status));
            const bool is_problem = named == operation.answers.end();
            EXPECT_TRUE(!is_problem || reply.status >= 400)
                << operation.id << " answered " << reply.status << ", which the contract does not name";
            if (is_problem) {
                EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
            }
            const auto* schema = is_problem ? operation.answers.at("default") : named->second;
            if (!schema) continue;
            std::vector<Fault> faults;
            schema->check(Json::parse(reply.text), "", faults);
            for (const auto& fault : faults)
                ADD_FAILURE() << operation.id << " " << reply.status << " " << fault.path << " " << fault.en << "\n"
                              << reply.text.substr(0, 800);
        }
    }
    int users_ = 0;
};

}  // namespace md::api
