#pragma once
// FFmpeg's objects with owners. Private to the module.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavdevice/avdevice.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

namespace md::media {

struct AvDelete {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
    void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
    void operator()(AVIOContext* io) const { avio_closep(&io); }
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
template <class T>
using AvPtr = std::unique_ptr<T, AvDelete>;

// Key and value pairs that an open call takes; what it did not know is freed with the rest.
class AvOptions {
public:
    AvOptions() = default;
    ~AvOptions() { av_dict_free(&values_); }
    AvOptions(const AvOptions&) = delete;
    AvOptions& operator=(const AvOptions&) = delete;
    void set(const char* key, const std::string& value) { av_dict_set(&values_, key, value.c_str(), 0); }
    AVDictionary** out() { return &values_; }

private:
    AVDictionary* values_ = nullptr;
};

}  // namespace md::media
