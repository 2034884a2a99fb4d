#include "domain/rule_set.hpp"

#include "domain/task.hpp"

#include <algorithm>

namespace klik::domain {

std::string_view canonical(Policy policy) {
    switch (policy) {
    case Policy::off:
        return "off";
    case Policy::warn:
        return "warn";
    case Policy::enforce:
        break;
    }
    return "enforce";
}

const NoticeText* RuleSet::text_of(NotificationKind kind) const {
    const auto text = texts.find(kind);
    return text == texts.end() ? nullptr : &text->second;
}

std::set<Role> RuleSet::roles() const {
    std::set<Role> all(chain.begin(), chain.end());
    for (const auto& [kind, named] : recipients) {
        all.insert(named.begin(), named.end());
    }
    all.insert(overdue_escalation.begin(), overdue_escalation.end());
    return all;
}

bool RuleSet::names(const Role& role) const {
    const auto has = [&](const std::vector<Role>& named) {
        return std::ranges::find(named, role) != named.end();
    };
    return has(chain) || has(overdue_escalation) ||
           std::ranges::any_of(recipients, [&](const auto& kind) { return has(kind.second); });
}

const RuleSet& RuleSet::of(const Task& task) const {
    return projects.empty() ? *this : of_project(task.text(TaskField::project));
}

const RuleSet& RuleSet::of_project(std::string_view project) const {
    const auto own = std::ranges::find(projects, project, &ProjectRules::project);
    return own == projects.end() ? *this : own->rules;
}

// Each kind of rules holds the other, which clang 19 cannot compare by default.
bool operator==(const ProjectRules& a, const ProjectRules& b) {
    return a.project == b.project && a.rules == b.rules;
}

bool operator==(const RuleSet& a, const RuleSet& b) = default;

} // namespace klik::domain
