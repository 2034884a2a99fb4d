#include "codec/rule_set_check.hpp"

#include "codec/calendar_check.hpp"
#include "codec/colour_check.hpp"
#include "codec/ladder_check.hpp"
#include "codec/notices_check.hpp"
#include "codec/recipients_check.hpp"
#include "codec/transitions_check.hpp"

#include <algorithm>
#include <iterator>

namespace klik::codec {

namespace {

using domain::RuleSet;

void add(RuleFindings& all, RuleFindings more) {
    std::ranges::move(more, std::back_inserter(all));
}

/// What may differ between projects.
RuleFindings task_rule_findings(const RuleSet& rules) {
    RuleFindings found = colour_findings(rules);
    add(found, ladder_findings(rules));
    add(found, recipient_findings(rules));
    return found;
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

RuleFindings rule_findings(const RuleSet& rules) {
    RuleFindings found = calendar_findings(rules.calendar);
    if (!found.empty()) {
        return found; // all days below are counted with it
    }
    const RuleFindings of_municipality = task_rule_findings(rules);
    add(found, of_municipality);
    add(found, transition_findings(rules));
    add(found, notice_findings(rules));
    add(found, project_colour_findings(rules));
    for (const auto& own : rules.projects) {
        RuleFindings of_project = task_rule_findings(own.rules);
        std::erase_if(of_project, [&](const RuleFinding& finding) {
            return std::ranges::find(of_municipality, finding) != of_municipality.end();
        });
        add(found, in_project(own.project, std::move(of_project)));
    }
    return found;
}

} // namespace klik::codec
