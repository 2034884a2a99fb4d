#include "ctl/what_if_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/journal_option.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/rules_command.hpp"
#include "ctl/table.hpp"
#include "domain/role.hpp"
#include "replay/what_if.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

namespace klik::ctl {

namespace {

struct WhatIf {
    JournalOption journal;
    std::string rules;
    std::string from;
    std::string until;
};

// --- For programs ---

Value json_of(const replay::Notice& notice) {
    Value map = Value::map({{"time", domain::rfc3339(notice.at.utc)},
                            {"date", domain::iso_date(notice.at.date())},
                            {"number", notice.number.value},
                            {"kind", canonical(notice.kind)},
                            {"rule", notice.rule},
                            {"key", notice.key},
                            {"late", notice.late},
                            {"ahead", notice.ahead}});
    if (notice.caught_up) {
        map.set("caught_up", domain::rfc3339(notice.caught_up->utc));
    }
    if (!notice.vacant_role.empty()) {
        map.set("vacant_role", notice.vacant_role);
    }
    if (notice.vacant_in) {
        map.set("project", *notice.vacant_in);
    }
    return map;
}

Value json_of(const std::vector<replay::Notice>& notices) {
    Value::List list;
    for (const auto& notice : notices) {
        list.push_back(json_of(notice));
    }
    return list;
}

Value json_of(const replay::PersonDifference& difference) {
    Value::List moved;
    for (const auto& [in_force, candidate] : difference.moved) {
        moved.push_back(
            Value::map({{"in_force", json_of(in_force)}, {"candidate", json_of(candidate)}}));
    }
    return Value::map({{"person", difference.person.value},
                       {"only_in_force", json_of(difference.only_in_force)},
                       {"only_candidate", json_of(difference.only_candidate)},
                       {"moved", std::move(moved)}});
}

Value json_of(const replay::WhatIf& difference) {
    Value::List people;
    for (const auto& person : difference.people) {
        people.push_back(json_of(person));
    }
    Value::List engines;
    for (const auto& version : difference.other_engines) {
        engines.push_back(version);
    }
    return Value::map({{"in_force", difference.in_force},
                       {"candidate", difference.candidate},
                       {"journal_end", domain::rfc3339(difference.journal_end.utc)},
                       {"other_engines", std::move(engines)},
                       {"people", std::move(people)}});
}

// --- For people ---

/// A line of the table: a notice and what becomes of it.
struct Line {
    const replay::Notice* notice;
    std::string change;
};

/// ` (indhentes 14-02-2024 08:00)`
std::string caught_up_text(const replay::Notice& notice, const Console& console) {
    return notice.caught_up ? fmt::format(" ({} {})", console.say("indhentes", "caught up"),
                                          local_time_text(notice.caught_up->local))
                            : std::string{};
}

std::vector<Line> lines_of(const replay::PersonDifference& difference, const Console& console) {
    std::vector<Line> lines;
    lines.reserve(difference.only_in_force.size() + difference.only_candidate.size() +
                  difference.moved.size());
    for (const auto& notice : difference.only_in_force) {
        lines.push_back({&notice, std::string{console.say("bortfalder", "dropped")}});
    }
    for (const auto& notice : difference.only_candidate) {
        lines.push_back({&notice, std::string{console.say("kommer til", "added")} +
                                      caught_up_text(notice, console)});
    }
    for (const auto& moved : difference.moved) {
        lines.push_back(
            {&moved.in_force, fmt::format("{} {}{}", console.say("flyttes til", "moved to"),
                                          local_time_text(moved.candidate.at.local),
                                          caught_up_text(moved.candidate, console))});
    }
    std::ranges::stable_sort(lines, {}, [](const Line& line) { return line.notice->at.utc; });
    return lines;
}

std::string name_of(const domain::PersonId& id, const std::vector<journal::Person>& people) {
    const auto found = std::ranges::find(people, id, &journal::Person::id);
    return found == people.end() || found->name.empty() ? id.value : found->name;
}

/// `rolle ubesat: projektleder, DUBU 3.0`
std::string what_is_told(const replay::Notice& notice, const Console& console) {
    std::string text{notification_label(canonical(notice.kind), console.language)};
    if (!notice.vacant_role.empty()) {
        text += ": " + domain::title(domain::Role{notice.vacant_role}, console.language);
    }
    if (notice.vacant_in) {
        text += notice.vacant_in->empty()
                    ? std::string{console.say(", uden projekt", ", without a project")}
                    : ", " + *notice.vacant_in;
    }
    return text.append(notice.late ? console.say(" (forsinket)", " (late)") : "");
}

/// The table's lines, those of the days ahead behind all others.
struct PersonLine {
    const domain::PersonId* person;
    Line line;
};

std::vector<PersonLine> lines_of(const replay::WhatIf& difference, const Console& console) {
    std::vector<PersonLine> lines;
    for (const auto& person : difference.people) {
        for (auto& line : lines_of(person, console)) {
            lines.push_back({&person.person, std::move(line)});
        }
    }
    std::ranges::stable_partition(lines,
                                  [](const PersonLine& each) { return !each.line.notice->ahead; });
    return lines;
}

std::string dividing_text(const replay::WhatIf& difference, const Console& console) {
    return fmt::format("--- {} {}; {} ---", console.say("journalen slutter", "the journal ends"),
                       local_time_text(difference.journal_end.local),
                       console.say("herefter: de kommende dage", "from here on: the days ahead"));
}

std::string table_of(const replay::WhatIf& difference, const std::vector<journal::Person>& people,
                     const Console& console) {
    Table table{{{std::string{console.say("Person", "Person")}, Align::left, true},
                 {std::string{console.say("Tidspunkt", "Time")}},
                 {std::string{console.say("Opgave", "Task")}, Align::right},
                 {std::string{console.say("Besked", "Notice")}},
                 {std::string{console.say("Regel", "Rule")}},
                 {std::string{console.say("Med forslaget", "With the candidate")}}}};
    bool ahead = false;
    for (const auto& [person, line] : lines_of(difference, console)) {
        const auto& [notice, change] = line;
        if (notice->ahead && !ahead) {
            ahead = true;
            table.add_across({dividing_text(difference, console), Ink::strong});
        }
        table.add({{name_of(*person, people)},
                   {local_time_text(notice->at.local)},
                   {notice->vacant_in ? "-" : "#" + domain::to_string(notice->number)},
                   {what_is_told(*notice, console)},
                   {notice->rule},
                   {change}});
    }
    return table.text({console.colour, console.width_columns});
}

std::string what_if_text(const replay::WhatIf& difference,
                         const std::vector<journal::Person>& people, const Console& console) {
    std::string text = difference.people.empty()
                           ? std::string{console.say("ingen forskel\n", "no difference\n")}
                           : table_of(difference, people, console) + '\n';
    text += fmt::format(
        "{} {}, {} {}; {} {}\n",
        console.say("beskeder efter de gældende regler:", "notices by the rules in force:"),
        difference.in_force, console.say("efter forslaget:", "by the candidate:"),
        difference.candidate, console.say("journalen slutter", "the journal ends"),
        local_time_text(difference.journal_end.local));
    if (!difference.other_engines.empty()) {
        text += fmt::format("{} {}\n",
                            console.say("en forskel kan skyldes, at noget blev afgjort af motor",
                                        "a difference may come from what was decided by engine"),
                            fmt::join(difference.other_engines, ", "));
    }
    return text;
}

// --- The command ---

std::optional<domain::Date> day_of(const std::string& text) {
    const auto iso = domain::date_from_iso(text);
    return iso ? iso : domain::date_from_danish(text);
}

std::expected<replay::Period, int> period_of(const WhatIf& question, Console& console) {
    replay::Period period;
    for (const auto& [option, text, day] :
         {std::tuple{"--from", &question.from, &period.from},
          std::tuple{"--until", &question.until, &period.until}}) {
        if (text->empty()) {
            continue;
        }
        *day = day_of(*text);
        if (!*day) {
            fmt::print(console.err, "klikctl: {} {}: {}\n", option, *text,
                       console.say("ikke en dato som 2024-02-19 eller 19-02-2024",
                                   "not a date such as 2024-02-19 or 19-02-2024"));
            return std::unexpected(exit_code::usage);
        }
    }
    if (period.from && period.until && *period.from > *period.until) {
        fmt::print(console.err, "klikctl: {}\n",
                   console.say("--from ligger efter --until", "--from lies after --until"));
        return std::unexpected(exit_code::usage);
    }
    return period;
}

int compare(const WhatIf& question, const Settings& settings, Console& console) {
    const auto period = period_of(question, console);
    if (!period) {
        return period.error();
    }
    const auto rules = read_rules(question.rules);
    if (!rules) {
        return report_findings(question.rules, rules.error(), console);
    }
    const auto opened = open_journal(question.journal, settings, console);
    if (!opened) {
        return opened.error();
    }
    const auto zone = replay::TimeZone::copenhagen();
    if (!zone) {
        return report(zone.error(), console);
    }
    // No decision asks for the text that rules were read from.
    const auto difference =
        replay::what_if(*opened->journal, opened->municipality, {rules->rules, {}}, *period, *zone);
    if (!difference) {
        return report(difference.error(), console);
    }
    if (console.json) {
        Value document = json_of(*difference);
        document.set("municipality", opened->municipality.value);
        fmt::print(console.out, "{}\n", to_json(document));
        return exit_code::done;
    }
    const auto people = opened->journal->people(opened->municipality);
    if (!people) {
        return report(people.error(), console);
    }
    fmt::print(console.out, "{}", what_if_text(*difference, *people, console));
    return exit_code::done;
}

} // namespace

void add_what_if_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command =
        program.add_subcommand("what-if", "What would be told otherwise by other rules; reads the "
                                          "data folder (--data), needs no klikd");
    const auto question = std::make_shared<WhatIf>();
    command->add_option("--rules", question->rules, "The candidate, a rule set in TOML")
        ->type_name("FILE")
        ->required();
    command->add_option("--from", question->from, "First day to list")->type_name("DATE");
    command
        ->add_option("--until", question->until,
                     "Last day; behind the journal's end both run through virtual time")
        ->type_name("DATE");
    add_journal_option(*command, question->journal);
    command->callback([&invocation, question] {
        invocation.needs_klikd = false;
        invocation.run = [question](const Settings& settings, Console& console) {
            return compare(*question, settings, console);
        };
    });
}

} // namespace klik::ctl
