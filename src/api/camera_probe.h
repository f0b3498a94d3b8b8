#pragma once
// Tries a camera's address before it is saved.
#include "api/json.h"
#include "media/source.h"

namespace md::api {

// Connects, waits for one picture for at most ten seconds and lets go. The contract's ProbeResult; never fails.
Out probe_source(media::SourceOptions options, const Clock& clock);

}  // namespace md::api
