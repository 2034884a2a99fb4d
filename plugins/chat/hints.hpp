#pragma once

#include "chat/command.hpp"
#include "chat/draft.hpp"
#include "chat/wording.hpp"
#include "common/clock.hpp"

#include <chrono>
#include <string_view>

namespace klik::chat {

/// Whoever asked for something so long ago, and was not answered, may not want it any more.
inline constexpr std::chrono::minutes longest_wait_for_klikd{15};

/// Answers that need no task: how to be understood, and why nothing comes of what was said. Each
/// begins with `answer_sign`.

[[nodiscard]] Draft help_answer(const Wording& wording);
[[nodiscard]] Draft not_understood(const Wording& wording);
/// A command came without the number of a task.
[[nodiscard]] Draft which_number(const Wording& wording);
/// With the line of the settings that is missing, in `[plugins.chat.people.TABLE]`; the sender's
/// address is in it, so it is for the sender alone.
[[nodiscard]] Draft not_mapped(std::string_view table, std::string_view sender,
                               const Wording& wording);
/// The channel does not say who the sender is.
[[nodiscard]] Draft people_hidden(const Wording& wording);
/// klikd is away, so that it is asked later, at most `longest_wait_for_klikd`.
[[nodiscard]] Draft waits_for_klikd(const Command& command, const Wording& wording);
/// It was away for longer.
[[nodiscard]] Draft too_late(const Command& command, const Wording& wording);
/// What was said in between was not seen.
[[nodiscard]] Draft was_away(common::Time from, common::Time until, const Wording& wording);
[[nodiscard]] Draft too_many(const Wording& wording);
/// `example` is the code of one that they may write in front.
[[nodiscard]] Draft which_municipality(std::string_view example, const Wording& wording);

} // namespace klik::chat
