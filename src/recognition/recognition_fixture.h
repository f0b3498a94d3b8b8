#pragma once
// For this module's tests: a world with doors and a register of persons that stands for module people.
#include <gtest/gtest.h>

#include <map>

#include "face_world.h"
#include "recognition/errors.h"
#include "recognition/recogniser.h"

namespace md::recognition {

class RecognitionTest : public ::testing::Test {
protected:
    RecognitionTest() {
        settings_.profile = test::profile();
        settings_.rates = Rates::of(test::profile());
        settings_.liveness = LivenessPolicy::of(test::profile());
        start();
    }
    void start() {
        doors_ = must(Doors::open(world_.stores, *world_.ledger, world_.clock, world_.random));
        events_ = must(Events::open(world_.stores, world_.clock, world_.random));
        Directory directory;
        directory.holder_of = [this](const RecordId& record) -> Result<std::optional<Holder>> {
            const auto owner = owners_.find(record);
            if (owner == owners_.end()) return std::optional<Holder>();
            return std::optional(holders_.at(owner->second));
        };
        directory.records_of = [this](const PersonId& person) -> Result<std::vector<RecordId>> {
            std::vector<RecordId> out;
            for (const auto& [record, owner] : owners_) {
                if (owner == person) out.push_back(record);
            }
            return out;
        };
        recogniser_ = must(Recogniser::open({world_.stores, world_.engine, world_.gallery.get(), world_.ledger.get(), doors_.get(),
                                             events_.get(), directory, &world_.clock, &world_.random},
                                            settings_));
    }
    void stop() {
        recogniser_.reset();
        events_.reset();
        doors_.reset();
    }
    PersonId enrol(std::span<const float> embedding, std::vector<std::string> groups = {}) {
        const auto person = PersonId::random(world_.random);
        must(world_.stores->keyring->create_subject_key(person.view()));
        owners_[must(world_.gallery->enrol(person.view(), embedding)).record] = person;
        Holder holder;
        holder.person = person;
        holder.event_ref = world_.random.bytes(16);
        holder.groups = std::move(groups);
        holders_[person] = std::move(holder);
        return person;
    }
    PersonId enrol(int face, std::vector<std::string> groups = {}) {
        return enrol(test::SyntheticEngine::embedding_of(face, 0).values(), std::move(groups));
    }
    static std::vector<SecretBytes> burst(int face, int frames = 1) {
        std::vector<SecretBytes> out;
        for (int i = 0; i < frames; ++i) out.push_back(test::picture_of(face, 1 + i));
        return out;
    }
    static std::string reason(const Decision& decision) { return decision.reasons.empty() ? "" : decision.reasons[0].code; }
    std::string outcome_of(const Result<IdentificationAnswer>& answer) {
        if (!answer) return answer.error().text();
        return std::string(to_string(answer->decision.outcome)) + " " + reason(answer->decision);
    }
    std::string outcome_of(const Result<VerificationAnswer>& answer) {
        if (!answer) return answer.error().text();
        return std::string(to_string(answer->decision.outcome)) + " " + reason(answer->decision);
    }
    DoorId door(DoorSettings door_settings = {}) {
        if (door_settings.name.empty()) door_settings.name = "南门";
        door_settings.grade = 3;
        return must(doors_->add(std::move(door_settings), "admin")).id;
    }

    test::FaceWorld world_;
    Settings settings_;
    std::unique_ptr<Doors> doors_;
    std::unique_ptr<Events> events_;
    std::unique_ptr<Recogniser> recogniser_;
    std::map<RecordId, PersonId> owners_;
    std::map<PersonId, Holder> holders_;
};

template <class T>
bool failed_with(const Result<T>& result, const ErrorKind& kind) {
    return !result && result.error().is(kind);
}

}  // namespace md::recognition
