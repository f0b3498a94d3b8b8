#pragma once
// Pictures of the analysis in store `images`, to be forgotten in time: those that came within one bucket of time are sealed under the
// bucket's own key, and the key is destroyed before the rows go, so that backups of the store are unreadable too. C9
#include <chrono>
#include <vector>

#include "analysis/records/parts.h"
#include "base/secret.h"
#include "store/retention.h"

namespace md::analysis {

// Thread-safe. A picture is named by what owns it and which of the owner's two it is (slot 0 or 1; the table takes no other, C2); in the
// store it has a name of its own, which only the service can compute (B10).
class PictureVault {
public:
    // kind: "capture", "evidence". bucket: how long one key is used. A bucket is due when its beginning is: a picture lives at most as long
    // as its term, and up to one bucket less.
    PictureVault(RecordParts parts, std::string kind, std::chrono::seconds bucket);
    // Takes the place of an older one of the same name.
    Status put(ByteView owner, int slot, ByteView jpeg);
    Result<SecretBytes> get(ByteView owner, int slot) const;  // kPictureGone
    Status remove(ByteView owner, int slot);                  // idempotent
    // Which of these are there, in the order asked.
    Result<std::vector<bool>> present(std::span<const std::pair<Bytes, int>> names) const;
    store::RetentionKind retention(std::string name, std::string label_zh, std::string label_en, std::chrono::seconds term,
                                   std::chrono::seconds maximum);

private:
    Bytes reference(ByteView owner, int slot) const;
    Bytes bucket_key(std::int64_t bucket) const;
    std::int64_t last_due(WallTime now, std::chrono::seconds term) const;
    Result<std::int64_t> delete_due(std::int64_t last, std::int64_t limit);
    RecordParts parts_;
    std::string kind_;
    std::chrono::seconds bucket_;
};

}  // namespace md::analysis
