#pragma once

#include "chat/command.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klik::chat {

/// As commands are read: in lower case, each blank one that everybody types, and without what
/// nobody sees. A blank that keeps two parts of a number together is a `.`.
[[nodiscard]] std::string folded(std::string_view text);

/// Without blanks and marks such as `!` at the end; true where it asks something.
bool drop_marks_at_the_end(std::string_view& text);

/// One that is folded, without our name, quotation marks and marks at its end.
struct Sentence {
    std::string_view text{};
    bool is_question = false;
    bool is_for_us = false;
    bool is_surely_for_us = false; ///< it was said to us alone, or not by a name that is a word too
};

/// A wish only where it can be nothing else: a question never is one. `link` is of a task's page,
/// with `{number}`, folded; empty for none.
[[nodiscard]] std::optional<Command> command_in(const Sentence& sentence, std::string_view link);
/// Of a command that needs one.
[[nodiscard]] bool lacks_its_number(const Sentence& sentence);

[[nodiscard]] std::size_t count_words(std::string_view text);

} // namespace klik::chat
