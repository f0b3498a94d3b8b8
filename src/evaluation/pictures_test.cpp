#include "evaluation/pictures.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "evaluation/errors.h"
#include "evaluation/pad.h"
#include "test_support.h"

namespace md::evaluation {
namespace {

PairList pairs_of(const std::string& text) {
    const test::TempDir dir;
    must(write_file_atomically(dir / "pairs", as_bytes(text)));
    return must(read_pairs(dir / "pairs", dir.path()));
}

Error pairs_error(const std::string& text) {
    const test::TempDir dir;
    must(write_file_atomically(dir / "pairs", as_bytes(text)));
    return read_pairs(dir / "pairs", dir.path()).error();
}

TEST(Pairs, LfwLayoutWithFolds) {
    const auto list = pairs_of("2\t1\nAnn\t1\t4\nAnn\t1\tBob\t2\nCy\t1\t2\nCy\t3\tBob\t1\n");
    ASSERT_EQ(list.pairs.size(), 4u);
    EXPECT_EQ(list.folds, 2u);
    EXPECT_EQ(list.pairs[0].b, "Ann/Ann_0004.jpg");
    EXPECT_TRUE(list.pairs[0].mated);
    EXPECT_FALSE(list.pairs[1].mated);
    EXPECT_EQ(list.pairs[1].b, "Bob/Bob_0002.jpg");
    EXPECT_EQ(list.pairs[1].fold, 0u);
    EXPECT_EQ(list.pairs[2].fold, 1u);
}

TEST(Pairs, LfwLayoutWithoutHeaderAndCsvWithHeading) {
    EXPECT_EQ(pairs_of("Ann 1 2\nAnn 1 Bob 2\n").pairs.size(), 2u);
    const auto csv = pairs_of("path_a,path_b,same\na/1.png,b/1.png,0\r\na/1.png,./a/2.png,1\n");
    ASSERT_EQ(csv.pairs.size(), 2u);
    EXPECT_EQ(csv.pairs[1].b, "a/2.png");
    EXPECT_TRUE(csv.pairs[1].mated);
}

TEST(Pairs, NamesTheBadLine) {
    const auto error = pairs_error("a,b,0\na,b,2\n");
    EXPECT_TRUE(error.is(errors::kPairsMalformed));
    EXPECT_NE(error.detail().find(":2"), std::string::npos);
    EXPECT_TRUE(pairs_error("").is(errors::kPairsMalformed));
    EXPECT_TRUE(pairs_error("Ann 1\n").is(errors::kPairsMalformed));
}

TEST(Pictures, PersonIsTheFolderOrTheStem) {
    EXPECT_EQ(person_of("ann/x_1.jpg"), "ann");
    EXPECT_EQ(person_of("ann_0001.jpg"), "ann");
    EXPECT_EQ(person_of("ann-2.jpg"), "ann");
    EXPECT_EQ(person_of("s1.pgm"), "s1");
    EXPECT_EQ(person_of("007.png"), "007");
}

// B8: the worst species is the headline, and no answer counts against the live person but for the defence.
TEST(Pad, CountsPerSpecies) {
    using vision::LivenessOutcome;
    const Presentation live{{}, false, ""}, photo{{}, true, "photo"}, replay{{}, true, "replay"};
    const auto report = count_pad({{live, LivenessOutcome::live},
                                   {live, LivenessOutcome::not_judged},
                                   {photo, LivenessOutcome::attack},
                                   {photo, LivenessOutcome::not_judged},
                                   {replay, LivenessOutcome::live},
                                   {replay, LivenessOutcome::attack}});
    EXPECT_EQ(report.per_species.front().species, "replay");
    EXPECT_DOUBLE_EQ(report.apcer_worst, 0.5);
    EXPECT_DOUBLE_EQ(report.per_species.back().apcer, 0);
    EXPECT_EQ(report.per_species.back().not_judged, 1u);
    EXPECT_DOUBLE_EQ(report.bpcer, 0.5);
    EXPECT_DOUBLE_EQ(report.bpnrr, 0.5);
}

TEST(Pictures, ASubsetMayBeMadeOfLinks) {
    const test::TempDir dir, subset;
    std::filesystem::create_directory(dir / "wang");
    must(write_file_atomically(dir / "wang/1.jpg", as_bytes("x")));
    std::filesystem::create_directory_symlink(dir / "wang", subset / "wang");
    EXPECT_EQ(must(list_pictures(subset.path())), std::vector<std::filesystem::path>{"wang/1.jpg"});
}

TEST(Pad, ReadsCsvAndNamesTheBadLine) {
    const test::TempDir dir;
    must(write_file_atomically(dir / "list.csv", as_bytes("path,label,species\na.jpg,live,\nb.jpg,attack,photo\n")));
    const auto list = must(read_presentations(dir / "list.csv"));
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[1].species, "photo");
    must(write_file_atomically(dir / "bad.csv", as_bytes("a.jpg,live,\nb.jpg,maybe,\n")));
    EXPECT_NE(read_presentations(dir / "bad.csv").error().detail().find(":2"), std::string::npos);
}

}  // namespace
}  // namespace md::evaluation
