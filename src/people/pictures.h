#pragma once
// A collected picture from file to embedding, with all that must be said about it. Nothing of it is kept here. B2
#include "crypto/suite.h"
#include "people/types.h"

namespace md::people {

struct Examined {
    PictureReport report;
    vision::Embedding embedding;  // empty when not usable
    std::string format;
    Bytes file_digest, fingerprint;
};

class PictureDesk {
public:
    // key: for the digests of files, so that a stolen database cannot be searched for a known picture.
    PictureDesk(std::shared_ptr<const vision::Engine> engine, const crypto::Suite& suite, SecretBytes key)
        : engine_(std::move(engine)), suite_(suite), key_(std::move(key)) {}
    // Errors only when the file is no picture that can be read.
    Result<Examined> examine(ByteView file, vision::Use use, bool embed) const;
    // What `picture` shares with an older one; kPictureDuplicate for the very same file.
    Status compare_files(Examined& picture, ByteView old_digest, ByteView old_fingerprint, std::string_view old_format) const;

private:
    std::shared_ptr<const vision::Engine> engine_;
    const crypto::Suite& suite_;
    SecretBytes key_;
};

}  // namespace md::people
