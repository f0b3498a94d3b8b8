#pragma once
// What a run of the world is worth: each judge knows the truth, watches one kind of output and counts. Internal to this folder.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analysis/presence.h"
#include "analysis/world/world.h"

namespace md::analysis::world {

// What became of an id: merged ids lead to the one that stayed.
class Lineage {
public:
    void merged(const Merged& merge) { into_[merge.from] = merge.to; }
    SubjectId now(SubjectId id) const {
        for (auto next = into_.find(id); next != into_.end(); next = into_.find(id)) id = next->second;
        return id;
    }

private:
    std::map<SubjectId, SubjectId> into_;
};

// Who a subject really is, by the faces it was given.
class Attribution {
public:
    void face(const SubjectId& subject, bool confirmed, int person);
    void settle(const Lineage& lineage);  // after the run
    // -1: nobody, a false face.
    int person_of(const SubjectId& final_subject) const;

    struct Score {
        int subjects = 0;      // confirmed, at the end
        int people_known = 0;  // people who are somebody's majority
        int mixed = 0;         // subjects that hold a second person to a tenth or more
        int false_subjects = 0;
    };
    Score score() const;
    std::set<int> known() const;
    bool confirmed(const SubjectId& final_subject) const;

private:
    struct Faces {
        std::map<int, int> of_person;
        bool confirmed = false;
        int majority() const;
        int total() const;
    };
    std::map<SubjectId, Faces> faces_;
};

struct TrackScore {
    int tracks = 0;
    int switches = 0;   // a track that begins to show another person
    int fragments = 0;  // a person who gets another track within two seconds
};
class TrackJudge {
public:
    void watch(const Observation& observation, const WorldFrame& frame);
    TrackScore score() const { return score_; }

private:
    std::map<std::pair<int, TrackNumber>, int> person_of_;
    std::map<std::pair<int, int>, std::pair<TrackNumber, std::chrono::microseconds>> track_of_;
    TrackScore score_;
};

// Faces that anybody would have called seen well, by person. What recall is measured on.
class Visibility {
public:
    void watch(const WorldFrame& frame);
    // Seen clearly for a second and a half at least.
    std::set<int> clearly_seen() const;

private:
    std::map<int, int> clear_frames_;
};

struct CaptureScore {
    int captures = 0, people = 0 /* clearly seen */, people_captured = 0;
    int surplus = 0;       // captures of a person beyond two, or of nobody
    int beyond_limit = 0;  // captures of one subject beyond two. C2
};
// Told of captures by the sink; `person` stands in the picture.
class CaptureJudge {
public:
    void capture(const Capture& capture, int person);
    CaptureScore score(const Lineage& lineage, const Visibility& visibility) const;

private:
    struct Kept {
        SubjectId subject;
        int person;
    };
    std::map<CaptureId, Kept> kept_;
};

}  // namespace md::analysis::world
