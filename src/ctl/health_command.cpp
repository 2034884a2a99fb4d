#include "ctl/health_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/question.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace klik::ctl {

namespace {

Ink ink_of(std::string_view state) {
    if (state == "failed") {
        return Ink::red;
    }
    return state == "warning" ? Ink::yellow : Ink::green;
}

std::string counters_text(const Value& counters, Language language) {
    std::string text;
    for (const auto& [name, count] : counters.entries()) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                            health_counter_label(name, language), count.whole().value_or(0));
    }
    return text.empty() ? text : " (" + text + ")";
}

/// The sentence with each time in it as local time.
std::string in_local_time(std::string_view sentence) {
    std::string text;
    while (!sentence.empty()) {
        const auto blank = std::min(sentence.find(' '), sentence.size());
        const auto word = sentence.substr(0, blank);
        const auto end = std::min(word.find_last_not_of(",;:.") + 1, word.size());
        text.append(local_time_text(word.substr(0, end))).append(word.substr(end));
        text.append(sentence.substr(blank, 1));
        sentence.remove_prefix(std::min(blank + 1, sentence.size()));
    }
    return text;
}

int show_health(const Settings& settings, Console& console) {
    const auto rows = rows_of({"health"}, settings, console);
    if (!rows) {
        return rows.error();
    }
    print_rows(*rows, health_text, console);
    return health_code(*rows);
}

} // namespace

std::string health_text(const std::vector<Value>& rows, const Console& console) {
    Table table{{{std::string{console.say("Tilstand", "State")}},
                 {std::string{console.say("Hvad", "What")}},
                 {std::string{console.say("Fund", "Finding")}}}};
    for (const Value& row : rows) {
        const std::string_view state = row["state"].text();
        const std::string_view english = row["text"].text();
        table.add({{std::string{health_state_label(state, console.language)}, ink_of(state)},
                   {std::string{health_subject_label(row["subject"].text(), console.language)}},
                   {fmt::format(
                       "{}{}", in_local_time(console.say(row["text_da"].text_or(english), english)),
                       counters_text(row["counters"], console.language))}});
    }
    return table.text({console.colour, console.width_columns});
}

int health_code(const std::vector<Value>& rows) {
    const bool failed =
        std::ranges::any_of(rows, [](const Value& row) { return row["state"].text() == "failed"; });
    return failed ? exit_code::refused_input : exit_code::done;
}

void add_health_command(CLI::App& program, Invocation& invocation) {
    program.add_subcommand("health", "What is well with klikd and what is not")
        ->callback([&invocation] { invocation.run = show_health; });
}

} // namespace klik::ctl
