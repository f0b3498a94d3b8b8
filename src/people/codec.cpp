#include "people/codec.h"

#include <nlohmann/json.hpp>

#include "store/errors.h"

namespace md::people {
namespace {

using Json = nlohmann::json;

Bytes dump(const Json& json) { return to_bytes(json.dump()); }

// The one place where damage becomes an error: nlohmann throws on missing keys and wrong types.
template <class T, class Read>
Result<T> decode(std::string_view text, Read read) {
    try {
        return read(Json::parse(text));
    } catch (const Json::exception&) {
        return fail(errors::kStoreCorrupt, "a sealed value of module people is not what was written");
    }
}

template <class IdType>
IdType id_at(const Json& json) {
    return IdType::from_text(json.get<std::string>()).value_or(IdType());
}
Bytes bytes_at(const Json& json) { return from_hex(json.get<std::string>()).value_or(Bytes()); }
WallTime time_at(const Json& json) { return from_micros(json.get<std::int64_t>()); }

template <class IdType>
Json ids_json(const std::vector<IdType>& ids) {
    Json out = Json::array();
    for (const auto& id : ids) out.push_back(id.text());
    return out;
}

}  // namespace

Bytes encode_fields(const PersonFields& fields) {
    return dump({{"name", fields.name},
                 {"external_id", fields.external_id},
                 {"birth_date", fields.birth_date ? to_text(*fields.birth_date) : ""},
                 {"department", fields.department},
                 {"phone", fields.phone},
                 {"document_number", fields.document_number},
                 {"groups", fields.groups}});
}

Result<PersonFields> decode_fields(ByteView json) {
    return decode<PersonFields>(as_text(json), [](const Json& from) {
        PersonFields out;
        out.name = from.at("name");
        out.external_id = from.at("external_id");
        out.birth_date = date_from(from.at("birth_date").get<std::string>());
        out.department = from.at("department");
        out.phone = from.at("phone");
        out.document_number = from.at("document_number");
        out.groups = from.at("groups").get<std::vector<std::string>>();
        return out;
    });
}

Bytes encode_consent(const ConsentGiven& consent) {
    Json out{{"notice", consent.notice.text()},
             {"purposes", consent.purposes},
             {"channel", to_string(consent.channel)},
             {"evidence", consent.evidence}};
    if (consent.guardian) {
        out["guardian"] = {{"name", consent.guardian->name},
                           {"relation", consent.guardian->relation},
                           {"document_number", consent.guardian->document_number}};
    }
    return dump(out);
}

Result<ConsentGiven> decode_consent(ByteView json) {
    return decode<ConsentGiven>(as_text(json), [](const Json& from) {
        ConsentGiven out;
        out.notice = id_at<NoticeId>(from.at("notice"));
        out.purposes = from.at("purposes").get<std::vector<std::string>>();
        out.channel = channel_from(from.at("channel").get<std::string>()).value_or(Channel::paper);
        out.evidence = from.at("evidence");
        if (from.contains("guardian")) {
            const auto& guardian = from.at("guardian");
            out.guardian = Guardian{guardian.at("name"), guardian.at("relation"), guardian.at("document_number")};
        }
        return out;
    });
}

Bytes encode_picture(const StoredPicture& picture) {
    return dump({{"record", picture.record.text()},
                 {"image", picture.image.text()},
                 {"format", picture.format},
                 {"file_digest", to_hex(picture.file_digest)},
                 {"fingerprint", to_hex(picture.fingerprint)}});
}

Result<StoredPicture> decode_picture(ByteView json) {
    return decode<StoredPicture>(as_text(json), [](const Json& from) {
        StoredPicture out;
        out.record = id_at<RecordId>(from.at("record"));
        out.image = id_at<ImageId>(from.at("image"));
        out.format = from.at("format");
        out.file_digest = bytes_at(from.at("file_digest"));
        out.fingerprint = bytes_at(from.at("fingerprint"));
        return out;
    });
}

std::string encode_notice(const NoticeText& text) {
    return Json{{"title", text.title},
                {"purposes", text.purposes},
                {"data_types", text.data_types},
                {"image_count", text.image_count},
                {"processing", text.processing},
                {"storage_days", text.storage_days},
                {"third_parties", text.third_parties},
                {"alternative", text.alternative},
                {"contact", text.contact},
                {"text_zh", text.text_zh},
                {"text_en", text.text_en}}
        .dump();
}

Result<NoticeText> decode_notice(std::string_view json) {
    return decode<NoticeText>(json, [](const Json& from) {
        NoticeText out;
        out.title = from.at("title");
        out.purposes = from.at("purposes").get<std::vector<std::string>>();
        out.data_types = from.at("data_types").get<std::vector<std::string>>();
        out.image_count = from.at("image_count");
        out.processing = from.at("processing");
        out.storage_days = from.at("storage_days");
        out.third_parties = from.at("third_parties");
        out.alternative = from.at("alternative");
        out.contact = from.at("contact");
        out.text_zh = from.at("text_zh");
        out.text_en = from.at("text_en");
        return out;
    });
}

Bytes encode_plan(const DeletionPlan& plan) {
    Json needles = Json::array();
    for (const auto& needle : plan.needles) needles.push_back(to_hex(needle));
    return dump({{"proof", encode_proof(plan.proof)},
                 {"person", plan.person.text()},
                 {"records", ids_json(plan.records)},
                 {"images", ids_json(plan.images)},
                 {"needles", needles}});
}

Result<DeletionPlan> decode_plan(ByteView json) {
    std::string proof;
    MD_ASSIGN(auto plan, decode<DeletionPlan>(as_text(json), [&](const Json& from) {
                  DeletionPlan out;
                  proof = from.at("proof");
                  out.person = id_at<PersonId>(from.at("person"));
                  for (const auto& id : from.at("records")) out.records.push_back(id_at<RecordId>(id));
                  for (const auto& id : from.at("images")) out.images.push_back(id_at<ImageId>(id));
                  for (const auto& needle : from.at("needles")) out.needles.push_back(bytes_at(needle));
                  return out;
              }));
    MD_ASSIGN(plan.proof, decode_proof(proof));
    return plan;
}

std::string encode_proof(const DeletionProof& proof) {
    Json steps = Json::array();
    for (const auto& step : proof.steps) {
        steps.push_back({{"what", step.what}, {"store", step.store}, {"count", step.count}, {"at", to_micros(step.at)}});
    }
    Json out{{"id", proof.id.text()},
             {"person_ref", proof.person_ref},
             {"reason", to_string(proof.reason)},
             {"requested_at", to_micros(proof.requested_at)},
             {"steps", steps},
             {"stores_scanned", proof.stores_scanned},
             {"bytes_scanned", proof.bytes_scanned},
             {"remains_found", proof.remains_found}};
    if (proof.finished_at) out["finished_at"] = to_micros(*proof.finished_at);
    if (proof.ledger_index) out["ledger_index"] = *proof.ledger_index;
    return out.dump();
}

Result<DeletionProof> decode_proof(std::string_view json) {
    return decode<DeletionProof>(json, [](const Json& from) {
        DeletionProof out;
        out.id = id_at<DeletionId>(from.at("id"));
        out.person_ref = from.at("person_ref");
        out.reason = deletion_reason_from(from.at("reason").get<std::string>()).value_or(DeletionReason::request);
        out.requested_at = time_at(from.at("requested_at"));
        for (const auto& step : from.at("steps")) {
            out.steps.push_back({step.at("what"), step.at("store"), step.at("count"), time_at(step.at("at"))});
        }
        out.stores_scanned = from.at("stores_scanned");
        out.bytes_scanned = from.at("bytes_scanned");
        out.remains_found = from.at("remains_found");
        if (from.contains("finished_at")) out.finished_at = time_at(from.at("finished_at"));
        if (from.contains("ledger_index")) out.ledger_index = from.at("ledger_index").get<std::uint64_t>();
        return out;
    });
}

std::string encode_block(std::string_view reason, WallTime added_at) {
    return Json{{"reason", reason}, {"added_at", to_micros(added_at)}}.dump();
}

Result<BlockText> decode_block(ByteView json) {
    return decode<BlockText>(as_text(json), [](const Json& from) { return BlockText{from.at("reason"), time_at(from.at("added_at"))}; });
}

}  // namespace md::people
