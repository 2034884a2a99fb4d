#include "domain/recipients.hpp"

#include <array>

namespace klik::domain {

namespace {

constexpr std::array<Role, 4> chain{Role::assignee, Role::responsible, Role::project_leader,
                                    Role::klik_administrator};

std::optional<PersonId> holder(Role role, const Task& task) {
    switch (role) {
    case Role::assignee:
        return task.person(TaskField::assignee);
    case Role::responsible:
        return task.person(TaskField::responsible);
    case Role::project_leader:
    case Role::klik_administrator:
    case Role::mailbox:
    case Role::requester:
        break;
    }
    return std::nullopt;
}

} // namespace

PersonId mailbox(const MunicipalityCode& municipality) {
    return PersonId{"mailbox-" + municipality.value};
}

Recipient recipient_for(Role wanted, const Task& task, const MunicipalityCode& municipality) {
    Recipient recipient;
    bool reached = false;
    for (const Role role : chain) {
        reached = reached || role == wanted;
        if (!reached) {
            continue;
        }
        if (auto person = holder(role, task)) {
            recipient.person = *person;
            recipient.role = role;
            return recipient;
        }
        recipient.vacant.push_back(role);
    }
    recipient.person = mailbox(municipality);
    recipient.role = Role::mailbox;
    return recipient;
}

} // namespace klik::domain
