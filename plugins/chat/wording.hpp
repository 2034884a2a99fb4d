#pragma once

#include "chat/change.hpp"
#include "chat/draft.hpp"
#include "common/language.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::chat {

/// What texts are made with.
struct Wording {
    common::Language language = common::Language::danish;
    std::string link{};         ///< template, empty for none
    std::string municipality{}; ///< code, for the link
    /// Of a task that is not the change's own; empty where it is not known.
    std::function<std::string(std::int64_t number)> title_of{};
    bool names = true;    ///< of people
    bool commands = true; ///< are heard where it is said

    [[nodiscard]] std::string_view in(std::string_view danish, std::string_view english) const {
        return common::in(language, danish, english);
    }
};

/// `1 dag`, `2 dage`.
[[nodiscard]] std::string counted(std::int64_t count, std::string_view one, std::string_view more);
/// `frist 4. marts 2024`, or `ingen frist`.
[[nodiscard]] std::string due_words(std::string_view due_date, const Wording& wording);
/// `#121850` as a link.
[[nodiscard]] Piece task_link(std::int64_t number, const Wording& wording);
/// `#121850 Title, #121851 Title and 3 more`, at most so many.
void add_tasks(DraftLine& line, const std::vector<std::int64_t>& numbers, const Wording& wording);
/// ` · Gul`; nothing for a task without a colour.
void add_colour(DraftLine& line, std::string_view colour, const Wording& wording);
/// `4. marts 2024` of `2024-03-04`; other text as it is.
[[nodiscard]] std::string date_words(std::string_view date, const Wording& wording);
/// Of a `status_word`; one that is not canonical is said as it is.
[[nodiscard]] std::string status_words(std::string_view status, const Wording& wording);
/// What others wrote, on one line and not too long: one title fills no digest.
[[nodiscard]] std::string short_words(std::string_view title);

/// One line of one change: what, why, and the colour's word.
[[nodiscard]] DraftLine line_of(const Change& change, const Wording& wording);

inline constexpr std::size_t most_lines_of_a_digest = 25;

/// Several changes under a first line that counts them, and a last one where there are more than
/// the lines that are given.
[[nodiscard]] Draft digest_of(const std::vector<DraftLine>& lines, std::size_t count,
                              const Wording& wording);

/// Where a message that was cut goes on. The first task of what was cut, or 0.
[[nodiscard]] DraftLine pointer_to(std::int64_t number, const Wording& wording);

} // namespace klik::chat
