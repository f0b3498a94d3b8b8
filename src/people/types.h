#pragma once
// Persons, notices and consents as the doors see them. Plain data; names and numbers in here are personal: never log them.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"
#include "vision/engine.h"

namespace md::people {

using PictureId = Id<struct PictureTag>;    // names one of a person's pictures to the doors ("image_ref"); store identities only
using DeletionId = Id<struct DeletionTag>;  // one deletion and its proof
using Date = std::chrono::year_month_day;

std::optional<Date> date_from(std::string_view text);  // "2020-02-29"; nothing when it is no day
std::string to_text(Date date);
int age_on(Date birth, WallTime now);  // whole years, by the calendar of Asia/Shanghai

// --- notice (B1, G2) ---------------------------------------------------------------------------------------------------------------
struct NoticeText {
    std::string title;
    std::vector<std::string> purposes;    // "门禁通行", "访客核验" ...; consents name some of these
    std::vector<std::string> data_types;  // "人脸图像", "人脸特征", "姓名" ...
    int image_count = 2;                  // 1 or 2 (B2)
    std::string processing;               // how the data is processed
    int storage_days = 0;                 // a person's data is deleted this long after the consent at the latest
    std::string third_parties;            // who else receives it; empty: nobody
    std::string alternative;              // the way that needs no face (办法 art. 10)
    std::string contact;                  // the operator and how to reach it
    std::string text_zh, text_en;         // the full text as shown
};
struct Notice : NoticeText {
    NoticeId id;
    int version = 1;  // 1, 2 ... along one chain of superseding
    std::optional<NoticeId> supersedes;
    std::optional<NoticeId> superseded_by;  // empty: in force
    WallTime created_at;
};

// --- consent (B1) ------------------------------------------------------------------------------------------------------------------
enum class Channel { paper, screen, app, mini_program };
std::string_view to_string(Channel channel);
std::optional<Channel> channel_from(std::string_view text);

struct Guardian {
    std::string name, relation, document_number;
};
struct ConsentGiven {
    NoticeId notice;                    // the version in force
    std::vector<std::string> purposes;  // a non-empty part of the notice's
    Channel channel = Channel::paper;
    std::string evidence;              // number of the signed sheet, record of the screen ...; not empty
    std::optional<Guardian> guardian;  // needed below fourteen years
};
struct Consent : ConsentGiven {
    ConsentId id;
    WallTime given_at;
    std::optional<WallTime> withdrawn_at;
};

// --- person ------------------------------------------------------------------------------------------------------------------------
enum class Kind { resident, staff, visitor, contractor, other };
std::string_view to_string(Kind kind);
std::optional<Kind> kind_from(std::string_view text);

struct PersonFields {
    std::string name;         // 1..100 characters
    std::string external_id;  // the customer's own number; unique when not empty
    Kind kind = Kind::resident;
    std::optional<Date> birth_date;
    std::string department, phone, document_number;
    std::optional<WallTime> valid_from, valid_until;  // doors open in [from, until); the data goes when `until` has passed
    std::vector<std::string> groups;                  // names that doors allow
};
struct Picture {
    PictureId ref;
    bool kept = false;   // whether the picture itself is in the vault, or only its template exists
    std::string format;  // "jpeg", "png", "webp", "bmp"
    WallTime added_at;
    bool searched = true;  // false: its template was revoked, or is damaged, until it is renewed
};
struct Person : PersonFields {
    PersonId id;
    WallTime created_at;
    WallTime delete_due_at;         // earliest of: end of validity, storage time of the notice consented to
    std::vector<Picture> pictures;  // 0..2; enrolled when not empty
    std::vector<Consent> consents;  // oldest first
};

// --- pictures ----------------------------------------------------------------------------------------------------------------------
// What was found when a picture was looked at. Two notes tell of duplicates: they are allowed (and count), but the user should know.
enum class PictureNote { same_picture_other_format, nearly_same_picture };
std::string_view code(PictureNote note);
std::string_view message(PictureNote note, std::string_view language);
struct PictureReport {
    bool usable = false;
    std::vector<vision::Reason> reasons;  // why not; empty exactly when usable
    std::vector<PictureNote> notes;
    vision::Quality quality;
    int width = 0, height = 0;
    std::optional<vision::Box> face;
};

// --- writing -----------------------------------------------------------------------------------------------------------------------
struct NewPerson {
    PersonFields fields;
    std::optional<ConsentGiven> consent;
    std::vector<SecretBytes> pictures;  // 0..2 picture files; wiped by the call
};
struct Registered {
    PersonId id;
    std::vector<PictureReport> pictures;
    std::vector<PersonId> possibly_same;  // enrolled people whose faces are more alike than strangers' are: probably registered twice
};

struct PersonQuery {
    std::string text;  // part of the name, or the whole external id, phone or document number; empty: all
    std::optional<Kind> kind;
    std::string cursor;  // from Page::next
    int limit = 50;      // 1..200
};
struct PersonPage {
    std::vector<Person> items;  // newest first
    std::string next;           // empty: no more
};

// What a door needs to know about whoever a template belongs to.
struct Standing {
    PersonId person;
    Kind kind = Kind::other;
    std::optional<WallTime> valid_from, valid_until;
    bool blocked = false;  // on the blocklist now
    std::vector<std::string> groups;
};

// Who asks: a user or device id, or "system". Goes to the ledger.
using Actor = std::string;

}  // namespace md::people
