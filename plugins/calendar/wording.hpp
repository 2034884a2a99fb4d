#pragma once

#include "calendar/language.hpp"
#include "common/task.hpp"
#include "common/task_words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klik::calendar {

using common::colour_in_words;
using common::date_in_words;
using common::status_in_words;

/// What a person reads below the task's title.
[[nodiscard]] std::string description_of(const common::Task& task, Language language,
                                         bool in_a_feed = false);

/// What klikd said no to, and why.
struct Refusal {
    std::string wish;   ///< canonical status
    std::string reason; ///< a code of docs/protocol.md 3, "Requests"
    std::vector<std::int64_t> blocked_by;
};
[[nodiscard]] std::string refusal_in_words(const Refusal& refusal, Language language);
/// That the wish was sent and has no answer yet.
[[nodiscard]] std::string waiting_in_words(std::string_view wish, Language language);

} // namespace klik::calendar
