#include "analysis/subjects/subject_book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "memory_search.h"
#include "templates/synthetic_faces.h"
#include "templates/transform.h"

namespace md::analysis {
namespace {

using namespace std::chrono_literals;
using templates::test::SyntheticFaces;
using test::in_memory;
using test::Needle;
using Face = std::vector<float>;

SteadyTime at(double seconds) { return SteadyTime(std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6))); }

class SubjectBookTest : public ::testing::Test {
protected:
    SeededRandom random{1};
    SyntheticFaces faces{7};
    BookOptions options;
    SubjectBook book{options, random};

    // A track that shows this face once and is over.
    SubjectBook::Standing pass(const std::string& camera, double from, const Face& face, float quality = 0.5f) {
        const auto sighting = book.begin(camera, at(from));
        book.look(sighting, face, quality, at(from + 1));
        const auto standing = book.standing(sighting);
        book.end(sighting, at(from + 2));
        return standing;
    }
    // A picture that scores in the grey zone against the person: neither clearly the same nor clearly somebody else.
    Face grey(const Face& person) { return faces.picture(person, 0.5f); }
    // One that is just alike enough.
    Face hardly(const Face& person) { return faces.picture(person, 0.61f); }
};

TEST_F(SubjectBookTest, OnePersonOverTwoCamerasIsOneSubject) {  // C4
    const auto person = faces.person();
    const auto first = pass("a", 0, faces.picture(person, 0.9f));
    EXPECT_TRUE(first.confirmed);
    std::uint64_t cursor = 0;
    book.merges_since(cursor);
    const auto second = pass("b", 60, faces.picture(person, 0.9f));
    EXPECT_EQ(second.subject, first.subject);
    const auto merged = book.merges_since(cursor);
    ASSERT_EQ(merged.size(), 1U);
    EXPECT_EQ(merged[0].to, first.subject);
    EXPECT_TRUE(book.merges_since(cursor).empty());
    EXPECT_EQ(book.subjects(), 1U);
}

TEST_F(SubjectBookTest, StrangersStayApart) {
    for (int i = 0; i < 60; ++i) EXPECT_TRUE(pass("a", 3 * i, faces.person()).confirmed);
    EXPECT_EQ(book.subjects(), 60U);
}

TEST_F(SubjectBookTest, APoorFaceFoundsNoSubject) {
    EXPECT_FALSE(pass("a", 0, faces.person(), options.mint_quality - 0.01f).confirmed);
    EXPECT_EQ(book.subjects(), 0U);
    EXPECT_EQ(book.bytes_in_memory(), 0U);
}

TEST_F(SubjectBookTest, APoorFaceIsRecognisedAllTheSame) {
    const auto person = faces.person();
    const auto known = pass("a", 0, person);
    EXPECT_EQ(pass("a", 30, faces.picture(person, 0.8f), options.match_quality).subject, known.subject);
    EXPECT_NE(pass("a", 60, faces.picture(person, 0.8f), options.match_quality - 0.01f).subject, known.subject);
}

TEST_F(SubjectBookTest, BetweenMatchAndMintATrackStaysProvisionalAndAsksAgain) {
    const auto person = faces.person();
    const auto known = pass("a", 0, person);
    const auto sighting = book.begin("a", at(30));
    book.look(sighting, grey(person), 0.5f, at(31));
    auto standing = book.standing(sighting);
    EXPECT_FALSE(standing.confirmed);
    EXPECT_TRUE(standing.unsure);
    EXPECT_EQ(book.subjects(), 1U);
    book.look(sighting, faces.picture(person, 0.9f), 0.6f, at(32));
    standing = book.standing(sighting);
    EXPECT_TRUE(standing.confirmed);
    EXPECT_EQ(standing.subject, known.subject);
    EXPECT_FALSE(standing.unsure);
}

TEST_F(SubjectBookTest, AGreyTrackIsDecidedByItsVoteInTheEnd) {
    const auto person = faces.person();
    pass("a", 0, person);
    const auto sighting = book.begin("a", at(30));
    for (int i = 0; i < 5; ++i) book.look(sighting, grey(person), 0.5f, at(31 + i));
    EXPECT_FALSE(book.standing(sighting).confirmed);
    book.look(sighting, grey(person), 0.5f, at(36));
    EXPECT_TRUE(book.standing(sighting).confirmed);
}

// A stranger passes the limit in one poor face more often than in the mean of three.
TEST_F(SubjectBookTest, WhoIsHardlyAlikeIsKnownByThreeFaces) {
    const auto person = faces.person();
    const auto known = pass("a", 0, person);
    const auto sighting = book.begin("a", at(30));
    for (int i = 0; i < 2; ++i) {
        book.look(sighting, hardly(person), 0.5f, at(31 + i));
        EXPECT_FALSE(book.standing(sighting).confirmed);
        EXPECT_TRUE(book.standing(sighting).unsure);
    }
    book.look(sighting, hardly(person), 0.5f, at(33));
    EXPECT_EQ(book.standing(sighting).subject, known.subject);
    EXPECT_EQ(book.subjects(), 1U);
}

TEST_F(SubjectBookTest, TwoFacesInOnePictureAreNeverOneSubject) {
    const auto person = faces.person();
    const auto a = book.begin("a", at(0)), b = book.begin("a", at(0));
    for (double t = 0; t < 3; t += 0.1) book.seen(a, at(t)), book.seen(b, at(t));
    book.look(a, faces.picture(person, 0.95f), 0.5f, at(3));
    book.look(b, faces.picture(person, 0.95f), 0.5f, at(3));
    for (int i = 0; i < 10; ++i) book.look(b, faces.picture(person, 0.95f), 0.6f, at(3.1 + i));
    EXPECT_TRUE(book.standing(a).confirmed);
    EXPECT_NE(book.standing(a).subject, book.standing(b).subject);
    EXPECT_EQ(book.subjects(), 1U);  // the second is not minted either: a mirror, a poster, a face found twice
    // On another camera at the same time it may be the same person: two cameras see one hall.
    const auto c = book.begin("b", at(3));
    book.look(c, faces.picture(person, 0.95f), 0.5f, at(4));
    EXPECT_EQ(book.standing(c).subject, book.standing(a).subject);
}

// Two looks of one person that are unlike each other were minted as two; a track that shows both proves that they are one.
TEST_F(SubjectBookTest, TwoSubjectsThatTurnOutToBeOneAreMerged) {
    const auto front = faces.person(), side = faces.picture(front, 0.35f);
    const auto first = pass("a", 0, front), second = pass("a", 30, side);
    ASSERT_NE(first.subject, second.subject);
    ASSERT_EQ(book.subjects(), 2U);
    std::uint64_t cursor = 0;
    book.merges_since(cursor);
    const auto track = book.begin("a", at(60));
    Face between(front.size());
    for (std::size_t i = 0; i < front.size(); ++i) between[i] = (front[i] + side[i]) / std::sqrt(2 * (1 + 0.35f));
    for (int i = 0; i < 4; ++i) book.look(track, faces.picture(between, 0.95f), 0.6f, at(61 + i));
    EXPECT_EQ(book.subjects(), 1U);
    EXPECT_EQ(book.standing(track).subject, first.subject);  // the older keeps its id
    const auto merged = book.merges_since(cursor);
    EXPECT_TRUE(
        std::any_of(merged.begin(), merged.end(), [&](const Merged& m) { return m.from == second.subject && m.to == first.subject; }));
}

TEST_F(SubjectBookTest, SubjectsSeenSideBySideAreNotMerged) {
    const auto front = faces.person(), side = faces.picture(front, 0.35f);
    const auto a = book.begin("a", at(0)), b = book.begin("a", at(0));
    for (double t = 0; t < 2; t += 0.1) book.seen(a, at(t)), book.seen(b, at(t));
    book.look(a, front, 0.5f, at(2));
    book.look(b, side, 0.5f, at(2));
    book.end(a, at(3));
    book.end(b, at(3));
    ASSERT_EQ(book.subjects(), 2U);
    Face between(front.size());
    for (std::size_t i = 0; i < front.size(); ++i) between[i] = (front[i] + side[i]) / std::sqrt(2 * (1 + 0.35f));
    const auto live = book.begin("b", at(1));  // keeps the stays in mind
    const auto track = book.begin("a", at(60));
    for (int i = 0; i < 6; ++i) book.look(track, faces.picture(between, 0.95f), 0.6f, at(61 + i));
    EXPECT_EQ(book.subjects(), 2U);
    book.end(live, at(70));
}

TEST_F(SubjectBookTest, ATrackThatChangesHandsBecomesSomebodyElse) {
    const auto one = faces.person(), other = faces.person();
    const auto track = book.begin("a", at(0));
    book.look(track, one, 0.5f, at(1));
    const auto first = book.standing(track).subject;
    book.look(track, faces.picture(other, 0.9f), 0.5f, at(2), true);
    book.look(track, faces.picture(other, 0.9f), 0.5f, at(2.5));
    EXPECT_NE(book.standing(track).subject, first);
    EXPECT_EQ(book.subjects(), 2U);
    // One odd picture of a track that nobody came near to is no reason to change.
    const auto now = book.standing(track).subject;
    book.look(track, faces.person(), 0.5f, at(3));
    EXPECT_EQ(book.standing(track).subject, now);
}

TEST_F(SubjectBookTest, WatchListEntriesStayThroughMerges) {  // C8
    const auto person = faces.person();
    const auto known = pass("a", 0, person);
    const auto track = book.begin("a", at(30));
    book.listed(track, "blocked", "entry-3");
    EXPECT_EQ(book.standing(track).entry, "entry-3");
    book.look(track, faces.picture(person, 0.9f), 0.5f, at(31));
    EXPECT_EQ(book.standing(track).subject, known.subject);
    EXPECT_EQ(book.standing(track).watch_list, "blocked");
}

TEST_F(SubjectBookTest, WhatIsNoEmbeddingIsIgnored) {
    const auto track = book.begin("a", at(0));
    book.look(track, Face(512, 0.0f), 0.9f, at(1));
    book.look(track, Face(600, 0.04f), 0.9f, at(1));
    book.look(track, {}, 0.9f, at(1));
    EXPECT_FALSE(book.standing(track).confirmed);
    EXPECT_FALSE(book.alike(track, faces.person()).has_value());
    book.look(99, faces.person(), 0.9f, at(1));  // no such track
    EXPECT_EQ(book.subjects(), 0U);
}

TEST_F(SubjectBookTest, TheWindowEndsAWindowAfterTheLastSight) {
    const auto person = faces.person();
    const auto first = pass("a", 0, person);  // last face at 1 s
    book.forget(at(601));
    EXPECT_EQ(book.subjects(), 1U);
    book.forget(at(601.1));
    EXPECT_EQ(book.subjects(), 0U);
    EXPECT_NE(pass("a", 602, person).subject, first.subject);  // nothing links two windows. C1
}

TEST_F(SubjectBookTest, WhoIsInThePictureIsNotForgotten) {
    const auto track = book.begin("a", at(0));
    book.look(track, faces.person(), 0.5f, at(1));
    book.forget(at(10'000));
    EXPECT_EQ(book.subjects(), 1U);
}

TEST_F(SubjectBookTest, AFullBookForgetsWhoWasSeenLongestAgo) {
    options.most_subjects = 5;
    SubjectBook small(options, random);
    for (int i = 0; i < 9; ++i) {
        const auto track = small.begin("a", at(3 * i));
        small.look(track, faces.person(), 0.5f, at(3 * i + 1));
        small.end(track, at(3 * i + 2));
    }
    EXPECT_EQ(small.subjects(), 5U);
}

TEST_F(SubjectBookTest, ManyCamerasShareOneBook) {
    std::vector<Face> people;
    for (int i = 0; i < 20; ++i) people.push_back(faces.person());
    std::vector<std::thread> cameras;
    for (int c = 0; c < 4; ++c)
        cameras.emplace_back([&, c] {
            SyntheticFaces own(static_cast<std::uint64_t>(100 + c));
            const std::string name = "camera " + std::to_string(c);
            for (int i = 0; i < 20; ++i) {
                const auto track = book.begin(name, at(i));
                book.look(track, own.picture(people[static_cast<std::size_t>((i + 5 * c) % 20)], 0.9f), 0.5f, at(i + 0.5));
                book.end(track, at(i + 0.9));
            }
        });
    for (auto& camera : cameras) camera.join();
    EXPECT_EQ(book.subjects(), 20U);
}

// ---- C1: nothing of a face remains, neither now nor after the window

// Sixteen bytes.
Needle needle_at(const void* bytes) { return Needle(ByteView(static_cast<const std::uint8_t*>(bytes), 16)); }

// Remembers the complement of what it gave out, so that the test itself holds no copy of a key.
class RememberingRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override {
        source_.fill(out);
        if (out.size() == templates::sign_bytes(1024)) keys.push_back(needle_at(out.data()));
    }
    std::vector<Needle> keys;

private:
    SystemRandom source_;
};

TEST(SubjectBookMemory, KeysDieWithTheWindow) {  // C1
    RememberingRandom random;
    SubjectBook book({}, random);
    SyntheticFaces faces(3);
    for (int i = 0; i < 20; ++i) {
        const auto track = book.begin("a", at(i));
        book.look(track, faces.person(), 0.5f, at(i));
        book.end(track, at(i));
    }
    ASSERT_EQ(random.keys.size(), 20U);
    for (const auto& key : random.keys) EXPECT_TRUE(in_memory(key));
    book.forget(at(10'000));
    for (const auto& key : random.keys) EXPECT_FALSE(in_memory(key));
}

TEST(SubjectBookMemory, EveryLookHasAKeyOfItsOwn) {  // C1: no two templates can be compared with each other
    RememberingRandom random;
    SubjectBook book({}, random);
    SyntheticFaces faces(3);
    const auto person = faces.person();
    const auto track = book.begin("a", at(0));
    for (int i = 0; i < 10; ++i) book.look(track, faces.picture(person, 0.7f), 0.5f, at(i));
    ASSERT_GE(random.keys.size(), 2U);
    for (std::size_t i = 0; i < random.keys.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(random.keys[i] == random.keys[j]);
    EXPECT_LE(book.bytes_in_memory(), 6U * (256 + 128));
}

TEST(SubjectBookMemory, NoEmbeddingIsKept) {  // C1, C9
    SystemRandom random;
    SubjectBook book({}, random);
    std::vector<Needle> traces;
    const auto track = book.begin("a", at(0));
    {
        SyntheticFaces faces(11);
        Face face = faces.person();
        traces.push_back(needle_at(face.data() + 100));
        {
            const auto quantised = must(templates::quantise(face));
            traces.push_back(needle_at(quantised.q.data() + 200));
        }
        book.look(track, face, 0.5f, at(1));
        book.alike(track, face);
        ASSERT_TRUE(book.standing(track).confirmed);
        ASSERT_TRUE(in_memory(traces[0]));
        wipe(std::span<float>(face));
    }
    for (const auto& trace : traces) EXPECT_FALSE(in_memory(trace));
}

}  // namespace
}  // namespace md::analysis
