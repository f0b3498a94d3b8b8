#pragma once
// The life of one alert: raised, updated while it lasts, closed; and its two pictures. C2, C5-C8
#include <chrono>
#include <string>
#include <vector>

#include "analysis/presence.h"
#include "analysis/timeline.h"
#include "analysis/types.h"

namespace md::analysis {

class AlertLife {
public:
    struct Limits {
        float good_enough, better_by;
        std::chrono::milliseconds update_every;
        std::chrono::microseconds pause;  // a return after longer than this is told at once
    };
    // What is seen at the moment.
    struct Sighting {
        const Presence& presence;
        const Observation& observation;
        Moment now;
        std::vector<std::string> regions;  // of the rule, that it was seen in
    };

    // Raises it.
    AlertLife(AlertId id, const Rule& rule, const Sighting& seen, WallTime first_seen, Pictures& pictures, Sink& sink);
    // It goes on.
    void seen(const Sighting& seen, const Limits& limits, Pictures& pictures, Sink& sink);
    void close(Sink& sink);
    // Its subject was recognised as another.
    void rename(const SubjectId& subject) { alert_.subject = subject; }
    // Of two alerts that turned out to be one, this one goes on.
    void absorb(const AlertLife& other);
    // Tells what rename() and absorb() changed.
    void update(Sink& sink);

    const std::string& entry() const { return alert_.entry; }  // of the rule's watch list, if it has one
    Moment raised() const { return raised_; }
    Moment last() const { return last_; }

private:
    bool picture(const Sighting& seen, const Limits& limits, Pictures& pictures);

    Alert alert_;
    Moment raised_, last_, told_;
    float later_quality_ = 0;
};

}  // namespace md::analysis
