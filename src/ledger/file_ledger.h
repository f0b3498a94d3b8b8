#pragma once
// The ledger over its files. State changes only after the bytes are on disk, so a failed write changes nothing.
#include <condition_variable>
#include <mutex>
#include <thread>

#include "ledger/walk.h"

namespace md::ledger {

// A file that only grows, by whole writes: a write that fails is taken back.
class AppendFile {
public:
    AppendFile() = default;
    AppendFile(const AppendFile&) = delete;
    ~AppendFile();
    Status open(const std::filesystem::path& path, std::uint64_t size);  // cuts what lies behind `size`
    Status append(ByteView bytes);

private:
    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    bool unsure_ = false;  // after a failed sync nobody knows what is on disk: only opening again helps
};

class FileLedger final : public Ledger {
public:
    FileLedger(Options options, crypto::PrivateKey key, const Clock& clock, Walk walked);
    ~FileLedger() override;
    Status start(std::uint64_t torn_bytes);

    Result<std::uint64_t> append(Entry entry) override;
    Result<std::vector<Entry>> search(const Filter& filter) override;
    std::uint64_t size() const override;
    Status sign_head() override;
    Result<std::string> proof(std::uint64_t index) override;
    Result<std::string> consistency(std::uint64_t first_size) override;

private:
    struct Pending {
        Entry* entry;
        bool done = false;
        Status outcome;
    };
    // What is added by one write, computed beside the state.
    struct Batch {
        Writer bytes;
        Digest chain;
        std::vector<Digest> leaves;
    };
    void flush(std::unique_lock<std::mutex>& lock);
    Status write(std::span<Pending* const> pending, Segment& segment, Batch& batch);
    Status next_segment();
    Result<Head> head_covering(std::uint64_t entries);
    SubtreeRoot subtree_roots();
    void sign_regularly();

    const Options options_;
    const crypto::PrivateKey key_;
    const Clock& clock_;
    const Hashes hashes_;

    mutable std::mutex mutex_;  // all below
    std::condition_variable changed_;
    std::vector<Pending*> queue_;
    bool flushing_ = false;
    std::vector<Segment> segments_;
    std::vector<Digest> open_leaves_;
    Frontier tree_;
    Digest chain_;
    AppendFile segment_file_;

    mutable std::mutex heads_mutex_;  // taken before mutex_
    AppendFile heads_file_;
    Digest last_head_digest_;
    std::optional<Head> newest_head_;

    struct Recovered {
        std::uint64_t segment_bytes, heads_bytes;
    };
    const Recovered recovered_;  // whole bytes of the last segment and of the heads at opening

    std::mutex stop_mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread signer_;
};

}  // namespace md::ledger
