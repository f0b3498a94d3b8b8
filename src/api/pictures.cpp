// Enrolled pictures: at most two a person, renewal of their features, a look before anything is kept. B2, B5.
#include "api/convert.h"

namespace md::api {
namespace {

vision::Use use_in(std::string_view text) {
    return text == "enrol" ? vision::Use::enrol : text == "verify" ? vision::Use::verify : vision::Use::search;
}

}  // namespace

void add_pictures(Operations& operations, const PlatformParts& parts) {
    auto& people = *parts.people;
    const auto& clock = *parts.clock;
    operations.on("list_person_images", [&people](Call& call) -> Answer {
        MD_API_ASSIGN(const auto person, people.get(call.id<PersonId>("person_id")));
        return answer({{"items", items(person.pictures, [](const people::Picture& picture) { return to_out(picture); })}});
    });
    operations.on("add_person_image", [&people, &clock](Call& call) -> Answer {
        const auto id = call.id<PersonId>("person_id");
        MD_API_ASSIGN(auto file, picture(call.body.at("image")));
        call.body = nullptr;
        return registered(people, clock, 201,
                          [&](auto* reports) { return people.add_picture(id, std::move(file), call.actor(), reports); });
    });
    operations.on("remove_person_image", [&people](Call& call) -> Answer {
        MD_API_TRY(people.remove_picture(call.id<PersonId>("person_id"), call.id<people::PictureId>("image_ref"), call.actor()));
        return no_content();
    });
    operations.on("renew_person", [&people, &clock](Call& call) -> Answer {
        const auto id = call.id<PersonId>("person_id");
        std::optional<SecretBytes> file;
        if (call.body.contains("image")) {
            MD_API_ASSIGN(file, picture(call.body.at("image")));
        }
        call.body = nullptr;
        std::vector<people::PictureReport> reports;
        if (auto renewed = people.renew(id, std::move(file), call.actor(), &reports); !renewed)
            return tl::unexpected(Refusal(renewed.error(), reasons_of(reports)));
        MD_API_ASSIGN(const auto person, people.get(id));
        return answer(detail_of(person, clock.wall()));
    });
    operations.on("revoke_person", [&people](Call& call) -> Answer {
        MD_API_TRY(people.revoke(call.id<PersonId>("person_id"), call.actor()));
        return no_content();
    });
    operations.on("check_picture", [&people](Call& call) -> Answer {
        const auto use = use_in(view(call.body.at("use")));
        MD_API_ASSIGN(auto file, picture(call.body.at("image")));
        call.body = nullptr;
        MD_API_ASSIGN(const auto report, people.check_picture(std::move(file), use));
        return answer(to_out(report));
    });
}

}  // namespace md::api
