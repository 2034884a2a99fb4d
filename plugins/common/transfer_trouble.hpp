#pragma once

#include <curl/curl.h>

#include <string>

namespace klik::common {

/// Why a server could not be used, as a clause about "it" that an operator can act on. `verified`
/// is what became of its certificate (CURLINFO_SSL_VERIFYRESULT).
[[nodiscard]] std::string trouble_in_words(CURLcode code, long verified);

} // namespace klik::common
