#include "people/deletion_runner.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/log.h"
#include "people/errors.h"
#include "people/record.h"
#include "store/errors.h"
#include "store/find_bytes.h"

namespace md::people {

using store::Database;
using store::Queries;
using store::Store;

namespace {

constexpr std::array<std::string_view, 4> kReasons{"left", "withdrawn", "expired", "request"};
constexpr std::string_view kJobs = "people_deletions";
constexpr std::size_t kSurelyUnique = 10;  // bytes; shorter numbers could stand elsewhere by chance

// The plan names what is about to go, so it has a key of its own, destroyed when all is done.
Bytes job_subject(ByteView id) { return Writer().text("people.deletion").raw(id).bytes(); }

}  // namespace

std::string_view to_string(DeletionReason reason) { return kReasons[static_cast<std::size_t>(reason)]; }
std::optional<DeletionReason> deletion_reason_from(std::string_view text) {
    const auto found = std::find(kReasons.begin(), kReasons.end(), text);
    if (found == kReasons.end()) return std::nullopt;
    return static_cast<DeletionReason>(found - kReasons.begin());
}

// --- begin ---------------------------------------------------------------------------------------------------------------------------

Result<DeletionPlan> DeletionRunner::make_plan(Queries& db, const PersonId& id, DeletionReason reason) {
    MD_ASSIGN(const auto person, registry_.whole_person(db, id));
    MD_ASSIGN(const auto pictures, registry_.pictures(db, id));
    const auto& links = registry_.links();
    DeletionPlan plan;
    plan.person = id;
    plan.proof.id = DeletionId::random(*parts_.random);
    plan.proof.person_ref = links.ledger_ref(id);
    plan.proof.reason = reason;
    plan.proof.requested_at = parts_.clock->wall();
    const Bytes event_ref = links.event_ref(id);
    plan.needles = {id.bytes(), links.subject(id), event_ref, links.event_token(event_ref)};
    for (const auto& consent : person.consents) plan.needles.push_back(consent.id.bytes());
    for (const auto& picture : pictures) {
        plan.records.push_back(picture.record);
        plan.needles.insert(plan.needles.end(), {picture.ref.bytes(), picture.record.bytes(), links.record_link(picture.record)});
        if (picture.image.nil()) continue;
        plan.images.push_back(picture.image);
        plan.needles.push_back(picture.image.bytes());
    }
    if (person.document_number.size() >= kSurelyUnique) plan.needles.push_back(to_bytes(person.document_number));
    return plan;
}

Result<DeletionRunner::Job> DeletionRunner::begin(const PersonId& person, DeletionReason reason, const Actor& actor) {
    Job job{JobId::random(*parts_.random), {}};
    MD_TRY(parts_.stores->keyring->create_subject_key(job_subject(job.id.view())));
    Status begun = (*parts_.stores)[Store::identities].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(job.plan, make_plan(db, person, reason));
        MD_ASSIGN(auto body, parts_.stores->keyring->seal_for(job_subject(job.id.view()), {Store::identities, kJobs, "body", job.id.view()},
                                                              encode_plan(job.plan)));
        MD_TRY(db.execute("INSERT INTO people_deletions (id, body) VALUES (?,?)", {job.id.bytes(), std::move(body)}));
        MD_TRY(registry_.mark_leaving(db, person));
        return record(*parts_.ledger, actor, "person.deletion_started", job.plan.proof.person_ref, "B11",
                      fmt::format(R"({{"deletion":"{}","reason":"{}"}})", job.plan.proof.id.text(), to_string(reason)));
    });
    if (begun) return job;
    MD_TRY(parts_.stores->keyring->destroy_subject_key(job_subject(job.id.view())));
    return fail(std::move(begun.error()));
}

// --- steps ---------------------------------------------------------------------------------------------------------------------------

Result<DeletionProof> DeletionRunner::open_proof(const DeletionPlan& plan) {
    auto stored = proof(plan.proof.id);
    if (stored || !stored.error().is(errors::kDeletionNotFound)) return stored;
    MD_TRY((*parts_.stores)[Store::events].execute(
        "INSERT INTO people_deletion_proofs (id, sequence, body) VALUES (?,?,?)",
        {plan.proof.id.bytes(), registry_.next_sequence(plan.proof.requested_at), encode_proof(plan.proof)}));
    return plan.proof;
}

Status DeletionRunner::save(const DeletionProof& proof) {
    MD_TRY((*parts_.stores)[Store::events].execute("UPDATE people_deletion_proofs SET finished = ?, body = ? WHERE id = ?",
                                                   {to_value(proof.finished_at), encode_proof(proof), proof.id.bytes()}));
    return {};
}

// B11: the key first, so that from here on nothing of the person can be read, wherever copies are.
Status DeletionRunner::run_steps(const Job& job) {
    const auto& plan = job.plan;
    auto& stores = *parts_.stores;
    MD_ASSIGN(auto proof, open_proof(plan));
    const auto step = [&](std::string what, Store where, const std::function<Result<std::int64_t>()>& work) -> Status {
        const bool done = std::any_of(proof.steps.begin(), proof.steps.end(), [&](const auto& old) { return old.what == what; });
        if (done) return {};
        MD_ASSIGN(const auto count, work());
        proof.steps.push_back({std::move(what), std::string(store::to_string(where)), count, parts_.clock->wall()});
        return save(proof);
    };
    MD_TRY(step("key_destroyed", Store::keys, [&]() -> Result<std::int64_t> {
        MD_TRY(stores.keyring->destroy_subject_key(registry_.links().subject(plan.person)));
        return 1;
    }));
    MD_TRY(step("templates", Store::features, [&]() -> Result<std::int64_t> {
        for (const auto& record : plan.records) MD_TRY(parts_.gallery->remove(record));
        return static_cast<std::int64_t>(plan.records.size());
    }));
    MD_TRY(step("pictures", Store::images, [&]() -> Result<std::int64_t> {
        std::int64_t gone = 0;
        for (const auto& image : plan.images) {
            MD_ASSIGN(const auto rows, stores[Store::images].execute("DELETE FROM people_images WHERE id = ?", {image.bytes()}));
            gone += rows;
        }
        return gone;
    }));
    MD_TRY(step("events_anonymised", Store::events, [&]() -> Result<std::int64_t> {
        std::int64_t rows = 0;
        for (const auto& trace : traces_) {
            MD_ASSIGN(const auto forgotten, trace.forget(registry_.links().event_ref(plan.person)));
            rows += forgotten;
        }
        return rows;
    }));
    return step("identity_rows", Store::identities, [&]() -> Result<std::int64_t> {
        std::int64_t rows = 0;
        MD_TRY(stores[Store::identities].transaction([&](Queries& db) -> Status {
            MD_ASSIGN(rows, registry_.erase(db, plan.person));
            return {};
        }));
        return rows;
    });
}

// --- proof ---------------------------------------------------------------------------------------------------------------------------

Result<std::int64_t> DeletionRunner::bytes_in_stores() {
    std::int64_t bytes = 0;
    for (const auto store : store::kAllStores) {
        auto& database = (*parts_.stores)[store];
        const auto files = database.files();
        for (const auto& file : files) {
            std::error_code absent;
            const auto size = std::filesystem::file_size(file, absent);
            if (!absent) bytes += static_cast<std::int64_t>(size);
        }
        if (!files.empty()) continue;
        MD_TRY(database.scan([&](std::string_view, std::string_view, ByteView content) {
            bytes += static_cast<std::int64_t>(content.size());
            return true;
        }));
    }
    return bytes;
}

Result<std::vector<DeletionProof>> DeletionRunner::prove(std::span<const Job> jobs) {
    std::vector<Bytes> needles;
    for (const auto& job : jobs) needles.insert(needles.end(), job.plan.needles.begin(), job.plan.needles.end());
    for (const auto store : store::kAllStores) MD_TRY((*parts_.stores)[store].scrub());
    MD_ASSIGN(auto found, store::find_bytes(*parts_.stores, needles));
    if (found > 0) {  // free pages may still hold old bytes: rewrite the files and look again
        for (const auto store : store::kAllStores) MD_TRY((*parts_.stores)[store].compact());
        MD_ASSIGN(found, store::find_bytes(*parts_.stores, needles));
    }
    MD_ASSIGN(const auto bytes, bytes_in_stores());
    std::vector<DeletionProof> proofs;
    for (const auto& job : jobs) {
        MD_ASSIGN(auto proof, this->proof(job.plan.proof.id));
        proof.stores_scanned = static_cast<int>(store::kAllStores.size());
        proof.bytes_scanned = bytes;
        proof.remains_found = static_cast<std::int64_t>(found);
        if (found > 0) {
            MD_TRY(save(proof));
            continue;
        }
        MD_TRY(finish(job, proof, "system"));
        proofs.push_back(std::move(proof));
    }
    if (found > 0) {
        log::error("people", "{} remains of deleted persons found; the deletion will be retried", found);
        return fail(errors::kRemainsFound, fmt::format("{} occurrences", found));
    }
    return proofs;
}

namespace {

ledger::Entry ledger_entry(const DeletionProof& proof, const Actor& actor) {
    ledger::Entry entry;
    entry.actor = actor;
    entry.action = "person.deleted";
    entry.object = proof.person_ref;
    entry.outcome = "ok";
    entry.clause = "B11";
    entry.detail_json = fmt::format(R"({{"deletion":"{}","reason":"{}","bytes_scanned":{},"remains_found":0}})", proof.id.text(),
                                    to_string(proof.reason), proof.bytes_scanned);
    return entry;
}

}  // namespace

Status DeletionRunner::finish(const Job& job, DeletionProof& proof, const Actor& actor) {
    if (!proof.finished_at) {  // else only the tidying below was interrupted
        proof.steps.push_back({"scrubbed", "all", proof.stores_scanned, parts_.clock->wall()});
        proof.finished_at = parts_.clock->wall();
        MD_ASSIGN(proof.ledger_index, parts_.ledger->append(ledger_entry(proof, actor)));
        MD_TRY(save(proof));
    }
    MD_TRY((*parts_.stores)[Store::identities].execute("DELETE FROM people_deletions WHERE id = ?", {job.id.bytes()}));
    return parts_.stores->keyring->destroy_subject_key(job_subject(job.id.view()));
}

// Whose rows cannot be read, or whose steps fail now, holds up nobody else who is due.
Result<std::vector<DeletionProof>> DeletionRunner::run(std::span<const PersonId> persons, DeletionReason reason, const Actor& actor) {
    const std::scoped_lock lock(one_at_a_time_);
    std::vector<Job> jobs;
    std::optional<Error> trouble;
    for (const auto& person : persons) {
        auto job = begin(person, reason, actor);
        if (!job && persons.size() > 1 && (job.error().is(errors::kPersonLeaving) || job.error().is(errors::kPersonNotFound))) continue;
        const Status gone = job ? run_steps(*job) : Status(fail(job.error()));
        if (gone) {
            jobs.push_back(std::move(*job));
            continue;
        }
        if (persons.size() > 1) log::error("people", "a person who is due is not deleted now: {}", gone.error().text());
        if (!trouble) trouble = gone.error();
    }
    if (jobs.empty() && trouble) return fail(std::move(*trouble));
    if (jobs.empty()) return std::vector<DeletionProof>();
    return prove(jobs);
}

// --- after a crash -------------------------------------------------------------------------------------------------------------------

Result<std::vector<DeletionRunner::Job>> DeletionRunner::unfinished() {
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::identities].query("SELECT id, body FROM people_deletions"));
    std::vector<Job> jobs;
    for (const auto& row : rows) {
        MD_ASSIGN(const auto body,
                  parts_.stores->keyring->open_for(job_subject(row.blob(0)), {Store::identities, kJobs, "body", row.blob(0)}, row.blob(1)));
        MD_ASSIGN(auto plan, decode_plan(body.view()));
        jobs.push_back({JobId::from_bytes(row.blob(0)).value_or(JobId()), std::move(plan)});
    }
    return jobs;
}

Result<std::int64_t> DeletionRunner::resume() {
    const std::scoped_lock lock(one_at_a_time_);
    MD_ASSIGN(const auto jobs, unfinished());
    if (jobs.empty()) return 0;
    for (const auto& job : jobs) MD_TRY(run_steps(job));
    const auto proofs = prove(jobs);
    if (!proofs && proofs.error().is(errors::kRemainsFound)) return 0;  // visible in the proofs and tried again; no reason to stand still
    if (!proofs) return fail(proofs.error());
    return static_cast<std::int64_t>(proofs->size());
}

// --- reading -------------------------------------------------------------------------------------------------------------------------

Result<DeletionPage> DeletionRunner::list(const std::string& cursor, int limit) {
    const auto bytes = from_hex(cursor);
    std::int64_t before = bytes && bytes->size() == 8 ? static_cast<std::int64_t>(Reader(*bytes).u64()) : INT64_MAX;
    const auto wanted = static_cast<std::size_t>(std::clamp(limit, 1, 200));
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::events].query(
                                   "SELECT sequence, body FROM people_deletion_proofs WHERE sequence < ? ORDER BY sequence DESC LIMIT ?",
                                   {before, static_cast<std::int64_t>(wanted + 1)}));
    DeletionPage page;
    for (const auto& row : rows) {
        if (page.items.size() == wanted) {
            page.next = to_hex(Writer().u64(static_cast<std::uint64_t>(before)).bytes());
            break;
        }
        before = row.integer(0);
        MD_ASSIGN(auto proof, decode_proof(row.text(1)));
        page.items.push_back(std::move(proof));
    }
    return page;
}

Result<DeletionProof> DeletionRunner::proof(const DeletionId& id) {
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::events].query("SELECT body FROM people_deletion_proofs WHERE id = ?", {id.bytes()}));
    if (rows.empty()) return fail(errors::kDeletionNotFound);
    return decode_proof(rows[0].text(0));
}

}  // namespace md::people
