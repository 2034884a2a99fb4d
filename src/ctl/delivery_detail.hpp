#pragma once

#include "domain/civil_time.hpp"

#include <string>
#include <string_view>

namespace klik::ctl {

/// What the mail reports when no address is known.
inline constexpr std::string_view no_address_is_known = "no address is known";

/// The detail of a report of delivery, as far as it is in words that are known here; codes of mail
/// servers are for all languages.
[[nodiscard]] std::string delivery_detail(std::string_view detail, domain::Language language);

} // namespace klik::ctl
