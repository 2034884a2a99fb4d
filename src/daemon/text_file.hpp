#pragma once

#include "domain/problem.hpp"

#include <filesystem>
#include <string>

namespace klik::daemon {

/// A configuration or rule file as a whole. `not_found` when it cannot be read.
[[nodiscard]] domain::Result<std::string> read_text_file(const std::filesystem::path& path);

} // namespace klik::daemon
