#include "pki/authority.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/errors.h"
#include "base/files.h"
#include "crypto/errors.h"
#include "pki/errors.h"
#include "profile.h"

namespace md::pki {
namespace {

using std::chrono::days;
using std::chrono::hours;
namespace fs = std::filesystem;

class AuthorityTest : public ::testing::Test {
protected:
    Result<std::unique_ptr<Authority>> reopen() { return Authority::open(test::profile(), folder_ / "pki", root_key_, clock_, random_); }
    std::unique_ptr<Authority> open() { return must(reopen()); }
    fs::path file(const std::string& name) const { return folder_ / "pki" / name; }
    bool broken() {
        const auto opened = reopen();
        return !opened && opened.error().is(errors::kAuthorityBroken);
    }
    void rewrite(const std::string& name, const std::function<void(Bytes&)>& change) {
        Bytes content = must(read_file(file(name)));
        change(content);
        must(write_file_atomically(file(name), content, 0600));
    }
    test::TempDir folder_;
    FakeClock clock_;
    SystemRandom random_;
    SecretBytes root_key_ = SecretBytes(Bytes(32, 7));
};

TEST_F(AuthorityTest, IssuesByKindAndRemembersAcrossStarts) {  // D9
    std::vector<std::pair<Kind, Bytes>> issued;
    Bytes root;
    {
        const auto authority = open();
        root = authority->certificate();
        for (const Kind kind : {Kind::server, Kind::user, Kind::device, Kind::gateway})
            issued.emplace_back(
                kind, must(authority->issue(kind, "名称 " + std::string(to_string(kind)), {"a.example"}, {"192.0.2.1"})).certificate);
    }
    const auto authority = open();
    EXPECT_EQ(authority->certificate(), root);
    ASSERT_EQ(authority->list().size(), 4u);
    for (const auto& [kind, certificate] : issued) {
        const auto info = must(crypto::read_certificate(certificate));
        EXPECT_TRUE(crypto::verify_issued_by(certificate, root, clock_.wall()));
        EXPECT_EQ(info.for_server, kind == Kind::server || kind == Kind::gateway);
        EXPECT_EQ(info.for_client, kind != Kind::server);
        EXPECT_EQ(must(authority->certificate_of(to_hex(info.serial))), certificate);
        for (const Kind asked : {Kind::server, Kind::user, Kind::device, Kind::gateway}) {
            EXPECT_EQ(authority->accepted(certificate, asked), asked == kind);
            EXPECT_EQ(check_peer(certificate, asked, root, must(crypto::read_crl(authority->crl(), root)), clock_.wall()).has_value(),
                      asked == kind);
        }
        const days lasts = kind == Kind::server || kind == Kind::gateway ? days(397) : days(825);
        EXPECT_EQ(info.not_after, clock_.wall() + lasts);
        EXPECT_LE(info.not_before, clock_.wall());
    }
    EXPECT_EQ(authority->list()[1].common_name, "名称 user");
}

TEST_F(AuthorityTest, CertificatesAreAcceptedOnlyInTheirTime) {
    const auto authority = open();
    const auto issued = must(authority->issue(Kind::server, "s", {"s.example"}, {}));
    EXPECT_TRUE(authority->accepted(issued.certificate, Kind::server));
    clock_.advance(days(398));
    EXPECT_FALSE(authority->accepted(issued.certificate, Kind::server));
    clock_.jump(-days(500));
    EXPECT_FALSE(authority->accepted(issued.certificate, Kind::server));
}

TEST_F(AuthorityTest, RevocationLastsAndReachesTheList) {  // D9
    std::string serial;
    Bytes certificate;
    {
        const auto authority = open();
        const auto issued = must(authority->issue(Kind::user, "operator", {}, {})),
                   other = must(authority->issue(Kind::user, "other", {}, {}));
        serial = issued.serial;
        certificate = issued.certificate;
        ASSERT_TRUE(authority->revoke(serial, "终端遗失"));
        EXPECT_TRUE(authority->revoke(serial, "again")) << "revoking twice changes nothing";
        EXPECT_FALSE(authority->accepted(certificate, Kind::user));
        EXPECT_TRUE(authority->accepted(other.certificate, Kind::user));
        EXPECT_EQ(authority->revoke("00", "x").error().code(), errors::kNoSuchCertificate.code);
    }
    const auto authority = open();
    EXPECT_FALSE(authority->accepted(certificate, Kind::user));
    EXPECT_EQ(authority->list()[0].revocation_reason, "终端遗失");
    const auto list = must(crypto::read_crl(authority->crl(), authority->certificate()));
    ASSERT_EQ(list.revoked.size(), 1u);
    EXPECT_EQ(to_hex(list.revoked[0].serial), serial);
    EXPECT_FALSE(check_peer(certificate, Kind::user, authority->certificate(), list, clock_.wall()));
}

TEST_F(AuthorityTest, TheListIsRenewedAndAnExpiredOneRefusesEveryone) {
    const auto authority = open();
    const auto issued = must(authority->issue(Kind::device, "camera", {}, {}));
    const auto before = must(crypto::read_crl(authority->crl(), authority->certificate()));
    EXPECT_EQ(must(crypto::read_crl(authority->crl(), authority->certificate())).number, before.number) << "not renewed without need";
    clock_.advance(days(8));
    EXPECT_FALSE(check_peer(issued.certificate, Kind::device, authority->certificate(), before, clock_.wall()));
    const auto after = must(crypto::read_crl(authority->crl(), authority->certificate()));
    EXPECT_GT(after.number, before.number);
    EXPECT_TRUE(check_peer(issued.certificate, Kind::device, authority->certificate(), after, clock_.wall()));
}

TEST_F(AuthorityTest, ALostOrChangedListIsMadeAgainWithAHigherNumber) {
    std::uint64_t number = 0;
    {
        const auto authority = open();
        ASSERT_TRUE(authority->revoke(must(authority->issue(Kind::user, "u", {}, {})).serial, ""));
        number = must(crypto::read_crl(authority->crl(), authority->certificate())).number;
    }
    rewrite("crl.der", [](Bytes& content) { content.back() ^= 1; });
    const auto authority = open();
    const auto list = must(crypto::read_crl(must(read_file(file("crl.der"))), authority->certificate()));
    EXPECT_GT(list.number, number);
    EXPECT_EQ(list.revoked.size(), 1u);
}

TEST_F(AuthorityTest, SignsRequestsWithoutEverSeeingTheKey) {
    const auto authority = open();
    const auto key = crypto::PrivateKey::generate(test::profile());
    const Bytes request = must(crypto::make_signing_request(key, "camera 7", {"cam7.example"}, {"192.0.2.7"}));
    const auto device = must(authority->sign_request(Kind::device, request)), user = must(authority->sign_request(Kind::user, request));
    EXPECT_FALSE(device.key);
    EXPECT_EQ(must(crypto::read_certificate(device.certificate)).dns_names, std::vector<std::string>{"cam7.example"});
    EXPECT_EQ(must(crypto::read_certificate(device.certificate)).spki, key.public_key().spki());
    EXPECT_TRUE(must(crypto::read_certificate(user.certificate)).dns_names.empty());
    EXPECT_FALSE(export_pkcs12(*authority, device, as_bytes("password"), "camera"));
    const auto foreign = crypto::PrivateKey::generate(test::profile() == Profile::cii ? Profile::general : Profile::cii);
    EXPECT_EQ(authority->sign_request(Kind::device, must(crypto::make_signing_request(foreign, "x", {}, {}))).error().code(),
              errors::kBadInput.code);
    EXPECT_FALSE(authority->sign_request(Kind::device, as_bytes("no request")));
}

TEST_F(AuthorityTest, CertificatesOfAnotherAuthorityAreNotAccepted) {
    const auto authority = open();
    const auto stranger = must(Authority::open(test::profile(), folder_ / "stranger", root_key_, clock_, random_));
    const auto issued = must(stranger->issue(Kind::user, "operator", {}, {}));
    EXPECT_FALSE(authority->accepted(issued.certificate, Kind::user));
    EXPECT_FALSE(authority->accepted(as_bytes("nonsense"), Kind::user));
    EXPECT_FALSE(authority->accepted({}, Kind::user));
}

TEST_F(AuthorityTest, EveryChangeOfItsFilesIsNoticed) {
    {
        const auto authority = open();
        const auto first = must(authority->issue(Kind::user, "one", {}, {}));
        must(authority->issue(Kind::user, "two", {}, {}));
        ASSERT_TRUE(authority->revoke(first.serial, "left"));
    }
    const Bytes log = must(read_file(file("issued.jsonl")));
    for (std::size_t at = 0; at < log.size(); at += 97) {
        rewrite("issued.jsonl", [&](Bytes& content) { content[at] ^= 1; });
        EXPECT_TRUE(broken()) << "byte " << at;
        must(write_file_atomically(file("issued.jsonl"), log, 0600));
    }
    const std::string text(as_text(log));
    const std::size_t last_line = text.rfind('\n', text.size() - 2) + 1, first_end = text.find('\n') + 1;
    rewrite("issued.jsonl", [&](Bytes& content) { content.resize(last_line); });
    EXPECT_TRUE(broken()) << "the newest entry cut off";
    rewrite("issued.jsonl", [&](Bytes& content) { content = to_bytes(text.substr(first_end)); });
    EXPECT_TRUE(broken()) << "the oldest entry removed";
    must(write_file_atomically(file("issued.jsonl"), log, 0600));
    for (const char* name : {"ca.key", "ca.crt", "issued.head"}) {
        const Bytes good = must(read_file(file(name)));
        rewrite(name, [](Bytes& content) { content[content.size() / 2] ^= 1; });
        EXPECT_TRUE(broken()) << name << " changed";
        if (std::string(name) != "ca.crt") {
            fs::remove(file(name));
            EXPECT_TRUE(broken()) << name << " removed";
        }
        must(write_file_atomically(file(name), good, 0600));
    }
    EXPECT_TRUE(reopen());
    fs::remove(file("ca.key"));
    fs::remove(file("ca.crt"));
    EXPECT_TRUE(broken()) << "a new authority must not take the place of one that lost its key";
    EXPECT_EQ(must(read_file(file("issued.jsonl"))), log);
}

TEST_F(AuthorityTest, AnotherRootKeyOpensNothing) {
    open();
    const SecretBytes other(Bytes(32, 8));
    EXPECT_EQ(Authority::open(test::profile(), folder_ / "pki", other, clock_, random_).error().code(), errors::kAuthorityBroken.code);
    EXPECT_TRUE(reopen());
}

TEST_F(AuthorityTest, OnlyOneProcessUsesAFolder) {
    const auto authority = open();
    EXPECT_EQ(reopen().error().code(), errors::kAlreadyRunning.code);
}

TEST_F(AuthorityTest, ATornLastLineIsAnInterruptedWriteAndGoes) {
    {
        const auto authority = open();
        must(authority->issue(Kind::user, "one", {}, {}));
    }
    std::ofstream(file("issued.jsonl"), std::ios::app) << R"({"mac":"0123)";
    const auto authority = open();
    EXPECT_EQ(authority->list().size(), 1u);
    must(authority->issue(Kind::user, "two", {}, {}));
    EXPECT_EQ(authority->list().size(), 2u);
}

TEST_F(AuthorityTest, WhatIssueReturnedSurvivesKill9) {
    open();
    for (int round = 0; round < 5; ++round) {
        int pipe_ends[2];
        ASSERT_EQ(::pipe(pipe_ends), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto authority = open();
            for (;;) {
                const auto issued = must(authority->issue(Kind::device, "camera", {}, {}));
                if (::write(pipe_ends[1], issued.serial.data(), issued.serial.size()) < 0) ::_exit(1);
            }
        }
        ::close(pipe_ends[1]);
        std::string told(32 * 5, '\0');  // five serials, then the end comes at some point of the sixth or later
        for (std::size_t at = 0; at < told.size();) {
            const ssize_t count = ::read(pipe_ends[0], told.data() + at, told.size() - at);
            ASSERT_GT(count, 0);
            at += static_cast<std::size_t>(count);
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(pipe_ends[0]);
        const auto authority = open();
        for (std::size_t at = 0; at < told.size(); at += 32) EXPECT_TRUE(authority->certificate_of(told.substr(at, 32)));
    }
}

TEST_F(AuthorityTest, AFullDiskIssuesNothingAndBreaksNothing) {
    const auto authority = open();
    must(authority->issue(Kind::user, "before", {}, {}));
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    const rlimit tight{fs::file_size(file("issued.jsonl")) + 100, old.rlim_max};  // the next entry fits only in part
    ::setrlimit(RLIMIT_FSIZE, &tight);
    const auto refused = authority->issue(Kind::user, "during", {}, {});
    ::setrlimit(RLIMIT_FSIZE, &old);
    EXPECT_FALSE(refused);
    EXPECT_EQ(authority->list().size(), 1u);
    must(authority->issue(Kind::user, "after", {}, {}));
    EXPECT_EQ(authority->list().size(), 2u);
}

TEST_F(AuthorityTest, UsersTakeTheirKeyAwayInAPasswordProtectedFile) {  // D11
    const auto authority = open();
    const auto issued = must(authority->issue(Kind::user, "张三", {}, {}));
    const Bytes file = must(export_pkcs12(*authority, issued, as_bytes("pass"), "Miandun"));
    EXPECT_GT(file.size(), issued.certificate.size());
    const auto found = [&](ByteView part) { return std::search(file.begin(), file.end(), part.begin(), part.end()) != file.end(); };
    const SecretBytes key = issued.key->pkcs8();
    EXPECT_FALSE(found(key.view().last(32))) << "the key is encrypted";
    EXPECT_FALSE(found(issued.certificate)) << "the name is encrypted too";
    EXPECT_FALSE(export_pkcs12(*authority, issued, {}, "Miandun"));
}

}  // namespace
}  // namespace md::pki
