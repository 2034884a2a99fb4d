#include "domain/recipients.hpp"

#include <algorithm>

namespace klik::domain {

namespace {

std::optional<PersonId> holder(const Role& role, const Task& task) {
    if (role == Role::assignee) {
        return task.person(TaskField::assignee);
    }
    if (role == Role::responsible) {
        return task.person(TaskField::responsible);
    }
    return std::nullopt;
}

/// The roles to ask, in order.
std::vector<Role> chain_from(const Role& wanted, const std::vector<Role>& chain) {
    const auto reached = std::ranges::find(chain, wanted);
    if (reached != chain.end()) {
        return {reached, chain.end()};
    }
    std::vector<Role> roles{wanted};
    if (wanted != Role::mailbox) {
        roles.insert(roles.end(), chain.begin(), chain.end());
    }
    return roles;
}

} // namespace

PersonId mailbox(const MunicipalityCode& municipality) {
    return PersonId{"mailbox-" + municipality.value};
}

Recipient recipient_for(const Role& wanted, const Task& task, const RecipientBasis& basis) {
    Recipient recipient;
    for (const Role& role : chain_from(wanted, basis.rules.chain)) {
        if (role == Role::mailbox) {
            break;
        }
        if (auto person = holder(role, task)) {
            recipient.person = *person;
            recipient.role = role;
            return recipient;
        }
        recipient.via.push_back({role, PassedOver::vacant});
    }
    recipient.person = mailbox(basis.municipality);
    recipient.role = Role::mailbox;
    return recipient;
}

} // namespace klik::domain
