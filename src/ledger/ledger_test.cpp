#include "ledger/ledger.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/errors.h"
#include "base/files.h"
#include "ledger/errors.h"
#include "ledger/format.h"
#include "ledger/heads.h"
#include "test_support.h"

namespace md::ledger {
namespace {

namespace fs = std::filesystem;

Profile profile() { return *profile_from(test::profile_name()); }

Entry entry(int number) {
    return {0, {}, "user-7", number % 2 ? "user.sign_in" : "person.deleted", "object-" + std::to_string(number), "ok", "D19", "{}"};
}

class LedgerTest : public ::testing::Test {
protected:
    std::unique_ptr<Ledger> open() { return must(Ledger::open(options(), key_, clock_)); }
    Ledger::Options options() const { return {profile(), folder_, std::chrono::hours(1)}; }
    void write(int entries) {
        const auto ledger = open();
        for (int i = 0; i < entries; ++i) must(ledger->append(entry(i)));
    }
    fs::path segment() const { return segment_path(folder_, 0); }
    static void put(const fs::path& path, ByteView bytes) { must(write_file_atomically(path, bytes, 0600)); }
    // Start and size of every frame of the first segment.
    std::vector<std::pair<std::size_t, std::size_t>> frames() const {
        const Bytes bytes = must(read_file(segment()));
        std::vector<std::pair<std::size_t, std::size_t>> out;
        FrameReader reader(ByteView(bytes).subspan(kSegmentHeaderBytes));
        for (std::size_t at = bytes.size() - reader.left(); reader.next(); at = bytes.size() - reader.left())
            out.emplace_back(at, bytes.size() - reader.left() - at);
        return out;
    }

    test::TempDir temp_;
    fs::path folder_ = temp_ / "ledger";
    FakeClock clock_;
    crypto::PrivateKey key_ = crypto::PrivateKey::generate(profile());
};

// D19
TEST_F(LedgerTest, KeepsEntriesInOrderAndVerifies) {
    write(50);
    const auto report = must(verify(folder_));
    EXPECT_TRUE(report.whole) << report.problem;
    EXPECT_EQ(report.entries, 50u);
    EXPECT_EQ(report.covered_by_heads, 50u);
    EXPECT_EQ(report.signed_heads, 2u);
    const auto ledger = open();
    const auto all = must(ledger->search({}));
    ASSERT_EQ(all.size(), 50u);
    EXPECT_EQ(all.front().index, 49u);
    EXPECT_EQ(all.front().object, "object-49");
    EXPECT_EQ(all.back().time, clock_.wall());
}

// D19
TEST_F(LedgerTest, SearchFiltersAndPagesNewestFirst) {
    const auto ledger = open();
    for (int i = 0; i < 300; ++i) {
        must(ledger->append(entry(i)));
        clock_.advance(std::chrono::seconds(1));
    }
    auto page = must(ledger->search({.action_prefix = "user.", .limit = 10}));
    ASSERT_EQ(page.size(), 10u);
    EXPECT_EQ(page.front().index, 299u);
    page = must(ledger->search({.action_prefix = "user.", .before_index = page.back().index, .limit = 10}));
    EXPECT_EQ(page.front().index, 279u);
    EXPECT_EQ(must(ledger->search({.text = "object-123"})).size(), 1u);
    EXPECT_TRUE(must(ledger->search({.actor = "user-8"})).empty());
    const auto from = FakeClock().wall() + std::chrono::seconds(290);
    EXPECT_EQ(must(ledger->search({.from = from})).size(), 10u);
}

// B11, D5: every change is found and the first bad entry is named, after a change in any byte of an entry.
TEST_F(LedgerTest, NamesTheFirstBadEntryAfterAnyEdit) {
    write(12);
    const Bytes original = must(read_file(segment()));
    const auto places = frames();
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::size_t at = places[i].first; at < places[i].first + places[i].second; ++at) {
            Bytes changed = original;
            changed[at] ^= 0x01;
            put(segment(), changed);
            const auto report = must(verify(folder_));
            ASSERT_FALSE(report.whole) << "entry " << i << " byte " << at;
            ASSERT_EQ(report.first_bad_entry, i) << "byte " << at << ": " << report.problem;
        }
    }
    Bytes changed = original;
    changed[places[5].first + 10] ^= 0x80;
    put(segment(), changed);
    const auto opened = Ledger::open(options(), key_, clock_);
    ASSERT_FALSE(opened);
    EXPECT_TRUE(opened.error().is(errors::kLedgerBroken));
}

TEST_F(LedgerTest, FindsRemovedAndReorderedEntries) {
    write(12);
    const Bytes original = must(read_file(segment()));
    const auto places = frames();
    const auto at = [&](std::size_t i) { return original.begin() + static_cast<std::ptrdiff_t>(places[i].first); };
    Bytes removed(original.begin(), at(4));
    removed.insert(removed.end(), at(5), original.end());
    put(segment(), removed);
    EXPECT_EQ(must(verify(folder_)).first_bad_entry, 4u);
    Bytes swapped(original.begin(), at(6));
    swapped.insert(swapped.end(), at(7), at(8));
    swapped.insert(swapped.end(), at(6), at(7));
    swapped.insert(swapped.end(), at(8), original.end());
    put(segment(), swapped);
    EXPECT_EQ(must(verify(folder_)).first_bad_entry, 6u);
}

TEST_F(LedgerTest, FindsACutBelowASignedHead) {
    write(12);
    const auto places = frames();
    fs::resize_file(segment(), places[9].first);
    const auto report = must(verify(folder_));
    EXPECT_FALSE(report.whole);
    EXPECT_EQ(report.first_bad_entry, 9u);
    fs::resize_file(segment(), places[8].first + 7);  // torn, but signed: no crash does that
    EXPECT_EQ(must(verify(folder_)).first_bad_entry, 8u);
    EXPECT_TRUE(Ledger::open(options(), key_, clock_).error().is(errors::kLedgerBroken));
}

// Someone who rewrites entries and all hashes cannot sign.
TEST_F(LedgerTest, FindsARewrittenHistory) {
    write(4);
    {
        const auto ledger = open();
        for (int i = 4; i < 9; ++i) must(ledger->append(entry(i)));
    }
    const Hashes hashes(profile());
    const Bytes original = must(read_file(segment()));
    Writer forged;
    forged.raw(ByteView(original).first(kSegmentHeaderBytes));
    FrameReader reader(ByteView(original).subspan(kSegmentHeaderBytes));
    Digest chain{};
    while (const auto frame = reader.next()) {
        Entry changed = *decode_entry(frame->payload);
        if (changed.index == 6) changed.outcome = "refused";
        const Bytes payload = encode(changed);
        chain = hashes.chain(chain, payload);
        append_frame(forged, payload, chain);
    }
    put(segment(), forged.bytes());
    const auto report = must(verify(folder_));
    EXPECT_FALSE(report.whole);
    EXPECT_EQ(report.first_bad_entry, 4u) << "the entries before are vouched for by the first head";
}

TEST_F(LedgerTest, FindsChangedAndMissingHeadsAndForeignKeys) {
    write(4);
    const Bytes heads = must(read_file(heads_path(folder_)));
    for (std::size_t at = 0; at < heads.size(); ++at) {
        Bytes changed = heads;
        changed[at] ^= 0x04;
        put(heads_path(folder_), changed);
        ASSERT_FALSE(must(verify(folder_)).whole) << at;
    }
    put(heads_path(folder_), {});
    EXPECT_FALSE(must(verify(folder_)).whole);
    put(heads_path(folder_), heads);
    EXPECT_TRUE(must(verify(folder_)).whole);
    EXPECT_FALSE(must(verify(folder_, crypto::PrivateKey::generate(profile()).public_key())).whole);
    EXPECT_FALSE(must(verify(folder_, std::nullopt, 5)).whole);
    EXPECT_FALSE(Ledger::open(options(), crypto::PrivateKey::generate(profile()), clock_));
    fs::remove(key_path(folder_));
    EXPECT_FALSE(Ledger::open(options(), key_, clock_));
}

// A crash may leave any part of what was being written: whatever byte it stops at, the entries before are there and the ledger goes on.
TEST_F(LedgerTest, RecoversFromACrashAtEveryByte) {
    write(3);
    const auto covered = fs::file_size(segment());
    const Bytes heads = must(read_file(heads_path(folder_)));
    write(3);
    const Bytes full = must(read_file(segment()));
    const auto places = frames();
    for (std::size_t size = covered; size <= full.size(); ++size) {
        put(segment(), ByteView(full).first(size));
        put(heads_path(folder_), heads);
        std::uint64_t whole = 0;
        for (const auto& [at, length] : places) whole += at + length <= size;
        const bool clean = places[whole - 1].first + places[whole - 1].second == size;
        const auto ledger = Ledger::open(options(), key_, clock_);
        ASSERT_TRUE(ledger) << size << ": " << ledger.error().text();
        EXPECT_EQ((*ledger)->size(), whole + (clean ? 0 : 1)) << "a cut is noted in the ledger itself";
        must((*ledger)->append(entry(99)));
    }
    EXPECT_TRUE(must(verify(folder_)).whole);
    Bytes zeros = must(read_file(segment()));
    const auto before = open()->size();
    zeros.resize(zeros.size() + 4096);
    put(segment(), zeros);
    EXPECT_EQ(open()->size(), before + 1);
}

TEST_F(LedgerTest, SurvivesKillsOfTheWriter) {
    std::uint64_t promised = 0;
    for (int round = 0; round < 25; ++round) {
        int pipes[2];
        ASSERT_EQ(::pipe(pipes), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto ledger = open();
            for (int i = 0;; ++i) {
                const std::uint64_t index = must(ledger->append(entry(i)));
                if (i % 7 == 0) must(ledger->sign_head());
                if (::write(pipes[1], &index, sizeof index) != sizeof index) ::_exit(1);
            }
        }
        ::close(pipes[1]);
        std::uint64_t index = 0;
        for (int i = 0; i < 5 + round && ::read(pipes[0], &index, sizeof index) == sizeof index; ++i) promised = index + 1;
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        while (::read(pipes[0], &index, sizeof index) == sizeof index) promised = index + 1;
        ::close(pipes[0]);
        const auto ledger = Ledger::open(options(), key_, clock_);
        ASSERT_TRUE(ledger) << ledger.error().text();
        ASSERT_GE((*ledger)->size(), promised) << "an entry that was promised is gone";
    }
    EXPECT_TRUE(must(verify(folder_)).whole);
}

TEST_F(LedgerTest, FullDiskLosesNothingAndHealsWithSpace) {
    write(3);
    const auto limit = static_cast<rlim_t>(fs::file_size(segment()) + 100);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto ledger = open();
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{limit, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &small);
        Entry large = entry(3);
        large.object = std::string(500, 'x');
        const auto refused = ledger->append(large);
        const bool right = !refused && refused.error().is(errors::kDiskFull) && ledger->size() == 3;
        const rlimit open_again{RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &open_again);
        ::_exit(right && ledger->append(entry(4)) && ledger->sign_head() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    const auto report = must(verify(folder_));
    EXPECT_TRUE(report.whole) << report.problem;
    EXPECT_EQ(report.entries, 4u);
}

TEST_F(LedgerTest, FullFileSystemIsReported) {
    const fs::path mount = temp_ / "small";
    fs::create_directory(mount);
    if (::mount("tmpfs", mount.c_str(), "tmpfs", 0, "size=64k") != 0) GTEST_SKIP() << "mounting needs root";
    std::uint64_t kept = 0;
    {
        const auto ledger = must(Ledger::open({profile(), mount / "ledger", std::chrono::hours(1)}, key_, clock_));
        Result<std::uint64_t> last = 0;
        for (int i = 0; i < 2000 && last; ++i) last = ledger->append(entry(i));
        ASSERT_FALSE(last);
        EXPECT_TRUE(last.error().is(errors::kDiskFull)) << last.error().text();
        kept = ledger->size();
    }
    EXPECT_EQ(must(verify(mount / "ledger")).entries, kept);
    ::umount2(mount.c_str(), MNT_DETACH);
}

TEST_F(LedgerTest, ManyWritersShareWritesAndSegmentsFollowEachOther) {
    {
        const auto ledger = open();
        std::vector<std::thread> writers;
        for (int writer = 0; writer < 32; ++writer) {
            writers.emplace_back([&] {
                for (int i = 0; i < 300; ++i) must(ledger->append(entry(i)));
            });
        }
        for (auto& writer : writers) writer.join();
        EXPECT_EQ(must(ledger->search({.limit = 20'000})).size(), 9600u);
    }
    EXPECT_TRUE(fs::exists(segment_path(folder_, 2 * kEntriesASegment)));
    EXPECT_TRUE(must(verify(folder_)).whole);
    EXPECT_EQ(open()->size(), 9600u);
    fs::rename(segment_path(folder_, kEntriesASegment), folder_ / "elsewhere");
    EXPECT_EQ(must(verify(folder_)).first_bad_entry, kEntriesASegment);
}

TEST_F(LedgerTest, ProofsHoldAndForgedOnesDoNot) {
    const auto ledger = open();
    std::vector<Digest> roots;
    const int entries = static_cast<int>(kEntriesASegment) + 70;
    std::string first_head;
    for (int i = 0; i < entries; ++i) {
        must(ledger->append(entry(i)));
        if (i == 40) {
            must(ledger->sign_head());
            first_head = must(ledger->consistency(41));
        }
    }
    for (const std::uint64_t index : {0, 1, 40, 4095, 4096, entries - 1}) {
        if (index == 0) must(ledger->sign_head());
        const auto proof = must(ledger->proof(index));
        const auto proven = check_proof(proof, key_.public_key());
        ASSERT_TRUE(proven) << index << " " << proven.error().text();
        EXPECT_EQ(proven->object, "object-" + std::to_string(index));
        auto forged = nlohmann::json::parse(proof);
        Entry other = *proven;
        other.actor = "user-9";
        forged["entry"] = to_base64(encode(other));
        EXPECT_FALSE(check_proof(forged.dump(), key_.public_key()));
        EXPECT_FALSE(check_proof(proof, crypto::PrivateKey::generate(profile()).public_key()));
    }
    const auto early = from_hex(nlohmann::json::parse(first_head)["head"]["root"].get<std::string>()).value();
    EXPECT_TRUE(check_consistency(must(ledger->consistency(41)), early, key_.public_key()));
    EXPECT_FALSE(check_consistency(must(ledger->consistency(40)), early, key_.public_key()));
    EXPECT_TRUE(ledger->proof(1'000'000).error().is(errors::kNotFound));
    for (const char* bad : {"", "[]", "{}", R"({"entry":1,"path":[],"head":[]})"}) EXPECT_FALSE(check_proof(bad, key_.public_key()));
}

TEST_F(LedgerTest, RefusesEntriesThatAreTooLarge) {
    Entry large = entry(0);
    large.detail_json = std::string(70'000, ' ');
    EXPECT_TRUE(open()->append(large).error().is(errors::kBadInput));
}

}  // namespace
}  // namespace md::ledger
