#pragma once

#include "domain/task.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klik::daemon {

/// Looks for people's names and addresses, without regard to case and blanks. It holds them and
/// goes out of scope with the question.
class NameSearch {
  public:
    NameSearch() = default;
    NameSearch(std::string_view name, std::string_view email);
    /// Looks for another name and address as well.
    void add(std::string_view name, std::string_view email);

    /// Anywhere in a message.
    [[nodiscard]] bool in_bytes(std::string_view bytes) const;
    /// As words of their own in a text of the task, or anywhere under its unknown keys.
    [[nodiscard]] bool in_prose(const domain::Task& task) const;
    /// The text without its words with an `@` and without those that hold a word of the name or its
    /// genitive, and no longer than a line. Nothing of it where no name is known: it may be a name.
    [[nodiscard]] std::string taken_out_of(std::string_view text) const;

  private:
    std::vector<std::string> wanted_;  ///< folded
    std::set<std::string> name_parts_; ///< folded words of the name, and their genitives
};

} // namespace klik::daemon
