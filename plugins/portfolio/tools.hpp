#pragma once

#include "portfolio/settings.hpp"
#include "portfolio/tool.hpp"

#include <functional>
#include <memory>

namespace klik::portfolio {

/// Makes the connection to the tool. `meanwhile` is called several times a second while it works,
/// and breaks a transfer off by false.
using ToolMaker = std::function<std::unique_ptr<Tool>(std::function<bool()> meanwhile)>;

/// Reads the table of the tool that the settings name; what is wrong with it is in the file's
/// mistakes. May change what of the mapping depends on the tool.
[[nodiscard]] ToolMaker read_tool(common::Section& section, Settings& settings);

} // namespace klik::portfolio
