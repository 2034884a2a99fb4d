#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace klik::codec {

/// A key of a TOML file with the tables around it, `{"reminders", "before"}`. An element of a list
/// is named by its `name` where it has one (holidays), else by its position from 0.
using KeyPath = std::vector<std::string>;

/// Each key and element of a file with the line that it stands on.
using KeyLines = std::map<KeyPath, std::uint32_t>;

} // namespace klik::codec
