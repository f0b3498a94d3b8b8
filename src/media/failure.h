#pragma once
// FFmpeg's error numbers in words an operator can act on, and how soon it makes sense to try again.
#include "media/address.h"

namespace md::media {

// What went wrong while `kind` of source was being opened.
Error opening_failure(int av_error, AddressKind kind);
// What went wrong while it was running.
Error running_failure(int av_error, AddressKind kind);
// Whether only the operator can help: then it is tried again slowly (a camera locks an account after a few wrong passwords).
bool needs_operator(const Error& error);

}  // namespace md::media
