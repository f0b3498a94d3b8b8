#pragma once
// What the law asks of the operator beside the data itself: the basis of the installation (G1), impact assessments and the filing duty
// (G2).
#include <memory>

#include "ledger/ledger.h"
#include "people/types.h"
#include "store/stores.h"

namespace md::people {

struct Basis {             // G1
    std::string standard;  // one of known_standards(), or the name of another standard or order
    std::string document;  // number and date of the paper that demands or permits the installation
    std::string by;        // who answers for it
    WallTime recorded_at;
};
struct KnownStandard {
    std::string_view name, title_zh;
    bool networked;  // 4.2 rather than 4.1
};
const std::vector<KnownStandard>& known_standards();

struct ImpactAssessment {  // G2 (办法 art. 9, 个人信息保护法 art. 55): before use, kept three years
    std::string title, document, assessor, conclusion;
    WallTime performed_at, recorded_at;
};

struct Filing {  // G2: 100,000 people -> filing with the provincial authority within 30 working days
    static constexpr std::int64_t kThreshold = 100'000;
    std::int64_t people = 0;  // distinct persons with face data
    bool reached = false;
    bool remind = false;                 // from 80 % on
    std::optional<WallTime> reached_at;  // when the count first got there: the 30 working days run from here
    std::optional<Date> due;             // last of the 30 working days (weekends left out; public holidays only lengthen it)
};

// Thread-safe.
class Governance {
public:
    Governance(std::shared_ptr<store::Stores> stores, ledger::Ledger& ledger, const Clock& clock);
    Result<std::optional<Basis>> basis() const;                 // G1
    Status record_basis(Basis basis, const Actor& actor);       // kBadInput when a field is empty
    Result<std::vector<ImpactAssessment>> assessments() const;  // newest first
    Status record_assessment(ImpactAssessment assessment, const Actor& actor);
    Result<Filing> filing(std::int64_t people);  // notes the day when the threshold is first reached

private:
    std::shared_ptr<store::Stores> stores_;
    ledger::Ledger& ledger_;
    const Clock& clock_;
};

}  // namespace md::people
