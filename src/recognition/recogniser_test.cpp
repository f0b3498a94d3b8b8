// Decisions of 1:1 and 1:N: accepted, refused, not judged.
#include <algorithm>
#include <thread>

#include "recognition/recognition_fixture.h"
#include "store/find_bytes.h"
#include "store/retention.h"
#include "templates/errors.h"
#include "vision/errors.h"

namespace md::recognition {
namespace {

using vision::LivenessOutcome;

TEST_F(RecognitionTest, VerifiesADocumentAgainstTheLivingPerson) {  // B3
    const auto same = must(recogniser_->verify_document(test::picture_of(1), burst(1, 3), "op"));
    EXPECT_EQ(same.decision.outcome, Outcome::accepted);
    EXPECT_NE(same.decision.band, templates::Band::none);
    EXPECT_EQ(same.fmr, Rates::of(test::profile()).fmr_verification);
    EXPECT_EQ(outcome_of(recogniser_->verify_document(test::picture_of(2), burst(1, 3), "op")), "refused different_person");
    EXPECT_EQ(outcome_of(recogniser_->verify_document(test::picture_of(0), burst(1), "op")), "not_judged document_no_face");
    EXPECT_EQ(outcome_of(recogniser_->verify_document(test::picture_of(1, 63), burst(1), "op")), "not_judged document_poor");
    EXPECT_EQ(outcome_of(recogniser_->verify_document(test::picture_of(1), burst(0), "op")), "not_judged no_face");
    EXPECT_TRUE(failed_with(recogniser_->verify_document(SecretBytes(as_bytes("text")), burst(1), "op"), errors::kNotAnImage));
    EXPECT_TRUE(failed_with(recogniser_->verify_document(test::picture_of(1), {}, "op"), errors::kNoFrames));
    EXPECT_TRUE(failed_with(recogniser_->verify_document(test::picture_of(1), burst(1, 31), "op"), errors::kTooManyFrames));
    const auto event = must(events_->get(same.event));
    EXPECT_EQ(event.kind, EventKind::verification);
    EXPECT_TRUE(event.person_ref.empty());
    EXPECT_EQ(event.reasons, std::vector<std::string>{"matched"});
    EXPECT_EQ(must(world_.ledger->search({.action_prefix = "verify.decided"})).size(), 5U);
}

TEST_F(RecognitionTest, LivenessHasThreeOutcomes) {  // B8
    world_.synthetic->outcome = LivenessOutcome::attack;
    EXPECT_EQ(outcome_of(recogniser_->verify_document(test::picture_of(1), burst(1), "op")), "refused liveness_attack");
    world_.synthetic->outcome = LivenessOutcome::not_judged;
    EXPECT_EQ(outcome_of(recogniser_->verify_document(test::picture_of(1), burst(1), "op")), "not_judged liveness_unsure");
    world_.synthetic->outcome = LivenessOutcome::live;
    world_.synthetic->methods = 1;
    EXPECT_EQ(outcome_of(recogniser_->verify_document(test::picture_of(1), burst(1), "op")),
              test::profile() == Profile::cii ? "not_judged too_few_methods" : "accepted matched");
}

TEST_F(RecognitionTest, ALivingAccompliceCannotLendLivenessToAPicture) {  // B8
    auto mixed = burst(1, 2);
    mixed.push_back(test::picture_of(2));
    EXPECT_EQ(outcome_of(recogniser_->verify_document(test::picture_of(2), std::move(mixed), "op")), "not_judged frames_differ");
}

TEST_F(RecognitionTest, VerifiesAnEnrolledPerson) {
    const auto person = enrol(3);
    EXPECT_EQ(outcome_of(recogniser_->verify_person(person, burst(3), "op")), "accepted matched");
    EXPECT_EQ(outcome_of(recogniser_->verify_person(person, burst(4), "op")), "refused different_person");
    EXPECT_TRUE(failed_with(recogniser_->verify_person(PersonId(), burst(3), "op"), errors::kNobodyEnrolled));
}

TEST_F(RecognitionTest, ATamperedTemplateIsNamedAndNobodyElseSuffers) {  // B6
    const auto victim = enrol(3), other = enrol(4);
    auto& features = (*world_.stores)[store::Store::features];
    const RecordId record = std::ranges::find(owners_, victim, [](const auto& owned) { return owned.second; })->first;
    must(features.execute("UPDATE templates SET sealed = (SELECT sealed FROM templates WHERE record <> ?) WHERE record = ?",
                          {record.bytes(), record.bytes()}));
    stop();
    world_.close();
    world_.open();
    start();
    EXPECT_TRUE(failed_with(recogniser_->verify_person(victim, burst(3), "op"), errors::kTemplateTampered));
    EXPECT_EQ(outcome_of(recogniser_->verify_person(other, burst(4), "op")), "accepted matched");
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(3), std::nullopt, "op")), "refused unknown_person");
}

TEST_F(RecognitionTest, IdentifiesAndOpensByTheRules) {  // B4, S2
    const auto resident = enrol(5, {"一号楼"});
    enrol(6, {"二号楼"});
    const auto gate = door({.groups = {"一号楼"}});
    const auto passed = must(recogniser_->identify(burst(5, 3), gate, "device"));
    EXPECT_EQ(passed.decision.outcome, Outcome::accepted);
    EXPECT_TRUE(passed.opened);
    EXPECT_EQ(passed.person, resident);
    EXPECT_EQ(must(events_->get(passed.event)).person_ref, holders_.at(resident).event_ref);
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(6), gate, "device")), "refused group_not_allowed");
    const auto stranger = must(recogniser_->identify(burst(7), gate, "device"));
    EXPECT_EQ(reason(stranger.decision), "unknown_person");
    EXPECT_FALSE(stranger.person || stranger.opened);
    EXPECT_FALSE(must(recogniser_->identify(burst(5), std::nullopt, "op")).opened);
    EXPECT_TRUE(failed_with(recogniser_->identify(burst(5), DoorId(), "op"), errors::kDoorNotFound));

    auto& holder = holders_.at(resident);
    holder.valid_from = world_.clock.wall() + std::chrono::hours(1);
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(5), gate, "device")), "refused not_yet_valid");
    holder.valid_from.reset();
    holder.valid_until = world_.clock.wall();
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(5), gate, "device")), "refused expired");
    holder.valid_until.reset();
    holder.blocked = true;
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(5), gate, "device")), "refused blocked");
    holder.blocked = false;
    world_.synthetic->outcome = LivenessOutcome::attack;
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(5), gate, "device")), "refused liveness_attack");
    world_.synthetic->outcome = LivenessOutcome::live;
    world_.synthetic->face_share = 0.1f;
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(5), gate, "device")), "not_judged too_far");
}

TEST_F(RecognitionTest, OutsideHoursTheDoorStaysShut) {
    enrol(5);
    const auto gate = door({.schedules = {must(window_from({"thu"}, "08:30", "17:00"))}});
    world_.clock.jump(must(from_rfc3339("2026-01-01T08:29:59+08:00")) - world_.clock.wall());  // a Thursday
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(5), gate, "device")), "refused outside_hours");
    world_.clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(outcome_of(recogniser_->identify(burst(5), gate, "device")), "accepted matched");
}

TEST_F(RecognitionTest, TwoLookalikesAreNotJudged) {
    settings_.ambiguity_margin = 0.5f;  // wide, so that the noise of the templates decides nothing
    stop();
    start();
    enrol(test::SyntheticEngine::embedding_of(8, 1).values());
    enrol(test::SyntheticEngine::embedding_of(8, 2).values());
    const auto answer = must(recogniser_->identify(burst(8, 1), std::nullopt, "op"));
    EXPECT_EQ(reason(answer.decision), "ambiguous");
    EXPECT_FALSE(answer.person);
}

TEST_F(RecognitionTest, RatesAreChosenNotScores) {
    EXPECT_TRUE(failed_with(recogniser_->set_rates({0.5, 1e-2}, "admin"), errors::kRateInvalid));
    must(recogniser_->set_rates({1e-5, 1e-4}, "admin"));
    EXPECT_GT(recogniser_->identification_threshold().value, 0);
    stop();
    start();
    EXPECT_EQ(recogniser_->rates().fmr_verification, 1e-5);
}

TEST_F(RecognitionTest, GradesBelowTheRuleAreRefused) {  // B9
    const bool cii = test::profile() == Profile::cii;
    EXPECT_TRUE(failed_with(doors_->add({.name = "门", .grade = cii ? 2 : 1}, "admin"), errors::kGradeTooLow));
    EXPECT_TRUE(failed_with(doors_->add({.name = "", .grade = 3}, "admin"), errors::kDoorInvalid));
    const auto id = door();
    must(doors_->update(
        id, {.name = "北门", .schedules = {must(window_from({"mon", "sun"}, "22:00", "06:00", "2026-01-01", "2026-12-31"))}, .grade = 4},
        "admin"));
    stop();
    start();
    const auto again = must(doors_->get(id));
    EXPECT_EQ(again.name, "北门");
    EXPECT_EQ(day_names(again.schedules.at(0)), (std::vector<std::string>{"mon", "sun"}));
    EXPECT_TRUE(again.schedules[0].last_day);
    must(doors_->remove(id, "admin"));
    EXPECT_TRUE(failed_with(doors_->remove(id, "admin"), errors::kDoorNotFound));
}

TEST_F(RecognitionTest, EventsArePagedFilteredForgottenAndExpire) {  // B10, B11
    const auto person = enrol(5);
    const auto gate = door();
    for (int i = 0; i < 5; ++i) must(recogniser_->identify(burst(i % 2 == 0 ? 5 : 7), gate, "device"));
    EventQuery query{.outcome = Outcome::accepted, .limit = 2};
    const auto first = must(events_->find(query));
    ASSERT_EQ(first.items.size(), 2U);
    query.cursor = first.next;
    const auto second = must(events_->find(query));
    EXPECT_EQ(second.items.size(), 1U);
    EXPECT_TRUE(second.next.empty());
    const auto& ref = holders_.at(person).event_ref;
    EXPECT_EQ(must(events_->count_of(ref)), 3);
    EXPECT_EQ(must(events_->find({.door = gate, .person_ref = ref})).items.size(), 3U);
    EXPECT_EQ(must(events_->forget(ref)), 3);
    EXPECT_EQ(must(store::find_bytes(*world_.stores, std::vector<Bytes>{person.bytes()})), 0U);
    EXPECT_EQ(must(events_->find({})).items.size(), 5U);
    store::Retention retention(world_.clock);
    events_->register_retention(retention);
    EXPECT_EQ(must(events_->due(std::chrono::days(180), 10)).at(0).due_at, first.items[0].time + std::chrono::days(180));
    world_.clock.advance(std::chrono::days(181));
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 5);
}

TEST_F(RecognitionTest, ManyWorkersAtOnce) {
    const auto person = enrol(5);
    std::vector<std::thread> workers;
    std::atomic<int> wrong{0};
    for (int worker = 0; worker < 4; ++worker) {
        workers.emplace_back([&, worker] {
            for (int i = 0; i < 10; ++i) {
                const auto answer = recogniser_->identify(burst(worker % 2 == 0 ? 5 : 7), std::nullopt, "device");
                const auto expected = worker % 2 == 0 ? std::optional(person) : std::nullopt;
                if (!answer || answer->person != expected) ++wrong;
            }
        });
    }
    for (auto& worker : workers) worker.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(events_->bus().last_id(), 40U);
    EXPECT_EQ(must(events_->find({.limit = 100})).items.size(), 40U);
}

}  // namespace
}  // namespace md::recognition
