#pragma once

#include "chat/draft.hpp"
#include "chat/wording.hpp"
#include "common/task.hpp"

#include <klik/client.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace klik::chat {

/// Answers to commands. `state` is the data of a state event. Each begins with `answer_sign`.

[[nodiscard]] Draft status_answer(const Value& state, const Wording& wording);
/// Why it has its colour, what holds it up, and who waits for it.
[[nodiscard]] Draft why_answer(const Value& state, common::Date today, const Wording& wording);

enum class ListOf : std::uint8_t { mine, blocked, overdue };
/// The first tasks of the list, by due date.
[[nodiscard]] Draft list_answer(ListOf what, std::vector<const Value*> tasks,
                                const Wording& wording);

/// klikd took the wish or did not; `wish` is a canonical status. A warning of klikd's rules is
/// said too.
[[nodiscard]] Draft wish_answer(const Value& state, std::string_view wish,
                                const RequestAnswer& answer, const Wording& wording);
/// What became of a wish that was taken: `outcome` and `reason` of klikd's event. `whose` is the id
/// of who had it, empty where nobody else hears of it.
[[nodiscard]] Draft outcome_answer(const Value& state, std::string_view wish,
                                   std::string_view outcome, std::string_view reason,
                                   const std::string& whose, const Wording& wording);
[[nodiscard]] Draft is_so_already(const Value& state, const Wording& wording);
[[nodiscard]] Draft not_allowed(const Value& state, const Wording& wording);
[[nodiscard]] Draft no_such_task(std::int64_t number, const Wording& wording);
[[nodiscard]] Draft not_of_this_room(std::int64_t number, const Wording& wording);

} // namespace klik::chat
