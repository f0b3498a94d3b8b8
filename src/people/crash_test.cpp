// kill -9 in the middle of an import and of deletions, at many moments: afterwards everybody is whole or gone.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "people/people_fixture.h"
#include "people/zip_fixture.h"

namespace md::people {
namespace {

using store::Store;

constexpr int kPeople = 10;

// A platform on a given folder, for parent and child alike.
class Platform : public PeopleTest {
public:
    explicit Platform(const std::filesystem::path& folder) : PeopleTest({}, folder) { must(people_->finish_deletions()); }
    void TestBody() override {}
    People& people() { return *people_; }
    using PeopleTest::agreed;
    using PeopleTest::notice;
    using PeopleTest::recognised;
    using PeopleTest::rows;
    using PeopleTest::templates;
    using PeopleTest::world_;
};

// Runs `work` in another process and kills it `after` its beginning; true when it had finished by itself.
bool run_and_kill(const std::filesystem::path& folder, std::chrono::microseconds after, const std::function<void(Platform&)>& work) {
    int ready[2];
    if (::pipe(ready) != 0) std::abort();
    const pid_t child = ::fork();
    if (child == 0) {
        Platform platform(folder);
        const char go = 1;
        if (::write(ready[1], &go, 1) != 1) ::_exit(3);
        work(platform);
        ::_exit(0);
    }
    char go = 0;
    EXPECT_EQ(::read(ready[0], &go, 1), 1);
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    EXPECT_TRUE((WIFEXITED(status) && WEXITSTATUS(status) == 0) || WTERMSIG(status) == SIGKILL) << "the child failed by itself: " << status;
    return WIFEXITED(status);
}

// Everybody in the table has all pictures with their templates, and there is nothing else.
void expect_whole(Platform& platform, std::size_t pictures_each) {
    const auto page = must(platform.people().find({.limit = 200}));
    for (const auto& person : page.items) EXPECT_EQ(person.pictures.size(), pictures_each);
    EXPECT_EQ(platform.templates(), page.items.size() * pictures_each);
    EXPECT_EQ(platform.rows(Store::identities, "people_changes"), 0);
    EXPECT_EQ(platform.rows(Store::identities, "people_deletions"), 0);
}

Bytes archive() {
    std::string table = "name,external_id,picture_1,picture_2,consent_evidence\n";
    std::vector<std::pair<std::string, Bytes>> files;
    for (int i = 1; i <= kPeople; ++i) {
        const auto number = std::to_string(i);
        table += "人" + number + ",E" + number + "," + number + "a.bmp," + number + "b.bmp,p" + number + "\n";
        files.emplace_back(number + "a.bmp", to_bytes(test::picture_of(i, 0).view()));
        files.emplace_back(number + "b.bmp", to_bytes(test::picture_of(i, 1).view()));
    }
    files.emplace_back("people.csv", to_bytes(table));
    return zip_of(files);
}

TEST(Crash, ImportNeverLeavesHalfAPerson) {  // B10
    const test::TempDir folder;
    Platform(folder.path()).notice();
    const auto zip = archive();
    int kills = 0;
    for (int round = 0; round < 200; ++round) {
        const bool finished = run_and_kill(folder.path(), std::chrono::milliseconds(4 + 7 * round),
                                           [&](Platform& platform) { must(platform.people().import_zip(zip, {}, "op")); });
        Platform platform(folder.path());
        expect_whole(platform, 2);
        kills += finished ? 0 : 1;
        if (must(platform.people().count()) == kPeople) break;
    }
    EXPECT_GE(kills, 1);
    Platform platform(folder.path());
    EXPECT_EQ(must(platform.people().count()), kPeople);
    for (int i = 1; i <= kPeople; ++i) EXPECT_TRUE(platform.recognised(i));
}

TEST(Crash, DeletionIsFinishedAtTheNextStart) {  // B11
    const test::TempDir folder;
    {
        Platform platform(folder.path());
        platform.notice();
        must(platform.people().import_zip(archive(), {}, "op"));
    }
    int kills = 0, interrupted = 0;
    for (int round = 0; round < kPeople; ++round) {
        PersonId id;
        std::vector<Bytes> ids;
        {
            Platform platform(folder.path());
            const auto people = must(platform.people().find({.limit = 200})).items;
            if (people.empty()) break;
            id = people[0].id;
            ids = {id.bytes(), platform.people().event_ref(id)};
            for (const auto& record : must(platform.people().records_of(id))) ids.push_back(record.bytes());
        }
        const bool finished = run_and_kill(folder.path(), std::chrono::milliseconds(2 + 4 * round),
                                           [&](Platform& platform) { must(platform.people().remove(id, DeletionReason::left, "op")); });
        kills += finished ? 0 : 1;
        Platform platform(folder.path());
        expect_whole(platform, 2);
        if (platform.people().get(id)) continue;  // killed before the plan was on disk: nothing has happened
        ++interrupted;
        EXPECT_EQ(must(store::find_bytes(*platform.world_.stores, ids)), 0U);
        const auto proof = must(platform.people().deletions("", 1)).items.at(0);
        EXPECT_TRUE(proof.finished_at && proof.ledger_index);
    }
    EXPECT_GE(kills, 1);
    EXPECT_GE(interrupted, 1);
}

}  // namespace
}  // namespace md::people
