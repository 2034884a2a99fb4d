#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace klik::test {

/// Plays a file of tests/scenarios (the language is in its README.md) and returns what went
/// otherwise than it says, each with the line.
[[nodiscard]] std::vector<std::string> play_scenario(const std::filesystem::path& file);

} // namespace klik::test
