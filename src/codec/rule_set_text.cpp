#include "codec/rule_set_text.hpp"

#include "codec/colour_toml.hpp"
#include "codec/rule_set_toml.hpp"
#include "codec/rule_values.hpp"

#include <algorithm>
#include <array>

namespace klik::codec {

namespace {

using domain::DayCount;
using domain::Holiday;
using domain::RuleSet;

std::string toml_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string toml = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            toml += '\\';
            toml += c;
        } else if ((c >= 0 && c < ' ') || c == '\x7f') {
            const auto code = static_cast<unsigned char>(c);
            toml += "\\u00";
            toml += digits[code / 16];
            toml += digits[code % 16];
        } else {
            toml += c;
        }
    }
    return toml + '"';
}

template <class Range, class Of>
std::string list_of(const Range& range, Of of) {
    std::string toml = "[";
    for (const auto& element : range) {
        toml += (toml.size() == 1 ? "" : ", ") + of(element);
    }
    return toml + ']';
}

std::string roles_list(const std::vector<domain::Role>& roles) {
    return list_of(roles, [](const domain::Role& role) { return toml_text(role.name); });
}

std::string red_text(std::optional<DayCount> red) {
    return toml_text(red ? to_string(*red) : std::string(red_after_due));
}

std::string working_days_text(int count) {
    return toml_text(to_string(DayCount{count, true}));
}

/// Puts entries into tables one behind the other.
class Tables {
  public:
    explicit Tables(KeyPath prefix) : prefix_(std::move(prefix)) {}

    /// The table at that path; `element` stands for one of a list of tables.
    void begin(const KeyPath& path, const std::string& element = {}) {
        KeyPath full = prefix_;
        full.insert(full.end(), path.begin(), path.end());
        const std::string name = toml_key(full);
        if (!element.empty()) {
            full.push_back(element);
            tables.push_back({"[[" + name + "]]", {}});
        } else {
            tables.push_back({full.empty() ? "" : "[" + name + "]", {}});
        }
        at_ = std::move(full);
    }
    void add(std::string_view key, std::string value) {
        KeyPath path = at_;
        path.emplace_back(key);
        tables.back().entries.push_back({std::move(path), std::move(value)});
    }

    std::vector<RuleTable> tables;

  private:
    KeyPath prefix_;
    KeyPath at_;
};

void add_colour(Tables& out, const RuleSet& rules) {
    out.begin({"colour"});
    out.add("yellow", toml_text(to_string(rules.yellow)));
    out.add("red", red_text(rules.red));
    if (rules.colour_overrides.empty()) {
        out.add("override", "[]");
    }
    for (std::size_t i = 0; i < rules.colour_overrides.size(); ++i) {
        const auto& rule = rules.colour_overrides[i];
        out.begin({"colour", "override"}, std::to_string(i));
        if (!rule.project.empty()) {
            out.add("project", toml_text(rule.project));
        }
        if (!rule.priority.empty()) {
            out.add("priority", toml_text(rule.priority));
        }
        out.add("yellow", toml_text(to_string(rule.yellow)));
        out.add("red", red_text(rule.red));
    }
}

std::string month_and_day(std::chrono::month_day day) {
    const auto date = std::chrono::local_days{std::chrono::year{2024} / day.month() / day.day()};
    return toml_text(domain::iso_date(date).substr(5));
}

void add_holiday(Tables& out, const Holiday& holiday) {
    out.begin({"calendar", "holiday"}, holiday.name);
    out.add("name", toml_text(holiday.name));
    if (holiday.fixed) {
        out.add("date", month_and_day(*holiday.fixed));
    } else if (holiday.easter_offset_days) {
        out.add("easter_offset_days", std::to_string(*holiday.easter_offset_days));
    }
    if (holiday.first_year) {
        out.add("first_year", std::to_string(*holiday.first_year));
    }
    if (holiday.last_year) {
        out.add("last_year", std::to_string(*holiday.last_year));
    }
}

void add_calendar(Tables& out, const domain::WorkingCalendar& calendar) {
    out.begin({"calendar"});
    out.add("days_off", list_of(calendar.days_off, domain::iso_date));
    out.add("working_days", list_of(calendar.working_days, domain::iso_date));
    for (const Holiday& usual : default_rules().calendar.holidays) {
        if (std::ranges::find(calendar.holidays, usual.name, &Holiday::name) ==
            calendar.holidays.end()) {
            out.begin({"calendar", "holiday"}, usual.name);
            out.add("name", toml_text(usual.name));
            out.add("remove", "true");
        }
    }
    for (const Holiday& holiday : calendar.holidays) {
        add_holiday(out, holiday);
    }
}

void add_reminders(Tables& out, const RuleSet& rules) {
    out.add("before",
            list_of(rules.reminders, [](DayCount days) { return toml_text(to_string(days)); }));
    out.add("overdue_every", working_days_text(rules.overdue_every_working_days));
    out.add("overdue_escalates_from", std::to_string(rules.overdue_escalates_from));
}

void add_prerequisites(Tables& out, const RuleSet& rules) {
    out.begin({"prerequisites"});
    out.add("start_blocked", toml_text(canonical(rules.start_blocked)));
    out.add("complete_blocked", toml_text(canonical(rules.complete_blocked)));
}

void add_recipients(Tables& out, const RuleSet& rules) {
    out.begin({"recipients"});
    out.add("chain", roles_list(rules.chain));
    out.add("overdue_escalation", roles_list(rules.overdue_escalation));
    out.begin({"recipients", "of"});
    for (const auto& [kind, roles] : rules.recipients) {
        out.add(canonical(kind), roles_list(roles));
    }
}

void add_effort(Tables& out, const RuleSet& rules) {
    out.begin({"knock_on"});
    out.add("effort", working_days_text(rules.effort_working_days));
}

void add_transitions(Tables& out, const RuleSet& rules) {
    out.begin({"transitions"});
    for (const auto& [from, targets] : rules.transitions) {
        out.add(canonical(from),
                list_of(targets, [](domain::Status to) { return toml_text(canonical(to)); }));
    }
}

void add_notices(Tables& out, const RuleSet& rules) {
    out.begin({"notices"});
    out.add("gather", toml_text(std::to_string(rules.gather_for.count()) + 'm'));
    out.add("quiet_from", toml_text(time_text(rules.quiet_from)));
    out.add("late_until", toml_text(time_text(rules.late_until)));
    out.add("per_person_and_day", std::to_string(rules.notices_per_person_and_day));
}

void add_texts(Tables& out, const RuleSet& rules) {
    for (const auto& [kind, text] : rules.texts) {
        out.begin({"texts", std::string(canonical(kind))});
        out.add("da", toml_text(text.danish));
        out.add("en", toml_text(text.english));
    }
}

void add_municipality(Tables& out, const RuleSet& rules) {
    out.begin({});
    out.add("name", toml_text(rules.name));
    add_colour(out, rules);
    add_calendar(out, rules.calendar);
    out.begin({"reminders"});
    out.add("run_at", toml_text(time_text(rules.run_at)));
    add_reminders(out, rules);
    add_transitions(out, rules);
    add_prerequisites(out, rules);
    out.begin({"requests"});
    out.add("unanswered_after",
            toml_text(std::to_string(rules.request_unanswered_after.count()) + 'h'));
    add_recipients(out, rules);
    add_notices(out, rules);
    add_effort(out, rules);
    add_texts(out, rules);
}

void add_task_rules(Tables& out, const RuleSet& rules) {
    add_colour(out, rules);
    out.begin({"reminders"});
    add_reminders(out, rules);
    add_prerequisites(out, rules);
    add_recipients(out, rules);
    add_effort(out, rules);
}

/// What of a project's tables the municipality's do not say as well. The overrides of a project are
/// one value: all of them or none.
std::vector<RuleTable> own_tables(const std::string& project, const RuleSet& own,
                                  const RuleSet& municipality) {
    Tables mine({"project", project});
    add_task_rules(mine, own);
    Tables theirs({"project", project});
    add_task_rules(theirs, municipality);
    const bool own_overrides = own.colour_overrides != municipality.colour_overrides;
    std::vector<RuleTable> tables;
    for (RuleTable& table : mine.tables) {
        std::erase_if(table.entries, [&](const RuleEntry& entry) {
            if (entry.path[3] == "override") {
                return !own_overrides;
            }
            return std::ranges::any_of(theirs.tables, [&](const RuleTable& other) {
                return std::ranges::any_of(other.entries, [&](const RuleEntry& known) {
                    return known.path == entry.path && known.value == entry.value;
                });
            });
        });
        if (!table.entries.empty()) {
            tables.push_back(std::move(table));
        }
    }
    return tables;
}

bool is_bare(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

} // namespace

std::vector<RuleTable> rule_tables(const RuleSet& rules) {
    Tables out({});
    add_municipality(out, rules);
    std::vector<RuleTable> tables = std::move(out.tables);
    for (const auto& own : rules.projects) {
        std::ranges::move(own_tables(own.project, own.rules, rules), std::back_inserter(tables));
    }
    return tables;
}

std::string toml_key(const KeyPath& path) {
    std::string key;
    for (const auto& part : path) {
        key += (key.empty() ? "" : ".") + (is_bare(part) ? part : toml_text(part));
    }
    return key;
}

} // namespace klik::codec
