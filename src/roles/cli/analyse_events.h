#pragma once
// What `miandun analyse` makes of captures and alerts: one line each, for programs or for people, and a record for the report.
#include <map>
#include <string>
#include <vector>

#include "analysis/presence.h"
#include "analysis/types.h"

namespace md::cli {

// Prints each capture and each alert once, when it is final. Subjects are called S1, S2 ... in the order of their first line.
class AnalyseEvents final : public analysis::Sink {
public:
    struct Options {
        bool json = false, english = false;
        bool keep = false;  // for the report: captures and alerts with their pictures
        WallTime start;
        bool intermittent = true;  // which de-duplication lets captures out
    };
    explicit AnalyseEvents(const Options& options) : options_(options) {}
    void capture(const analysis::Capture& capture) override;
    void alert(const analysis::Alert& alert) override;

    std::size_t captures() const { return captures_count_; }
    std::size_t alerts() const { return alerts_count_; }
    std::size_t subjects() const { return subjects_with_capture_; }
    const std::vector<analysis::Capture>& kept_captures() const { return captures_; }
    const std::vector<analysis::Alert>& kept_alerts() const { return alerts_; }
    std::string name_of(const analysis::SubjectId& subject);
    double seconds_in(WallTime time) const { return std::chrono::duration<double>(time - options_.start).count(); }

private:
    void print_for_person(const analysis::Capture& capture);
    void print_for_person(const analysis::Alert& alert);
    Options options_;
    std::map<analysis::SubjectId, std::size_t> names_;
    std::map<analysis::SubjectId, std::size_t> captures_of_;
    std::size_t captures_count_ = 0, alerts_count_ = 0, subjects_with_capture_ = 0;
    std::vector<analysis::Capture> captures_;
    std::vector<analysis::Alert> alerts_;
};

// The point of the clause that lets a capture out: 6.2.2 a (continuous, C3) or b (intermittent, C4); alerts are of 6.2.3.
inline constexpr const char* kAlertClause = "6.2.3";
std::string clock_text(double seconds);  // "0:07.4", "1:02:03.0"

}  // namespace md::cli
