#include "calendar/wording.hpp"

#include "calendar/ical.hpp"
#include "common/coded_words.hpp"

#include <fmt/core.h>

#include <array>

namespace klik::calendar {

namespace {

constexpr std::array reasons{
    common::CodedWords{"transition", "der er ingen vej dertil fra opgavens status nu",
                       "no way leads there from the task's status"},
    common::CodedWords{"stale_revision",
                       "opgaven er ændret i KLIK, siden den blev vist her. Se den igen",
                       "the task has changed in KLIK since it was shown here. Look at it again"},
    common::CodedWords{"unknown_task", "KLIK kender ikke opgaven længere",
                       "KLIK no longer knows the task"},
    common::CodedWords{"local_task", "opgaven er kommunens egen og kan ikke ændres herfra",
                       "the task is the municipality's own and cannot be changed from here"},
    common::CodedWords{"conflict", "et tidligere ønske om status venter endnu på svar",
                       "an earlier wish for its status still waits for an answer"},
    common::CodedWords{
        "unanswered", "KLIK har ikke svaret i tide. Kommer svaret senere, ses det her",
        "KLIK has not answered in time. If the answer comes later, it will show here"},
    common::CodedWords{"superseded", "KLIK har givet opgaven en anden status",
                       "KLIK has given the task another status"},
};

std::string hash_and(std::int64_t number) {
    return fmt::format("#{}", number);
}

std::string listed(const std::vector<std::int64_t>& numbers, Language language) {
    std::string list;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const bool last = i + 1 == numbers.size();
        list += i == 0 ? "" : (last ? in(language, " og ", " and ") : ", ");
        list += hash_and(numbers[i]);
    }
    return list;
}

std::string reason_in_words(const Refusal& refusal, Language language) {
    if (refusal.reason == "complete_blocked" || refusal.reason == "start_blocked") {
        return fmt::format(
            fmt::runtime(in(language, "opgaven venter på {}", "the task waits for {}")),
            refusal.blocked_by.empty() ? in(language, "andre opgaver", "other tasks")
                                       : listed(refusal.blocked_by, language));
    }
    return std::string{common::words_for(reasons, refusal.reason, language, refusal.reason)};
}

std::string due_line(const common::Task& task, Language language) {
    if (!task.due) {
        return std::string{in(language, "Ingen frist", "No due date")};
    }
    const auto colour = colour_in_words(task.colour, language);
    return fmt::format("{} {}{}", in(language, "Frist:", "Due:"),
                       date_in_words(*task.due, language),
                       colour.empty() ? "" : fmt::format(" ({})", colour));
}

std::string waits_for_lines(const common::Task& task, Language language) {
    std::string lines{in(language, "Venter på:", "Waits for:")};
    for (const auto& other : task.waits_for) {
        lines += "\n- " + hash_and(other.number);
        lines += other.title.empty() ? "" : " " + one_line(other.title);
    }
    return lines;
}

/// Whose task it is, and what can be done here.
std::string origin_in_words(const common::Task& task, Language language, bool in_a_feed) {
    std::string words =
        fmt::format(fmt::runtime(in(language, "KLIK-opgave #{}.", "KLIK task #{}.")), task.number);
    words += in_a_feed ? in(language, " Kalenderen kan kun læses; ret opgaven i KLIK.",
                            " This calendar can only be read; change the task in KLIK.")
                       : in(language,
                            " Her kan kun status ændres; titel, datoer og alarmer kommer fra KLIK.",
                            " Only its status can be changed here; title, dates and alarms come "
                            "from KLIK.");
    return words;
}

} // namespace

std::string description_of(const common::Task& task, Language language, bool in_a_feed) {
    std::string text = due_line(task, language);
    if (!task.goal.empty()) {
        text += fmt::format("\n\n{}\n{}", in(language, "Mål:", "Goal:"), prose(task.goal));
    }
    if (!task.waits_for.empty()) {
        text += "\n\n" + waits_for_lines(task, language);
    }
    return text + "\n\n" + origin_in_words(task, language, in_a_feed);
}

std::string refusal_in_words(const Refusal& refusal, Language language) {
    return fmt::format(
        fmt::runtime(in(language, "Status blev ikke »{}«: {}.", "Status did not become “{}”: {}.")),
        status_in_words(refusal.wish, language), reason_in_words(refusal, language));
}

std::string waiting_in_words(std::string_view wish, Language language) {
    return fmt::format(fmt::runtime(in(language, "Ønsket om »{}« venter på svar fra KLIK.",
                                       "The wish for “{}” waits for KLIK's answer.")),
                       status_in_words(wish, language));
}

} // namespace klik::calendar
