#include "codec/reminders_toml.hpp"

#include "codec/rule_values.hpp"

namespace klik::codec {

namespace {

using domain::RuleSet;

constexpr std::size_t most_reminders = 20;
constexpr int longest_reminder_days = 730;
constexpr std::string_view allowed_reminders =
    R"(a list of at most 20 distances from 0 to 730, the longest first, such as ["14d", "7d", "1wd"])";

void read_ladder(const TomlTableReader& reminders, RuleSet& rules, TomlProblems& problems) {
    const auto* elements = reminders.list("before", allowed_reminders);
    if (elements == nullptr) {
        return;
    }
    if (elements->size() > most_reminders) {
        reminders.refuse("before", allowed_reminders);
        return;
    }
    rules.reminders.clear();
    for (const auto& element : *elements) {
        const auto* text = element.as_string();
        const auto days = text != nullptr ? domain::day_count(text->get()) : std::nullopt;
        if (!days || days->count > longest_reminder_days) {
            problems.report(element.source(), "`" + reminders.full_name("before") + "` must be " +
                                                  std::string(allowed_reminders));
            continue;
        }
        rules.reminders.push_back(*days);
    }
}

} // namespace

void read_reminders(const toml::table& table, const RulePlace& place, RuleSet& rules,
                    TomlProblems& problems) {
    std::vector<std::string_view> keys{"before", "overdue_every", "overdue_escalates_from"};
    const bool has_run = table.contains("run_at");
    if (!place.of_project() || has_run) {
        keys.insert(keys.begin(), "run_at");
    }
    const TomlTableReader reminders(table, place.name("reminders"), keys, problems);
    if (place.of_project() && has_run) {
        reminders.report("run_at", "`" + reminders.full_name("run_at") +
                                       "` cannot be: a municipality has one run for all its "
                                       "projects, `reminders.run_at`");
    } else {
        overlay(rules.run_at, reminders.parsed("run_at", time_of_day, allowed_time));
    }
    read_ladder(reminders, rules, problems);
    overlay(rules.overdue_every_working_days,
            reminders.parsed("overdue_every", some_working_days, allowed_some_working_days));
    overlay(rules.overdue_escalates_from, reminders.whole("overdue_escalates_from", 1, 1000));
}

} // namespace klik::codec
