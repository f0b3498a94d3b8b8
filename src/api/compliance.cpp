#include "api/compliance.h"

#include <fmt/format.h>

#include "store/errors.h"

namespace md::api {
namespace {

struct Finding {
    bool met;
    std::string zh, en;
};
struct Row {
    const char *name, *clause, *title_zh, *title_en;
    bool is_check;
    Finding (*judge)(const PlatformParts&);
};

Finding unreadable(const Error& error) {
    return {false, "无法读取：" + std::string(error.message("zh")), "Cannot be read: " + std::string(error.message("en"))};
}

Finding notice_in_force(const PlatformParts& parts) {
    const auto notice = parts.people->notices().current();
    if (!notice) return unreadable(notice.error());
    if (!*notice) return {false, "尚未发布采集告知书，无法登记人员。", "No collection notice is published; nobody can be registered."};
    return {true, fmt::format("现行告知书：{}（第 {} 版）；没有同意记录的登记一律拒绝。", (*notice)->title, (*notice)->version),
            fmt::format("Notice in force: {} (version {}); registration without a recorded consent is refused.", (*notice)->title,
                        (*notice)->version)};
}

Result<std::int64_t> number(const PlatformParts& parts, store::Store which, const char* sql) {
    MD_ASSIGN(const auto rows, (*parts.stores)[which].query(sql));
    return rows.at(0).integer(0);
}

Finding two_pictures(const PlatformParts& parts) {
    const auto most = number(parts, store::Store::identities,
                             "SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM people_pictures GROUP BY person) AS each_person");
    if (!most) return unreadable(most.error());
    return {*most <= 2, fmt::format("已核对全部人员：目前每人最多 {} 张照片（上限 2 张，由登记流程强制）。", *most),
            fmt::format("Counted over all persons: at most {} picture(s) of one person (2 are allowed, enforced at enrolment).", *most)};
}

// Of a verification or an identification only the record is kept: the store of pictures may hold no more than what was kept with an
// enrolment. A picture beyond that has nobody whom it belongs to. A change that is under way has written up to two pictures (B2) already.
Finding no_picture_beyond(const PlatformParts& parts, const char* zh, const char* en) {
    const auto there = number(parts, store::Store::images, "SELECT COUNT(*) FROM people_images");
    if (!there) return unreadable(there.error());
    const auto known = (*parts.stores)[store::Store::identities].query(
        "SELECT (SELECT COALESCE(SUM(COALESCE(kept, 1)), 0) FROM people_pictures), (SELECT COUNT(*) FROM people_changes)");
    if (!known) return unreadable(known.error());
    const auto kept = known->at(0).integer(0), under_way = known->at(0).integer(1);
    return {*there <= kept + 2 * under_way, fmt::format("{}已核对图像库：存有 {} 张照片，登记时按规定留存的有 {} 张。", zh, *there, kept),
            fmt::format("{} Counted: the store of pictures holds {} picture(s); {} were kept with an enrolment.", en, *there, kept)};
}

Finding wiped_after_verification(const PlatformParts& parts) {
    return no_picture_beyond(parts, "证件照片、现场照片和证件信息只在内存中处理，应答后即擦除。",
                             "Document picture, live frames and document data are handled in memory alone and wiped with the answer.");
}

Finding wiped_after_identification(const PlatformParts& parts) {
    return no_picture_beyond(parts, "抓拍图像只在内存中处理，辨识后即擦除。",
                             "Captured frames are handled in memory alone and wiped after the identification.");
}

Finding protected_templates(const PlatformParts& parts) {
    if (const auto found = parts.gallery->opened(); found.tampered + found.missing > 0)
        return {false, fmt::format("启动时发现 {} 条特征被改动、调换、回退或删除，均已停用，须重新登记。", found.tampered + found.missing),
                fmt::format(
                    "The start found {} templates changed, swapped, rolled back or cut out; they are disabled and must be enrolled anew.",
                    found.tampered + found.missing)};
    return {true, fmt::format("{} 条特征以带密钥的可更新模板保存，可随时更新或停用。", parts.gallery->size()),
            fmt::format("{} features are kept as keyed, renewable templates and can be renewed or revoked at any time.",
                        parts.gallery->size())};
}

Finding liveness(const PlatformParts& parts) {
    const auto policy = recognition::LivenessPolicy::of(parts.profile);
    return {policy.required, fmt::format("活体检测为必经步骤，至少 {} 种独立方法给出结论。", policy.min_methods),
            fmt::format("Liveness is required; at least {} independent method(s) must have spoken.", policy.min_methods)};
}

Finding door_grades(const PlatformParts& parts) {
    const int least = parts.profile == Profile::cii ? 3 : 2;
    int low = 0;
    for (const auto& door : parts.doors->list()) low += door.grade < least ? 1 : 0;
    return {low == 0, fmt::format("{} 个门，均不低于 {} 级要求的有 {} 个不符合。", parts.doors->list().size(), least, low),
            fmt::format("{} doors; {} below grade {}.", parts.doors->list().size(), low, least)};
}

Finding separate_stores(const PlatformParts& parts) {
    return {parts.stores->databases.size() == 5,
            fmt::format("身份、特征、图像、事件、密钥分存于 5 个独立数据库（{}），各有密钥。", parts.stores->databases[0]->backend()),
            fmt::format("Identities, features, images, events and keys lie in five databases ({}), each with its own keys.",
                        parts.stores->databases[0]->backend())};
}

Finding automatic_deletion(const PlatformParts& parts) {
    const auto kinds = parts.retention->preview();
    if (!kinds) return unreadable(kinds.error());
    std::int64_t due = 0;
    for (const auto& kind : *kinds) due += kind.due_now;
    return {!kinds->empty(), fmt::format("{} 类数据设有保存期限和上限，到期自动删除；当前待删 {} 条。", kinds->size(), due),
            fmt::format("{} kinds of data have a term and a maximum and are deleted when due; {} items are due now.", kinds->size(), due)};
}

Finding clock_right(const PlatformParts& parts) {
    const auto behind = parts.retention->clock_behind();
    if (behind.count() == 0) return {true, "系统时钟未回退。", "The clock did not go back."};
    return {false, std::string(errors::kClockBehind.zh), std::string(errors::kClockBehind.en)};
}

Finding central_certificates(const PlatformParts& parts) {
    return {true, fmt::format("证书由平台的颁发机构统一管理，已签发 {} 张。", parts.authority->list().size()),
            fmt::format("One authority manages all certificates; {} issued.", parts.authority->list().size())};
}

Finding two_factors(const PlatformParts& parts) {
    const auto users = parts.access->users().list();
    if (!users) return unreadable(users.error());
    std::size_t without = 0;
    for (const auto& user : *users) without += user.enabled && user.second_factors == 0 ? 1 : 0;
    return {true, fmt::format("登录必须两种因子；{} 个账号将在下次登录时绑定第二因子。", without),
            fmt::format("Signing in needs two factors; {} account(s) will have to enrol one at the next sign-in.", without)};
}

Finding audited(const PlatformParts& parts) {
    return {parts.ledger->size() > 0, fmt::format("审计账本共 {} 条，防篡改，每分钟签名。", parts.ledger->size()),
            fmt::format("The tamper-evident ledger holds {} entries, signed every minute.", parts.ledger->size())};
}

Finding basis(const PlatformParts& parts) {
    const auto recorded = parts.people->governance().basis();
    if (!recorded) return unreadable(recorded.error());
    if (!*recorded) return {false, "尚未登记建设依据。", "The basis of the installation is not recorded."};
    return {true, fmt::format("{}，{}。", (*recorded)->standard, (*recorded)->document),
            fmt::format("{}, {}.", (*recorded)->standard, (*recorded)->document)};
}

Finding assessment(const PlatformParts& parts) {
    const auto recorded = parts.people->governance().assessments();
    if (!recorded) return unreadable(recorded.error());
    if (recorded->empty()) return {false, "尚未登记个人信息保护影响评估。", "No impact assessment is recorded."};
    return {true, fmt::format("已登记 {} 份影响评估。", recorded->size()),
            fmt::format("{} impact assessment(s) recorded.", recorded->size())};
}

constexpr Row kRows[] = {
    {"collection_notice", "B1", "采集前告知并取得明示同意", "Notice and explicit consent before collection", true, notice_in_force},
    {"two_pictures", "B2", "每人不超过两张图像", "At most two images a person", true, two_pictures},
    {"verification_wiped", "B3", "人脸验证后立即删除", "Deleted right after verification", true, wiped_after_verification},
    {"identification_wiped", "B4", "人脸辨识后立即删除抓拍", "Capture deleted right after identification", true,
     wiped_after_identification},
    {"protected_templates", "B5", "特征可更新、不可逆、不可链接", "Features renewable, irreversible, unlinkable", true,
     protected_templates},
    {"liveness", "B8", "抵御呈现攻击", "Presentation attacks are refused", true, liveness},
    {"door_grades", "B9", "出入口安全等级", "Security grade of doors", true, door_grades},
    {"separate_stores", "B10", "人脸识别数据与身份数据分开存储", "Recognition and identity data apart", true, separate_stores},
    {"automatic_deletion", "B11", "到期自动删除", "Automatic deletion when due", true, automatic_deletion},
    {"clock", "B11", "系统时钟", "System clock", true, clock_right},
    {"central_certificates", "D9", "设备双向认证，证书集中管理", "Mutual authentication, certificates managed centrally", false,
     central_certificates},
    {"two_factors", "D11", "多因子用户认证", "Multi-factor authentication", true, two_factors},
    {"audited", "D19", "认证、登录、访问控制可审计", "Authentication, sign-in and access control audited", true, audited},
    {"basis", "G1", "建设依据", "Basis of the installation", true, basis},
    {"assessment", "G2", "个人信息保护影响评估", "Impact assessment", true, assessment},
};

}  // namespace

// F1
std::vector<ComplianceRow> compliance(const PlatformParts& parts) {
    std::vector<ComplianceRow> rows;
    for (const auto& row : kRows) {
        auto finding = row.judge(parts);
        rows.push_back({row.name, row.clause, row.title_zh, row.title_en, finding.met ? "met" : "not_met", std::move(finding.zh),
                        std::move(finding.en), row.is_check});
    }
    return rows;
}

}  // namespace md::api
