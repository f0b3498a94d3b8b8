#pragma once
// What is held of one subject until its window is over: at most two pictures and the captures that show them. C2
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/timeline.h"
#include "analysis/types.h"

namespace md::analysis {

using AppearanceNumber = std::uint64_t;  // from 1

struct Picture {
    EvidencePtr evidence;
    float quality = 0;
    Moment taken{0};
    AppearanceNumber appearance = 0;
    std::string camera;
    TrackNumber track = 0;
    std::vector<std::string> regions;
};

// A subject on one camera without a pause.
struct Appearance {
    AppearanceNumber number = 0;
    Moment first{0}, last{0};
    int sightings = 0;
    std::optional<Moment> pictured;    // when its first picture was taken
    std::optional<Picture> latest;     // "last" that waits for the appearance to end
    std::optional<Picture> makeshift;  // the best poor picture, for the case that no good one comes
};

// What one capture shows. Slot 0 of a window is "best" or "first", slot 1 is "last".
struct Slot {
    std::optional<Picture> picture;
    CaptureId id;          // nil until it was shown
    bool changed = false;  // since it was shown
};

struct Window {
    SubjectId subject;
    Moment start{0};
    WallTime first_seen, last_seen;
    bool visible = false;          // false: a provisional subject, whose captures wait
    AppearanceNumber opening = 0;  // the first appearance that gave a picture
    Moment opened{Moment::max()};  // when it did
    std::array<Slot, 2> slots;
    std::map<std::string, Appearance> here;  // by camera, those that are not over
};

struct Withdrawn {
    std::size_t slot;
    CaptureId id;
};

// How pictures compete for the two slots: continuous and intermittent de-duplication in one place.
struct Reduction {
    Output window = Output::best;
    Output appearance = Output::best;
    float better_by = 0.05F;
    std::chrono::milliseconds settle{1000};

    enum class Place { none, slot0, slot1, latest };
    // Where a picture of this quality, taken now in this appearance, would be kept. None: it need not be taken.
    Place place(const Window& held, const Appearance& current, float quality, Moment now) const;
    // The subjects of both turned out to be one: what both hold competes for the slots of `into`; `from` is left empty. The captures that
    // lost their place are returned.
    std::vector<Withdrawn> merge(Window& into, Window& from) const;

private:
    std::array<Slot, 2> choose(std::vector<Slot> candidates, AppearanceNumber opening) const;
};

// Two appearances on one camera turned out to be one: `theirs`, of the window `from`, goes on in `ours`, and so do their pictures.
void join(Appearance& ours, Window& from, Appearance& theirs);

}  // namespace md::analysis
