#include "api/convert.h"

#include <algorithm>

namespace md::api {
namespace {

// Enough to recognise a number by, too little to use it.
Out masked(const std::string& number) {
    if (number.empty()) return nullptr;
    constexpr std::size_t kShown = 4;
    if (number.size() <= kShown) return std::string(number.size(), '*');
    return std::string(number.size() - kShown, '*') + number.substr(number.size() - kShown);
}

std::string_view state_of(const people::Person& person, WallTime now) {
    if (person.pictures.empty()) return "no_image";
    if (std::ranges::none_of(person.pictures, &people::Picture::searched)) return "stopped";
    if (person.valid_from && now < *person.valid_from) return "not_yet_valid";
    if (person.valid_until && now >= *person.valid_until) return "expired";
    return "active";
}

}  // namespace

std::optional<WallTime> time_in(const Json& object, const char* name) {
    const auto text = text_or_empty(object, name);
    return text.empty() ? std::nullopt : std::optional(from_rfc3339(text).value());
}

std::optional<WallTime> time_query(const Call& call, const char* name) {
    const auto text = call.query(name);
    return text ? std::optional(from_rfc3339(*text).value()) : std::nullopt;
}

Out sentence(std::string_view code, std::string_view zh, std::string_view en) { return {{"code", code}, {"zh", zh}, {"en", en}}; }
Out sentence(const recognition::ReasonText& reason) { return sentence(reason.code, reason.zh, reason.en); }
Out sentence(vision::Reason reason) { return sentence(vision::code(reason), vision::message(reason, "zh"), vision::message(reason, "en")); }

Out to_out(const access::User& user) {
    return {{"id", user.id.text()},
            {"name", user.name},
            {"role", access::to_string(user.role)},
            {"language", language_out(user.language)},
            {"enabled", user.enabled},
            {"must_change_password", user.must_change_password},
            {"second_factors", user.second_factors},
            {"created_at", to_out(user.created_at)},
            {"last_sign_in_at", to_out(user.last_sign_in_at)}};
}

Out to_out(const access::SignedIn& session) {
    return {{"state", "signed_in"},
            {"user",
             {{"id", session.user.id.text()},
              {"name", session.user.name},
              {"role", access::to_string(session.user.role)},
              {"language", language_out(session.user.language)},
              {"permissions", session.caller.permissions.names()}}},
            {"csrf_token", session.csrf_token},
            {"expires_at", to_out(session.expires_at)},
            {"must_change_password", session.caller.must_change_password}};
}

Out summary_of(const people::Person& person, WallTime now) {
    return {{"id", person.id.text()},
            {"name", person.name},
            {"kind", people::to_string(person.kind)},
            {"external_id", or_null(person.external_id)},
            {"department", or_null(person.department)},
            {"groups", person.groups},
            {"valid_from", to_out(person.valid_from)},
            {"valid_until", to_out(person.valid_until)},
            {"image_count", person.pictures.size()},
            {"state", state_of(person, now)},
            {"created_at", to_out(person.created_at)},
            {"delete_due_at", to_out(person.delete_due_at)}};
}

Out detail_of(const people::Person& person, WallTime now) {
    auto out = summary_of(person, now);
    out["birth_date"] = person.birth_date ? Out(people::to_text(*person.birth_date)) : Out(nullptr);
    out["phone"] = masked(person.phone);
    out["document_number"] = masked(person.document_number);
    out["consents"] = items(person.consents, [](const people::Consent& consent) { return to_out(consent); });
    out["images"] = items(person.pictures, [](const people::Picture& picture) { return to_out(picture); });
    return out;
}

Out to_out(const people::Consent& consent) {
    Out guardian = nullptr;
    if (consent.guardian)
        guardian = {{"name", consent.guardian->name},
                    {"relation", consent.guardian->relation},
                    {"document_number", masked(consent.guardian->document_number)}};
    return {{"id", consent.id.text()},
            {"notice_id", consent.notice.text()},
            {"purposes", consent.purposes},
            {"channel", people::to_string(consent.channel)},
            {"evidence", consent.evidence},
            {"guardian", std::move(guardian)},
            {"given_at", to_out(consent.given_at)},
            {"withdrawn_at", to_out(consent.withdrawn_at)}};
}

Out to_out(const people::Picture& picture) {
    return {{"image_ref", picture.ref.text()}, {"format", picture.format}, {"added_at", to_out(picture.added_at)}, {"kept", picture.kept}};
}

Out to_out(const people::PictureReport& report) {
    const auto& quality = report.quality;
    Out face = nullptr;
    if (report.face) face = {{"x", report.face->x}, {"y", report.face->y}, {"width", report.face->width}, {"height", report.face->height}};
    return {{"usable", report.usable},
            {"reasons", items(report.reasons, [](vision::Reason reason) { return sentence(reason); })},
            {"notes", items(report.notes,
                            [](people::PictureNote note) {
                                return sentence(people::code(note), people::message(note, "zh"), people::message(note, "en"));
                            })},
            {"width", report.width},
            {"height", report.height},
            {"face", std::move(face)},
            {"quality",
             {{"face_height_px", quality.face_height_px},
              {"sharpness", quality.sharpness},
              {"brightness", quality.brightness},
              {"contrast", quality.contrast},
              {"yaw", quality.yaw},
              {"pitch", quality.pitch},
              {"roll", quality.roll},
              {"eyes_open", quality.eyes_open},
              {"occlusion", quality.occlusion},
              {"overall", quality.overall}}}};
}

Out to_out(const recognition::Event& event) { return Out::parse(recognition::to_json(event)); }

people::ConsentGiven consent_in(const Json& object) {
    people::ConsentGiven given;
    given.notice = id_of<NoticeId>(view(object.at("notice_id")));
    given.purposes = texts(object, "purposes");
    given.channel = people::channel_from(view(object.at("channel"))).value();
    given.evidence = text(object, "evidence");
    if (const auto guardian = object.find("guardian"); guardian != object.end())
        given.guardian = {text(*guardian, "name"), text(*guardian, "relation"), text(*guardian, "document_number")};
    return given;
}

}  // namespace md::api
