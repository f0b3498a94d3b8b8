#pragma once
// Finding all faces of a picture with a detector of small input: whole picture, then windows. Internal to this module.
#include "vision/detector.h"

namespace md::vision {

// Windows of half, a quarter ... of the picture's sides, each overlapping its neighbour by half, down to the detector's own input size.
std::vector<cv::Rect> tile_windows(int width, int height, int input_width, int input_height);

void shift(Detection& detection, const cv::Rect& window);

// The points of a face whose box is known, by a detector that gives points. The box as it was, without points, when it is not found again.
Result<Face> locate_again(const FaceDetector& detector, const cv::Mat& picture, const Box& box, float score);

Result<std::vector<Detection>> search_faces(const FaceDetector& detector, const cv::Mat& picture, const DetectOptions& options);

}  // namespace md::vision
