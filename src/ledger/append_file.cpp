#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/errors.h"
#include "base/files.h"
#include "ledger/errors.h"
#include "ledger/file_ledger.h"

namespace md::ledger {
namespace {

// A limit on file sizes is a full disk of its own kind.
Error write_error(const std::filesystem::path& path, int code) {
    if (code == EFBIG) return Error(errors::kDiskFull, path.string() + ": file size limit");
    return file_error(errors::kLedgerUnwritable, path, code);
}

}  // namespace

AppendFile::~AppendFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status AppendFile::open(const std::filesystem::path& path, std::uint64_t size) {
    if (descriptor_ >= 0) ::close(descriptor_);
    path_ = path;
    size_ = size;
    unsure_ = false;
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor_ < 0) return fail(write_error(path, errno));
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0 || ::fsync(descriptor_) != 0) return fail(write_error(path, errno));
    return {};
}

Status AppendFile::append(ByteView bytes) {
    if (unsure_) return fail(errors::kLedgerUnwritable, path_.string() + ": an earlier write could not be taken back");
    ByteView rest = bytes;
    while (!rest.empty()) {
        const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            const Error error = write_error(path_, errno);
            unsure_ = ::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0;
            return fail(error);
        }
        rest = rest.subspan(static_cast<std::size_t>(count));
    }
    if (::fdatasync(descriptor_) != 0) {
        const Error error = write_error(path_, errno);
        unsure_ = true;
        return fail(error);
    }
    size_ += bytes.size();
    return {};
}

}  // namespace md::ledger
