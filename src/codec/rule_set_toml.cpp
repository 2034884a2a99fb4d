#include "codec/rule_set_toml.hpp"

#include "codec/calendar_toml.hpp"
#include "codec/recipients_toml.hpp"
#include "codec/rule_set_check.hpp"
#include "codec/rule_set_data.hpp"
#include "codec/toml_table_reader.hpp"

#include <charconv>

namespace klik::codec {

namespace {

using domain::DayCount;
using domain::Policy;
using domain::RuleSet;

constexpr std::size_t most_reminders = 20;
constexpr int longest_reminder_days = 730;
constexpr int most_working_days = 250;
constexpr int longest_gathering_minutes = 480;
constexpr int most_notices_a_day = 1000;
constexpr std::string_view allowed_time = R"(a time of day from "00:00" to "23:59")";
constexpr int longest_wait_hours = 8760;
constexpr std::string_view allowed_distance =
    R"(a distance such as "14d" (calendar days) or "10wd" (working days), from 0 to 3660)";
constexpr std::string_view allowed_reminders =
    R"(a list of at most 20 distances from 0 to 730, the longest first, such as ["14d", "7d", "1wd"])";

template <class T>
void overlay(T& value, std::optional<T> said) {
    if (said) {
        value = *std::move(said);
    }
}

std::optional<int> whole_number(std::string_view digits, int lowest, int highest) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < lowest ||
        value > highest) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const auto hour = whole_number(text.substr(0, 2), 0, 23);
    const auto minute = whole_number(text.substr(3), 0, 59);
    if (!hour || !minute) {
        return std::nullopt;
    }
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

std::optional<std::chrono::hours> wait(std::string_view text) {
    if (!text.ends_with('h')) {
        return std::nullopt;
    }
    text.remove_suffix(1);
    const auto hours = whole_number(text, 1, longest_wait_hours);
    return hours ? std::optional(std::chrono::hours{*hours}) : std::nullopt;
}

std::optional<std::chrono::minutes> gathering(std::string_view text) {
    if (!text.ends_with('m')) {
        return std::nullopt;
    }
    text.remove_suffix(1);
    const auto minutes = whole_number(text, 0, longest_gathering_minutes);
    return minutes ? std::optional(std::chrono::minutes{*minutes}) : std::nullopt;
}

std::optional<int> working_days(std::string_view text) {
    const auto days = domain::day_count(text);
    if (!days || !days->working || days->count > most_working_days) {
        return std::nullopt;
    }
    return days->count;
}

std::optional<int> some_working_days(std::string_view text) {
    const auto days = working_days(text);
    return days && *days > 0 ? days : std::nullopt;
}

void read_colour(const toml::table& table, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader colour(table, "colour", {"yellow", "override"}, problems);
    overlay(rules.yellow, colour.parsed("yellow", domain::day_count, allowed_distance));
    if (colour.find("override") == nullptr) {
        return;
    }
    rules.colour_overrides.clear();
    const auto entries = colour.tables("override");
    for (const auto* entry : entries) {
        const TomlTableReader reader(*entry, "colour.override", {"project", "priority", "yellow"},
                                     problems);
        domain::ColourOverride rule{reader.text("project").value_or(""),
                                    reader.text("priority").value_or(""), DayCount{}};
        if (rule.project.empty() && rule.priority.empty()) {
            reader.report("project", "a [[colour.override]] must name a `project`, a `priority` or "
                                     "both; for all tasks set `colour.yellow`");
        }
        if (reader.find("yellow") == nullptr) {
            reader.refuse("yellow", allowed_distance);
        }
        overlay(rule.yellow, reader.parsed("yellow", domain::day_count, allowed_distance));
        rules.colour_overrides.push_back(std::move(rule));
    }
    for (auto& finding : colour_override_findings(rules)) {
        problems.report(entries[finding.position]->source(), std::move(finding.text));
    }
}

void read_reminder_list(const TomlTableReader& reminders, RuleSet& rules, TomlProblems& problems) {
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
            problems.report(element.source(),
                            "`reminders.before` must be " + std::string(allowed_reminders));
            continue;
        }
        rules.reminders.push_back(*days);
    }
}

void read_reminders(const toml::table& table, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader reminders(table, "reminders",
                                    {"run_at", "before", "overdue_every", "overdue_escalates_from"},
                                    problems);
    overlay(rules.run_at, reminders.parsed("run_at", time_of_day, allowed_time));
    read_reminder_list(reminders, rules, problems);
    overlay(rules.overdue_every_working_days,
            reminders.parsed("overdue_every", some_working_days,
                             R"(a number of working days from "1wd" to "250wd")"));
    overlay(rules.overdue_escalates_from, reminders.whole("overdue_escalates_from", 1, 1000));
}

void read_prerequisites(const toml::table& table, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader prerequisites(table, "prerequisites",
                                        {"start_blocked", "complete_blocked"}, problems);
    constexpr std::string_view allowed = R"("off", "warn" or "enforce")";
    overlay(rules.start_blocked, prerequisites.parsed("start_blocked", policy, allowed));
    overlay(rules.complete_blocked, prerequisites.parsed("complete_blocked", policy, allowed));
}

void read_requests(const toml::table& table, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader requests(table, "requests", {"unanswered_after"}, problems);
    overlay(rules.request_unanswered_after,
            requests.parsed("unanswered_after", wait, R"(a number of hours from "1h" to "8760h")"));
}

void read_notices(const toml::table& table, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader notices(
        table, "notices", {"gather", "quiet_from", "late_until", "per_person_and_day"}, problems);
    overlay(rules.gather_for,
            notices.parsed("gather", gathering, R"(a number of minutes from "0m" to "480m")"));
    overlay(rules.quiet_from, notices.parsed("quiet_from", time_of_day, allowed_time));
    overlay(rules.late_until, notices.parsed("late_until", time_of_day, allowed_time));
    overlay(rules.notices_per_person_and_day,
            notices.whole("per_person_and_day", 1, most_notices_a_day));
}

void read_knock_on(const toml::table& table, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader knock_on(table, "knock_on", {"effort"}, problems);
    overlay(rules.effort_working_days,
            knock_on.parsed("effort", working_days,
                            R"(a number of working days from "0wd" to "250wd")"));
}

void read_rule_set(const toml::table& file, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader reader(file, "",
                                 {"name", "colour", "calendar", "reminders", "prerequisites",
                                  "requests", "recipients", "notices", "knock_on"},
                                 problems);
    overlay(rules.name, reader.text("name"));
    if (const auto* table = reader.table("colour")) {
        read_colour(*table, rules, problems);
    }
    if (const auto* table = reader.table("calendar")) {
        read_calendar(*table, rules.calendar, problems);
    }
    const auto* reminders = reader.table("reminders");
    if (reminders != nullptr) {
        read_reminders(*reminders, rules, problems);
    }
    if (const auto* table = reader.table("prerequisites")) {
        read_prerequisites(*table, rules, problems);
    }
    if (const auto* table = reader.table("requests")) {
        read_requests(*table, rules, problems);
    }
    if (const auto* table = reader.table("recipients")) {
        read_recipients(*table, rules, problems);
    }
    if (const auto* table = reader.table("notices")) {
        read_notices(*table, rules, problems);
    }
    if (const auto* table = reader.table("knock_on")) {
        read_knock_on(*table, rules, problems);
    }
    if (!problems.found.empty()) {
        return; // the calendar or the ladder is not as its author meant it
    }
    for (auto& finding : reminder_findings(rules)) {
        const auto* before = reminders != nullptr ? reminders->get("before") : nullptr;
        if (before != nullptr) {
            problems.report(before->source(), std::move(finding));
        } else {
            problems.report(std::move(finding));
        }
    }
}

std::expected<RuleSet, std::vector<domain::Problem>>
rule_set_over(RuleSet rules, std::string_view toml, std::string_view file_name) {
    TomlProblems problems{file_name, {}};
    try {
        const toml::table file = toml::parse(toml);
        read_rule_set(file, rules, problems);
    } catch (const toml::parse_error& error) {
        problems.report(error.source(), "this is not TOML: " + std::string(error.description()));
    }
    if (!problems.found.empty()) {
        return std::unexpected(std::move(problems.found));
    }
    return rules;
}

} // namespace

const domain::RuleSet& default_rules() {
    static const RuleSet rules =
        rule_set_over(RuleSet{}, default_rules_toml(), "default_rules.toml").value();
    return rules;
}

std::expected<RuleSet, std::vector<domain::Problem>> parse_rule_set(std::string_view toml,
                                                                    std::string_view file_name) {
    return rule_set_over(default_rules(), toml, file_name);
}

} // namespace klik::codec
