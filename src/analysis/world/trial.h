#pragma once
// The real tracker, subject book, de-duplication and rules in the synthetic world, and what they are worth there.
#include <cstdint>
#include <string>

#include "analysis/subjects/subject_book.h"
#include "analysis/world/alert_truth.h"
#include "analysis/world/judges.h"

namespace md::analysis::world {

// Sums over trials.
struct TrialReport {
    int trials = 0, people = 0, frames = 0, faces = 0, embeddings = 0;
    double seconds_of_world = 0, seconds_of_work = 0;  // the latter: tracker and book alone, without embedding
    int people_clear = 0, people_known = 0, subjects = 0, mixed_subjects = 0, false_subjects = 0;
    int people_missed = 0;  // seen clearly and yet nobody's subject
    TrackScore tracks;
    CaptureScore captures;
    AlertScore alerts;

    TrialReport& operator+=(const TrialReport& other);
    double subjects_per_person() const { return people_known ? double(subjects) / people_known : 0; }
    double capture_precision() const { return captures.captures ? 1 - double(captures.surplus) / captures.captures : 1; }
    double capture_recall() const { return captures.people ? double(captures.people_captured) / captures.people : 1; }
    double alert_recall() const { return alerts.must ? double(alerts.raised) / alerts.must : 1; }
    // Alerts that nobody should have got, and repeated ones, of all.
    double false_alerts() const {
        const int all = alerts.right + alerts.wrong + alerts.repeated;
        return all ? double(alerts.wrong + alerts.repeated) / all : 0;
    }
};

// The regions and rules that are tried: intrusion, stay, wander, appearance at night.
AnalysisConfig trial_config(int cameras);
// Repeatable: the same seed gives the same report (but for seconds_of_work).
TrialReport run_trial(const WorldOptions& options, std::uint64_t seed, const BookOptions& book = {});

}  // namespace md::analysis::world
