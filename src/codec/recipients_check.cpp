#include "codec/recipients_check.hpp"

#include "codec/recipients_toml.hpp"
#include "domain/edit_distance.hpp"
#include "domain/status.hpp"

#include <algorithm>
#include <array>

namespace klik::codec {

namespace {

using domain::NotificationKind;
using domain::Role;
using domain::RuleSet;

const std::array<Role, 5> known_roles{Role::assignee, Role::responsible, Role::project_leader,
                                      Role::klik_administrator, Role::mailbox};
constexpr std::size_t most_slips = 2;

/// The role that a free one's name was most likely meant for.
const Role* meant_by(const Role& role) {
    if (std::ranges::find(known_roles, role) != known_roles.end()) {
        return nullptr;
    }
    const std::string name = domain::lower_case(role.name);
    const auto meant = std::ranges::find_if(known_roles, [&](const Role& known) {
        return domain::edit_distance(name, known.name) <= most_slips ||
               name == domain::lower_case(title(known, domain::Language::danish)) ||
               name == domain::lower_case(title(known, domain::Language::english));
    });
    return meant == known_roles.end() ? nullptr : &*meant;
}

std::string quoted(const Role& role) {
    return '`' + role.name + '`';
}

std::string dotted(const KeyPath& key) {
    std::string text;
    for (const auto& part : key) {
        text += (text.empty() ? "" : ".") + part;
    }
    return text;
}

void add_misspelt(const KeyPath& key, const std::vector<Role>& roles, RuleFindings& found) {
    for (const Role& role : roles) {
        if (const Role* meant = meant_by(role)) {
            found.push_back({{key},
                             '`' + dotted(key) + "`: the role \"" + role.name +
                                 "\" would be one of your own that nobody holds; write \"" +
                                 meant->name + "\", or another name"});
        }
    }
}

void add_chain_findings(const RuleSet& rules, RuleFindings& found) {
    const auto end = std::ranges::find(rules.chain, Role::mailbox);
    if (end != rules.chain.end() && end + 1 != rules.chain.end()) {
        const Role& behind = *(end + 1);
        found.push_back({{{"recipients", "chain"}},
                         "`recipients.chain`: " + quoted(behind) +
                             " is never asked, because the mailbox before it takes everything: "
                             "where nobody is " +
                             quoted(rules.chain.front()) +
                             ", a notice ends at the mailbox; put `mailbox` last or leave it out"});
    }
}

void add_nobody_escalated_to(const RuleSet& rules, RuleFindings& found) {
    const auto told = rules.recipients.find(NotificationKind::overdue);
    if (told != rules.recipients.end() &&
        std::ranges::all_of(rules.overdue_escalation, [&](const Role& role) {
            return std::ranges::find(told->second, role) != told->second.end();
        })) {
        found.push_back({{{"recipients", "overdue_escalation"}, {"recipients", "of", "overdue"}},
                         "`recipients.overdue_escalation` adds nobody: from overdue notice " +
                             std::to_string(rules.overdue_escalates_from) +
                             " on those are told who are told before, `recipients.of.overdue`; "
                             "name another role"});
    }
}

} // namespace

RuleFindings recipient_findings(const RuleSet& rules) {
    RuleFindings found;
    add_misspelt({"recipients", "chain"}, rules.chain, found);
    add_misspelt({"recipients", "overdue_escalation"}, rules.overdue_escalation, found);
    add_chain_findings(rules, found);
    for (std::size_t i = 0; i < domain::notification_kind_count; ++i) {
        const auto kind = static_cast<NotificationKind>(i);
        const KeyPath key{"recipients", "of", std::string(canonical(kind))};
        const auto roles = rules.recipients.find(kind);
        if (roles != rules.recipients.end()) {
            add_misspelt(key, roles->second, found);
        } else if (recipients_are_chosen(kind)) {
            found.push_back({{key},
                             '`' + dotted(key) + "` is missing: nobody would ever be told " +
                                 key.back() + "; name at least one role"});
        }
    }
    add_nobody_escalated_to(rules, found);
    return found;
}

} // namespace klik::codec
