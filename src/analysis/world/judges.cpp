#include "analysis/world/judges.h"

#include <algorithm>

namespace md::analysis::world {
namespace {

constexpr int kClearFrames = 15;  // at ten a second: 1.5 s
constexpr std::chrono::seconds kFragment{2};
constexpr int kFewFaces = 5;  // a subject of fewer faces of a second person is not called mixed

}  // namespace

void Attribution::face(const SubjectId& subject, bool confirmed, int person) {
    auto& faces = faces_[subject];
    ++faces.of_person[person];
    faces.confirmed = faces.confirmed || confirmed;
}

void Attribution::settle(const Lineage& lineage) {
    std::map<SubjectId, Faces> settled;
    for (const auto& [id, faces] : faces_) {
        auto& all = settled[lineage.now(id)];
        for (const auto& [person, count] : faces.of_person) all.of_person[person] += count;
        all.confirmed = all.confirmed || faces.confirmed || lineage.now(id) != id;
    }
    faces_ = std::move(settled);
}

int Attribution::Faces::majority() const {
    return std::max_element(of_person.begin(), of_person.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
}
int Attribution::Faces::total() const {
    int sum = 0;
    for (const auto& [person, count] : of_person) sum += count;
    return sum;
}

int Attribution::person_of(const SubjectId& subject) const {
    const auto found = faces_.find(subject);
    return found == faces_.end() ? -1 : found->second.majority();
}

bool Attribution::confirmed(const SubjectId& subject) const {
    const auto found = faces_.find(subject);
    return found != faces_.end() && found->second.confirmed;
}

std::set<int> Attribution::known() const {
    std::set<int> people;
    for (const auto& [id, faces] : faces_)
        if (faces.confirmed && faces.majority() >= 0) people.insert(faces.majority());
    return people;
}

Attribution::Score Attribution::score() const {
    Score score;
    for (const auto& [id, faces] : faces_) {
        if (!faces.confirmed) continue;
        ++score.subjects;
        const int majority = faces.majority();
        if (majority < 0) ++score.false_subjects;
        score.mixed += std::any_of(faces.of_person.begin(), faces.of_person.end(), [&](const auto& item) {
            return item.first != majority && item.first >= 0 && item.second >= std::max(kFewFaces, faces.total() / 10);
        });
    }
    score.people_known = static_cast<int>(known().size());
    return score;
}

void TrackJudge::watch(const Observation& observation, const WorldFrame& frame) {
    for (const auto& presence : observation.present) {
        if (presence.quality <= 0) continue;
        const int person = frame.faces[presence.face].person;
        const auto [of_track, fresh] = person_of_.try_emplace({frame.camera, presence.track}, person);
        if (fresh) ++score_.tracks;
        if (person < 0) continue;
        if (of_track->second != person) {
            if (of_track->second >= 0) ++score_.switches;
            of_track->second = person;
        }
        const auto [of_person, first] = track_of_.try_emplace({frame.camera, person}, presence.track, frame.at);
        if (!first && of_person->second.first != presence.track && frame.at - of_person->second.second < kFragment) ++score_.fragments;
        of_person->second = {presence.track, frame.at};
    }
}

void Visibility::watch(const WorldFrame& frame) {
    for (const auto& standing : frame.truth)
        if (standing.visible() && standing.clear()) ++clear_frames_[standing.person];
}

std::set<int> Visibility::clearly_seen() const {
    std::set<int> people;
    for (const auto& [person, frames] : clear_frames_)
        if (frames >= kClearFrames) people.insert(person);
    return people;
}

void CaptureJudge::capture(const Capture& capture, int person) {
    if (capture.stage == Capture::Stage::withdrawn)
        kept_.erase(capture.id);
    else
        kept_[capture.id] = {capture.subject, person};
}

CaptureScore CaptureJudge::score(const Lineage& lineage, const Visibility& visibility) const {
    constexpr int kMost = 2;  // C2
    std::map<int, int> of_person;
    std::map<SubjectId, int> of_subject;
    for (const auto& [id, kept] : kept_) {
        ++of_person[kept.person];
        ++of_subject[lineage.now(kept.subject)];
    }
    CaptureScore score;
    score.captures = static_cast<int>(kept_.size());
    for (const auto& [person, count] : of_person) score.surplus += person < 0 ? count : std::max(0, count - kMost);
    for (const auto& [subject, count] : of_subject) score.beyond_limit += std::max(0, count - kMost);
    for (const int person : visibility.clearly_seen()) {
        ++score.people;
        score.people_captured += of_person.contains(person);
    }
    return score;
}

}  // namespace md::analysis::world
