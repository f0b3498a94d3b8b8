#pragma once
// OpenCV's view of our pictures. Internal to this module.
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "vision/engine.h"
#include "vision/image.h"

namespace md::vision {

// A header over the picture's memory: nothing is copied, the picture must outlive it. Reading only.
inline cv::Mat view(const Image& image) {
    return cv::Mat(image.height(), image.width(), CV_8UC3, const_cast<std::uint8_t*>(image.data()), image.stride());
}
inline cv::Mat writable_view(Image& image) { return cv::Mat(image.height(), image.width(), CV_8UC3, image.data(), image.stride()); }

// Pixels of our own making on the way to a model: wiped when they go (B3, B4).
class WipedMat {
public:
    WipedMat() = default;
    WipedMat(int rows, int columns, int type) : mat(rows, columns, type) {}
    ~WipedMat() {
        if (mat.data && mat.isContinuous()) wipe(mat.data, mat.total() * mat.elemSize());
    }
    WipedMat(const WipedMat&) = delete;
    WipedMat& operator=(const WipedMat&) = delete;
    cv::Mat mat;
};

// Area filter when shrinking (no moire, no lost lines), bilinear when growing. `to` must have its size and type.
void scale_into(const cv::Mat& from, cv::Mat to);

// The square-or-not patch around a box, resized; parts outside the picture are black. Written into `to`, which must have its size and the
// type of `from`.
void cut_into(const cv::Mat& from, const Box& box, cv::Mat to);

}  // namespace md::vision
