#pragma once

#include "calendar/language.hpp"
#include "common/task.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klik::calendar {

/// `4. marts 2024`, `4 March 2024`.
[[nodiscard]] std::string date_in_words(common::Date date, Language language);
/// Of a canonical word; empty for `none`.
[[nodiscard]] std::string_view colour_in_words(std::string_view colour, Language language);
[[nodiscard]] std::string_view status_in_words(std::string_view status, Language language);

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
