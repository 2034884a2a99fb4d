#include "common/task_words.hpp"

#include "common/coded_words.hpp"

#include <fmt/core.h>

#include <array>

namespace klik::common {

namespace {

constexpr std::array danish_months{"januar",    "februar", "marts",    "april",
                                   "maj",       "juni",    "juli",     "august",
                                   "september", "oktober", "november", "december"};
constexpr std::array english_months{"January",   "February", "March",    "April",
                                    "May",       "June",     "July",     "August",
                                    "September", "October",  "November", "December"};

constexpr std::array colours{CodedWords{"green", "Grøn", "Green"},
                             CodedWords{"yellow", "Gul", "Yellow"},
                             CodedWords{"red", "Rød", "Red"}};
constexpr std::array statuses{CodedWords{"not_started", "Ikke påbegyndt", "Not started"},
                              CodedWords{"in_progress", "Påbegyndt", "In progress"},
                              CodedWords{"completed", "Fuldført", "Completed"},
                              CodedWords{"not_relevant", "Ikke relevant", "Not relevant"}};

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
    return words_for(colours, colour, language, {});
}

std::string_view status_in_words(std::string_view status, Language language) {
    return words_for(statuses, status, language, status);
}

} // namespace klik::common
