#pragma once
// What is sealed into columns, as JSON, and back. Decoding fails only on damage (kStoreCorrupt).
#include "people/deletions.h"
#include "people/types.h"

namespace md::people {

// The sealed part of a person: all fields but kind and validity, which have columns.
Bytes encode_fields(const PersonFields& fields);
Result<PersonFields> decode_fields(ByteView json);

Bytes encode_consent(const ConsentGiven& consent);
Result<ConsentGiven> decode_consent(ByteView json);

// One collected picture as identities knows it.
struct StoredPicture {
    PictureId ref;
    RecordId record;  // its template
    ImageId image;    // its copy in the vault; nil when none was kept
    std::string format;
    Bytes file_digest;  // keyed digest of the file: the very same file again
    Bytes fingerprint;  // coarse light-dark pattern: the same picture in another format
    WallTime added_at;
};
Bytes encode_picture(const StoredPicture& picture);
Result<StoredPicture> decode_picture(ByteView json);

std::string encode_notice(const NoticeText& text);
Result<NoticeText> decode_notice(std::string_view json);

// What a deletion still has to remove and to look for. Written before the first step.
struct DeletionPlan {
    DeletionProof proof;  // as it begins, without steps
    PersonId person;
    std::vector<RecordId> records;
    std::vector<ImageId> images;
    std::vector<Bytes> needles;  // every id of the person in any store and the document number, to look for afterwards
};
Bytes encode_plan(const DeletionPlan& plan);
Result<DeletionPlan> decode_plan(ByteView json);

std::string encode_proof(const DeletionProof& proof);
Result<DeletionProof> decode_proof(std::string_view json);

std::string encode_block(std::string_view reason, WallTime added_at);
struct BlockText {
    std::string reason;
    WallTime added_at;
};
Result<BlockText> decode_block(ByteView json);

}  // namespace md::people
