#pragma once

#include "chat/draft.hpp"
#include "chat/wording.hpp"

#include <string_view>

namespace klik::chat {

/// Answers that need no task: how to be understood, and why nothing comes of what was said. Each
/// begins with `answer_sign`.

[[nodiscard]] Draft help_answer(const Wording& wording);
[[nodiscard]] Draft not_understood(const Wording& wording);
/// A command came without the number of a task.
[[nodiscard]] Draft which_number(const Wording& wording);
/// With the line of the settings that is missing; the sender's address is in it, so it is for the
/// sender alone.
[[nodiscard]] Draft not_mapped(std::string_view channel, std::string_view sender,
                               const Wording& wording);
/// The channel does not say who the sender is.
[[nodiscard]] Draft people_hidden(const Wording& wording);
[[nodiscard]] Draft too_many(const Wording& wording);
[[nodiscard]] Draft which_municipality(const Wording& wording);

} // namespace klik::chat
