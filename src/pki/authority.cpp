#include "pki/authority.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "base/errors.h"
#include "base/files.h"
#include "base/log.h"
#include "crypto/suite.h"
#include "pki/chained_log.h"
#include "pki/entries.h"
#include "pki/errors.h"
#include "pki/kind.h"

namespace md::pki {

namespace {

namespace fs = std::filesystem;
using std::chrono::days;

constexpr days kRootLifetime{20 * 365}, kCrlLifetime{7}, kCrlRenewal{1};
constexpr std::chrono::minutes kClockSkew{5};  // a device whose clock is a little slow may use its new certificate at once
constexpr std::string_view kKeySeal = "miandun authority key 1";
constexpr std::size_t kMaxReasonBytes = 300;

Bytes new_serial(Random& random) {
    Bytes serial = random.bytes(16);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x3fu) | 0x40u);  // positive and never shortened
    return serial;
}

struct RootKey {
    crypto::PrivateKey key;
    Bytes certificate;
};

Result<RootKey> make_root(Profile profile, const Clock& clock, Random& random) {
    RootKey out{crypto::PrivateKey::generate(profile), {}};
    const WallTime now = clock.wall();
    const crypto::CertificateRequest request{.common_name = "Miandun CA " + to_hex(random.bytes(4)),
                                             .organisation = "Miandun",
                                             .serial = new_serial(random),
                                             .not_before = now - kClockSkew,
                                             .not_after = now + kRootLifetime,
                                             .authority = true};
    MD_ASSIGN(out.certificate, crypto::issue_certificate(request, out.key.public_key(), out.key, {}));
    return out;
}

class FileAuthority final : public Authority {
public:
    FileAuthority(Profile profile, const fs::path& folder, const Clock& clock, Random& random, FileLock lock, RootKey root, ChainedLog log)
        : profile_(profile),
          folder_(folder),
          clock_(clock),
          random_(random),
          lock_(std::move(lock)),
          root_(std::move(root)),
          log_(std::move(log)) {}

    Status replay() {
        for (const auto& text : log_.entries()) {
            MD_ASSIGN(const Entry entry, parse_entry(text));
            apply(entry);
        }
        auto on_disk = read_file(folder_ / "crl.der");
        auto list = on_disk ? crypto::read_crl(*on_disk, root_.certificate) : Result<crypto::RevocationList>(fail(on_disk.error()));
        if (list && list->number == crl_number_ && list->revoked.size() == revoked_count()) {
            crl_ = std::move(*on_disk);
            crl_made_ = list->this_update;
            return {};
        }
        return renew_crl();  // missing, changed, or a crash came between a revocation and its list
    }

    Bytes certificate() const override { return root_.certificate; }

    Result<Issued> issue(Kind kind, const std::string& common_name, const std::vector<std::string>& dns_names,
                         const std::vector<std::string>& ip_addresses) override {
        const crypto::PrivateKey key = crypto::PrivateKey::generate(profile_);
        crypto::CertificateRequest request = request_for(kind);
        request.common_name = common_name;
        request.dns_names = dns_names;
        request.ip_addresses = ip_addresses;
        MD_ASSIGN(Issued out, sign(kind, std::move(request), key.public_key()));
        out.key = key;
        return out;
    }

    Result<Issued> sign_request(Kind kind, ByteView pkcs10) override {
        MD_ASSIGN(crypto::SigningRequest asked, crypto::read_signing_request(pkcs10));
        if (asked.key.algorithm() != root_.key.public_key().algorithm())
            return fail(errors::kBadInput,
                        "the request's key is " + asked.key.algorithm() + ", this authority signs " + root_.key.public_key().algorithm());
        crypto::CertificateRequest request = request_for(kind);
        request.common_name = asked.common_name;
        if (kind != Kind::user) {
            request.dns_names = std::move(asked.dns_names);
            request.ip_addresses = std::move(asked.ip_addresses);
        }
        return sign(kind, std::move(request), asked.key);
    }

    Status revoke(const std::string& serial, std::string_view reason) override {
        const std::lock_guard lock(mutex_);
        const auto found = by_serial_.find(serial);
        if (found == by_serial_.end()) return fail(errors::kNoSuchCertificate, serial);
        if (records_[found->second].record.revoked_at) return {};
        if (reason.size() > kMaxReasonBytes) return fail(errors::kBadInput, "the reason is too long");
        MD_TRY(record({.what = Entry::What::revoked, .serial = serial, .reason = std::string(reason), .at = clock_.wall()}));
        // From here on the certificate is refused, whatever becomes of the list; a failed list is made again by crl().
        if (const Status renewed = renew_crl(); !renewed) log::warning("pki", "revocation list not written: {}", renewed.error().text());
        return {};
    }

    bool accepted(ByteView certificate, Kind kind) const override {  // D9, D11
        const auto info = crypto::read_certificate(certificate);
        if (!info) return false;
        const std::lock_guard lock(mutex_);
        const auto found = by_serial_.find(to_hex(info->serial));
        if (found == by_serial_.end()) return false;
        const Record& record = records_[found->second].record;
        const WallTime now = clock_.wall();
        // The fingerprint in our own protected log stands for the signature: exactly this certificate was issued here.
        return record.fingerprint == info->sha256_fingerprint && record.kind == kind && !record.revoked_at && now >= record.not_before &&
               now <= record.not_after;
    }

    std::vector<Record> list() const override {
        const std::lock_guard lock(mutex_);
        std::vector<Record> out;
        for (const auto& kept : records_) out.push_back(kept.record);
        return out;
    }

    Bytes crl() const override {
        const std::lock_guard lock(mutex_);
        const WallTime now = clock_.wall();
        const bool stale = crl_behind_ || now > crl_made_ + kCrlRenewal || now < crl_made_;
        auto* self = const_cast<FileAuthority*>(this);  // renewing changes nothing that a caller can tell apart
        if (stale)
            if (const Status renewed = self->renew_crl(); !renewed)
                log::warning("pki", "revocation list not renewed: {}", renewed.error().text());
        return crl_;
    }

    Result<Bytes> certificate_of(const std::string& serial) const override {
        const std::lock_guard lock(mutex_);
        const auto found = by_serial_.find(serial);
        if (found == by_serial_.end()) return fail(errors::kNoSuchCertificate, serial);
        return records_[found->second].certificate;
    }

private:
    struct Kept {
        Record record;
        Bytes certificate;
    };

    Result<Issued> sign(Kind kind, crypto::CertificateRequest request, const crypto::PublicKey& key) {
        const std::lock_guard lock(mutex_);
        const WallTime now = clock_.wall();
        request.serial = new_serial(random_);
        request.not_before = now - kClockSkew;
        request.not_after = now + lifetime(kind);
        MD_ASSIGN(Bytes certificate, crypto::issue_certificate(request, key, root_.key, root_.certificate));
        MD_TRY(
            record({.what = Entry::What::issued, .serial = to_hex(request.serial), .kind = kind, .certificate = certificate, .at = now}));
        return Issued{std::move(certificate), std::nullopt, to_hex(request.serial)};
    }

    Status record(const Entry& entry) {  // on disk first, then in memory
        MD_TRY(log_.append(write_entry(entry)));
        apply(entry);
        return {};
    }

    void apply(const Entry& entry) {
        if (entry.what == Entry::What::crl) {
            crl_number_ = entry.crl_number;
        } else if (entry.what == Entry::What::revoked) {
            Record& record = records_.at(by_serial_.at(entry.serial)).record;
            record.revoked_at = entry.at;
            record.revocation_reason = entry.reason;
            crl_behind_ = true;
        } else {
            const auto info = must(crypto::read_certificate(entry.certificate));
            by_serial_[entry.serial] = records_.size();
            records_.push_back(
                {Record{entry.serial, info.common_name, info.sha256_fingerprint, entry.kind, info.not_before, info.not_after, {}, {}},
                 entry.certificate});
        }
    }

    std::size_t revoked_count() const {
        return static_cast<std::size_t>(
            std::count_if(records_.begin(), records_.end(), [](const Kept& kept) { return kept.record.revoked_at.has_value(); }));
    }

    Status renew_crl() {
        const WallTime now = clock_.wall();
        crl_behind_ = true;
        MD_TRY(record({.what = Entry::What::crl, .crl_number = crl_number_ + 1, .at = now}));
        std::vector<crypto::RevokedEntry> revoked;
        for (const auto& kept : records_)
            if (kept.record.revoked_at) revoked.push_back({*from_hex(kept.record.serial), *kept.record.revoked_at});
        MD_ASSIGN(Bytes crl, crypto::issue_crl(revoked, crl_number_, now, now + kCrlLifetime, root_.key, root_.certificate));
        MD_TRY(write_file_atomically(folder_ / "crl.der", crl));
        crl_ = std::move(crl);
        crl_made_ = now;
        crl_behind_ = false;
        return {};
    }

    const Profile profile_;
    const fs::path folder_;
    const Clock& clock_;
    Random& random_;
    const FileLock lock_;
    const RootKey root_;
    mutable std::mutex mutex_;
    ChainedLog log_;
    std::vector<Kept> records_;
    std::map<std::string, std::size_t> by_serial_;
    Bytes crl_;
    WallTime crl_made_;
    std::uint64_t crl_number_ = 0;
    bool crl_behind_ = true;
};

Status save_root(const RootKey& root, const fs::path& path, const crypto::Suite& suite, const SecretBytes& key) {
    const SecretBytes pkcs8 = root.key.pkcs8();
    Writer plain;
    plain.u32_prefixed(root.certificate).u32_prefixed(pkcs8.view());
    SecretBytes content(std::move(plain).bytes());
    return write_file_atomically(path, crypto::seal_with_random_nonce(suite, key.view(), as_bytes(kKeySeal), content.view()), 0600);
}

Result<RootKey> load_root(const fs::path& path, const crypto::Suite& suite, const SecretBytes& key) {
    MD_ASSIGN(const SecretBytes sealed, read_secret_file(path));
    const auto content = crypto::open_with_leading_nonce(suite, key.view(), as_bytes(kKeySeal), sealed.view());
    if (!content) return fail(errors::kAuthorityBroken, path.string() + " was changed, or the root key is another one");
    Reader reader(content->view());
    RootKey out;
    out.certificate = to_bytes(reader.take_u32_prefixed());
    const ByteView pkcs8 = reader.take_u32_prefixed();
    if (!reader.done()) return fail(errors::kAuthorityBroken, path.string());
    MD_ASSIGN(out.key, crypto::PrivateKey::from_pkcs8(pkcs8));
    return out;
}

// ca.crt is a copy for people; one that differs from the sealed certificate would make them trust another authority.
Status check_copy(const fs::path& path, const Bytes& certificate) {
    const std::string pem = crypto::to_pem("CERTIFICATE", certificate);
    if (!fs::exists(path)) return write_file_atomically(path, as_bytes(pem));
    MD_ASSIGN(const Bytes found, read_file(path));
    if (as_text(found) != pem) return fail(errors::kAuthorityBroken, path.string() + " was changed");
    return {};
}

}  // namespace

Result<std::unique_ptr<Authority>> Authority::open(Profile profile, const fs::path& folder, const SecretBytes& root_key, const Clock& clock,
                                                   Random& random) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return fail(file_error(errors::kFileUnwritable, folder, failed.value()));
    MD_ASSIGN(FileLock lock, FileLock::acquire(folder / "lock"));
    const crypto::Suite& suite = crypto::Suite::of(profile);
    const SecretBytes seal_key = suite.hkdf(root_key.view(), {}, "miandun pki authority key", suite.key_bytes());
    SecretBytes log_key = suite.hkdf(root_key.view(), {}, "miandun pki issued log", 32);
    const fs::path key_path = folder / "ca.key", certificate_path = folder / "ca.crt", log_path = folder / "issued.jsonl";
    const bool create = !fs::exists(key_path);
    // An interrupted creation leaves at most an empty log and starts over; traces of a real authority without its key must not.
    const bool traces = fs::exists(certificate_path) || (fs::exists(log_path) && fs::file_size(log_path) > 0);
    if (create && traces) return fail(errors::kAuthorityBroken, key_path.string() + " is missing");
    MD_ASSIGN(ChainedLog log, ChainedLog::open(log_path, suite, std::move(log_key), create));
    if (create) {
        MD_ASSIGN(const RootKey made, make_root(profile, clock, random));
        MD_TRY(save_root(made, key_path, suite, seal_key));
    }
    MD_ASSIGN(RootKey root, load_root(key_path, suite, seal_key));
    MD_TRY(check_copy(certificate_path, root.certificate));
    auto authority = std::make_unique<FileAuthority>(profile, folder, clock, random, std::move(lock), std::move(root), std::move(log));
    MD_TRY(authority->replay());
    return authority;
}

}  // namespace md::pki
