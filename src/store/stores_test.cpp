#include "store/stores.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include "base/errors.h"
#include "base/files.h"
#include "crypto/errors.h"
#include "store/errors.h"
#include "store/find_bytes.h"
#include "store/store_test_support.h"

namespace md::store {
namespace {

class StoresTest : public OnBothBackEnds {
protected:
    void SetUp() override {
        OnBothBackEnds::SetUp();
        if (IsSkipped()) return;
        config_ = new_stores();
        stores_ = open();
    }
    std::shared_ptr<Stores> open() { return must(Stores::open(config_, root_.copy(), clock_, random_)); }
    Keyring& keys() { return *stores_->keyring; }
    Place place(std::int64_t generation = 0) const { return {Store::events, "captures", "detail", row_, generation}; }

    StoresConfig config_;
    SecretBytes root_ = random_.secret(32);
    std::shared_ptr<Stores> stores_;
    const Bytes row_ = to_bytes("row 1"), subject_ = to_bytes("subject 1"), plain_ = to_bytes("what was seen");
};
MD_ON_BOTH_BACK_ENDS(StoresTest);

// B10, C9
TEST_P(StoresTest, SealedValuesOpenOnlyWhereTheyBelong) {
    const Bytes sealed = must(keys().seal(place(), plain_));
    EXPECT_EQ(to_bytes(must(keys().open(place(), sealed)).view()), plain_);
    const Bytes other_row = to_bytes("row 2");
    const Place wrong[] = {{Store::images, "captures", "detail", row_},    {Store::events, "alerts", "detail", row_},
                           {Store::events, "captures", "detailx", row_},   {Store::events, "captures", "detail", other_row},
                           {Store::events, "captures", "detail", row_, 1}, {Store::events, "capturesd", "etail", row_}};
    for (const auto& each : wrong) EXPECT_TRUE(keys().open(each, sealed).error().is(errors::kSealBroken));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes changed = sealed;
        changed[i] ^= 1;
        ASSERT_TRUE(keys().open(place(), changed).error().is(errors::kSealBroken)) << i;
        ASSERT_FALSE(keys().open(place(), ByteView(sealed).first(i)));
    }
}

// B11: with its key gone, a subject's data is gone, also in a backup.
TEST_P(StoresTest, ADestroyedSubjectKeyTakesItsDataAlong) {
    const Bytes other = to_bytes("subject 2");
    must(keys().create_subject_key(subject_));
    must(keys().create_subject_key(other));
    const Bytes sealed = must(keys().seal_for(subject_, place(), plain_));
    const Bytes of_other = must(keys().seal_for(other, place(), plain_));
    must(keys().create_subject_key(subject_));
    EXPECT_EQ(to_bytes(must(keys().open_for(subject_, place(), sealed)).view()), plain_) << "made twice, still the same key";
    EXPECT_TRUE(keys().open_for(other, place(), sealed).error().is(errors::kSealBroken));
    EXPECT_TRUE(keys().open(place(), sealed).error().is(errors::kSealBroken));
    const auto held = must(keys().hold_subject_keys());
    must(keys().destroy_subject_key(subject_));
    must(keys().destroy_subject_key(subject_));
    EXPECT_FALSE(must(keys().has_subject_key(subject_)));
    EXPECT_TRUE(keys().open_for(subject_, place(), sealed).error().is(errors::kKeyDestroyed));
    EXPECT_TRUE(keys().seal_for(subject_, place(), plain_).error().is(errors::kKeyDestroyed));
    EXPECT_TRUE(keys().open_for(other, place(), of_other));
    stores_ = open();
    EXPECT_TRUE(keys().open_for(subject_, place(), sealed).error().is(errors::kKeyDestroyed));
    must(keys().create_subject_key(subject_));
    EXPECT_TRUE(keys().open_for(subject_, place(), sealed).error().is(errors::kSealBroken)) << "a later key is another one";
}

TEST_P(StoresTest, AnotherProcessLosesADestroyedKeyWithinAMinute) {
    must(keys().create_subject_key(subject_));
    const Bytes sealed = must(keys().seal_for(subject_, place(), plain_));
    const auto other_process = open();
    must(other_process->keyring->open_for(subject_, place(), sealed));
    must(keys().destroy_subject_key(subject_));
    clock_.advance(std::chrono::seconds(60));
    EXPECT_TRUE(other_process->keyring->open_for(subject_, place(), sealed).error().is(errors::kKeyDestroyed));
}

TEST_P(StoresTest, ManySubjectsStayWithinTheCache) {
    std::vector<Bytes> sealed;
    const auto name = [](int i) { return to_bytes("s" + std::to_string(i)); };
    constexpr int kSubjects = 200;
    for (int i = 0; i < kSubjects; ++i) {
        must(keys().create_subject_key(name(i)));
        sealed.push_back(must(keys().seal_for(name(i), place(), name(i))));
    }
    stores_ = open();
    const auto held = must(keys().hold_subject_keys());
    for (int i = 0; i < kSubjects; ++i)
        EXPECT_EQ(to_bytes(must(keys().open_for(name(i), place(), sealed[static_cast<std::size_t>(i)])).view()), name(i));
    std::vector<Bytes> half;
    for (int i = 0; i < kSubjects / 2; ++i) half.push_back(name(i));
    must(keys().destroy_subject_keys(half));
    for (int i = 0; i < kSubjects; ++i) EXPECT_EQ(must(keys().has_subject_key(name(i))), i >= kSubjects / 2);
}

TEST_P(StoresTest, NamedKeysStayTheSameUntilDestroyed) {
    const auto first = must(keys().named_key("templates.rotation", 32));
    stores_ = open();
    EXPECT_TRUE(equal_constant_time(must(keys().named_key("templates.rotation", 32)).view(), first.view()));
    EXPECT_TRUE(keys().named_key("templates.rotation", 16).error().is(errors::kBadInput));
    must(keys().destroy_named_key("templates.rotation"));
    EXPECT_FALSE(equal_constant_time(must(keys().named_key("templates.rotation", 32)).view(), first.view()));
}

TEST_P(StoresTest, RotatedKeysStillOpenOldValues) {
    const Bytes old = must(keys().seal(place(), plain_));
    const auto other_process = open();
    must(keys().rotate(Store::events));
    EXPECT_FALSE(keys().is_current(Store::events, old));
    const Bytes fresh = must(keys().seal(place(), plain_));
    EXPECT_TRUE(keys().is_current(Store::events, fresh));
    EXPECT_TRUE(keys().open(place(), old));
    EXPECT_TRUE(other_process->keyring->open(place(), fresh)) << "it looks for a version that it does not know";
    stores_ = open();
    EXPECT_TRUE(keys().open(place(), old));
    EXPECT_TRUE(keys().is_current(Store::events, fresh));
}

TEST_P(StoresTest, AnotherRootKeyOrProfileIsRefused) {
    EXPECT_TRUE(Stores::open(config_, random_.secret(32), clock_, random_).error().is(errors::kRootKeyWrong));
    auto other_profile = config_;
    other_profile.profile = config_.profile == Profile::cii ? Profile::general : Profile::cii;
    EXPECT_TRUE(Stores::open(other_profile, root_.copy(), clock_, random_).error().is(errors::kRootKeyWrong));
}

TEST_P(StoresTest, TamperedAndSwappedKeyRowsDoNotOpen) {
    const Bytes other = to_bytes("subject 2");
    must(keys().create_subject_key(subject_));
    must(keys().create_subject_key(other));
    const Bytes sealed = must(keys().seal_for(subject_, place(), plain_));
    auto& database = (*stores_)[Store::keys];
    const auto rows = must(database.query("SELECT name, wrapped FROM wrapped_keys WHERE kind = 'subject' ORDER BY name"));
    ASSERT_EQ(rows.size(), 2u);
    for (int i = 0; i < 2; ++i)
        must(database.execute("UPDATE wrapped_keys SET wrapped = ? WHERE name = ?", {rows[1 - i].blob(1), rows[i].blob(0)}));
    stores_ = open();
    EXPECT_TRUE(keys().open_for(subject_, place(), sealed).error().is(errors::kSealBroken));
    must((*stores_)[Store::keys].execute("DELETE FROM wrapped_keys WHERE kind = 'check'"));
    EXPECT_TRUE(Stores::open(config_, root_.copy(), clock_, random_).error().is(errors::kStoreCorrupt));
}

TEST_P(StoresTest, ANewRootKeyReplacesTheOldOne) {
    must(keys().create_subject_key(subject_));
    const Bytes sealed = must(keys().seal_for(subject_, place(), plain_));
    SecretBytes next = random_.secret(32);
    must(keys().rewrap(next));
    EXPECT_TRUE(keys().open_for(subject_, place(), sealed));
    EXPECT_TRUE(Stores::open(config_, root_.copy(), clock_, random_).error().is(errors::kRootKeyWrong));
    root_ = std::move(next);
    stores_ = open();
    EXPECT_TRUE(keys().open_for(subject_, place(), sealed));
}

// A crash between any two steps of a change of the root key leaves an installation that opens.
TEST_P(StoresTest, ChangeOfTheRootKeySurvivesACrash) {
    const auto file = temp_ / "root.key";
    const auto coming = temp_ / "root.key.new";
    must(write_file_atomically(file, root_.view(), 0600));
    must(load_root_key(coming, true));  // crash before the rewrap
    stores_ = must(Stores::open_with_file(config_, file, false, clock_, random_));
    EXPECT_FALSE(std::filesystem::exists(coming));
    must(keys().rewrap(must(load_root_key(coming, true))));  // crash after it
    stores_ = must(Stores::open_with_file(config_, file, false, clock_, random_));
    EXPECT_FALSE(std::filesystem::exists(coming));
    must(change_root_key(*stores_, file));
    stores_ = must(Stores::open_with_file(config_, file, false, clock_, random_));
    EXPECT_FALSE(equal_constant_time(must(load_root_key(file, false)).view(), root_.view()));
}

// B10
TEST_P(StoresTest, LinksDifferForEveryPairAndPurpose) {
    const auto link = keys().link(Store::identities, Store::features, row_, "record");
    EXPECT_EQ(link, open()->keyring->link(Store::identities, Store::features, row_, "record"));
    EXPECT_NE(link, keys().link(Store::features, Store::identities, row_, "record"));
    EXPECT_NE(link, keys().link(Store::identities, Store::images, row_, "record"));
    EXPECT_NE(link, keys().link(Store::identities, Store::features, row_, "other"));
    EXPECT_NE(link, keys().link(Store::identities, Store::features, subject_, "record"));
}

// B10
TEST_P(StoresTest, SharedIdentifiersAreFound) {
    EXPECT_TRUE(must(find_shared_ids(*stores_)).empty()) << "fresh stores share nothing";
    const auto id = PersonId::random(random_);
    must((*stores_)[Store::identities].execute("CREATE TABLE persons (id BLOB)"));
    must((*stores_)[Store::events].execute("CREATE TABLE log (line TEXT)"));
    must((*stores_)[Store::images].execute("CREATE TABLE pictures (content BLOB)"));
    must((*stores_)[Store::identities].execute("INSERT INTO persons VALUES (?)", {id.bytes()}));
    EXPECT_TRUE(must(find_shared_ids(*stores_)).empty());
    must((*stores_)[Store::events].execute("INSERT INTO log VALUES (?)", {"{\"who\":\"" + id.text() + "\"}"}));
    EXPECT_FALSE(must(find_shared_ids(*stores_)).empty());
    must((*stores_)[Store::events].execute("DELETE FROM log"));
    Bytes hidden = to_bytes("prefix");
    hidden.insert(hidden.end(), id.view().begin(), id.view().end());
    must((*stores_)[Store::images].execute("INSERT INTO pictures VALUES (?)", {hidden}));
    const auto shared = must(find_shared_ids(*stores_));
    ASSERT_EQ(shared.size(), 1u);
    EXPECT_EQ(shared.front().id, id.text());
    EXPECT_EQ(shared.front().second, "images.pictures.content");
}

// B11: after deletion and scrub not one byte string of a row is left, in rows, free pages or WAL.
TEST_P(StoresTest, DeletedRowsAreGoneFromTheFilesToo) {
    auto& database = (*stores_)[Store::events];
    must(database.execute("CREATE TABLE captures (id INTEGER PRIMARY KEY, mark TEXT, content BLOB)"));
    must(database.execute("CREATE INDEX captures_mark ON captures (mark)"));
    std::vector<Bytes> needles;
    for (int i = 0; i < 300; ++i) {
        const Bytes secret = random_.bytes(i % 3 == 0 ? 9000 : 60);
        const auto mark = to_hex(random_.bytes(16));
        if (i % 2) {
            needles.push_back(secret);
            needles.push_back(to_bytes(mark));
        }
        must(database.execute("INSERT INTO captures (id, mark, content) VALUES (?, ?, ?)", {std::int64_t{i}, mark, secret}));
    }
    EXPECT_GE(must(find_bytes(*stores_, needles)), needles.size());
    must(database.execute("DELETE FROM captures WHERE id % 2 = 1"));
    must(database.scrub());
    EXPECT_EQ(must(find_bytes(*stores_, needles)), 0u);
    EXPECT_TRUE(find_bytes(*stores_, std::vector<Bytes>{Bytes(3)}).error().is(errors::kBadInput));
    must(database.compact());
}

TEST(RootKey, FileMustBePrivateAndWhole) {
    const test::TempDir temp;
    const auto file = temp / "root.key";
    EXPECT_TRUE(load_root_key(file, false).error().is(errors::kRootKeyUnreadable));
    const auto key = must(load_root_key(file, true));
    EXPECT_TRUE(equal_constant_time(must(load_root_key(file, true)).view(), key.view()));
    struct stat info {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
    std::filesystem::permissions(file, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
    EXPECT_TRUE(load_root_key(file, false).error().is(errors::kRootKeyUnreadable));
    must(write_file_atomically(file, Bytes(31), 0600));
    EXPECT_TRUE(load_root_key(file, false).error().is(errors::kRootKeyUnreadable));
}

TEST(RootKey, PassphraseGivesTheSameKeyWithTheSameSalt) {
    const test::TempDir temp;
    const auto first = must(root_key_from_passphrase(as_bytes("correct horse"), temp / "salt", true));
    EXPECT_EQ(first.size(), 32u);
    EXPECT_TRUE(equal_constant_time(must(root_key_from_passphrase(as_bytes("correct horse"), temp / "salt", false)).view(), first.view()));
    EXPECT_FALSE(equal_constant_time(must(root_key_from_passphrase(as_bytes("wrong horse"), temp / "salt", false)).view(), first.view()));
    EXPECT_FALSE(root_key_from_passphrase(as_bytes("correct horse"), temp / "none", false));
}

// B10
TEST(Separation, OneRoleOrDatabaseForTwoStoresIsRefused) {
    if (!test::Postgres::shared()) GTEST_SKIP() << "postgresql-15 is not installed";
    StoresConfig config{test_profile(), {}, test::Postgres::shared()->new_stores()};
    config.postgres[3] = config.postgres[0];
    SystemRandom random;
    EXPECT_TRUE(Stores::open(config, random.secret(32), FakeClock(), random).error().is(errors::kStoresNotSeparate));
}

// B10
TEST(Separation, SwappedFilesAreRefused) {
    const test::TempDir temp;
    SystemRandom random;
    FakeClock clock;
    const StoresConfig config{test_profile(), temp.path(), {}};
    const SecretBytes root = random.secret(32);
    must(Stores::open(config, root.copy(), clock, random));
    std::filesystem::copy_file(temp / "images.db", temp / "events.db", std::filesystem::copy_options::overwrite_existing);
    EXPECT_TRUE(Stores::open(config, root.copy(), clock, random).error().is(errors::kRootKeyWrong));
}

}  // namespace
}  // namespace md::store
