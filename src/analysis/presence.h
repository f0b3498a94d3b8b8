#pragma once
// What tracking and subject matching say of one frame, and what de-duplication and the rules live on. The seam between "who is where" and
// "what follows from it": the scenario language and the synthetic world drive either side alone.
#include <functional>

#include "analysis/types.h"

namespace md::analysis {

// A subject is in the picture. Before it has shown a face good enough to be recognised it carries a provisional id, one a track.
struct Presence {
    SubjectId subject;
    bool confirmed = false;  // recognised or minted as a subject; false: provisional
    TrackNumber track = 0;
    Point01 position;               // middle of the face
    double width = 0, height = 0;   // of the face, fractions of the picture
    float quality = 0;              // 0..1 of the face in this frame; 0: predicted, not seen in this frame
    std::size_t face = 0;           // index into the frame's faces, for Pictures::take; meaningless when quality is 0
    std::string watch_list, entry;  // when the 1:N search found the subject on a list (C8); stays with it
};
// The provisional subject `from` was recognised as `to`, a subject seen before. Everything kept of `from` is now of `to`.
struct Merged {
    SubjectId from, to;
};
struct Observation {
    std::string camera;
    WallTime time;               // of the frame
    std::vector<Merged> merged;  // apply first
    std::vector<Presence> present;
    std::vector<TrackNumber> ended;  // tracks that are over
    // One sighting of a face is enough: an edge camera (C10) has made sure of it itself, or the source's pictures are so far apart (a
    // folder of snapshots, a slow camera) that nobody would be seen often.
    bool sparse = false;
};

// Cuts and encodes the picture of a face of the frame at hand, only when somebody keeps it. Null when it cannot.
class Pictures {
public:
    virtual ~Pictures() = default;
    virtual EvidencePtr take(std::size_t face) = 0;
};

// Where results go. Called on the thread that steps; an error is logged and retried by the receiver, never lost silently.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void capture(const Capture& capture) = 0;
    virtual void alert(const Alert& alert) = 0;
};

}  // namespace md::analysis
