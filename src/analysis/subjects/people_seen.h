#pragma once
// What the subject book remembers: subjects, the tracks that show them, and who cannot be whom. Plain data. Internal to this folder.
#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/subjects/protected_look.h"
#include "analysis/subjects/subject_book.h"

namespace md::analysis {

// When a face was in the picture of one camera without a break in the track.
struct Stay {
    std::string camera;
    SteadyTime first, last;
    SightingNumber sighting = 0;
};

// Two faces that one camera shows at the same time belong to two people. A face that the detector finds twice in a few frames is no proof.
inline constexpr std::chrono::milliseconds kProofOfTwo{300};
inline bool together(const Stay& a, const Stay& b) {
    return a.camera == b.camera && a.sighting != b.sighting && std::min(a.last, b.last) - std::max(a.first, b.first) >= kProofOfTwo;
}
// Seen at the same time, but not long enough to be sure.
inline bool touching(const Stay& a, const Stay& b) {
    return a.camera == b.camera && a.sighting != b.sighting && std::min(a.last, b.last) >= std::max(a.first, b.first);
}

struct Listing {
    std::string watch_list, entry;
};

struct Subject {
    SubjectId id;
    std::uint64_t order = 0;  // of minting: the older one keeps its id in a merge
    Looks looks;
    std::vector<Stay> stays;  // those that can still overlap a live track
    SteadyTime last_seen;
    int live = 0;  // tracks that show it now
    Listing listing;
};

// How alike the faces of a track and one subject are: mean over the track's faces, good ones count more.
struct Vote {
    double sum = 0, weight = 0;
    int faces = 0;
};

struct Sighting {
    Stay stay;
    SubjectId subject;  // provisional until decided
    bool decided = false;
    Looks looks;  // of an undecided track
    std::unordered_map<SubjectId, Vote> votes;
    double weight = 0;  // of all faces voted with
    int faces = 0;
    float best_quality = 0;
    SteadyTime agreed;       // latest face that agreed with the subject
    bool doubted = false;    // since then another person may carry the track
    int objections = 0;      // faces since then that disagreed
    bool contested = false;  // another track looks like this one's subject
    Listing listing;         // of an undecided track
};

}  // namespace md::analysis
