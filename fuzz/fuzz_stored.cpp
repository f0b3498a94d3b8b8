// What is sealed into columns and files, once it is opened: damage is an error, never a crash, and what reads writes back the same. B10
#include <libpq-fe.h>

#include <cstdlib>
#include <memory>

#include "access/account.h"
#include "analysis/records/camera_text.h"
#include "analysis/records/endpoint_text.h"
#include "analysis/records/watch_text.h"
#include "people/codec.h"
#include "pki/entries.h"
#include "store/postgres_values.h"
#include "templates/calibration.h"

using namespace md;

namespace {

// A value as a PostgreSQL server sends it: its type's number, then its bytes.
void database_value(ByteView bytes) {
    Reader reader(bytes);
    PGresAttDesc column{};
    char name[] = "c";
    column.name = name;
    column.typid = reader.u16();
    column.format = 1;
    const auto content = to_bytes(reader.take(reader.left()));
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK), PQclear);
    if (!PQsetResultAttrs(result.get(), 1, &column)) std::abort();
    auto* text = const_cast<char*>(reinterpret_cast<const char*>(content.data()));
    if (!PQsetvalue(result.get(), 0, 0, text, static_cast<int>(content.size()))) std::abort();
    static_cast<void>(store::row_of(result.get(), 0));
}

void calibration(ByteView bytes) {
    templates::Calibration calibration(templates::ScoreKind::krt1024);
    if (!calibration.restore(bytes)) return;
    templates::Calibration again(templates::ScoreKind::krt1024);
    if (!again.restore(calibration.save())) std::abort();
    static_cast<void>(calibration.threshold(1e-3));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const std::string text(as_text(bytes));
    static_cast<void>(people::decode_fields(bytes));
    static_cast<void>(people::decode_consent(bytes));
    static_cast<void>(people::decode_picture(bytes));
    static_cast<void>(people::decode_notice(text));
    static_cast<void>(people::decode_plan(bytes));
    static_cast<void>(people::decode_proof(text));
    static_cast<void>(people::decode_block(bytes));
    static_cast<void>(access::from_plaintext(UserId(), bytes));
    static_cast<void>(analysis::decode_camera(text));
    static_cast<void>(analysis::decode_endpoint(text));
    static_cast<void>(analysis::certificates_of(text));
    static_cast<void>(analysis::decode_watch_list(text));
    static_cast<void>(analysis::decode_watch_entry(text));
    static_cast<void>(pki::parse_entry(text));
    database_value(bytes);
    calibration(bytes);
    return 0;
}
