// Bulk import: rows are independent, archives are not trusted.
#include <sys/resource.h>

#include "people/people_fixture.h"
#include "people/table.h"
#include "people/zip_fixture.h"

namespace md::people {
namespace {

Bytes bytes_of(const SecretBytes& secret) { return to_bytes(secret.view()); }

class ImportTest : public PeopleTest {
protected:
    ImportTest() { notice(); }
    Result<ImportReport> import(const std::vector<std::pair<std::string, Bytes>>& files, ImportOptions options = {}) {
        return people_->import_zip(zip_of(files), options, "op");
    }
};

TEST_F(ImportTest, UnderstandsTheConsolesOwnWords) {
    const std::string table =
        "姓名,类别,照片1,同意方式,同意凭据\r\n"
        "甲,外包人员,a.bmp,纸质签署,1\r\n"
        "乙,承包商,b.bmp,屏幕确认,2\r\n"
        "丙,contractor,c.bmp,手机应用,3\r\n"
        "丁,外包,d.bmp,小程序,4\r\n";
    std::vector<std::pair<std::string, Bytes>> files{{"people.csv", to_bytes(table)}};
    for (int i = 0; i < 4; ++i) files.emplace_back(std::string(1, char('a' + i)) + ".bmp", bytes_of(test::picture_of(i + 1)));
    const auto report = must(import(files));
    EXPECT_EQ(report.imported, 4);
    for (const auto& person : must(people_->find({})).items) EXPECT_EQ(person.kind, Kind::contractor) << person.name;
}

TEST_F(ImportTest, RowsAreIndependentAndSayWhatIsWrong) {  // B1, B2
    const std::string table =
        "\xEF\xBB\xBF姓名,编号,类别,照片1,照片2,同意凭据,分组,失效日期\r\n"
        "甲,E1,员工,照片/a.bmp,照片/a2.bmp,纸1,一号楼|夜班,2026/12/31\r\n"
        "乙,E2,住户,照片/b.bmp,,,,\r\n"
        "\"丙, 丁\",E3,访客,照片/没有.bmp,,纸3,,\r\n"
        "戊,E1,员工,,,纸4,,\r\n"
        "己,E5,外星人,,,纸5,,\r\n"
        "庚,E6,员工,照片/blur.bmp,,纸6,,\r\n"
        "辛,E7,员工,照片/text.bmp,,纸7,,\r\n"
        "\r\n"
        "壬,E8,员工,,,纸8,,\r\n";
    std::int64_t seen = 0, total = 0;
    ImportOptions options;
    options.progress = [&](std::int64_t done, std::int64_t all) {
        seen = done;
        total = all;
    };
    const auto report = must(import({{"员工/people.csv", to_bytes(table)},
                                     {"员工/照片/a.bmp", bytes_of(test::picture_of(1, 0))},
                                     {"员工/照片/a2.bmp", bytes_of(test::picture_of(1, 1))},
                                     {"员工/照片/b.bmp", bytes_of(test::picture_of(2))},
                                     {"员工/照片/blur.bmp", bytes_of(test::picture_of(3, 63))},
                                     {"员工/照片/text.bmp", to_bytes("no picture")},
                                     {"../../etc/people.bmp", to_bytes("x")}},
                                    options));
    EXPECT_EQ(report.imported, 2);
    EXPECT_EQ(seen, 8);
    EXPECT_EQ(total, 8);
    std::vector<std::pair<std::int64_t, std::string>> rejected;
    for (const auto& row : report.rejected) rejected.emplace_back(row.row, row.error.code());
    EXPECT_EQ(rejected, (std::vector<std::pair<std::int64_t, std::string>>{{3, "people.consent_missing"},
                                                                           {4, "people.picture_not_found"},
                                                                           {5, "people.external_id_taken"},
                                                                           {6, "people.person_invalid"},
                                                                           {7, "people.picture_rejected"},
                                                                           {8, "vision.not_an_image"}}));
    EXPECT_EQ(report.rejected[1].name, "丙, 丁");
    EXPECT_EQ(report.rejected[4].reasons, std::vector{vision::Reason::blurred});
    EXPECT_EQ(templates(), 2U);
    const auto person = must(people_->find({.text = "E1"})).items.at(0);
    EXPECT_EQ(person.kind, Kind::staff);
    EXPECT_EQ(person.groups.size(), 2U);
    EXPECT_EQ(person.valid_until, must(from_rfc3339("2027-01-01T00:00:00+08:00")));
    EXPECT_EQ(recognised(1), person.id);
}

TEST_F(ImportTest, ReadsGb18030AndEnglishHeadings) {
    const std::string gbk =
        "\xD0\xD5\xC3\xFB,\xCD\xAC\xD2\xE2\xC6\xBE\xBE\xDD\n\xCD\xF5\xCE\xE5,\xD6\xBD\x31\n";  // 姓名,同意凭据 / 王五,纸1
    EXPECT_EQ(must(import({{"people.csv", to_bytes(gbk)}})).imported, 1);
    EXPECT_EQ(must(people_->find({.text = "王五"})).items.size(), 1U);
    EXPECT_EQ(must(import({{"people.csv", to_bytes("name\tconsent_evidence\nAnna\tp2\n")}})).imported, 1);
}

TEST_F(ImportTest, RefusesTablesItDoesNotUnderstand) {
    const auto refused = [&](const std::string& table) {
        return failed_with(import({{"people.csv", to_bytes(table)}}), errors::kTableInvalid);
    };
    EXPECT_TRUE(refused("name,shoe_size,consent_evidence\nA,42,x\n"));
    EXPECT_TRUE(refused("name,name,consent_evidence\n"));
    EXPECT_TRUE(refused("name\nA\n"));
    EXPECT_TRUE(refused("name,consent_evidence\n\"A,x\n"));
    EXPECT_TRUE(refused("name,consent_evidence\nA,x,y\n"));
    EXPECT_TRUE(refused("\xFF\xFF\xFF\xFF"));
    EXPECT_TRUE(failed_with(import({{"other.txt", to_bytes("x")}}), errors::kTableInvalid));
    EXPECT_TRUE(failed_with(people_->import_zip(to_bytes("PK no archive"), {}, "op"), errors::kArchiveInvalid));
}

TEST_F(ImportTest, BombsAreStoppedByWhatComesOut) {
    const std::string table = "name,consent_evidence,picture_1\nA,x,big.bmp\n";
    const std::vector<std::pair<std::string, Bytes>> files{{"people.csv", to_bytes(table)}, {"big.bmp", Bytes(30 << 20)}};
    const auto packed = zip_of(files);
    EXPECT_LT(packed.size(), 1U << 20);
    EXPECT_TRUE(failed_with(people_->import_zip(packed, {}, "op"), errors::kArchiveTooLarge));
    ImportOptions options;
    options.limits.max_entries = 1;
    EXPECT_TRUE(failed_with(people_->import_zip(packed, options, "op"), errors::kArchiveTooLarge));
    options = {};
    options.limits.max_rows = 0;
    EXPECT_TRUE(failed_with(people_->import_zip(packed, options, "op"), errors::kArchiveTooLarge));
    auto truncated = packed;
    truncated.resize(truncated.size() / 2);
    EXPECT_FALSE(people_->import_zip(truncated, {}, "op"));
    EXPECT_EQ(must(people_->count()), 0);
}

TEST_F(ImportTest, PicturesThatFindNoRoomWaitForTheNextPass) {
    std::string table = "name,consent_evidence,picture_1,picture_2\n";
    std::vector<std::pair<std::string, Bytes>> files{{"people.csv", {}}};
    for (const int shot : {0, 1}) {  // all first pictures, then all second ones: every row has to wait for its other one
        for (int face = 1; face <= 3; ++face)
            files.emplace_back(fmt::format("{}/{}.bmp", shot, face), bytes_of(test::picture_of(face, shot)));
    }
    for (int face = 1; face <= 3; ++face) table += fmt::format("P{0},x,0/{0}.bmp,1/{0}.bmp\n", face);
    files.front().second = to_bytes(table + "Q,x,0/1.bmp,nowhere.bmp\nR,x,2/1.bmp,1/1.bmp\n");
    ImportOptions options;
    options.limits.max_held_bytes = 1;
    const auto report = must(import(files, options));
    EXPECT_EQ(report.imported, 3);
    ASSERT_EQ(report.rejected.size(), 2U);
    for (const auto& row : report.rejected) EXPECT_EQ(row.error.code(), errors::kPictureNotFound.code) << row.name;
    EXPECT_EQ(templates(), 6U);
}

TEST_F(ImportTest, APictureThatManyRowsNameIsInMemoryOnce) {
    const auto peak_mib = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss / 1024;
    };
    std::string table = "name,consent_evidence,picture_1,picture_2\n";
    for (int row = 0; row < 60; ++row) table += fmt::format("P{},x,big.bmp,nowhere.bmp\n", row);
    const auto packed = zip_of({{"people.csv", to_bytes(table)}, {"big.bmp", Bytes(15 << 20)}});
    const auto before = peak_mib();
    EXPECT_EQ(must(people_->import_zip(packed, {}, "op")).rejected.size(), 60U);
    EXPECT_LT(peak_mib() - before, 300) << "60 copies of it are 900";
}

TEST(Table, QuotedCellsMayHoldLineEnds) {
    const auto rows = must(read_table(as_bytes("name;consent_evidence\n\"A \"\"B\"\"\nC\";p1\nD;p2"), 10));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].cell(Column::name), "A \"B\"\nC");
    EXPECT_EQ(rows[1].line, 4);
}

}  // namespace
}  // namespace md::people
