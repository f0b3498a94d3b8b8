#include "base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/errors.h"

namespace md {
namespace {

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() { if (value_ >= 0) ::close(value_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return value_; }
    explicit operator bool() const { return value_ >= 0; }

private:
    int value_;
};

Result<Bytes> read_all(const std::filesystem::path& path, std::size_t limit_bytes, bool secret) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return fail(file_error(errors::kFileUnreadable, path, errno));
    struct stat info{};
    if (::fstat(file.get(), &info) != 0) return fail(file_error(errors::kFileUnreadable, path, errno));
    if (!S_ISREG(info.st_mode)) return fail(errors::kFileUnreadable, path.string() + " is not a regular file");
    if (static_cast<std::uint64_t>(info.st_size) > limit_bytes) return fail(errors::kFileUnreadable, fmt::format("{} is larger than {} bytes", path.string(), limit_bytes));
    if (secret && (info.st_mode & 077) != 0) return fail(errors::kFileUnreadable, path.string() + " may be read by others; set its mode to 0600");
    Bytes content(static_cast<std::size_t>(info.st_size));
    std::size_t got = 0;
    while (got < content.size()) {
        const ssize_t count = ::read(file.get(), content.data() + got, content.size() - got);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return fail(file_error(errors::kFileUnreadable, path, errno));
        if (count == 0) break;
        got += static_cast<std::size_t>(count);
    }
    content.resize(got);
    return content;
}

Status write_all(int descriptor, ByteView content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t count = ::write(descriptor, content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return fail(file_error(errors::kFileUnwritable, path, errno));
        content = content.subspan(static_cast<std::size_t>(count));
    }
    if (::fsync(descriptor) != 0) return fail(file_error(errors::kFileUnwritable, path, errno));
    return {};
}

}  // namespace

Error file_error(const ErrorKind& otherwise, const std::filesystem::path& path, int error_number) {
    const bool full = error_number == ENOSPC || error_number == EDQUOT;
    return Error(full ? errors::kDiskFull : otherwise, path.string() + ": " + std::generic_category().message(error_number));
}

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit_bytes) { return read_all(path, limit_bytes, false); }

Result<SecretBytes> read_secret_file(const std::filesystem::path& path) {
    MD_ASSIGN(Bytes content, read_all(path, 1u << 20, true));
    return SecretBytes(std::move(content));
}

Status write_file_atomically(const std::filesystem::path& path, ByteView content, unsigned mode) {
    std::string beside = path.string() + ".XXXXXX";
    const Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
    if (!file) return fail(file_error(errors::kFileUnwritable, path, errno));
    auto written = write_all(file.get(), content, path);
    if (written && ::fchmod(file.get(), mode) != 0) written = fail(file_error(errors::kFileUnwritable, path, errno));
    if (written && ::rename(beside.c_str(), path.c_str()) != 0) written = fail(file_error(errors::kFileUnwritable, path, errno));
    if (!written) {
        ::unlink(beside.c_str());
        return written;
    }
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const Descriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (parent) ::fsync(parent.get());  // the rename itself must survive a power cut
    return {};
}

Result<FileLock> FileLock::acquire(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(file_error(errors::kFileUnwritable, path, errno));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return fail(errors::kAlreadyRunning, path.string() + " is locked by another process");
    }
    return FileLock(descriptor);
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace md
