#pragma once
// Where "clearly the same", "clearly nobody known" and the grey zone between them lie, by false-match rate. Internal to this folder.
#include <memory>

#include "analysis/subjects/subject_book.h"
#include "templates/calibration.h"

namespace md::analysis {

class Thresholds {
public:
    // A score that says nothing; strangers' mean lies below.
    static constexpr float kNothingAlike = 0.15f;

    Thresholds(const BookOptions& options, std::shared_ptr<const templates::Calibration> calibration);
    struct Limits {
        float match;  // at or above: the same person
        float grey;   // below: nobody known. Between: not decided
    };
    // With so many looks in the book: a newcomer meets each of them, so the rate for one comparison is that of the search over their
    // number.
    Limits at(std::size_t looks) const;
    // -1..1: does a face belong to a track that already has a person? One comparison, and the track speaks for it, so the bar is low.
    float alike(float score) const;

private:
    const double false_merge_, grey_;
    std::shared_ptr<const templates::Calibration> calibration_;
    float indifferent_;
};

}  // namespace md::analysis
