#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kPersonNotFound{"people.not_found", 404, "没有找到该人员。", "There is no such person."};
inline constexpr ErrorKind kConsentMissing{
    "people.consent_missing", 409, "缺少本人对现行告知书的明示同意，不能采集人脸。请先登记同意。",
    "There is no explicit consent to the notice in force, so no face may be collected. Record the consent first."};
inline constexpr ErrorKind kGuardianMissing{"people.guardian_missing", 409, "未满十四周岁，须由监护人同意并登记监护人信息。",
                                            "The person is under fourteen; the consent and particulars of a guardian are needed."};
inline constexpr ErrorKind kConsentNotFound{"people.consent_not_found", 404, "没有找到该同意记录。", "There is no such consent."};
inline constexpr ErrorKind kPurposeNotCovered{"people.purpose_not_covered", 400, "同意的用途为空，或超出告知书所列的用途。",
                                              "The purposes consented to are empty or go beyond those of the notice."};
inline constexpr ErrorKind kEvidenceMissing{"people.evidence_missing", 400, "同意记录须注明凭据（如签字纸质件编号、屏幕确认记录）。",
                                            "A consent needs its evidence, such as the number of the signed sheet."};
inline constexpr ErrorKind kNoticeNotFound{"people.notice_not_found", 404, "没有找到该告知书。", "There is no such notice."};
inline constexpr ErrorKind kNoticeIncomplete{
    "people.notice_incomplete", 400, "告知书不完整：目的、数据类型、图像数量、处理方式、存储时间、替代方式、联系方式和中英文正文都要填写。",
    "The notice is incomplete: purposes, data types, number of images, processing, storage time, alternative, contact and both texts are "
    "needed."};
inline constexpr ErrorKind kNoticeSuperseded{"people.notice_superseded", 409, "该版本告知书已被新版本取代，请按现行版本征得同意。",
                                             "This version of the notice was superseded; consent to the version in force is needed."};
inline constexpr ErrorKind kNoticeTerm{"people.notice_term", 400, "告知的存储时间超出允许的最长期限。",
                                       "The storage time told is longer than is allowed."};
inline constexpr ErrorKind kTooManyPictures{
    "people.too_many_pictures", 409, "每人最多采集两张人脸图像（同一图像的不同格式也计为多张）。",
    "At most two face pictures may be collected of a person (one picture in two formats counts as two)."};
inline constexpr ErrorKind kPictureRejected{"people.picture_rejected", 422, "图像不符合登记要求，请按提示重新拍摄。",
                                            "The picture is not good enough to enrol; see the reasons and take another."};
inline constexpr ErrorKind kPictureDuplicate{"people.picture_duplicate", 409, "该文件与已登记的图像完全相同。",
                                             "This very file was enrolled already."};
inline constexpr ErrorKind kPicturesDiffer{"people.pictures_differ", 422, "两张图像不像同一个人，未予登记。",
                                           "The two pictures do not look like one person; nothing was enrolled."};
inline constexpr ErrorKind kPictureNotFound{"people.picture_not_found", 404, "没有找到该图像。", "There is no such picture."};
inline constexpr ErrorKind kPictureNeeded{"people.picture_needed", 409, "未保存登记图像，更新人脸特征需要重新拍摄。",
                                          "No picture is kept; renewing the feature needs a new one."};
inline constexpr ErrorKind kPersonInvalid{"people.person_invalid", 400, "人员信息有误，请检查姓名、日期和有效期。",
                                          "The person's data is not valid; check name, dates and validity."};
inline constexpr ErrorKind kExternalIdTaken{"people.external_id_taken", 409, "该编号已属于另一人员。",
                                            "This external id belongs to another person."};
inline constexpr ErrorKind kPersonLeaving{"people.being_deleted", 410, "该人员的数据正在删除。", "This person's data is being deleted."};
inline constexpr ErrorKind kDeletionNotFound{"people.deletion_not_found", 404, "没有找到该删除证明。",
                                             "There is no such proof of deletion."};
inline constexpr ErrorKind kRemainsFound{"people.remains_found", 500, "删除后扫描仍发现残留，删除未完成，将自动重试。",
                                         "The scan after the deletion found remains; it is not complete and will be retried."};
inline constexpr ErrorKind kArchiveInvalid{"people.archive_invalid", 400, "压缩包无法读取，请上传未加密的 ZIP 文件。",
                                           "The archive cannot be read; upload a ZIP without password."};
inline constexpr ErrorKind kArchiveTooLarge{"people.archive_too_large", 413, "压缩包展开后超出限制，请分批导入。",
                                            "The archive unpacks to more than is allowed; import it in parts."};
inline constexpr ErrorKind kTableInvalid{"people.table_invalid", 400, "压缩包中缺少 people.csv，或表头不可识别。",
                                         "people.csv is missing in the archive, or its header is not understood."};
inline constexpr ErrorKind kBasisMissing{
    "system.basis_missing", 409, "尚未登记允许安装本系统的标准或文件，请先在系统设置中登记。",
    "The standard or order that permits this installation is not recorded yet; record it in the settings first."};
inline constexpr ErrorKind kBlockNeedsBasis{"people.block_basis_missing", 400, "列入黑名单须写明法律依据和原因。",
                                            "Putting someone on the blocklist needs its legal basis."};

}  // namespace md::errors
