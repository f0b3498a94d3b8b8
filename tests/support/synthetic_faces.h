#pragma once
// Faces that are cheap: pictures of 4 x 4 black and white squares that spell who is on them, and an engine that reads them. For tests of
// what happens to persons and templates, thousands of times a second; tests of seeing use the real engine. Header only; needs module
// vision.
#include <atomic>
#include <cmath>
#include <random>

#include "vision/engine.h"

namespace md::test {

inline constexpr int kSquare = 32, kSide = 4 * kSquare;

// People 1..1023, shots 0..63 of each. Person 0 has no face; shot 63 is blurred.
inline std::uint16_t spell(int person, int shot) { return static_cast<std::uint16_t>(((person << 6) | shot) * 40503u); }

// A 24-bit BMP.
inline SecretBytes picture_of(int person, int shot = 0) {
    constexpr std::uint32_t kHeader = 54, kPixels = kSide * kSide * 3;
    Bytes file(kHeader + kPixels);
    const auto put = [&](std::size_t at, std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) file[at + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value >> (8 * i));
    };
    file[0] = 'B';
    file[1] = 'M';
    put(2, static_cast<std::uint32_t>(file.size()), 4);
    put(10, kHeader, 4);
    put(14, 40, 4);
    put(18, kSide, 4);
    put(22, kSide, 4);
    put(26, 1, 2);
    put(28, 24, 2);
    put(34, kPixels, 4);
    const auto word = spell(person, shot);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const int square = (y / kSquare) * 4 + x / kSquare;
            const std::uint8_t grey = (word >> square) & 1 ? 230 : 25;
            const std::size_t at = kHeader + (static_cast<std::size_t>(kSide - 1 - y) * kSide + static_cast<std::size_t>(x)) * 3;
            file[at] = file[at + 1] = file[at + 2] = grey;
        }
    }
    return SecretBytes(std::move(file));
}

class SyntheticEngine final : public vision::Engine {
public:
    struct Subject {
        int person, shot;
    };
    static Subject subject_on(const vision::Image& image) {
        std::uint16_t word = 0;
        for (int square = 0; square < 16; ++square) {
            const int x = (square % 4 * 2 + 1) * image.width() / 8, y = (square / 4 * 2 + 1) * image.height() / 8;
            if (image.data()[static_cast<std::size_t>(y) * image.stride() + static_cast<std::size_t>(x) * 3] > 127)
                word |= static_cast<std::uint16_t>(1 << square);
        }
        for (std::uint32_t i = 0; i < 65536; ++i) {
            if (static_cast<std::uint16_t>(i * 40503u) == word) return {static_cast<int>(i >> 6), static_cast<int>(i & 63)};
        }
        return {0, 0};
    }
    Result<std::vector<vision::Face>> detect(const vision::Image& image, const vision::DetectOptions&) const override {
        std::vector<vision::Face> out;
        if (subject_on(image).person == 0) return out;
        const auto side = static_cast<float>(image.width());
        out.push_back({{side * 0.1f, side * 0.1f, side * 0.8f, side * face_share}, 0.99f, {}, {}});
        return out;
    }
    vision::Quality assess(const vision::Image& image, const vision::Face& face, vision::Use) const override {
        vision::Quality out;
        out.face_height_px = face.box.height;
        out.overall = 0.9f;
        if (subject_on(image).shot == 63) out.reasons = {vision::Reason::blurred};
        return out;
    }
    Result<vision::Embedding> embed(const vision::Image& image, const vision::Face&) const override {
        const auto subject = subject_on(image);
        return embedding_of(subject.person, subject.shot);
    }
    static vision::Embedding embedding_of(int person, int shot) {
        std::mt19937 of_person(static_cast<unsigned>(person)), of_shot(static_cast<unsigned>(person * 64 + shot + 1'000'000));
        std::normal_distribution<float> normal;
        std::vector<float> values(512);
        for (auto& value : values) value = normal(of_person);
        for (auto& value : values) value += 0.3f * normal(of_shot);
        return vision::Embedding(values);
    }
    Result<vision::Liveness> liveness(const vision::Image&, const vision::Face&) const override { return judgement(); }
    Result<vision::Liveness> liveness(std::span<const vision::Image>) const override { return judgement(); }
    std::string model_id() const override { return "synthetic-1"; }
    int embedding_size() const override { return 512; }
    std::string describe_json() const override { return "{}"; }

    // What the next judgements say.
    std::atomic<vision::LivenessOutcome> outcome{vision::LivenessOutcome::live};
    std::atomic<int> methods{2};
    std::atomic<float> face_share{0.8f};

private:
    vision::Liveness judgement() const {
        vision::Liveness out;
        out.outcome = outcome;
        out.score = 0.9f;
        for (int i = 0; i < methods; ++i) out.methods.push_back("method" + std::to_string(i));
        return out;
    }
};

}  // namespace md::test
