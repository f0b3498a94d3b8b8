#pragma once
// Why a delivery failed, in words. What is stored is a code or the status of an answer ("http 500"); webhook_sender.cpp writes it.
#include <string>

#include "api/json.h"

namespace md::api {

// Null for no failure. The code stays beside the sentences, for programs.
Out words_of_failure(const std::string& failure);

}  // namespace md::api
