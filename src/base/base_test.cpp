#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/errors.h"
#include "base/files.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/sorted_by_hash.h"
#include "base/workers.h"
#include "test_support.h"

namespace md {
namespace {

TEST(Bytes, EncodingsFollowRfc4648) {
    EXPECT_EQ(to_base64(as_bytes("foob")), "Zm9vYg==");
    EXPECT_EQ(to_base32(as_bytes("foobar")), "MZXW6YTBOI");
    EXPECT_EQ(to_base64url(Bytes{0xfb, 0xff}), "-_8");
    EXPECT_EQ(as_text(from_base64("Zm9vYmE=").value()), "fooba");
    EXPECT_EQ(from_hex("00fF").value(), (Bytes{0x00, 0xff}));
}

TEST(Bytes, DecodersRefuseStrayAndAmbiguousInput) {
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0g"));
    EXPECT_FALSE(from_base64("Zm9v!"));
    EXPECT_FALSE(from_base64("Zm9vYh=="));  // bits that belong to no byte
    EXPECT_FALSE(from_base64("A"));
}

TEST(SortedByHash, FindsWhatIsThereAndNothingElse) {
    using Hash = std::array<std::uint8_t, 3>;
    struct Item {
        Hash hash;
        int number;
    };
    SortedByHash<Item, &Item::hash> items;
    EXPECT_EQ(items.find(Hash{0, 0, 0}), nullptr) << "nothing is in and sorted yet";
    items.sort();
    EXPECT_EQ(items.find(Hash{0, 0, 0}), nullptr);
    items.add({{255, 255, 255}, 1});
    items.add({{7, 9, 2}, 2});
    items.add({{7, 9, 1}, 3});
    items.add({{0, 0, 0}, 4});
    items.sort();
    ASSERT_NE(items.find(Hash{255, 255, 255}), nullptr);
    EXPECT_EQ(items.find(Hash{255, 255, 255})->number, 1);
    EXPECT_EQ(items.find(Hash{7, 9, 2})->number, 2);
    EXPECT_EQ(items.find(Hash{7, 9, 1})->number, 3);
    EXPECT_EQ(items.find(Hash{0, 0, 0})->number, 4);
    for (const auto& absent : {Hash{7, 9, 0}, Hash{7, 9, 3}, Hash{7, 10, 1}, Hash{255, 255, 254}, Hash{0, 0, 1}})
        EXPECT_EQ(items.find(absent), nullptr);
}

TEST(Reader, FailsOnceAndStaysFailed) {
    const Bytes bytes{1, 2, 3};
    Reader reader(bytes);
    EXPECT_EQ(reader.u16(), 0x0102);
    EXPECT_EQ(reader.u32(), 0u);
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.u8(), 0u);
}

TEST(Reader, ReadsBackWhatWriterWrote) {
    Writer writer;
    writer.u8(7).u64(1ull << 40).u32_prefixed("name");
    Reader reader(writer.bytes());
    EXPECT_EQ(reader.u8(), 7);
    EXPECT_EQ(reader.u64(), 1ull << 40);
    EXPECT_EQ(as_text(reader.take_u32_prefixed()), "name");
    EXPECT_TRUE(reader.done());
}

TEST(Clock, Rfc3339RoundTripAndOffsets) {
    const auto time = from_rfc3339("2026-01-05T21:59:00.5+08:00");
    ASSERT_TRUE(time);
    EXPECT_EQ(to_rfc3339(*time), "2026-01-05T13:59:00.500000Z");
    for (const char* bad :
         {"", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z"})
        EXPECT_FALSE(from_rfc3339(bad)) << bad;
}

TEST(Config, ReadsValuesAndDefaults) {
    auto config = must(ConfigMap::from_text("port: 8443\nname: 一号门\nterms: {events: 30d}\n", "t.yaml"));
    EXPECT_EQ(config.integer("port", 1, 1, 65535), 8443);
    EXPECT_EQ(config.text("name", ""), "一号门");
    auto terms = config.map("terms");
    EXPECT_EQ(terms.duration("events", {}, {}, std::chrono::hours(24 * 365)), std::chrono::hours(24 * 30));
    EXPECT_EQ(config.map("absent").integer("x", 5, 0, 9), 5);
    EXPECT_TRUE(config.finish());
}

TEST(Config, NamesTheLineOfAnUnknownKey) {
    auto config = must(ConfigMap::from_text("port: 1\ntypo: 2\n", "t.yaml"));
    config.integer("port", 1, 1, 9);
    const auto status = config.finish();
    ASSERT_FALSE(status);
    EXPECT_TRUE(status.error().is(errors::kConfigUnknownKey));
    EXPECT_NE(status.error().detail().find("t.yaml:2: typo"), std::string::npos) << status.error().detail();
}

TEST(Config, NamesTheLineOfABadValueAndOfBadSyntax) {
    auto config = must(ConfigMap::from_text("\nport: x\n", "t.yaml"));
    config.integer("port", 1, 1, 9);
    EXPECT_NE(config.finish().error().detail().find("t.yaml:2"), std::string::npos);
    EXPECT_TRUE(ConfigMap::from_text("a: [", "t.yaml").error().is(errors::kConfigSyntax));
    EXPECT_TRUE(ConfigMap::from_text("- 1", "t.yaml").error().is(errors::kConfigSyntax));
}

TEST(Files, AtomicWriteReplacesWholeAndKeepsMode) {
    const test::TempDir dir;
    const auto path = dir / "secret";
    ASSERT_TRUE(write_file_atomically(path, as_bytes("one"), 0600));
    ASSERT_TRUE(write_file_atomically(path, as_bytes("two"), 0600));
    EXPECT_EQ(as_text(must(read_secret_file(path)).view()), "two");
    ::chmod(path.c_str(), 0644);
    EXPECT_TRUE(read_secret_file(path).error().is(errors::kFileUnreadable));
}

TEST(Files, FullDiskIsItsOwnError) {
    EXPECT_TRUE(file_error(errors::kFileUnwritable, "x", ENOSPC).is(errors::kDiskFull));
    EXPECT_TRUE(file_error(errors::kFileUnwritable, "x", EACCES).is(errors::kFileUnwritable));
}

TEST(Files, SecondLockIsRefused) {
    const test::TempDir dir;
    const auto first = FileLock::acquire(dir / "lock");
    ASSERT_TRUE(first);
    EXPECT_TRUE(FileLock::acquire(dir / "lock").error().is(errors::kAlreadyRunning));
}

TEST(Ids, TextRoundTripAndTypes) {
    SystemRandom random;
    const auto id = PersonId::random(random);
    EXPECT_EQ(PersonId::from_text(id.text()), id);
    EXPECT_FALSE(PersonId::from_text("00"));
    static_assert(!std::is_convertible_v<PersonId, RecordId>);
}

TEST(Workers, RunsEveryPartOnceAndRefusesWhenFull) {
    Workers pool("test", 2, 4);
    std::atomic<int> sum = 0;
    pool.for_each_part(100, [&](std::size_t part) { sum += static_cast<int>(part); });
    EXPECT_EQ(sum, 4950);
    Workers none("none", 0, 1);
    EXPECT_TRUE(none.submit([] {}));
    EXPECT_FALSE(none.submit([] {}));
}

// Sanitizers bring an allocator of their own, which these numbers know nothing of.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Memory, TellsWhatIsInUseFromWhatIsKeptAndGivesThatBack) {
    constexpr std::uint64_t kBlocks = 2048, kBlock = 16 << 10, kMost = kBlocks * kBlock * 3 / 4;
    const auto before = memory_use();
    std::vector<Bytes> blocks, among;  // some stay among those that go, so that the heap cannot just end sooner
    for (std::uint64_t i = 0; i < kBlocks; ++i) (i % 32 == 31 ? among : blocks).emplace_back(kBlock, std::uint8_t{1});
    const auto full = memory_use();
    EXPECT_GE(full.heap_in_use_bytes, before.heap_in_use_bytes + kBlocks * kBlock);
    EXPECT_GE(full.resident_bytes, before.resident_bytes + kMost);
    blocks.clear();
    const auto kept = memory_use();
    EXPECT_LE(kept.heap_in_use_bytes + kMost, full.heap_in_use_bytes);
    EXPECT_GE(kept.heap_kept_bytes, full.heap_kept_bytes + kMost);
    give_back_memory();
    EXPECT_LE(memory_use().resident_bytes + kMost, full.resident_bytes);
}
#endif

// A slow consumer of the log is a normal day.
TEST(Log, AFullPipeHoldsNobodyUp) {
    const auto log_into_a_pipe = [] {
        int ends[2];
        if (::pipe(ends) != 0 || ::dup2(ends[1], STDERR_FILENO) < 0) std::_Exit(2);
        ::alarm(20);
        const std::string line(1000, 'x');
        for (int i = 0; i < 1000; ++i) log::error("test", "{}", line);
        std::string read(1 << 20, ' ');
        if (::read(ends[0], read.data(), read.size()) <= 0) std::_Exit(3);
        log::error("test", "again");
        const auto got = ::read(ends[0], read.data(), read.size());
        read.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
        std::_Exit(read.find("lines were left out") != std::string::npos && read.find("again") != std::string::npos ? 0 : 4);
    };
    EXPECT_EXIT(log_into_a_pipe(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace md
