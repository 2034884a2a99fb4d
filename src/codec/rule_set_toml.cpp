#include "codec/rule_set_toml.hpp"

#include "codec/calendar_toml.hpp"
#include "codec/colour_toml.hpp"
#include "codec/key_lines.hpp"
#include "codec/recipients_toml.hpp"
#include "codec/reminders_toml.hpp"
#include "codec/rule_set_check.hpp"
#include "codec/rule_values.hpp"
#include "codec/texts_toml.hpp"
#include "codec/transitions_toml.hpp"
#include "codec/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace klik::codec {

namespace {

using domain::Policy;
using domain::RuleSet;

constexpr int most_notices_a_day = 1000;

void read_prerequisites(const toml::table& table, const RulePlace& place, RuleSet& rules,
                        TomlProblems& problems) {
    const TomlTableReader prerequisites(table, place.name("prerequisites"),
                                        {"start_blocked", "complete_blocked"}, problems);
    constexpr std::string_view allowed = R"("off", "warn" or "enforce")";
    overlay(rules.start_blocked, prerequisites.parsed("start_blocked", policy_word, allowed));
    overlay(rules.complete_blocked, prerequisites.parsed("complete_blocked", policy_word, allowed));
}

void read_requests(const toml::table& table, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader requests(table, "requests", {"unanswered_after"}, problems);
    overlay(rules.request_unanswered_after,
            requests.parsed("unanswered_after", hours, allowed_hours));
}

void read_notices(const toml::table& table, RuleSet& rules, TomlProblems& problems) {
    const TomlTableReader notices(
        table, "notices", {"gather", "quiet_from", "late_until", "per_person_and_day"}, problems);
    overlay(rules.gather_for, notices.parsed("gather", minutes, allowed_minutes));
    overlay(rules.quiet_from, notices.parsed("quiet_from", time_of_day, allowed_time));
    overlay(rules.late_until, notices.parsed("late_until", time_of_day, allowed_time));
    overlay(rules.notices_per_person_and_day,
            notices.whole("per_person_and_day", 1, most_notices_a_day));
}

void read_knock_on(const toml::table& table, const RulePlace& place, RuleSet& rules,
                   TomlProblems& problems) {
    const TomlTableReader knock_on(table, place.name("knock_on"), {"effort"}, problems);
    overlay(rules.effort_working_days,
            knock_on.parsed("effort", working_days, allowed_working_days));
}

/// Reads tables one by one and notes those with which something is wrong.
struct TablesReader {
    const TomlTableReader& reader;
    TomlProblems& problems;
    UnreadTables& unread;

    template <class Read>
    void read(std::string_view name, Read read) const {
        const std::size_t before = problems.found.size();
        if (const auto* table = reader.table(name)) {
            read(*table);
        }
        if (problems.found.size() > before) {
            unread.emplace(name);
        }
    }
};

/// The tables that a municipality and a project have in common.
void read_task_rules(const TablesReader& tables, const RulePlace& place, RuleSet& rules) {
    TomlProblems& problems = tables.problems;
    tables.read("colour", [&](const auto& table) { read_colour(table, place, rules, problems); });
    tables.read("reminders",
                [&](const auto& table) { read_reminders(table, place, rules, problems); });
    tables.read("prerequisites",
                [&](const auto& table) { read_prerequisites(table, place, rules, problems); });
    tables.read("recipients",
                [&](const auto& table) { read_recipients(table, place, rules, problems); });
    tables.read("knock_on",
                [&](const auto& table) { read_knock_on(table, place, rules, problems); });
}

constexpr std::array<std::string_view, 5> keys_of_projects{"colour", "reminders", "prerequisites",
                                                           "recipients", "knock_on"};
constexpr std::array<std::string_view, 6> keys_of_municipalities{
    "name", "calendar", "transitions", "requests", "notices", "texts"};

/// A key that is none may be the misspelt name of any table that is not there.
void note_misspelt(const toml::table& table, std::span<const std::string_view> keys,
                   UnreadTables& unread) {
    const bool misspelt = std::ranges::any_of(table, [&](const auto& entry) {
        return std::ranges::find(keys, entry.first.str()) == keys.end();
    });
    for (const std::string_view key : keys) {
        if (misspelt && !table.contains(key)) {
            unread.emplace(key);
        }
    }
}

void read_project(const toml::table& table, const std::string& project, RuleSet& rules,
                  TomlProblems& problems, UnreadTables& unread) {
    const RulePlace place{"project.\"" + project + "\"."};
    std::vector<std::string_view> keys(keys_of_projects.begin(), keys_of_projects.end());
    std::ranges::copy_if(keys_of_municipalities, std::back_inserter(keys),
                         [&](auto key) { return table.contains(key); });
    const TomlTableReader reader(table, place.prefix.substr(0, place.prefix.size() - 1), keys,
                                 problems);
    for (std::size_t i = keys_of_projects.size(); i < keys.size(); ++i) {
        reader.report(keys[i],
                      "`" + reader.full_name(keys[i]) + "` cannot be: `" + std::string(keys[i]) +
                          "` belongs to the municipality and holds for all its projects; a "
                          "project has colour, reminders, prerequisites, recipients and "
                          "knock_on");
    }
    note_misspelt(table, keys, unread);
    read_task_rules({reader, problems, unread}, place, rules);
}

/// After all else, because a project's rules are laid over the municipality's.
void read_projects(const TomlTableReader& reader, RuleSet& rules, TomlProblems& problems,
                   Unread& unread) {
    const auto* projects = reader.table("project");
    if (projects == nullptr) {
        return;
    }
    RuleSet municipality = rules;
    municipality.projects.clear();
    for (const auto& [key, node] : *projects) {
        const std::string project(key.str());
        const auto* table = node.as_table();
        if (table == nullptr || project.empty()) {
            problems.report(node.source(),
                            "`project` must be tables with the name that tasks have, such as "
                            "[project.\"DUBU 3.0\".colour]");
            continue;
        }
        RuleSet own = municipality;
        read_project(*table, project, own, problems, unread.of_projects[project]);
        if (own != municipality) { // else it has none of its own
            rules.projects.push_back({project, std::move(own)});
        }
    }
}

Unread read_rule_set(const toml::table& file, RuleSet& rules, TomlProblems& problems) {
    Unread unread;
    std::vector<std::string_view> keys(keys_of_projects.begin(), keys_of_projects.end());
    keys.insert(keys.begin(), keys_of_municipalities.begin(), keys_of_municipalities.end());
    keys.push_back("project");
    const TomlTableReader reader(file, "", keys, problems);
    note_misspelt(file, keys, unread.of_municipality);
    overlay(rules.name, reader.text("name"));
    const TablesReader tables{reader, problems, unread.of_municipality};
    tables.read("calendar",
                [&](const auto& table) { read_calendar(table, rules.calendar, problems); });
    tables.read("transitions",
                [&](const auto& table) { read_transitions(table, rules, problems); });
    tables.read("requests", [&](const auto& table) { read_requests(table, rules, problems); });
    tables.read("notices", [&](const auto& table) { read_notices(table, rules, problems); });
    tables.read("texts", [&](const auto& table) { read_texts(table, rules, problems); });
    read_task_rules(tables, {}, rules);
    read_projects(reader, rules, problems, unread);
    return unread;
}

/// The first of the keys that the file has is to blame.
void report_findings(const LocatedRuleSet& file, const Unread& unread, TomlProblems& problems) {
    for (auto& finding : rule_findings(file.rules, unread)) {
        const auto blamed = std::ranges::find_if(
            finding.keys, [&](const KeyPath& key) { return file.lines.contains(key); });
        if (blamed != finding.keys.end()) {
            problems.report(file.lines.at(*blamed), std::move(finding.text));
        } else {
            problems.report(std::move(finding.text));
        }
    }
}

std::expected<LocatedRuleSet, std::vector<domain::Problem>>
rule_set_over(RuleSet rules, std::string_view toml, std::string_view file_name) {
    TomlProblems problems{file_name, {}};
    LocatedRuleSet read{std::move(rules), {}};
    try {
        const toml::table file = toml::parse(toml);
        const Unread unread = read_rule_set(file, read.rules, problems);
        read.lines = key_lines(file);
        report_findings(read, unread, problems);
    } catch (const toml::parse_error& error) {
        problems.report(error.source(), "this is not TOML: " + std::string(error.description()));
    }
    if (!problems.found.empty()) {
        return std::unexpected(std::move(problems.found));
    }
    return read;
}

} // namespace

const domain::RuleSet& default_rules() {
    static const RuleSet rules =
        rule_set_over(RuleSet{}, default_rules_toml(), "default_rules.toml").value().rules;
    return rules;
}

std::expected<LocatedRuleSet, std::vector<domain::Problem>>
locate_rule_set(std::string_view toml, std::string_view file_name) {
    return rule_set_over(default_rules(), toml, file_name);
}

std::expected<RuleSet, std::vector<domain::Problem>> parse_rule_set(std::string_view toml,
                                                                    std::string_view file_name) {
    auto file = locate_rule_set(toml, file_name);
    if (!file) {
        return std::unexpected(std::move(file.error()));
    }
    return std::move(file->rules);
}

} // namespace klik::codec
