#include "mail/item_words.hpp"

#include "common/text.hpp"
#include "mail/mime_text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::mail {

namespace {

constexpr std::size_t most_of_a_title = 100;

std::string_view say(Language language, std::string_view danish, std::string_view english) {
    return Words{danish, english}.in(language);
}

std::string task_in_words(std::string_view number, std::string_view title) {
    return title.empty() ? std::string{number} : fmt::format("{} {}", number, title);
}

std::string number_in_words(std::int64_t number) {
    return fmt::format("#{}", number);
}

/// Of a vacancy in a project: `projektleder i »DUBU 3.0«`.
std::string vacancy_in_words(const Item& item, Language language) {
    std::string words{item.fact(say(language, "vacant_role_da", "vacant_role_en"))};
    if (const auto project = item.fact("project"); !project.empty()) {
        words += fmt::format(fmt::runtime(say(language, " i »{}«", " of “{}”")), project);
    }
    return words;
}

std::string in_lower_case(std::string_view word) {
    std::string lower{word};
    if (!lower.empty() && lower.front() >= 'A' && lower.front() <= 'Z') {
        lower.front() = static_cast<char>(lower.front() - 'A' + 'a');
    }
    return lower;
}

bool tells_of_a_deadline(const Item& item) {
    return item.kind == "reminder" || item.kind == "overdue" || item.kind == "catch_up";
}

/// `#130101, #130102` as `#130101 og #130102`, and whether these are several.
struct Tasks {
    std::string words;
    bool several = false;
};

Tasks tasks_in_words(std::string_view list, Language language) {
    const auto numbers = common::task_numbers_in(list);
    std::string words;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const bool last = i + 1 == numbers.size();
        words += i == 0 ? "" : last ? say(language, " og ", " and ") : ", ";
        words += number_in_words(numbers[i]);
    }
    return {words, numbers.size() > 1};
}

std::string about_what_waits(const Item& item, Language language) {
    const auto yours = tasks_in_words(item.fact("yours"), language);
    return fmt::format(
        fmt::runtime(say(language,
                         "Få {0} gjort {2}, så {1} kan nå sin frist. Kan det ikke lade sig gøre, "
                         "så aftal en ny frist for {1}.",
                         "Have {0} finished, so that {1} can meet its due date. If that cannot be "
                         "done, agree on another due date for {1}.")),
        yours.words, number_in_words(item.number), yours.several ? "færdige" : "færdig");
}

std::string about_what_blocks(const Item& item, Language language) {
    const auto others = tasks_in_words(item.fact("blocked_by"), language);
    return fmt::format(
        fmt::runtime(say(language,
                         "Opgaven kan først løses, når {} er {}: skub på der, eller aftal en ny "
                         "frist, og ret den i KLIK.",
                         "It cannot be done before {} {} finished: press for that, or agree on "
                         "another due date and set it in KLIK.")),
        others.words,
        others.several ? say(language, "færdige", "are") : say(language, "færdig", "is"));
}

} // namespace

std::string heading_of(const Item& item, Language language) {
    if (item.has("project")) {
        return fmt::format("{}: {}", name_of(item.kind).in(language),
                           vacancy_in_words(item, language));
    }
    if (item.number == 0) {
        return std::string{name_of(item.kind).in(language)};
    }
    const auto task = task_in_words(number_in_words(item.number), item.title);
    return !item.has("yours")
               ? task
               : fmt::format("{} {} {}", task, say(language, "– venter på", "– waits for"),
                             task_in_words(item.fact("yours"), item.fact(title_of_yours)));
}

std::string colour_words(const Item& item, Language language) {
    const auto colour = colour_word(item.colour).in(language);
    if (item.kind != "knock_on" || !item.has("makes") || colour.empty()) {
        return std::string{colour};
    }
    const auto own = colour_word(item.fact("own")).in(language);
    const auto others = fmt::format("for #{}", item.fact("makes"));
    return own.empty() ? fmt::format("{} {}", colour, others)
                       : fmt::format("{} {}, {} {}", own, say(language, "for dig", "for you"),
                                     in_lower_case(colour), others);
}

std::string advice_for(const Item& item, Language language) {
    if (item.has("yours")) {
        return about_what_waits(item, language);
    }
    if (tells_of_a_deadline(item) && item.has("blocked_by")) {
        return about_what_blocks(item, language);
    }
    return std::string{what_to_do(item.kind).in(language)};
}

std::string subject_of(const Item& item, Language language) {
    if (item.has("project")) {
        return heading_of(item, language);
    }
    if (const auto yours = item.fact("yours"); !yours.empty()) {
        const auto title = item.fact(title_of_yours);
        const auto others_wait = say(language, "Andre venter på", "Others wait for");
        return title.empty() ? fmt::format("{} {}", others_wait, yours)
                             : fmt::format("{}: {} ({})", others_wait,
                                           shortened(std::string{title}, most_of_a_title), yours);
    }
    std::string subject{name_of(item.kind).in(language)};
    if (!item.title.empty()) {
        subject += ": " + shortened(item.title, most_of_a_title);
    }
    return item.number == 0 ? subject : fmt::format("{} (#{})", subject, item.number);
}

bool is_overdue(const Item& item) {
    return item.kind == "overdue" || item.has("working_days_late");
}

std::vector<std::int64_t> tasks_to_open(const Item& item) {
    auto numbers = common::task_numbers_in(item.fact("yours"));
    numbers.push_back(item.number);
    std::erase_if(numbers, [](std::int64_t number) { return number <= 0; });
    return numbers;
}

} // namespace klik::mail
