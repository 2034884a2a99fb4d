#include "codec/klik_page_values.hpp"

#include "codec/utf8.hpp"
#include "domain/civil_time.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

using domain::FieldValue;
using domain::None;
using domain::Result;
using domain::TaskNumber;

/// A bare number among words is a task's when it is too long for a year or a count.
constexpr std::size_t shortest_bare_number = 5;

struct Token {
    std::string text;
    std::size_t line;
};

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(separators), text.size());
        if (end > 0) {
            words.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

bool is_dash(std::string_view text) {
    return text == "-" || text == "–" || text == "—";
}

// --- Numbers ---

/// `#121850` or `121850`
std::optional<TaskNumber> number_of(std::string_view word) {
    const auto digits = word.starts_with('#') ? word.substr(1) : word;
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    return domain::task_number(digits);
}

/// `121850.`, `(#121850)`, `#121850:`
std::string_view without_punctuation(std::string_view word) {
    constexpr std::string_view punctuation = "().:;,[]";
    const auto first = word.find_first_not_of(punctuation);
    if (first == std::string_view::npos) {
        return {};
    }
    return word.substr(first, word.find_last_not_of(punctuation) - first + 1);
}

/// What stands between two commas of one line.
struct NumbersPart {
    std::size_t line = 0;
    std::vector<TaskNumber> marked;     ///< `#121850`
    std::vector<TaskNumber> bare_long;  ///< `121850`
    std::vector<TaskNumber> bare_short; ///< `2024`: a task's only where all are bare
    std::vector<TaskNumber> all;
    bool has_title = false;
};

NumbersPart numbers_part(std::string_view text, std::size_t line) {
    NumbersPart part{.line = line, .marked = {}, .bare_long = {}, .bare_short = {}, .all = {}};
    for (const auto& raw : split(text, " ")) {
        const auto word = without_punctuation(raw);
        const auto number = number_of(word);
        if (!number) {
            part.has_title = part.has_title || (!word.empty() && word != "og" && !is_dash(word));
            continue;
        }
        part.all.push_back(*number);
        const bool is_long = word.size() >= shortest_bare_number;
        (word.starts_with('#') ? part.marked
         : is_long             ? part.bare_long
                               : part.bare_short)
            .push_back(*number);
    }
    return part;
}

std::vector<NumbersPart> numbers_parts(const PageSection& section) {
    std::vector<NumbersPart> parts;
    for (const auto& line : section.content) {
        for (const auto& text : split(plain(line.text), ",;")) {
            if (!trimmed(text).empty()) {
                parts.push_back(numbers_part(text, line.number));
            }
        }
    }
    return parts;
}

/// All of `121850 og #121851`; of a number with a title, that number alone. In a field with titles
/// or marks a bare short number is a year or a count, wherever a line was broken.
std::vector<TaskNumber> tasks_of(const NumbersPart& part, bool bare_field) {
    if (bare_field) {
        return part.all;
    }
    if (part.has_title) {
        if (part.marked.empty() && !part.bare_long.empty()) {
            return {part.bare_long.front()};
        }
        return part.marked;
    }
    std::vector<TaskNumber> tasks = part.all;
    std::erase_if(tasks, [&](TaskNumber number) {
        return std::ranges::find(part.bare_short, number) != part.bare_short.end() &&
               std::ranges::find(part.marked, number) == part.marked.end();
    });
    return tasks;
}

/// A short number that has no title beside it could have been meant as a task.
void warn_of_short_numbers(const NumbersPart& part, std::string_view heading,
                           std::vector<std::string>& warnings) {
    for (const TaskNumber number : part.bare_short) {
        const std::string digits = std::to_string(number.value);
        std::string warning = line_path(part.line) + ": ";
        warning.append(digits).append(" below ").append(heading);
        warning.append(" was not read as a task's number; write #").append(digits);
        warnings.push_back(warning + " if it is one");
    }
}

// --- Dates ---

using DateValue = std::variant<None, domain::Date>;

Result<std::vector<DateValue>> dates_of(const PageSection* section) {
    std::vector<DateValue> dates;
    if (section == nullptr) {
        return dates;
    }
    for (const auto& line : section->content) {
        for (const auto& word : split(plain(line.text), " ")) {
            const auto date = domain::date_from_danish(word);
            if (date) {
                dates.emplace_back(*date);
            } else if (is_dash(word)) {
                dates.emplace_back(None{});
            } else {
                return domain::malformed(line_path(line.number),
                                         "expected a date such as 04-03-2024 or - below " +
                                             std::string(section->heading->words) + ", not \"" +
                                             printable(word) + "\"");
            }
        }
    }
    return dates;
}

FieldValue field_value(const DateValue& date) {
    return std::visit([](const auto& value) -> FieldValue { return value; }, date);
}

std::string no_date_below(const PageSection& section) {
    return line_path(section.line) + ": there is no date below " +
           std::string(section.heading->words) + "; the field is left as it is";
}

/// One section's date; several are too many.
Result<void> take_single(const PageSection* section, const std::vector<DateValue>& dates,
                         std::optional<FieldValue>& field, std::vector<std::string>& warnings) {
    if (section == nullptr) {
        return {};
    }
    if (dates.size() > 1) {
        return domain::malformed(line_path(section->line),
                                 "expected one date below " + std::string(section->heading->words) +
                                     ", found " + std::to_string(dates.size()));
    }
    if (dates.empty()) {
        warnings.push_back(no_date_below(*section));
    } else {
        field = field_value(dates.front());
    }
    return {};
}

} // namespace

bool says_none(const PageSection& section) {
    std::string text = domain::lower_case(one_line(section.content));
    if (text.ends_with('.')) {
        text.pop_back();
    }
    return is_dash(text) || text == "ingen vedhæftede filer";
}

FieldValue line_value(const PageSection& section) {
    if (says_none(section)) {
        return None{};
    }
    std::string text = one_line(section.content);
    for (const std::string_view dot : {"●", "•"}) {
        if (text.starts_with(dot)) {
            text = trimmed(std::string_view(text).substr(dot.size()));
        }
    }
    return text;
}

FieldValue prose_value(const PageSection& section) {
    if (says_none(section)) {
        return None{};
    }
    return prose(section.content);
}

PageNumbers page_numbers(const PageSection& section) {
    if (says_none(section)) {
        return {None{}, {}};
    }
    const auto parts = numbers_parts(section);
    const bool bare_field = std::ranges::none_of(
        parts, [](const NumbersPart& part) { return part.has_title || !part.marked.empty(); });
    const std::string_view heading = section.heading->words;
    std::vector<TaskNumber> numbers;
    PageNumbers found;
    for (const auto& part : parts) {
        for (const TaskNumber number : tasks_of(part, bare_field)) {
            if (std::ranges::find(numbers, number) == numbers.end()) {
                numbers.push_back(number);
            }
        }
        if (!bare_field && !part.has_title) {
            warn_of_short_numbers(part, heading, found.warnings);
        }
    }
    if (numbers.empty() && !parts.empty()) {
        return {std::nullopt,
                {line_path(parts.front().line) + ": there is no task number below " +
                 std::string(heading) + ", the field is left as it is: \"" +
                 printable(one_line(section.content)) + "\""}};
    }
    found.value = std::move(numbers);
    return found;
}

Result<PageDates> page_dates(const PageSection* start, const PageSection* due) {
    const auto starts = dates_of(start);
    if (!starts) {
        return std::unexpected(starts.error());
    }
    const auto dues = dates_of(due);
    if (!dues) {
        return std::unexpected(dues.error());
    }
    PageDates dates;
    const bool both_headings = start != nullptr && due != nullptr && starts->empty();
    if (both_headings && dues->size() == 2) {
        dates.start = field_value(dues->front());
        dates.due = field_value(dues->back());
        return dates;
    }
    if (both_headings && dues->size() == 1) {
        dates.due = field_value(dues->front());
        dates.warnings.push_back(
            line_path(start->line) +
            ": one date stands below both STARTDATO and SLUTDATO, which is "
            "ambiguous; it was read as SLUTDATO, and STARTDATO is left as it is");
        return dates;
    }
    if (const auto taken = take_single(start, *starts, dates.start, dates.warnings); !taken) {
        return std::unexpected(taken.error());
    }
    if (const auto taken = take_single(due, *dues, dates.due, dates.warnings); !taken) {
        return std::unexpected(taken.error());
    }
    return dates;
}

} // namespace klik::codec
