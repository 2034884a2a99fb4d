#pragma once

#include "domain/task.hpp"

#include <cstddef>

namespace klik::codec {

/// Of a text that is shown in a line or said in a sentence, so that the sentence, which is a text
/// of a message as well, has room for it (docs/protocol.md 4).
inline constexpr std::size_t most_characters_of_a_line = 2000;

/// Text that may have several lines, and be as long as any text of a message; the others are one
/// line however a page wraps them.
[[nodiscard]] bool is_prose(domain::TaskField field);

/// What a text from outside may hold.
[[nodiscard]] std::size_t most_characters(domain::TaskField field);

} // namespace klik::codec
