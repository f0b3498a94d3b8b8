#include "vision/recapture.h"

#include <algorithm>
#include <cmath>

#include "vision/geometry.h"

namespace md::vision {
namespace {

constexpr int kSide = 128;

// Logarithm of the power spectrum of a windowed patch; only the upper half, the rest mirrors it.
cv::Mat log_spectrum(const cv::Mat& grey) {
    static const cv::Mat window = [] {
        cv::Mat made;
        cv::createHanningWindow(made, {kSide, kSide}, CV_32F);
        return made;
    }();
    cv::Mat values, spectrum, planes[2], magnitude;
    grey.convertTo(values, CV_32F);
    values -= cv::mean(values);
    values = values.mul(window);
    cv::dft(values, spectrum, cv::DFT_COMPLEX_OUTPUT);
    cv::split(spectrum, planes);
    cv::magnitude(planes[0], planes[1], magnitude);
    magnitude += 1;
    cv::log(magnitude, magnitude);
    return magnitude;
}

// Rows and columns near the axes hold the grid of JPEG blocks and interlacing, low frequencies hold the face.
bool counts(int u, int v) {
    constexpr int kAxis = 3;
    constexpr float kLowest = 0.22f * kSide, kHighest = 0.49f * kSide;
    const float radius = std::hypot(static_cast<float>(u), static_cast<float>(v));
    return std::abs(u) > kAxis && std::abs(v) > kAxis && radius > kLowest && radius < kHighest;
}

}  // namespace

std::optional<float> moire_strength(const cv::Mat& picture, const Box& face) {
    const Point middle = centre(face);
    const cv::Rect patch(static_cast<int>(middle.x) - kSide / 2, static_cast<int>(middle.y) - kSide / 2, kSide, kSide);
    if (face.height < kSide || (patch & cv::Rect(0, 0, picture.cols, picture.rows)) != patch) return std::nullopt;
    WipedMat grey(kSide, kSide, CV_8UC1);
    cv::cvtColor(picture(patch), grey.mat, cv::COLOR_BGR2GRAY);
    const cv::Mat spectrum = log_spectrum(grey.mat);
    cv::Mat around;
    cv::blur(spectrum, around, {11, 11}, {-1, -1}, cv::BORDER_REPLICATE);
    float strongest = 0;
    for (int row = 0; row < kSide; ++row)
        for (int column = 0; column < kSide; ++column) {
            const int u = column < kSide / 2 ? column : column - kSide, v = row < kSide / 2 ? row : row - kSide;
            if (counts(u, v)) strongest = std::max(strongest, spectrum.at<float>(row, column) - around.at<float>(row, column));
        }
    return strongest;
}

}  // namespace md::vision
