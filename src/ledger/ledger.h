#pragma once
// Append-only, tamper-evident log: hash chain over entries, Merkle tree (RFC 6962 section 2.1, with the profile's digest) with signed heads.
// Holds no names and no pictures. B11, D5, D19.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/profile.h"
#include "base/result.h"
#include "crypto/keys.h"
#include "crypto/suite.h"

namespace md::ledger {

struct Entry {
    std::uint64_t index = 0;   // from 0, no gaps
    WallTime time;
    std::string actor;         // who: user id, device id or "system"
    std::string action;        // what: "user.sign_in", "person.deleted", "identify.decided" ... (docs/ledger.md lists them)
    std::string object;        // on what: an opaque reference
    std::string outcome;       // "ok", "refused", "failed"
    std::string clause;        // row of the rule it proves, for example "B11"
    std::string detail_json;   // a JSON object, "{}" if nothing
};

struct Filter {
    std::string text;          // found in actor, action, object or detail
    std::string action_prefix;
    std::string actor;
    std::optional<WallTime> from, to;
    std::optional<std::uint64_t> before_index;  // paging: newest first, below this index
    std::size_t limit = 100;
};

struct VerifyReport {
    bool whole = false;
    std::uint64_t entries = 0, signed_heads = 0, covered_by_heads = 0;
    std::optional<std::uint64_t> first_bad_entry;
    std::string problem;  // en, empty when whole
};

// Thread-safe; append returns after the entry is on disk (group commit, so that many writers share one fsync).
class Ledger {
public:
    struct Options {
        Profile profile = Profile::general;
        std::filesystem::path folder;
        std::chrono::seconds head_every = std::chrono::seconds(60);
    };
    // Creates or recovers: a torn last entry from a crash is cut off and noted; anything else wrong is kLedgerBroken.
    static Result<std::unique_ptr<Ledger>> open(const Options& options, crypto::PrivateKey signing_key, const Clock& clock);
    virtual ~Ledger() = default;
    virtual Result<std::uint64_t> append(Entry entry) = 0;  // index and time are filled in
    virtual Result<std::vector<Entry>> search(const Filter& filter) = 0;
    virtual std::uint64_t size() const = 0;
    virtual Status sign_head() = 0;  // also every head_every, when something was added
    // Inclusion proof of an entry in the newest signed head, as JSON that `miandun ledger check-proof` reads.
    virtual Result<std::string> proof(std::uint64_t index) = 0;
};

// Offline: reads the files alone; public key from the folder unless given.
Result<VerifyReport> verify(const std::filesystem::path& folder, std::optional<crypto::PublicKey> key = std::nullopt);

}  // namespace md::ledger
