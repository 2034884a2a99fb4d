#pragma once

#include <string>

namespace klik::calendar {

/// `text`, a VCALENDAR with a VTODO of ours, with what the person's programs have noted in the
/// `stored` one: properties that are not in the standard, attachments, and which alarms were seen
/// or put off.
[[nodiscard]] std::string with_own_notes(const std::string& text, const std::string& stored);

} // namespace klik::calendar
