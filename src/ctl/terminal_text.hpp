#pragma once

#include "klik/value.hpp"

#include <string>
#include <string_view>

namespace klik::ctl {

/// What came from others as a terminal may be given it: nothing in it moves the cursor or is taken
/// for a command. Line feeds and tabs stay; a carriage return becomes a blank, any other control
/// character `�`.
[[nodiscard]] std::string terminal_text(std::string_view text);

/// The same on one line, with a blank for each line feed and tab.
[[nodiscard]] std::string terminal_line(std::string_view text);

/// The value with each text in it on one line, keys of maps included.
[[nodiscard]] Value terminal_lines(const Value& value);

} // namespace klik::ctl
