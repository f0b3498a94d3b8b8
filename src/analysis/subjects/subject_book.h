#pragma once
// Who is "the same person" over the tracks and cameras of a group, for as long as a window lasts and no longer. C1, C3, C4
//
// Analysis can neither identify nor be joined with verification and identification (S1, S2), nor one window with the next:
//   - an embedding is turned at once into bits under a random rotation that this one template alone has (templates/transform.h, 1,024
//   bits);
//     the embedding itself is never kept;
//   - the rotation and the bits live in memory only, are never written, and are wiped when the subject's window ends;
//   - ids are random and made here; nothing of stores `identities` or `features` is read or written;
//   - two windows have different rotations and different ids: nothing links them (B7 for the same transform, docs/templates.md).
// A subject is minted only from a face good enough to be known again, and only when it is clearly nobody seen before. Between "clearly the
// same" and "clearly nobody known" lies a grey zone in which a track keeps its provisional id and asks again with its next better picture.
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/presence.h"
#include "base/random.h"
#include "templates/calibration.h"

namespace md::analysis {

struct BookOptions {
    std::chrono::milliseconds window{std::chrono::minutes(10)};  // a subject not seen for this long is forgotten: the longest of
                                                                 // de-duplication window and the rules' `within`
    double false_merge = 3e-3;                                   // how often a newcomer may be taken for anybody in the book
    double grey = 1e-1;                                          // ... and how often his best likeness may reach the grey zone
    float mint_quality = 0.20f;                                  // least quality of a face that founds a subject
    float match_quality = 0.12f;                                 // least quality of a face that is compared at all
    int looks = 6;                                               // templates a subject
    std::size_t most_subjects = 20'000;                          // beyond, the one not seen for longest is forgotten first
};

// One track in the book. From 1; never used twice in a book's life.
using SightingNumber = std::uint64_t;

// Thread-safe; shared by all cameras of a group, which share one time base for `at`.
class SubjectBook {
public:
    // Thresholds come from `calibration` (kind krt1024; null: the shipped table) at the number of looks in the book.
    SubjectBook(const BookOptions& options, Random& random, std::shared_ptr<const templates::Calibration> calibration = nullptr);
    ~SubjectBook();
    SubjectBook(const SubjectBook&) = delete;
    SubjectBook& operator=(const SubjectBook&) = delete;

    // A track of a camera begins, under a provisional id of its own.
    SightingNumber begin(const std::string& camera, SteadyTime at);
    // The track's face is in this frame. Two tracks of one camera that are seen together are two people for good.
    void seen(SightingNumber sighting, SteadyTime at);
    // A face of the track, good enough to be compared. The vote of all its faces decides; `doubtful`: another person may carry the track
    // since the last one. Embeddings that are not unit vectors of at most 512 numbers are ignored.
    void look(SightingNumber sighting, std::span<const float> embedding, float quality, SteadyTime at, bool doubtful = false);
    // How alike the track's person and this face are: > 0 the same, < 0 another, about -1..1; nothing when the track has no face yet.
    std::optional<float> alike(SightingNumber sighting, std::span<const float> embedding) const;
    // The track is over. What it learnt stays for the window; if it could not be decided, its provisional id stays as it is.
    void end(SightingNumber sighting, SteadyTime at);

    struct Standing {
        SubjectId subject;
        bool confirmed = false;  // recognised or minted; false: provisional
        bool unsure = true;      // another good picture would help
        float best_quality = 0;  // of the faces it has shown so far
        std::string watch_list, entry;
    };
    Standing standing(SightingNumber sighting) const;
    // The subject of this sighting was found on a watch list (C8). Stays with it, also through merges.
    void listed(SightingNumber sighting, const std::string& watch_list, const std::string& entry);

    // Merges since `cursor`, which is moved on: also those that another camera's pictures brought about. Applying one twice does nothing.
    std::vector<Merged> merges_since(std::uint64_t& cursor) const;

    // Forgets whose window is over: keys and bits are wiped. Called by begin(); to be called by a timer too when no frames come.
    void forget(SteadyTime at);
    // Forgets everybody, at once.
    void clear();

    std::size_t subjects() const;         // confirmed ones in the book
    std::size_t bytes_in_memory() const;  // of templates and keys

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace md::analysis
