#pragma once
// people.csv of a bulk import, read into rows.
#include <map>

#include "people/import.h"

namespace md::people {

enum class Column {
    name,
    external_id,
    kind,
    birth_date,
    department,
    phone,
    document_number,
    valid_from,
    valid_until,
    groups,
    picture_1,
    picture_2,
    consent_channel,
    consent_evidence,
    guardian_name,
    guardian_relation,
    guardian_document
};
struct TableRow {
    std::int64_t line = 0;                  // in the file, the header is 1
    std::map<Column, std::string> cells;    // trimmed; absent when empty
    std::string cell(Column column) const;  // empty when absent
};
// kTableInvalid: no header, unknown or repeated column, name or evidence missing, unbalanced quotes. kArchiveTooLarge: too many rows.
Result<std::vector<TableRow>> read_table(ByteView file, std::int64_t max_rows);

// A row as a person, without pictures. kPersonInvalid names the column in its detail.
Result<NewPerson> person_of(const TableRow& row, const NoticeId& notice, const std::vector<std::string>& purposes);

}  // namespace md::people
