#pragma once
// Whole small files, read and written safely.
#include <filesystem>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace md {

// At most `limit` bytes, else kFileUnreadable.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit_bytes = 64u << 20);
// Like read_file, and refuses a file that others than its owner may read.
Result<SecretBytes> read_secret_file(const std::filesystem::path& path);
// Writes beside the target, syncs, renames: after a crash at any point the old or the new content is there, whole. ENOSPC becomes kDiskFull.
Status write_file_atomically(const std::filesystem::path& path, ByteView content, unsigned mode = 0644);
// The error for a failed system call: kDiskFull for ENOSPC and EDQUOT, else `otherwise`, with the path and errno's text.
Error file_error(const ErrorKind& otherwise, const std::filesystem::path& path, int error_number);

// Holds an exclusive lock on a file for as long as it lives, against a second start on the same data (kAlreadyRunning).
class FileLock {
public:
    static Result<FileLock> acquire(const std::filesystem::path& path);
    FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace md
