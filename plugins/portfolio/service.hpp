#pragma once

#include "portfolio/settings.hpp"
#include "portfolio/tools.hpp"

#include <filesystem>

namespace klik::portfolio {

/// Keeps all municipalities and the tool in step until it is told to end; gives the exit code.
[[nodiscard]] int serve(const Settings& settings, const ToolMaker& make_tool,
                        const std::filesystem::path& folder);

} // namespace klik::portfolio
