#include "pki/chained_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/errors.h"
#include "base/files.h"
#include "pki/errors.h"

namespace md::pki {

namespace {

// A line is {"mac":"<64 hex>","entry":<entry>}, so that the bytes under the HMAC can be cut out without parsing.
constexpr std::string_view kBefore = R"({"mac":")", kBetween = R"(","entry":)", kAfter = "}";
constexpr std::size_t kHexBytes = 64;

struct Line {
    std::string_view mac, entry;
};

std::optional<Line> split(std::string_view line) {
    const std::size_t entry_at = kBefore.size() + kHexBytes + kBetween.size();
    if (line.size() < entry_at + kAfter.size() || !line.starts_with(kBefore) || !line.ends_with(kAfter)) return std::nullopt;
    if (line.substr(kBefore.size() + kHexBytes, kBetween.size()) != kBetween) return std::nullopt;
    return Line{line.substr(kBefore.size(), kHexBytes), line.substr(entry_at, line.size() - entry_at - kAfter.size())};
}

int write_whole(int descriptor, std::string_view text) {  // 0 or errno
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

ChainedLog::ChainedLog(std::filesystem::path path, const crypto::Suite& suite, SecretBytes key)
    : path_(std::move(path)), head_path_(std::filesystem::path(path_).replace_extension(".head")), suite_(&suite), key_(std::move(key)) {}

ChainedLog::ChainedLog(ChainedLog&& other) noexcept
    : path_(std::move(other.path_)),
      head_path_(std::move(other.head_path_)),
      suite_(other.suite_),
      key_(std::move(other.key_)),
      entries_(std::move(other.entries_)),
      last_(other.last_),
      size_bytes_(other.size_bytes_),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

ChainedLog::~ChainedLog() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<ChainedLog> ChainedLog::open(const std::filesystem::path& path, const crypto::Suite& suite, SecretBytes key, bool create) {
    ChainedLog log(path, suite, std::move(key));
    if (create) {
        MD_TRY(write_file_atomically(path, {}, 0600));
        MD_TRY(log.write_head());
    }
    MD_TRY(log.load());
    log.descriptor_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (log.descriptor_ < 0) return fail(file_error(errors::kFileUnwritable, path, errno));
    // What a crash left of an unfinished line goes; load() has made sure that nothing promised is in it.
    if (::ftruncate(log.descriptor_, static_cast<off_t>(log.size_bytes_)) != 0)
        return fail(file_error(errors::kFileUnwritable, path, errno));
    return log;
}

Status ChainedLog::load() {
    MD_ASSIGN(const std::uint64_t promised, read_head());
    MD_ASSIGN(const Bytes content, read_file(path_, std::size_t{1} << 30));
    std::string_view rest = as_text(content);
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        const auto line = split(rest.substr(0, end));
        if (!line) return fail(errors::kAuthorityBroken, fmt::format("{}: entry {} is malformed", path_.string(), entries_.size() + 1));
        const crypto::Digest mac = link(std::string(line->entry));
        if (!equal_constant_time(as_bytes(to_hex(mac)), as_bytes(line->mac)))
            return fail(errors::kAuthorityBroken, fmt::format("{}: entry {} was changed", path_.string(), entries_.size() + 1));
        last_ = mac;
        entries_.emplace_back(line->entry);
        size_bytes_ += end + 1;
        rest.remove_prefix(end + 1);
    }
    if (entries_.size() < promised)
        return fail(errors::kAuthorityBroken, fmt::format("{}: {} entries instead of {}", path_.string(), entries_.size(), promised));
    return entries_.size() > promised ? write_head() : Status{};
}

Status ChainedLog::append(const std::string& entry) {
    const crypto::Digest mac = link(entry);
    const std::string line = fmt::format("{}{}{}{}{}\n", kBefore, to_hex(mac), kBetween, entry, kAfter);
    if (const int error = write_whole(descriptor_, line); error != 0) {
        (void)!::ftruncate(descriptor_, static_cast<off_t>(size_bytes_));  // failing too, the torn line is cut at the next start
        return fail(file_error(errors::kFileUnwritable, path_, error));
    }
    last_ = mac;
    entries_.push_back(entry);
    size_bytes_ += line.size();
    // The entry is safe already. A head that lags behind is brought up to date by the next append or start.
    (void)write_head();
    return {};
}

crypto::Digest ChainedLog::link(const std::string& entry) const {
    Writer input;
    input.raw(last_).text(entry);
    return suite_->hmac(key_.view(), input.bytes());
}

crypto::Digest ChainedLog::head_mac(std::uint64_t count, ByteView last) const {
    Writer input;
    input.text("head").u64(count).raw(last);
    return suite_->hmac(key_.view(), input.bytes());
}

Status ChainedLog::write_head() {
    Writer head;
    head.u64(entries_.size()).raw(last_).raw(head_mac(entries_.size(), last_));
    return write_file_atomically(head_path_, head.bytes(), 0600);
}

Result<std::uint64_t> ChainedLog::read_head() const {
    auto content = read_file(head_path_, 1024);
    if (!content) return fail(errors::kAuthorityBroken, content.error().text());
    Reader reader(*content);
    const std::uint64_t count = reader.u64();
    const ByteView last = reader.take(last_.size()), mac = reader.take(last_.size());
    if (!reader.done() || !equal_constant_time(mac, head_mac(count, last)))
        return fail(errors::kAuthorityBroken, head_path_.string() + " was changed");
    return count;
}

}  // namespace md::pki
