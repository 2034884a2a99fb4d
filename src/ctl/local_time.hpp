#pragma once

#include "domain/civil_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klik::ctl {

/// `19-02-2024 08:00`, the civil time in Copenhagen, of a time on the wire; the text itself where
/// it is none, or where the system has no time zones.
[[nodiscard]] std::string local_time_text(std::string_view rfc3339);

/// The same of civil time.
[[nodiscard]] std::string local_time_text(domain::LocalTime time);

/// `04-03-2024` of a date on the wire; `-` for what is none.
[[nodiscard]] std::string local_date_text(std::string_view iso_date);

/// A moment as people give it: RFC 3339, or a date (ISO or Danish) with or without ` 08:00` behind
/// it, which is civil time in Copenhagen. In the hour that comes twice the first is meant, in the
/// one that is left out the moment of the jump.
[[nodiscard]] std::optional<domain::UtcTime> time_from_text(std::string_view text);

} // namespace klik::ctl
