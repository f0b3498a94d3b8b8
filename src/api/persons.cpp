// Persons: registration, change, leaving, a person's own copy. B1, B2, B11, G2.
#include "api/convert.h"

namespace md::api {
namespace {

people::PersonFields fields_in(const Json& body) {
    people::PersonFields fields;
    fields.name = text(body, "name");
    fields.external_id = text_or_empty(body, "external_id");
    fields.kind = people::kind_from(view(body.at("kind"))).value();
    if (body.contains("birth_date")) fields.birth_date = people::date_from(view(body.at("birth_date")));
    fields.department = text_or_empty(body, "department");
    fields.phone = text_or_empty(body, "phone");
    fields.document_number = text_or_empty(body, "document_number");
    fields.valid_from = time_in(body, "valid_from");
    fields.valid_until = time_in(body, "valid_until");
    fields.groups = texts(body, "groups");
    return fields;
}

// The members that are given; null clears one.
people::PersonFields changed(people::PersonFields fields, const Json& body) {
    if (body.contains("name")) fields.name = text(body, "name");
    if (body.contains("external_id")) fields.external_id = text_or_empty(body, "external_id");
    if (body.contains("kind")) fields.kind = people::kind_from(view(body.at("kind"))).value();
    if (body.contains("department")) fields.department = text_or_empty(body, "department");
    if (body.contains("phone")) fields.phone = text_or_empty(body, "phone");
    if (body.contains("valid_from")) fields.valid_from = time_in(body, "valid_from");
    if (body.contains("valid_until")) fields.valid_until = time_in(body, "valid_until");
    if (body.contains("groups")) fields.groups = texts(body, "groups");
    return fields;
}

Out rejection_out(const people::ImportRejection& rejection) {
    std::string zh(rejection.error.message("zh")), en(rejection.error.message("en"));
    for (const auto reason : rejection.reasons) {
        zh += vision::message(reason, "zh");
        en += " " + std::string(vision::message(reason, "en"));
    }
    return {{"row", rejection.row}, {"name", rejection.name}, {"code", rejection.error.code()}, {"zh", zh}, {"en", en}};
}

void add_registration(Operations& operations, people::People& people, const Clock& clock) {
    operations.on("create_person", [&people, &clock](Call& call) -> Answer {
        people::NewPerson person;
        person.fields = fields_in(call.body);
        person.consent = consent_in(call.body.at("consent"));
        MD_API_ASSIGN(person.pictures, pictures(call.body.at("images")));
        call.body = nullptr;  // wiped: what is left is in `person` (B2)
        return registered(people, clock, 201, [&](auto* reports) { return people.add(std::move(person), call.actor(), reports); });
    });
    operations.on("import_persons", [&people](Call& call) -> Answer {
        people::ImportOptions options;
        if (const auto notice = call.query("notice_id")) options.notice = id_of<NoticeId>(*notice);
        MD_API_ASSIGN(const auto report, people.import_zip(call.request.body.view(), options, call.actor()));
        return answer({{"imported", report.imported},
                       {"rejected", items(report.rejected, rejection_out)},
                       {"possibly_same", items(report.possibly_same, [](const PersonId& id) { return id.text(); })}});
    });
}

}  // namespace

Answer registered(people::People& people, const Clock& clock, int status,
                  const std::function<Result<people::Registered>(std::vector<people::PictureReport>*)>& work) {
    std::vector<people::PictureReport> reports;
    auto done = work(&reports);
    if (!done) return tl::unexpected(Refusal(done.error(), reasons_of(reports)));
    MD_API_ASSIGN(const auto person, people.get(done->id));
    Out same = Out::array();
    for (const auto& id : done->possibly_same) {
        if (const auto other = people.get(id)) same.push_back({{"id", id.text()}, {"name", other->name}});
    }
    return answer({{"person", detail_of(person, clock.wall())},
                   {"pictures", items(done->pictures, [](const people::PictureReport& report) { return to_out(report); })},
                   {"possibly_same", std::move(same)}},
                  status);
}

Out reasons_of(const std::vector<people::PictureReport>& reports) {
    Out reasons = Out::array();
    for (const auto& report : reports) {
        for (const auto reason : report.reasons) reasons.push_back(sentence(reason));
    }
    return reasons.empty() ? Out::object() : Out{{"reasons", std::move(reasons)}};
}

void add_persons(Operations& operations, const PlatformParts& parts) {
    auto& people = *parts.people;
    const auto& clock = *parts.clock;
    add_registration(operations, people, clock);
    operations.on("list_persons", [&people, &clock](Call& call) -> Answer {
        people::PersonQuery query;
        query.text = call.query("text").value_or("");
        if (const auto kind = call.query("kind")) query.kind = people::kind_from(*kind);
        query.cursor = call.query("cursor").value_or("");
        query.limit = call.limit();
        MD_API_ASSIGN(const auto page, people.find(query));
        return answer({{"items", items(page.items, [&](const people::Person& person) { return summary_of(person, clock.wall()); })},
                       {"next_cursor", or_null(page.next)}});
    });
    operations.on("summarise_persons", [&people](Call&) -> Answer {
        MD_API_ASSIGN(const auto count, people.count());
        MD_API_ASSIGN(const auto filing, people.filing());
        return answer({{"count", count},
                       {"filing",
                        {{"threshold", people::Filing::kThreshold},
                         {"reached", filing.reached},
                         {"reminder", filing.remind},
                         {"reached_at", to_out(filing.reached_at)},
                         {"due", filing.due ? Out(people::to_text(*filing.due)) : Out(nullptr)}}}});
    });
    operations.on("list_groups", [&people](Call&) -> Answer {
        MD_API_ASSIGN(const auto groups, people.groups());
        return answer({{"items", groups}});
    });
    operations.on("get_person", [&people, &clock](Call& call) -> Answer {
        MD_API_ASSIGN(const auto person, people.get(call.id<PersonId>("person_id")));
        return answer(detail_of(person, clock.wall()));
    });
    operations.on("update_person", [&people, &clock](Call& call) -> Answer {
        const auto id = call.id<PersonId>("person_id");
        MD_API_ASSIGN(const auto before, people.get(id));
        MD_API_ASSIGN(const auto person, people.update(id, changed(before, call.body), call.actor()));
        return answer(detail_of(person, clock.wall()));
    });
    operations.on("delete_person", [&people](Call& call) -> Answer {
        const auto reason = people::deletion_reason_from(call.query("reason").value()).value();
        MD_API_ASSIGN(const auto proof, people.remove(call.id<PersonId>("person_id"), reason, call.actor()));
        return answer({{"deletion_id", proof.id.text()}});
    });
    operations.on("export_person", [&people](Call& call) -> Answer {
        MD_API_ASSIGN(auto copy, people.export_person(call.id<PersonId>("person_id"), call.actor()));
        auto response = net::Response::json("");
        response.body = std::move(copy);
        response.headers.emplace_back("Content-Disposition", "attachment; filename=\"person.json\"");
        return response;
    });
}

}  // namespace md::api
