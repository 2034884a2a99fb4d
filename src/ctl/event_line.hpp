#pragma once

#include "ctl/console.hpp"
#include "klik/event.hpp"
#include "klik/value.hpp"

#include <string>
#include <string_view>

namespace klik::ctl {

/// What an event or a record says, in a few words on one line, people as ids: `type` and `data` are
/// those of the event.
[[nodiscard]] std::string event_words(std::string_view type, const Value& data,
                                      const Console& console);

/// `19-02-2024 08:00  notification  ...`
[[nodiscard]] std::string event_line(const Event& event, const Console& console);

} // namespace klik::ctl
