#pragma once
// From the frames a camera sent to one face, its embedding and a judgement of liveness. Owns the pixels while it works and wipes them. B3,
// B4, B8
#include "base/clock.h"
#include "recognition/recogniser.h"

namespace md::recognition {

struct Probe {
    std::vector<ReasonText> reasons;  // why there is no usable face; empty exactly when `embedding` is there
    vision::Embedding embedding;
    float face_height_px = 0, face_share = 0;  // of the picture's height
    vision::Liveness liveness;                 // not judged when the policy does not ask
};

// Measures stages one after another: each lap is the time since the last.
class Laps {
public:
    explicit Laps(const Clock& clock) : clock_(clock), last_(clock.steady()) {}
    void lap(std::int64_t& stage) {
        const auto now = clock_.steady();
        stage += (now - last_).count();
        last_ = now;
    }

private:
    const Clock& clock_;
    SteadyTime last_;
};

class ProbeDesk {
public:
    ProbeDesk(std::shared_ptr<const vision::Engine> engine, templates::Gallery& gallery, Random& random, const Settings& settings)
        : engine_(std::move(engine)), gallery_(gallery), random_(random), settings_(settings) {}
    // kNoFrames, kTooManyFrames and vision's errors for what is no picture. The files are wiped as soon as they are decoded.
    Result<Probe> take(std::vector<SecretBytes> frames, vision::Use use, Laps& laps, Stages& stages) const;
    // One still picture of one face, such as a document's.
    Result<Probe> take_still(SecretBytes file, vision::Use use, Laps& laps, Stages& stages) const;
    // The protected score of two embeddings, under a key that dies at once.
    float compare(const vision::Embedding& a, const vision::Embedding& b) const;

private:
    struct Candidate;
    Result<std::vector<Candidate>> candidates(const std::vector<vision::Image>& images, vision::Use use) const;
    Result<vision::Embedding> embed_consistently(const std::vector<vision::Image>& images, const std::vector<Candidate>& usable,
                                                 vision::Use use, bool& consistent) const;
    Result<vision::Liveness> judge_liveness(const std::vector<vision::Image>& images, const vision::Face& face) const;
    std::shared_ptr<const vision::Engine> engine_;
    templates::Gallery& gallery_;
    Random& random_;
    const Settings& settings_;
};

}  // namespace md::recognition
