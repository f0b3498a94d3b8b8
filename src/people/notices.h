#pragma once
// Collection notices (告知书). Immutable: a change is a new version that supersedes the old one, and consents stay bound to the version
// they were given to. B1, G2.
#include <memory>

#include "ledger/ledger.h"
#include "people/types.h"
#include "store/stores.h"

namespace md::people {

// Thread-safe. Kept in store `identities`; holds no personal data.
class Notices {
public:
    Notices(std::shared_ptr<store::Stores> stores, ledger::Ledger& ledger, const Clock& clock, Random& random, int max_storage_days);
    // kNoticeIncomplete, kNoticeTerm, kNoticeNotFound, kNoticeSuperseded (only the version in force can be superseded).
    Result<Notice> add(const NoticeText& text, std::optional<NoticeId> supersedes, const Actor& actor);
    Result<Notice> get(const NoticeId& id) const;
    Result<std::vector<Notice>> list() const;  // newest first, all versions
    // The newest version of any chain that is in force.
    Result<std::optional<Notice>> current() const;

private:
    std::shared_ptr<store::Stores> stores_;
    ledger::Ledger& ledger_;
    const Clock& clock_;
    Random& random_;
    int max_storage_days_;
};

}  // namespace md::people
