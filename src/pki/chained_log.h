#pragma once
// An append-only file of JSON lines, each bound to all before it by an HMAC, and a small head file that knows how many there are.
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "crypto/suite.h"

namespace md::pki {

// Not thread-safe. A crash at any point leaves a log that opens: an entry is there whole or not at all, and an entry whose append()
// returned is there.
class ChainedLog {
public:
    // kAuthorityBroken when an entry was changed, moved, removed or cut off, or the head is missing. create: starts an empty log first.
    static Result<ChainedLog> open(const std::filesystem::path& path, const crypto::Suite& suite, SecretBytes key, bool create);
    ChainedLog(ChainedLog&& other) noexcept;
    ChainedLog& operator=(ChainedLog&&) = delete;
    ~ChainedLog();

    const std::vector<std::string>& entries() const { return entries_; }
    // One JSON object without line breaks. On failure (full disk) the log is as before.
    Status append(const std::string& entry);

private:
    ChainedLog(std::filesystem::path path, const crypto::Suite& suite, SecretBytes key);
    Status load();
    Status write_head();
    Result<std::uint64_t> read_head() const;
    crypto::Digest link(const std::string& entry) const;
    crypto::Digest head_mac(std::uint64_t count, ByteView last) const;

    std::filesystem::path path_, head_path_;
    const crypto::Suite* suite_;
    SecretBytes key_;
    std::vector<std::string> entries_;
    crypto::Digest last_{};         // HMAC of the newest entry
    std::uint64_t size_bytes_ = 0;  // of the whole lines
    int descriptor_ = -1;
};

}  // namespace md::pki
