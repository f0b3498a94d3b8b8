#include "api/delivery_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "analysis/errors.h"
#include "api/convert.h"
#include "base/errors.h"
#include "crypto/errors.h"
#include "net/errors.h"
#include "store/errors.h"

namespace md::api {
namespace {

constexpr std::string_view kStatus = "http ";

// All that can stop an attempt, in the order of its steps.
constexpr const ErrorKind* kKinds[] = {
    // whom to trust: the endpoint's root, or this machine's file of authorities
    &errors::kFileUnreadable, &errors::kEndpointInvalid, &errors::kKeyMalformed, &errors::kSuiteUnavailable,
    // the shared secret: read from the stores and opened
    &errors::kStoreUnavailable, &errors::kStoreFailed, &errors::kStoreCorrupt, &errors::kConflict, &errors::kDiskFull, &errors::kSealBroken,
    &errors::kEndpointNotFound,
    // the request
    &errors::kConnectFailed, &errors::kTimedOut, &errors::kTlsFailed, &errors::kPolicyForbids};

}  // namespace

Out words_of_failure(const std::string& failure) {
    if (failure.empty()) return nullptr;
    if (failure.starts_with(kStatus)) {
        const auto status = std::string_view(failure).substr(kStatus.size());
        return sentence(failure, fmt::format("对方服务器应答了状态 {}，没有收下推送。", status),
                        fmt::format("The other server answered with status {} and did not take the delivery.", status));
    }
    const auto known = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const ErrorKind* kind) { return failure == kind->code; });
    if (known != std::end(kKinds)) return sentence(failure, (*known)->zh, (*known)->en);
    // Written by another version: this one must not guess, least of all at a fault of its own.
    return sentence(failure, fmt::format("推送失败，本版本不认识其原因：{}。", failure),
                    fmt::format("The delivery failed for a reason this version does not know: {}.", failure));
}

}  // namespace md::api
