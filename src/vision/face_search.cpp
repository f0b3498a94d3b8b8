#include "vision/face_search.h"

#include <algorithm>
#include <cmath>

namespace md::vision {
namespace {

constexpr int kLevels = 3;  // 9 + 49 + 225 windows at most: faces of 16 px in a picture of 2560 px

// A window sees a part of a face at its inner edges; the neighbour, which overlaps by half, sees it whole.
bool cut_by_window(const Box& box, const cv::Rect& window, const cv::Mat& picture) {
    constexpr float kMargin = 0.02f;
    const float mx = kMargin * window.width, my = kMargin * window.height;
    return (window.x > 0 && box.x < window.x + mx) || (window.y > 0 && box.y < window.y + my) ||
           (window.x + window.width < picture.cols && box.x + box.width > window.x + window.width - mx) ||
           (window.y + window.height < picture.rows && box.y + box.height > window.y + window.height - my);
}

// A face that the whole picture shows this high or higher would have been found there: recall is .99 at 48 px.
constexpr float kPlainInWhole_px = 44;
bool should_have_been_seen(const FaceDetector& detector, const cv::Mat& picture, const Box& box) {
    const auto whole = Letterbox::fit(picture.cols, picture.rows, detector.width(), detector.height(), 1);
    return box.height * whole.scale > kPlainInWhole_px;
}

// The part of the picture in which a detector sees this face at a comfortable size.
cv::Rect surroundings(const Box& box, const cv::Mat& picture) {
    constexpr float kTimes = 3.2f;
    const Box around = square_around(box, box.height * kTimes);
    return cv::Rect(static_cast<int>(around.x), static_cast<int>(around.y), static_cast<int>(around.width),
                    static_cast<int>(around.height)) &
           cv::Rect(0, 0, picture.cols, picture.rows);
}

// Texture seen close may look like a face; a true one is found again when shown at a comfortable size with its surroundings.
Result<bool> confirmed(const FaceDetector& detector, const cv::Mat& picture, const Box& box) {
    constexpr float kSureScore = 0.9f, kSamePlace = 0.45f;
    const cv::Rect window = surroundings(box, picture);
    if (window.empty()) return false;
    MD_ASSIGN(auto seen, detector.pass(picture(window), kSureScore));
    return std::any_of(seen.begin(), seen.end(), [&](Detection& detection) {
        shift(detection, window);
        return overlap(detection.box, box) > kSamePlace;
    });
}

// What only the windows show; `found` already holds what the whole picture showed.
Status add_windows(const FaceDetector& detector, const cv::Mat& picture, float min_score, std::vector<Detection>& found) {
    std::vector<Detection> candidates;
    for (const auto& window : tile_windows(picture.cols, picture.rows, detector.width(), detector.height())) {
        MD_ASSIGN(auto seen, detector.pass(picture(window), min_score));
        for (auto& detection : seen) {
            shift(detection, window);
            if (!cut_by_window(detection.box, window, picture) && !should_have_been_seen(detector, picture, detection.box))
                candidates.push_back(detection);
        }
    }
    const std::size_t whole = found.size();
    for (const auto& candidate : suppress_overlaps(std::move(candidates))) {
        const bool known = std::any_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(whole),
                                       [&](const Detection& other) { return containment(candidate.box, other.box) > 0.4f; });
        if (known) continue;
        MD_ASSIGN(const bool sure, confirmed(detector, picture, candidate.box));
        if (sure) found.push_back(candidate);
    }
    return {};
}

// A picture that should show a face and gave none. In this order: room around it (tight crops), and then a lower score with room, which
// only ever yields the one best face.
Result<std::vector<Detection>> try_harder(const FaceDetector& detector, const cv::Mat& picture, float min_score) {
    constexpr std::array kZooms{0.7f, 0.45f};
    for (const float zoom : kZooms) {
        MD_ASSIGN(auto found, detector.pass(picture, min_score, zoom));
        if (!found.empty()) return found;
    }
    constexpr float kLowScore = 0.4f;
    for (const float zoom : {1.0f, kZooms[0], kZooms[1]}) {
        MD_ASSIGN(auto found, detector.pass(picture, std::min(min_score, kLowScore), zoom));
        if (!found.empty()) return std::vector{found.front()};
    }
    return std::vector<Detection>{};
}

}  // namespace

void shift(Detection& detection, const cv::Rect& window) {
    detection.box.x += window.x;
    detection.box.y += window.y;
    if (detection.points)
        for (auto& point : *detection.points) point = {point.x + window.x, point.y + window.y};
}

Result<Face> locate_again(const FaceDetector& detector, const cv::Mat& picture, const Box& box, float score) {
    constexpr float kSamePlace = 0.45f, kLowScore = 0.4f;
    const cv::Rect window = surroundings(box, picture);
    Face face{box, score, {}, {}};
    if (window.empty()) return face;
    MD_ASSIGN(auto seen, detector.pass(picture(window), kLowScore));
    float most = kSamePlace;
    for (auto& detection : seen) {
        shift(detection, window);
        if (const float shared = overlap(detection.box, box); shared > most && detection.points)
            most = shared, face.landmarks = *detection.points;
    }
    return face;
}

std::vector<cv::Rect> tile_windows(int width, int height, int input_width, int input_height) {
    std::vector<cv::Rect> windows;
    for (int level = 1, parts = 2; level <= kLevels; ++level, parts *= 2) {
        const int w = std::max(width / parts, std::min(width, input_width)), h = std::max(height / parts, std::min(height, input_height));
        if (w >= width && h >= height) break;
        const int columns = w >= width ? 1 : (width - w + w / 2 - 1) / (w / 2) + 1,
                  rows = h >= height ? 1 : (height - h + h / 2 - 1) / (h / 2) + 1;
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column) {
                const int x = columns == 1 ? 0 : (width - w) * column / (columns - 1), y = rows == 1 ? 0 : (height - h) * row / (rows - 1);
                windows.emplace_back(x, y, w, h);
            }
        if (w <= input_width && h <= input_height) break;
    }
    return windows;
}

Result<std::vector<Detection>> search_faces(const FaceDetector& detector, const cv::Mat& picture, const DetectOptions& options) {
    MD_ASSIGN(auto found, detector.pass(picture, options.min_score));
    if (options.tiles) MD_TRY(add_windows(detector, picture, options.min_score, found));
    if (found.empty() && options.try_harder) {
        MD_ASSIGN(found, try_harder(detector, picture, options.min_score));
    }
    found = suppress_overlaps(std::move(found));
    if (found.size() > static_cast<std::size_t>(std::max(options.max_faces, 0))) found.resize(options.max_faces);
    return found;
}

}  // namespace md::vision
