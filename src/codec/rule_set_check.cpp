#include "codec/rule_set_check.hpp"

#include "codec/calendar_check.hpp"
#include "codec/colour_check.hpp"
#include "codec/ladder_check.hpp"
#include "codec/notices_check.hpp"
#include "codec/recipients_check.hpp"
#include "codec/transitions_check.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace klik::codec {

namespace {

using domain::RuleSet;

/// A question about rules, and the tables of a file that the answer comes from.
struct Check {
    RuleFindings (*findings)(const RuleSet&);
    std::array<std::string_view, 2> tables;

    [[nodiscard]] bool can_be_answered(const UnreadTables& unread) const {
        return std::ranges::none_of(tables, [&](auto table) { return unread.contains(table); });
    }
};

/// Of what may differ between projects.
constexpr std::array task_rule_checks{Check{colour_findings, {"calendar", "colour"}},
                                      Check{ladder_findings, {"calendar", "reminders"}},
                                      Check{recipient_findings, {"recipients", "reminders"}}};
constexpr std::array municipality_checks{Check{transition_findings, {"transitions", "transitions"}},
                                         Check{notice_findings, {"notices", "reminders"}}};

void add(RuleFindings& all, RuleFindings more) {
    std::ranges::move(more, std::back_inserter(all));
}

RuleFindings answers(std::span<const Check> checks, const RuleSet& rules,
                     const UnreadTables& unread) {
    RuleFindings found;
    for (const Check& check : checks) {
        if (check.can_be_answered(unread)) {
            add(found, check.findings(rules));
        }
    }
    return found;
}

bool colours_are_read(const Unread& unread, const UnreadTables& of_municipality) {
    return !of_municipality.contains("colour") &&
           std::ranges::none_of(unread.of_projects, [](const auto& project) {
               return project.second.contains("colour");
           });
}

UnreadTables unread_of(const std::string& project, const Unread& unread,
                       UnreadTables of_municipality) {
    if (const auto own = unread.of_projects.find(project); own != unread.of_projects.end()) {
        of_municipality.insert(own->second.begin(), own->second.end());
    }
    return of_municipality;
}

RuleFindings in_project(const std::string& project, RuleFindings findings) {
    for (auto& finding : findings) {
        std::vector<KeyPath> keys = finding.keys;
        for (auto& key : keys) {
            key.insert(key.begin(), {"project", project});
        }
        keys.insert(keys.end(), finding.keys.begin(), finding.keys.end());
        keys.push_back({"project", project});
        finding.keys = std::move(keys);
        finding.text = "in the project \"" + project + "\": " + finding.text;
    }
    return findings;
}

} // namespace

RuleFindings rule_findings(const RuleSet& rules, const Unread& unread) {
    UnreadTables unread_here = unread.of_municipality;
    RuleFindings found;
    if (!unread_here.contains("calendar")) {
        found = calendar_findings(rules.calendar);
    }
    if (!found.empty()) {
        unread_here.emplace("calendar"); // days are counted with it
    }
    const RuleFindings of_municipality = answers(task_rule_checks, rules, unread_here);
    add(found, of_municipality);
    add(found, answers(municipality_checks, rules, unread_here));
    if (colours_are_read(unread, unread_here)) {
        add(found, project_colour_findings(rules));
    }
    for (const auto& own : rules.projects) {
        RuleFindings of_project =
            answers(task_rule_checks, own.rules, unread_of(own.project, unread, unread_here));
        std::erase_if(of_project, [&](const RuleFinding& finding) {
            return std::ranges::find(of_municipality, finding) != of_municipality.end();
        });
        add(found, in_project(own.project, std::move(of_project)));
    }
    return found;
}

} // namespace klik::codec
