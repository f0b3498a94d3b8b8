#pragma once
#include "base/result.h"

namespace md::errors {

// What is wrong with the order itself.
inline constexpr ErrorKind kSourceAddress{
    "media.source_address", 400,
    "视频地址无法识别，请填写 rtsp://、rtsps://、http://、https:// 地址，或文件、文件夹、/dev/video 设备的路径。",
    "The video address is of no known kind; please give an rtsp://, rtsps://, http:// or https:// address or the path of a file, a folder "
    "or a /dev/video device."};
inline constexpr ErrorKind kPasswordInAddress{"media.password_in_address", 400, "地址里不能写用户名或密码，请填写到各自的字段。",
                                              "An address must not hold a user or a password; please put them into their own fields."};
inline constexpr ErrorKind kCredentialsTooLong{"media.credentials_too_long", 400,
                                               "视频源的用户名和密码过长（编码后合计不超过 120 个字符）。",
                                               "The source's user and password are too long (120 characters together once encoded)."};

// What stands in a report while a source is not running. These pass by themselves or with time ...
inline constexpr ErrorKind kUnreachable{
    "media.unreachable", 502, "无法连接到视频源，请检查地址、网络和设备电源；系统会自动重试。",
    "The video source cannot be reached; check address, network and power. It is tried again by itself."};
inline constexpr ErrorKind kConnectionLost{"media.connection_lost", 502, "与视频源的连接中断，正在自动重连。",
                                           "The connection to the video source was lost; it is being taken up again."};
inline constexpr ErrorKind kStalled{"media.stalled", 504, "视频源已连接但没有画面，正在自动重连。",
                                    "The video source is connected but sends no pictures; it is being connected anew."};
inline constexpr ErrorKind kNoSuchStream{"media.no_such_stream", 404, "视频源上没有这个码流，请检查地址中的路径。",
                                         "The video source has no such stream; check the path in the address."};
inline constexpr ErrorKind kNoSuchFile{"media.no_such_file", 404, "视频文件或文件夹不存在或无法读取，请检查路径和权限。",
                                       "The video file or folder does not exist or cannot be read; check its path and permissions."};
inline constexpr ErrorKind kNoSuchDevice{"media.no_such_device", 404, "找不到视频设备，请检查摄像头是否插好及其权限。",
                                         "There is no such video device; check that the camera is plugged in, and the permissions."};
// ... these need the operator.
inline constexpr ErrorKind kWrongPassword{
    "media.wrong_password", 401, "视频源拒绝了用户名或密码，请改正；为避免锁定账号，重试间隔会拉长。",
    "The video source refuses the user or password; please correct them. To keep the account from being "
    "locked, it is tried again only now and then."};
inline constexpr ErrorKind kRefusedBySource{"media.refused_by_source", 502, "视频源拒绝了请求，请检查账号权限和地址。",
                                            "The video source refuses the request; check the account's rights and the address."};
inline constexpr ErrorKind kNotVideo{"media.not_video", 415, "内容不是视频，或视频已损坏而无法打开。",
                                     "This is not a video, or one so damaged that it cannot be opened."};
inline constexpr ErrorKind kUnknownCodec{"media.unknown_codec", 415, "不支持这种视频编码，请在设备上改用 H.264、H.265 或 MJPEG。",
                                         "This video coding is not supported; please set the device to H.264, H.265 or MJPEG."};
inline constexpr ErrorKind kEncryptedVideo{"media.encrypted_video", 415, "视频已加密，没有密钥无法解码。",
                                           "The video is encrypted and cannot be decoded without its key."};
inline constexpr ErrorKind kUndecodable{"media.undecodable", 415, "视频无法解码：收到了数据但解不出任何画面。",
                                        "The video cannot be decoded: data came, but not one picture could be made of it."};
inline constexpr ErrorKind kVideoTooLarge{"media.video_too_large", 413, "视频画面过大（每边不超过 8192 像素，总数不超过 5000 万像素）。",
                                          "The video's pictures are too large (at most 8192 pixels a side and 50 million in all)."};
inline constexpr ErrorKind kEmptyFolder{"media.empty_folder", 404, "文件夹里没有可读的图片。",
                                        "The folder holds no picture that can be read."};

// What a frame answers when it is asked for the impossible.
inline constexpr ErrorKind kFrameRegion{"media.frame_region", 400, "所要的区域或尺寸超出画面范围。",
                                        "The region or size asked for lies outside the picture."};
inline constexpr ErrorKind kPixelFormat{"media.pixel_format", 415, "不支持这种像素格式。", "This pixel format is not supported."};

}  // namespace md::errors
