#pragma once
// Face analysis as the contract's JSON. No identity in any of it (C1).
#include "analysis/pipeline/live_analysis.h"
#include "analysis/records/alerts.h"
#include "analysis/records/cameras.h"
#include "analysis/records/captures.h"
#include "api/convert.h"

namespace md::api {

// A report for a camera that does not run at all: switched off, or not started yet.
analysis::CameraReport idle_report(const analysis::Camera& camera);
Out to_out(const analysis::CameraReport& report);
// full: with address and user, for those who may manage cameras.
Out to_out(const analysis::Camera& camera, const analysis::CameraReport& report, bool full);
Out to_out(const analysis::LiveOverlay& overlay);
Out to_out(const analysis::StoredCapture& capture);
Out to_out(const analysis::StoredAlert& alert, access::Access& access);
// Who it was: a user or device by name too, while it exists. Null for nobody.
Out actor_out(const std::string& actor, access::Access& access);

net::Response jpeg(SecretBytes picture);
// Versions as ETags (RFC 9110, 8.8.3): "7".
net::Response with_version(net::Response response, std::int64_t version);
// What If-Match asks for; nothing for none or "*". A tag that is no version of ours fits nothing: kVersionChanged.
Result<std::optional<std::int64_t>> wanted_version(const Call& call);

}  // namespace md::api
