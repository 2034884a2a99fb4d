#include "common/task_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace klik::common {

namespace {

constexpr std::array danish_months{"januar",    "februar", "marts",    "april",
                                   "maj",       "juni",    "juli",     "august",
                                   "september", "oktober", "november", "december"};
constexpr std::array english_months{"January",   "February", "March",    "April",
                                    "May",       "June",     "July",     "August",
                                    "September", "October",  "November", "December"};

/// A code and what it means to a person.
struct Words {
    std::string_view code;
    std::string_view danish;
    std::string_view english;
};

template <std::size_t size>
const Words* find(const std::array<Words, size>& words, std::string_view code) {
    const auto found = std::ranges::find(words, code, &Words::code);
    return found == words.end() ? nullptr : &*found;
}

constexpr std::array colours{Words{"green", "Grøn", "Green"}, Words{"yellow", "Gul", "Yellow"},
                             Words{"red", "Rød", "Red"}};
constexpr std::array statuses{Words{"not_started", "Ikke påbegyndt", "Not started"},
                              Words{"in_progress", "Påbegyndt", "In progress"},
                              Words{"completed", "Fuldført", "Completed"},
                              Words{"not_relevant", "Ikke relevant", "Not relevant"}};

} // namespace

std::string date_in_words(Date date, Language language) {
    const auto month = static_cast<unsigned>(date.month()) - 1;
    const auto day = static_cast<unsigned>(date.day());
    const auto year = static_cast<int>(date.year());
    return language == Language::danish
               ? fmt::format("{}. {} {}", day, danish_months.at(month), year)
               : fmt::format("{} {} {}", day, english_months.at(month), year);
}

std::string_view colour_in_words(std::string_view colour, Language language) {
    const auto* known = find(colours, colour);
    return known == nullptr ? std::string_view{} : in(language, known->danish, known->english);
}

std::string_view status_in_words(std::string_view status, Language language) {
    const auto* known = find(statuses, status);
    return known == nullptr ? status : in(language, known->danish, known->english);
}

} // namespace klik::common
