#include "people/registry.h"

#include <algorithm>

#include "people/errors.h"
#include "people/text.h"
#include "store/errors.h"

namespace md::people {

using store::Params;
using store::Queries;
using store::Row;
using store::Store;

namespace {

constexpr std::string_view kPersonColumns = "p.id, p.sequence, p.leaving, p.kind, p.valid_from, p.valid_until, p.created, p.due, p.profile";

template <class IdType>
IdType id_in(const Row& row, std::size_t column) {
    return IdType::from_bytes(row.blob(column)).value_or(IdType());
}

std::string placeholders(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ",?";
    return out;
}

}  // namespace

store::Value to_value(std::optional<WallTime> time) {
    if (!time) return std::monostate();
    return to_micros(*time);
}

std::optional<WallTime> time_in(const Row& row, std::size_t column) {
    if (row.null(column)) return std::nullopt;
    return from_micros(row.integer(column));
}

Registry::Registry(std::shared_ptr<store::Stores> stores, SearchIndex index)
    : stores_(std::move(stores)), links_(*stores_->keyring), index_(std::move(index)) {}

Status Registry::open() {
    for (const auto* sql :
         {"SELECT COALESCE(MAX(sequence), 0) FROM people_persons", "SELECT COALESCE(MAX(sequence), 0) FROM people_notices"}) {
        MD_ASSIGN(const auto rows, (*stores_)[Store::identities].query(sql));
        sequence_ = std::max(sequence_.load(), rows.at(0).integer(0));
    }
    MD_ASSIGN(const auto rows, (*stores_)[Store::events].query("SELECT COALESCE(MAX(sequence), 0) FROM people_deletion_proofs"));
    sequence_ = std::max(sequence_.load(), rows.at(0).integer(0));
    return {};
}

std::int64_t Registry::next_sequence(WallTime now) {
    auto last = sequence_.load();
    std::int64_t next = 0;
    do {
        next = std::max(last + 1, to_micros(now));
    } while (!sequence_.compare_exchange_weak(last, next));
    return next;
}

Result<Bytes> Registry::seal(const PersonId& person, Store store, std::string_view table, std::string_view column, ByteView row,
                             ByteView plain) {
    return stores_->keyring->seal_for(links_.subject(person), {store, table, column, row}, plain);
}

Result<SecretBytes> Registry::unseal(const PersonId& person, Store store, std::string_view table, std::string_view column, ByteView row,
                                     ByteView sealed) {
    return stores_->keyring->open_for(links_.subject(person), {store, table, column, row}, sealed);
}

// --- persons -------------------------------------------------------------------------------------------------------------------------

Status Registry::check_external_id(Queries& db, const PersonId& id, std::string_view external_id) {
    if (external_id.empty()) return {};
    MD_ASSIGN(const auto others, db.query("SELECT id FROM people_persons WHERE external_token = ? AND id <> ?",
                                          {index_.external_token(external_id), id.bytes()}));
    if (!others.empty()) return fail(errors::kExternalIdTaken);
    return {};
}

Status Registry::insert(Queries& db, const PersonId& id, const PersonFields& fields, WallTime now, WallTime due) {
    MD_ASSIGN(auto profile, seal(id, Store::identities, "people_persons", "profile", id.view(), encode_fields(fields)));
    const store::Value external = fields.external_id.empty() ? store::Value() : store::Value(index_.external_token(fields.external_id));
    const auto inserted = db.execute(
        "INSERT INTO people_persons (id, sequence, kind, valid_from, valid_until, created, due, event_token, external_token, profile) "
        "VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (external_token) DO NOTHING",
        {id.bytes(), next_sequence(now), static_cast<std::int64_t>(fields.kind), to_value(fields.valid_from), to_value(fields.valid_until),
         to_micros(now), to_micros(due), links_.event_token(links_.event_ref(id)), external, std::move(profile)});
    if (!inserted) return fail(inserted.error());
    if (*inserted == 0) return fail(errors::kExternalIdTaken);
    return write_tokens(db, id, fields);
}

Status Registry::update(Queries& db, const PersonId& id, const PersonFields& fields) {
    MD_ASSIGN(auto profile, seal(id, Store::identities, "people_persons", "profile", id.view(), encode_fields(fields)));
    MD_TRY(check_external_id(db, id, fields.external_id));
    const store::Value external = fields.external_id.empty() ? store::Value() : store::Value(index_.external_token(fields.external_id));
    MD_TRY(db.execute("UPDATE people_persons SET kind = ?, valid_from = ?, valid_until = ?, external_token = ?, profile = ? WHERE id = ?",
                      {static_cast<std::int64_t>(fields.kind), to_value(fields.valid_from), to_value(fields.valid_until), external,
                       std::move(profile), id.bytes()}));
    MD_TRY(db.execute("DELETE FROM people_tokens WHERE person = ?", {id.bytes()}));
    return write_tokens(db, id, fields);
}

Status Registry::write_tokens(Queries& db, const PersonId& id, const PersonFields& fields) {
    for (const auto token : index_.tokens_of(fields)) {
        MD_TRY(db.execute("INSERT INTO people_tokens (token, person) VALUES (?,?)", {token, id.bytes()}));
    }
    for (const auto& group : fields.groups) {
        MD_TRY(db.execute("INSERT INTO people_groups (name) VALUES (?) ON CONFLICT (name) DO NOTHING", {group}));
    }
    return {};
}

Status Registry::set_due(Queries& db, const PersonId& id, WallTime due) {
    MD_TRY(db.execute("UPDATE people_persons SET due = ? WHERE id = ?", {to_micros(due), id.bytes()}));
    return {};
}

Result<Person> Registry::read_person(const Row& row) {
    Person out;
    out.id = id_in<PersonId>(row, 0);
    MD_ASSIGN(const auto profile, unseal(out.id, Store::identities, "people_persons", "profile", out.id.view(), row.blob(8)));
    MD_ASSIGN(static_cast<PersonFields&>(out), decode_fields(profile.view()));
    out.kind = static_cast<Kind>(row.integer(3));
    out.valid_from = time_in(row, 4);
    out.valid_until = time_in(row, 5);
    out.created_at = from_micros(row.integer(6));
    out.delete_due_at = from_micros(row.integer(7));
    return out;
}

Result<Person> Registry::person(Queries& db, const PersonId& id) {
    MD_ASSIGN(const auto rows,
              db.query(std::string("SELECT ").append(kPersonColumns) + " FROM people_persons p WHERE p.id = ?", {id.bytes()}));
    if (rows.empty()) return fail(errors::kPersonNotFound);
    if (rows[0].integer(2) != 0) return fail(errors::kPersonLeaving);
    return read_person(rows[0]);
}

Result<Person> Registry::whole_person(Queries& db, const PersonId& id) {
    MD_ASSIGN(auto out, person(db, id));
    MD_ASSIGN(out.consents, consents(db, id));
    MD_ASSIGN(const auto stored, pictures(db, id));
    for (const auto& picture : stored) out.pictures.push_back({picture.ref, !picture.image.nil(), picture.format, picture.added_at});
    return out;
}

Result<PersonPage> Registry::find(const PersonQuery& query) {
    std::string where = "p.leaving = 0 AND p.sequence < ?";
    Params filters;
    if (query.kind) {
        where += " AND p.kind = ?";
        filters.emplace_back(static_cast<std::int64_t>(*query.kind));
    }
    if (!folded(query.text).empty()) {
        const auto lookup = index_.lookup(query.text);
        where += " AND (p.id IN (SELECT person FROM people_tokens WHERE token IN (" + placeholders(lookup.name_parts.size()) +
                 ") GROUP BY person HAVING COUNT(*) = " + std::to_string(lookup.name_parts.size()) +
                 ") OR p.id IN (SELECT person FROM people_tokens WHERE token IN (" + placeholders(lookup.numbers.size()) + ")))";
        for (const auto token : lookup.name_parts) filters.emplace_back(token);
        for (const auto token : lookup.numbers) filters.emplace_back(token);
    }
    const std::string sql =
        std::string("SELECT ").append(kPersonColumns) + " FROM people_persons p WHERE " + where + " ORDER BY p.sequence DESC LIMIT ?";
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, 200));
    const auto cursor = from_hex(query.cursor);
    std::int64_t before = cursor && cursor->size() == 8 ? static_cast<std::int64_t>(Reader(*cursor).u64()) : INT64_MAX;
    PersonPage page;
    for (;;) {  // candidates may share tokens without being what was asked for, so a page may take several rounds
        Params params{before};
        params.insert(params.end(), filters.begin(), filters.end());
        params.emplace_back(static_cast<std::int64_t>(limit + 1));
        MD_ASSIGN(const auto rows, (*stores_)[Store::identities].query(sql, params));
        for (const auto& row : rows) {
            if (page.items.size() == limit) {
                page.next = to_hex(Writer().u64(static_cast<std::uint64_t>(before)).bytes());
                return page;
            }
            before = row.integer(1);
            auto found = read_person(row);
            if (!found && found.error().is(errors::kKeyDestroyed)) continue;  // its deletion began a moment ago
            if (!found) return fail(std::move(found.error()));
            if (SearchIndex::matches(*found, query.text)) page.items.push_back(std::move(*found));
        }
        if (rows.size() <= limit) return page;
    }
}

Status Registry::mark_leaving(Queries& db, const PersonId& id) {
    MD_TRY(db.execute("UPDATE people_persons SET leaving = 1 WHERE id = ?", {id.bytes()}));
    return {};
}

Result<std::int64_t> Registry::erase(Queries& db, const PersonId& id) {
    std::int64_t rows = 0;
    for (const auto* sql : {"DELETE FROM people_pictures WHERE person = ?", "DELETE FROM people_consents WHERE person = ?",
                            "DELETE FROM people_tokens WHERE person = ?", "DELETE FROM people_persons WHERE id = ?"}) {
        MD_ASSIGN(const auto gone, db.execute(sql, {id.bytes()}));
        rows += gone;
    }
    return rows;
}

// --- consents ------------------------------------------------------------------------------------------------------------------------

Result<Consent> Registry::insert_consent(Queries& db, const PersonId& id, const ConsentId& consent, const ConsentGiven& given,
                                         WallTime now) {
    MD_ASSIGN(auto body, seal(id, Store::identities, "people_consents", "body", consent.view(), encode_consent(given)));
    MD_TRY(db.execute("INSERT INTO people_consents (id, person, given, body) VALUES (?,?,?,?)",
                      {consent.bytes(), id.bytes(), to_micros(now), std::move(body)}));
    return Consent{given, consent, now, std::nullopt};
}

Result<std::vector<Consent>> Registry::consents(Queries& db, const PersonId& id) {
    MD_ASSIGN(const auto rows,
              db.query("SELECT id, given, withdrawn, body FROM people_consents WHERE person = ? ORDER BY given", {id.bytes()}));
    std::vector<Consent> out;
    for (const auto& row : rows) {
        MD_ASSIGN(const auto body, unseal(id, Store::identities, "people_consents", "body", row.blob(0), row.blob(3)));
        MD_ASSIGN(auto given, decode_consent(body.view()));
        out.push_back({std::move(given), id_in<ConsentId>(row, 0), from_micros(row.integer(1)), time_in(row, 2)});
    }
    return out;
}

Status Registry::withdraw(Queries& db, const ConsentId& consent, WallTime now) {
    MD_TRY(db.execute("UPDATE people_consents SET withdrawn = ? WHERE id = ?", {to_micros(now), consent.bytes()}));
    return {};
}

// --- pictures ------------------------------------------------------------------------------------------------------------------------

namespace {
std::int64_t kept(const StoredPicture& picture) { return picture.image.nil() ? 0 : 1; }
}  // namespace

// Rows of an earlier version do not say whether the picture was kept; what is sealed in them does. One that cannot be read stays unknown.
Status Registry::note_kept() {
    return (*stores_)[Store::identities].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto persons, db.query("SELECT DISTINCT person FROM people_pictures WHERE kept IS NULL"));
        for (const auto& person : persons) {
            const auto known = pictures(db, id_in<PersonId>(person, 0));
            if (!known) continue;
            for (const auto& picture : *known)
                MD_TRY(db.execute("UPDATE people_pictures SET kept = ? WHERE ref = ?", {kept(picture), picture.ref.bytes()}));
        }
        return {};
    });
}

Status Registry::insert_picture(Queries& db, const PersonId& id, const StoredPicture& picture) {
    MD_ASSIGN(auto body, seal(id, Store::identities, "people_pictures", "body", picture.ref.view(), encode_picture(picture)));
    MD_TRY(db.execute("INSERT INTO people_pictures (ref, person, added, record_link, body, kept) VALUES (?,?,?,?,?,?)",
                      {picture.ref.bytes(), id.bytes(), to_micros(picture.added_at), links_.record_link(picture.record), std::move(body),
                       kept(picture)}));
    return {};
}

Status Registry::erase_picture(Queries& db, const PictureId& ref) {
    MD_TRY(db.execute("DELETE FROM people_pictures WHERE ref = ?", {ref.bytes()}));
    return {};
}

Result<std::vector<StoredPicture>> Registry::pictures(Queries& db, const PersonId& id) {
    MD_ASSIGN(const auto rows, db.query("SELECT ref, added, body FROM people_pictures WHERE person = ? ORDER BY added, ref", {id.bytes()}));
    std::vector<StoredPicture> out;
    for (const auto& row : rows) {
        MD_ASSIGN(const auto body, unseal(id, Store::identities, "people_pictures", "body", row.blob(0), row.blob(2)));
        MD_ASSIGN(auto picture, decode_picture(body.view()));
        picture.ref = id_in<PictureId>(row, 0);
        picture.added_at = from_micros(row.integer(1));
        out.push_back(std::move(picture));
    }
    return out;
}

// --- from templates and events to persons --------------------------------------------------------------------------------------------

Result<std::optional<PersonId>> Registry::owner_of(const RecordId& record) {
    MD_ASSIGN(const auto rows, (*stores_)[Store::identities].query("SELECT person FROM people_pictures WHERE record_link = ?",
                                                                   {links_.record_link(record)}));
    if (rows.empty()) return std::optional<PersonId>();
    return std::optional(id_in<PersonId>(rows[0], 0));
}

Result<std::optional<Standing>> Registry::standing_of(const RecordId& record, WallTime now) {
    MD_ASSIGN(const auto rows, (*stores_)[Store::identities].query(std::string("SELECT ").append(kPersonColumns) +
                                                                       ", CASE WHEN p.block IS NULL THEN 0 ELSE 1 END, p.block_until FROM "
                                                                       "people_pictures i JOIN people_persons p ON p.id = i.person "
                                                                       "WHERE i.record_link = ? AND p.leaving = 0",
                                                                   {links_.record_link(record)}));
    if (rows.empty()) return std::optional<Standing>();
    auto person = read_person(rows[0]);
    if (!person && person.error().is(errors::kKeyDestroyed)) return std::optional<Standing>();
    if (!person) return fail(std::move(person.error()));
    const auto until = time_in(rows[0], 10);
    const bool blocked = rows[0].integer(9) != 0 && (!until || now < *until);
    return std::optional(Standing{person->id, person->kind, person->valid_from, person->valid_until, blocked, std::move(person->groups)});
}

Result<std::optional<PersonId>> Registry::person_of_event_ref(ByteView event_ref) {
    MD_ASSIGN(const auto rows, (*stores_)[Store::identities].query("SELECT id FROM people_persons WHERE event_token = ? AND leaving = 0",
                                                                   {links_.event_token(event_ref)}));
    if (rows.empty()) return std::optional<PersonId>();
    return std::optional(id_in<PersonId>(rows[0], 0));
}

Status Registry::set_block(Queries& db, const PersonId& id, const std::optional<std::string>& text, std::optional<WallTime> until) {
    store::Value block;
    if (text) {
        MD_ASSIGN(block, seal(id, Store::identities, "people_persons", "block", id.view(), as_bytes(*text)));
    }
    MD_TRY(db.execute("UPDATE people_persons SET block = ?, block_until = ? WHERE id = ?", {block, to_value(until), id.bytes()}));
    return {};
}

Result<std::vector<Registry::Blocked>> Registry::blocked() {
    MD_ASSIGN(const auto rows,
              (*stores_)[Store::identities].query(
                  "SELECT id, block, block_until FROM people_persons WHERE block IS NOT NULL AND leaving = 0 ORDER BY sequence DESC"));
    std::vector<Blocked> out;
    for (const auto& row : rows) {
        const auto id = id_in<PersonId>(row, 0);
        MD_ASSIGN(const auto plain, unseal(id, Store::identities, "people_persons", "block", id.view(), row.blob(1)));
        MD_ASSIGN(auto text, decode_block(plain.view()));
        out.push_back({id, std::move(text), time_in(row, 2)});
    }
    return out;
}

}  // namespace md::people
