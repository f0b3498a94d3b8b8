// Collection notices. B1.
#include "api/convert.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

Out to_out(const people::Notice& notice) {
    return {{"id", notice.id.text()},
            {"version", notice.version},
            {"supersedes", to_out(notice.supersedes)},
            {"superseded_by", to_out(notice.superseded_by)},
            {"title", notice.title},
            {"purposes", notice.purposes},
            {"data_types", notice.data_types},
            {"image_count", notice.image_count},
            {"processing", notice.processing},
            {"storage_days", notice.storage_days},
            {"third_parties", notice.third_parties},
            {"alternative", notice.alternative},
            {"contact", notice.contact},
            {"text_zh", notice.text_zh},
            {"text_en", notice.text_en},
            {"created_at", to_out(notice.created_at)}};
}

people::NoticeText notice_in(const Json& body) {
    people::NoticeText notice;
    notice.title = text(body, "title");
    notice.purposes = texts(body, "purposes");
    notice.data_types = texts(body, "data_types");
    notice.image_count = body.at("image_count").get<int>();
    notice.processing = text(body, "processing");
    notice.storage_days = body.at("storage_days").get<int>();
    notice.third_parties = text(body, "third_parties");
    notice.alternative = text(body, "alternative");
    notice.contact = text(body, "contact");
    notice.text_zh = text(body, "text_zh");
    notice.text_en = text(body, "text_en");
    return notice;
}

}  // namespace

void add_notices(Operations& operations, const PlatformParts& parts) {
    auto& notices = parts.people->notices();
    operations.on("list_notices", [&notices](Call&) -> Answer {
        MD_API_ASSIGN(const auto list, notices.list());
        return answer({{"items", items(list, [](const people::Notice& notice) { return to_out(notice); })}});
    });
    operations.on("create_notice", [&notices](Call& call) -> Answer {
        std::optional<NoticeId> supersedes;
        if (call.body.contains("supersedes")) supersedes = id_of<NoticeId>(view(call.body.at("supersedes")));
        MD_API_ASSIGN(const auto notice, notices.add(notice_in(call.body), supersedes, call.actor()));
        return answer(to_out(notice), 201);
    });
    operations.on("get_notice", [&notices](Call& call) -> Answer {
        MD_API_ASSIGN(const auto notice, notices.get(call.id<NoticeId>("notice_id")));
        return answer(to_out(notice));
    });
}

}  // namespace md::api
