#pragma once
// Bulk import: a ZIP with people.csv and pictures. Rows are independent: a row is imported whole or not at all, and the report says why
// not.
//
// people.csv: UTF-8 (with or without mark) or GB 18030; comma, semicolon or tab; first line is the header, in Chinese or English:
//   name 姓名 | external_id 编号 | kind 类别 | birth_date 出生日期 | department 部门 | phone 电话 | document_number 证件号码 | valid_from
//   生效日期 | valid_until 失效日期 groups 分组 (several separated by | or 、) | picture_1 照片1 | picture_2 照片2 (paths in the archive) |
//   consent_channel 同意方式 | consent_evidence 同意凭据 guardian_name 监护人姓名 | guardian_relation 监护人关系 | guardian_document
//   监护人证件号码
// Columns it does not know are errors; the order is free; name and consent_evidence are needed.
#include <functional>

#include "people/types.h"

namespace md::people {

struct ImportLimits {  // against archives that unpack to more than they seem
    std::int64_t max_entries = 210'000;
    std::int64_t max_entry_bytes = 20 << 20;
    std::int64_t max_total_bytes = 4ll << 30;
    std::int64_t max_rows = 100'000;
    std::int64_t max_held_bytes = 256 << 20;  // pictures that wait for the others of their row
};
struct ImportOptions {
    std::optional<NoticeId> notice;     // what the rows' consents were given to; empty: the notice in force
    std::vector<std::string> purposes;  // empty: all of the notice's
    ImportLimits limits;
    std::function<void(std::int64_t done, std::int64_t total)> progress;  // from the calling thread
};
struct ImportRejection {
    std::int64_t row = 0;                 // line of the table, the header is 1
    std::string name;                     // as in the table, for the user who uploaded it; never logged
    Error error;                          // code and both sentences
    std::vector<vision::Reason> reasons;  // of the picture, when that was it
};
struct ImportReport {
    std::int64_t imported = 0;
    std::vector<ImportRejection> rejected;
    std::vector<PersonId> possibly_same;  // enrolled people who look like one just imported
};

}  // namespace md::people
