#pragma once
// Runs deletions: plan on disk, steps that may be repeated, scan, proof. B11
#include <mutex>
#include <span>

#include "people/people.h"
#include "people/registry.h"

namespace md::people {

class DeletionRunner {
public:
    DeletionRunner(const Parts& parts, Registry& registry) : parts_(parts), registry_(registry) {}
    void add_trace(Trace trace) { traces_.push_back(std::move(trace)); }
    const std::vector<Trace>& traces() const { return traces_; }

    // Deletes all these persons and proves it with one scan. Those already being deleted are passed over.
    Result<std::vector<DeletionProof>> run(std::span<const PersonId> persons, DeletionReason reason, const Actor& actor);
    // Finishes what a crash or a failed scan left. Returns how many.
    Result<std::int64_t> resume();

    Result<DeletionPage> list(const std::string& cursor, int limit);
    Result<DeletionProof> proof(const DeletionId& id);

private:
    using JobId = Id<struct DeletionJobTag>;
    struct Job {
        JobId id;
        DeletionPlan plan;
    };
    Result<Job> begin(const PersonId& person, DeletionReason reason, const Actor& actor);
    Result<DeletionPlan> make_plan(store::Queries& db, const PersonId& person, DeletionReason reason);
    Status run_steps(const Job& job);
    Result<DeletionProof> open_proof(const DeletionPlan& plan);
    Status save(const DeletionProof& proof);
    Result<std::vector<DeletionProof>> prove(std::span<const Job> jobs);
    Status finish(const Job& job, DeletionProof& proof, const Actor& actor);
    Result<std::vector<Job>> unfinished();
    Result<std::int64_t> bytes_in_stores();

    Parts parts_;
    Registry& registry_;
    std::vector<Trace> traces_;
    std::mutex one_at_a_time_;
};

}  // namespace md::people
