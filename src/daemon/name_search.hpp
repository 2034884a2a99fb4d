#pragma once

#include "domain/task.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klik::daemon {

/// Looks for a person's name and address, without regard to case and blanks. It holds both and goes
/// out of scope with the question.
class NameSearch {
  public:
    NameSearch(std::string_view name, std::string_view email);

    /// Anywhere in a message.
    [[nodiscard]] bool in_bytes(std::string_view bytes) const;
    /// As words of their own in a text of the task.
    [[nodiscard]] bool in_prose(const domain::Task& task) const;
    /// The text without them, without its words with an `@` and without words of the name, and
    /// no longer than a line.
    [[nodiscard]] std::string taken_out_of(std::string_view text) const;

  private:
    std::vector<std::string> wanted_;     ///< folded
    std::vector<std::string> name_parts_; ///< folded words of the name
};

} // namespace klik::daemon
