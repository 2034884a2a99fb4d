#include "portfolio/mapping.hpp"

#include "portfolio/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klik::portfolio {

namespace {

constexpr std::string_view not_started = "not_started";
/// Where a tool's status stands for several, KLIK is asked for the first of them.
constexpr std::array canonical_statuses{not_started, std::string_view{"in_progress"},
                                        std::string_view{"completed"},
                                        std::string_view{"not_relevant"}};

using Table = std::map<std::string, std::string>;

std::optional<std::string> in_table(const Table& table, const std::string& key) {
    const auto found = table.find(key);
    return found == table.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::string> key_of(const Table& table, const std::string& value) {
    const auto found = std::ranges::find(table, value, &Table::value_type::second);
    return found == table.end() ? std::nullopt : std::optional{found->first};
}

std::string status_in_klik(const Mapping& mapping, const common::Task& task) {
    const bool waits = task.status == not_started && !task.waits_for.empty();
    return waits && mapping.statuses.contains(std::string{blocked}) ? std::string{blocked}
                                                                    : task.status;
}

std::string date_in_words(const std::optional<common::Date>& date) {
    return date ? fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date->year()),
                              static_cast<unsigned>(date->month()),
                              static_cast<unsigned>(date->day()))
                : std::string{};
}

std::string description_in_klik(const common::Task& task) {
    const auto goal = tidy(task.goal);
    const auto description = tidy(task.description);
    return goal.empty() || description.empty() ? goal + description
                                               : fmt::format("{}\n\n{}", goal, description);
}

std::string value_in_klik(const Mapping& mapping, const common::Task& task, Field field) {
    switch (field) {
    case Field::title:
        return task.title;
    case Field::description:
        return description_in_klik(task);
    case Field::status:
        return status_in_klik(mapping, task);
    case Field::priority:
        return task.priority;
    case Field::start_date:
        return date_in_words(task.start);
    case Field::due_date:
        return date_in_words(task.due);
    case Field::assignee:
        return task.assignee;
    case Field::phase:
        return task.phase;
    case Field::theme:
        return task.theme;
    case Field::prerequisites:
        return numbers_in_words({task.prerequisites.begin(), task.prerequisites.end()});
    }
    return {};
}

/// Blanks of other writings count too: a tool takes such a title for none.
bool shows_nothing(std::string_view text) {
    constexpr std::array<std::string_view, 21> blanks{
        " ",      "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002",
        "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009",
        "\u200a", "\u200b", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
    while (!text.empty()) {
        const auto found = std::ranges::find_if(
            blanks, [&](std::string_view each) { return text.starts_with(each); });
        if (found == blanks.end()) {
            return false;
        }
        text.remove_prefix(found->size());
    }
    return true;
}

std::string title_in_tool(const Mapping& mapping, const common::Task& task) {
    const auto title = cut(one_line(task.title), mapping.longest_title);
    return shows_nothing(title) ? fmt::format("#{}", task.number) : title;
}

std::string prerequisites_in_tool(const std::string& all, const Known& known) {
    auto numbers = numbers_in(all);
    std::erase_if(numbers, [&](std::int64_t each) { return !known.numbers.contains(each); });
    return numbers_in_words(numbers);
}

std::optional<std::string> value_in_tool(const Mapping& mapping, const common::Task& task,
                                         Field field, const Known& known) {
    auto value = value_in_klik(mapping, task, field);
    switch (field) {
    case Field::title:
        return title_in_tool(mapping, task);
    case Field::status:
        return in_table(mapping.statuses, value);
    case Field::priority:
        return in_table(mapping.priorities, value);
    case Field::assignee:
        return tool_person_of(mapping, value, known).value_or("");
    case Field::phase:
    case Field::theme:
        return one_line(value);
    case Field::prerequisites:
        return prerequisites_in_tool(value, known);
    default:
        return value;
    }
}

std::optional<std::string> status_asked_for(const Mapping& mapping, const std::string& status) {
    if (auto found = in_table(mapping.statuses_in, status)) {
        return found;
    }
    for (const auto canonical : canonical_statuses) {
        if (in_table(mapping.statuses, std::string{canonical}) == status) {
            return std::string{canonical};
        }
    }
    return in_table(mapping.statuses, std::string{blocked}) == status
               ? std::optional{std::string{not_started}}
               : std::nullopt;
}

std::optional<std::string> date_asked_for(const std::string& date) {
    const bool is_one = date.empty() || common::date_from_iso(date).has_value();
    return is_one ? std::optional{date} : std::nullopt;
}

const ToolPerson* with_id_or_login(const Known& known, const std::string& name) {
    auto found = std::ranges::find(known.people, name, &ToolPerson::id);
    if (found == known.people.end()) {
        const auto has_login = [&](const ToolPerson& each) {
            return !each.login.empty() && lower_case(each.login) == lower_case(name);
        };
        found = std::ranges::find_if(known.people, has_login);
    }
    return found == known.people.end() ? nullptr : &*found;
}

} // namespace

Mapping mapping_of(const Mapping& mapping, const std::string& municipality) {
    auto own = mapping;
    if (const auto found = mapping.projects_of.find(municipality);
        found != mapping.projects_of.end()) {
        own.projects = found->second;
    }
    return own;
}

Fields values_in_klik(const Mapping& mapping, const common::Task& task) {
    Fields values;
    for (const auto& [field, rule] : mapping.fields) {
        values[field] = value_in_klik(mapping, task, field);
    }
    return values;
}

Fields shown_in_tool(const Mapping& mapping, const common::Task& task, const Known& known) {
    Fields shown;
    for (const auto& [field, rule] : mapping.fields) {
        if (auto value = value_in_tool(mapping, task, field, known)) {
            shown[field] = *std::move(value);
        }
    }
    return shown;
}

std::optional<std::string> asked_of_klik(const Mapping& mapping, Field field,
                                         const std::string& tool_value, const Known& known) {
    switch (field) {
    case Field::status:
        return status_asked_for(mapping, tool_value);
    case Field::priority:
        return key_of(mapping.priorities, tool_value);
    case Field::start_date:
    case Field::due_date:
        return date_asked_for(tool_value);
    case Field::assignee:
        return tool_value.empty() ? std::optional{tool_value}
                                  : klik_person_of(mapping, tool_value, known);
    default:
        return std::nullopt;
    }
}

bool can_be_asked(Field field) {
    return field == Field::status || field == Field::priority || field == Field::start_date ||
           field == Field::due_date || field == Field::assignee;
}

bool same_in_tool(Field field, std::string_view one, std::string_view other) {
    return field == Field::prerequisites ? numbers_in(one) == numbers_in(other)
                                         : tidy(one) == tidy(other);
}

std::optional<std::string> tool_person_of(const Mapping& mapping, const std::string& klik_id,
                                          const Known& known) {
    if (const auto named = in_table(mapping.people, klik_id)) {
        const auto* person = with_id_or_login(known, *named);
        return person != nullptr ? std::optional{person->id} : std::nullopt;
    }
    const auto email = in_table(known.emails, klik_id);
    if (!email || email->empty()) {
        return std::nullopt;
    }
    const auto has_it = [&](const ToolPerson& each) {
        return lower_case(each.email) == lower_case(*email);
    };
    const auto found = std::ranges::find_if(known.people, has_it);
    return found == known.people.end() ? std::nullopt : std::optional{found->id};
}

std::optional<std::string> klik_person_of(const Mapping& mapping, const std::string& tool_id,
                                          const Known& known) {
    const auto is_shown_so = [&](const auto& entry) {
        return tool_person_of(mapping, entry.first, known) == tool_id;
    };
    const auto named = std::ranges::find_if(mapping.people, [&](const auto& entry) {
        return entry.second == tool_id || is_shown_so(entry); // also of no member of the project
    });
    if (named != mapping.people.end()) {
        return named->first;
    }
    const auto by_email = std::ranges::find_if(known.emails, is_shown_so);
    return by_email == known.emails.end() ? std::nullopt : std::optional{by_email->first};
}

} // namespace klik::portfolio
