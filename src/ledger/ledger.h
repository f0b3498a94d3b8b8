#pragma once
// Append-only, tamper-evident log: hash chain over entries, Merkle tree (RFC 6962 section 2.1, with the profile's digest) with signed
// heads. Holds no names and no pictures. B11, D5, D19.
//
// Files: segment-N.log (entries from index N on), heads.log (signed heads), ledger.spki (public key, DER). A tail can be cut unnoticed only
// together with the heads that cover it, so a head kept elsewhere (a proof, a printed report) pins everything before it.
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
    std::uint64_t index = 0;  // from 0, no gaps
    WallTime time;
    std::string actor;        // who: user id, device id or "system"
    std::string action;       // what: "user.sign_in", "person.deleted", "identify.decided" ... (docs/ledger.md lists them)
    std::string object;       // on what: an opaque reference
    std::string outcome;      // "ok", "refused", "failed"
    std::string clause;       // row of the rule it proves, for example "B11"
    std::string detail_json;  // a JSON object, "{}" if nothing
};

struct Filter {
    std::string text;  // found in actor, action, object or detail
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
    // Proof that the newest signed head continues the tree of `first_size` entries (RFC 6962 section 2.1.2), as JSON for
    // check_consistency().
    virtual Result<std::string> consistency(std::uint64_t first_size) = 0;
};

// Offline: reads the files alone; public key from the folder unless given. `at_least` entries must be there: who kept the size of a head
// elsewhere notices a cut of entries together with their heads. The ledger must not be written meanwhile, or its last entry may read as
// torn.
Result<VerifyReport> verify(const std::filesystem::path& folder, std::optional<crypto::PublicKey> key = std::nullopt,
                            std::uint64_t at_least = 0);

// The entry that a proof shows to be in the tree of a head signed with `key`; kLedgerBroken when it does not.
Result<Entry> check_proof(std::string_view json, const crypto::PublicKey& key);
// The signed head of `json` continues the tree of the earlier root (32 bytes).
Status check_consistency(std::string_view json, ByteView first_root, const crypto::PublicKey& key);

}  // namespace md::ledger
