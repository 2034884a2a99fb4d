#pragma once

#include "support/world.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace klik::test {

[[nodiscard]] std::string trimmed(const std::string& text);
[[nodiscard]] std::vector<std::string> split(const std::string& text, char separator);
/// `due_date 2024-03-04; assignee anna`
[[nodiscard]] Fields fields_of(const std::string& text);

struct StoryLine {
    std::size_t number = 0;
    std::string text;
    std::vector<std::string> block; ///< the indented lines below it
};
/// The lines of a story without its remarks.
[[nodiscard]] std::vector<StoryLine> lines_of_story(const std::filesystem::path& file);

} // namespace klik::test
