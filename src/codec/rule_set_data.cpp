#include "codec/rule_set_data.hpp"

#include "codec/prose_data.hpp"
#include "codec/rule_set_toml.hpp"
#include "codec/words.hpp"

namespace klik::codec {
namespace {

using domain::Date;
using domain::DayCount;
using domain::Holiday;
using domain::RuleSet;
using domain::Status;

constexpr int months_factor = 100; ///< a fixed holiday is kept as month times 100 plus day

void write_optional(MapWriter& map, std::string_view key, std::optional<int> value) {
    if (value) {
        map.integer(key, *value);
    }
}

int read_whole(MapReader& map, std::string_view key) {
    return static_cast<int>(map.required(key).integer());
}

std::chrono::minutes read_minutes(MapReader& map, std::string_view key) {
    return std::chrono::minutes{map.required(key).integer()};
}

std::optional<int> read_optional(MapReader& map, std::string_view key) {
    const auto value = map.optional_or_nil(key);
    return value ? std::optional(static_cast<int>(value->integer())) : std::nullopt;
}

void write_holiday(MapWriter& map, const Holiday& holiday) {
    map.text("name", holiday.name);
    if (holiday.fixed) {
        const auto month = static_cast<unsigned>(holiday.fixed->month());
        const auto day = static_cast<unsigned>(holiday.fixed->day());
        map.count("month_and_day", month * months_factor + day);
    }
    write_optional(map, "easter_offset_days", holiday.easter_offset_days);
    write_optional(map, "first_year", holiday.first_year);
    write_optional(map, "last_year", holiday.last_year);
}

Holiday read_holiday(const Value& value) {
    MapReader map{value};
    Holiday holiday;
    holiday.name = map.required("name").text();
    if (const auto fixed = map.optional_or_nil("month_and_day")) {
        const auto month_and_day = static_cast<unsigned>(fixed->count());
        holiday.fixed = std::chrono::month{month_and_day / months_factor} /
                        std::chrono::day{month_and_day % months_factor};
    }
    holiday.easter_offset_days = read_optional(map, "easter_offset_days");
    holiday.first_year = read_optional(map, "first_year");
    holiday.last_year = read_optional(map, "last_year");
    map.close();
    return holiday;
}

std::set<Date> read_dates(const Value& value) {
    std::set<Date> dates;
    value.each([&](const Value& date) { dates.insert(date.date()); });
    return dates;
}

DayCount read_days(const Value& value) {
    return value.word(domain::day_count);
}

/// Left out where red begins after the due date, as in rule sets of before it could begin earlier.
void write_red(MapWriter& map, std::optional<DayCount> red) {
    if (red) {
        map.text("red", to_string(*red));
    }
}

std::optional<DayCount> read_red(MapReader& map) {
    const auto red = map.optional("red");
    return red ? std::optional(read_days(*red)) : std::nullopt;
}

void write_colours(MapWriter& map, const RuleSet& rules) {
    map.text("yellow", to_string(rules.yellow));
    write_red(map, rules.red);
    map.maps("colour_overrides", rules.colour_overrides, [](MapWriter& inner, const auto& rule) {
        inner.text("project", rule.project);
        inner.text("priority", rule.priority);
        inner.text("yellow", to_string(rule.yellow));
        write_red(inner, rule.red);
    });
}

void read_colours(MapReader& map, RuleSet& rules) {
    rules.yellow = read_days(map.required("yellow"));
    rules.red = read_red(map);
    map.required("colour_overrides").each([&](const Value& value) {
        MapReader rule{value};
        rules.colour_overrides.push_back({std::string{rule.required("project").text()},
                                          std::string{rule.required("priority").text()},
                                          read_days(rule.required("yellow")), read_red(rule)});
        rule.close();
    });
}

/// Calls `visit(kind, entry)` for each entry of a map whose keys are kinds of notices.
template <class Visit>
void each_kind(const Value& value, Visit visit) {
    MapReader kinds{value};
    kinds.each_unread([&](std::string_view name, const Value& entry) {
        if (const auto kind = domain::notification_kind(name)) {
            visit(*kind, entry);
        } else {
            value.refuse("names a kind of notice that this version does not know");
        }
    });
}

void write_roles(MapWriter& map, std::string_view key, const std::vector<domain::Role>& roles) {
    map.texts(key, roles, [](const domain::Role& role) { return std::string_view(role.name); });
}

std::vector<domain::Role> read_roles(const Value& value) {
    std::vector<domain::Role> roles;
    value.each([&](const Value& role) { roles.push_back(role.word(domain::role)); });
    return roles;
}

void write_recipients(MapWriter& map, const RuleSet& rules) {
    write_roles(map, "chain", rules.chain);
    write_roles(map, "overdue_escalation", rules.overdue_escalation);
    map.map("recipients", [&](MapWriter& inner) {
        for (const auto& [kind, roles] : rules.recipients) {
            write_roles(inner, canonical(kind), roles);
        }
    });
}

void read_recipients(MapReader& map, RuleSet& rules) {
    rules.chain = read_roles(map.required("chain"));
    rules.overdue_escalation = read_roles(map.required("overdue_escalation"));
    each_kind(map.required("recipients"), [&](domain::NotificationKind kind, const Value& roles) {
        rules.recipients.emplace(kind, read_roles(roles));
    });
}

void write_notices(MapWriter& map, const RuleSet& rules) {
    map.integer("gather_for_min", rules.gather_for.count());
    map.integer("quiet_from_min", rules.quiet_from.count());
    map.integer("late_until_min", rules.late_until.count());
    map.integer("notices_per_person_and_day", rules.notices_per_person_and_day);
    map.integer("effort_working_days", rules.effort_working_days);
}

void read_notices(MapReader& map, RuleSet& rules) {
    rules.gather_for = read_minutes(map, "gather_for_min");
    rules.quiet_from = read_minutes(map, "quiet_from_min");
    rules.late_until = read_minutes(map, "late_until_min");
    rules.notices_per_person_and_day = read_whole(map, "notices_per_person_and_day");
    rules.effort_working_days = read_whole(map, "effort_working_days");
}

/// A rule set that was recorded before rules knew of roles: what it left to the program is as in
/// the default that came with them.
void take_default_notices(RuleSet& rules) {
    const RuleSet& defaults = default_rules();
    rules.chain = defaults.chain;
    rules.overdue_escalation = defaults.overdue_escalation;
    rules.recipients = defaults.recipients;
    rules.gather_for = defaults.gather_for;
    rules.quiet_from = defaults.quiet_from;
    rules.late_until = defaults.late_until;
    rules.notices_per_person_and_day = defaults.notices_per_person_and_day;
    rules.effort_working_days = defaults.effort_working_days;
}

void write_ladder(MapWriter& map, const RuleSet& rules) {
    map.texts("reminders", rules.reminders, [](DayCount days) { return to_string(days); });
    map.integer("overdue_every_working_days", rules.overdue_every_working_days);
    map.integer("overdue_escalates_from", rules.overdue_escalates_from);
}

void read_ladder(MapReader& map, RuleSet& rules) {
    rules.reminders.clear();
    map.required("reminders").each([&](const Value& days) {
        rules.reminders.push_back(read_days(days));
    });
    rules.overdue_every_working_days = read_whole(map, "overdue_every_working_days");
    rules.overdue_escalates_from = read_whole(map, "overdue_escalates_from");
}

void write_policies(MapWriter& map, const RuleSet& rules) {
    map.text("start_blocked", canonical(rules.start_blocked));
    map.text("complete_blocked", canonical(rules.complete_blocked));
}

void read_policies(MapReader& map, RuleSet& rules) {
    rules.start_blocked = map.required("start_blocked").word(policy_word);
    rules.complete_blocked = map.required("complete_blocked").word(policy_word);
}

void write_transitions(MapWriter& map, const RuleSet& rules) {
    map.map("transitions", [&](MapWriter& inner) {
        for (const auto& [from, targets] : rules.transitions) {
            inner.texts(canonical(from), targets, [](Status to) { return canonical(to); });
        }
    });
}

/// A rule set that was recorded before it had them could ask for every change.
void read_transitions(MapReader& map, RuleSet& rules) {
    const auto said = map.optional("transitions");
    if (!said) {
        rules.transitions = default_rules().transitions;
        return;
    }
    MapReader inner{*said};
    inner.each_unread([&](std::string_view name, const Value& entry) {
        if (const auto from = status_word(name)) {
            auto& targets = rules.transitions[*from];
            entry.each([&](const Value& to) { targets.push_back(to.word(status_word)); });
        } else {
            said->refuse("names a status that this version does not know");
        }
    });
}

void write_texts(MapWriter& map, const RuleSet& rules) {
    map.map("texts", [&](MapWriter& inner) {
        for (const auto& [kind, text] : rules.texts) {
            write_prose(inner, canonical(kind), text.danish, text.english);
        }
    });
}

void read_texts(MapReader& map, RuleSet& rules) {
    const auto said = map.optional("texts");
    if (!said) {
        return;
    }
    each_kind(*said, [&](domain::NotificationKind kind, const Value& text) {
        MapReader languages{text};
        rules.texts[kind] = {std::string{languages.required("da").text()},
                             std::string{languages.required("en").text()}};
        languages.close();
    });
}

/// What a project has of its own; the rest is the municipality's.
void write_project(MapWriter& map, const domain::ProjectRules& own) {
    map.text("project", own.project);
    write_colours(map, own.rules);
    write_ladder(map, own.rules);
    write_policies(map, own.rules);
    write_recipients(map, own.rules);
    map.integer("effort_working_days", own.rules.effort_working_days);
}

domain::ProjectRules read_project(const Value& value, const RuleSet& municipality) {
    MapReader map{value};
    domain::ProjectRules own{std::string{map.required("project").text()}, municipality};
    own.rules.projects.clear();
    own.rules.colour_overrides.clear();
    own.rules.recipients.clear();
    read_colours(map, own.rules);
    read_ladder(map, own.rules);
    read_policies(map, own.rules);
    read_recipients(map, own.rules);
    own.rules.effort_working_days = read_whole(map, "effort_working_days");
    map.close();
    return own;
}

void read_projects(MapReader& map, RuleSet& rules) {
    const auto said = map.optional("projects");
    if (!said) {
        return;
    }
    std::vector<domain::ProjectRules> projects;
    said->each([&](const Value& value) { projects.push_back(read_project(value, rules)); });
    rules.projects = std::move(projects);
}

} // namespace

void write_rule_set(MapWriter& map, const RuleSet& rules) {
    map.text("name", rules.name);
    map.maps("holidays", rules.calendar.holidays, write_holiday);
    map.texts("days_off", rules.calendar.days_off, domain::iso_date);
    map.texts("working_days", rules.calendar.working_days, domain::iso_date);
    write_colours(map, rules);
    map.integer("run_at_min", rules.run_at.count());
    write_ladder(map, rules);
    write_policies(map, rules);
    map.integer("request_unanswered_after_h", rules.request_unanswered_after.count());
    map.map("notices", [&](MapWriter& inner) {
        write_recipients(inner, rules);
        write_notices(inner, rules);
    });
    write_transitions(map, rules);
    write_texts(map, rules);
    map.maps("projects", rules.projects, write_project);
}

RuleSet read_rule_set(const Value& value) {
    MapReader map{value};
    RuleSet rules;
    rules.name = map.required("name").text();
    map.required("holidays").each([&](const Value& holiday) {
        rules.calendar.holidays.push_back(read_holiday(holiday));
    });
    rules.calendar.days_off = read_dates(map.required("days_off"));
    rules.calendar.working_days = read_dates(map.required("working_days"));
    read_colours(map, rules);
    rules.run_at = read_minutes(map, "run_at_min");
    read_ladder(map, rules);
    read_policies(map, rules);
    rules.request_unanswered_after =
        std::chrono::hours{map.required("request_unanswered_after_h").integer()};
    if (const auto notices = map.optional("notices")) {
        MapReader inner{*notices};
        read_recipients(inner, rules);
        read_notices(inner, rules);
        inner.close();
    } else {
        take_default_notices(rules);
    }
    read_transitions(map, rules);
    read_texts(map, rules);
    read_projects(map, rules);
    map.close();
    return rules;
}

} // namespace klik::codec
