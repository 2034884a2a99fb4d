#include "domain/recipients.hpp"

#include <algorithm>

namespace klik::domain {

namespace {

bool stands_on_the_task(const Role& role) {
    return role == Role::assignee || role == Role::responsible;
}

/// What came of asking one role.
struct Asked {
    std::optional<PersonId> person;
    bool deputy = false;
    PassedOver why{}; ///< not the holder: where nobody or a deputy was found
};

class RoleQuestion {
  public:
    RoleQuestion(const Role& role, const Task& task, const RecipientBasis& basis)
        : role_(role), task_(task), gallery_(basis.gallery), today_(basis.today),
          deputies_(basis.gallery.deputies(role, task.text(TaskField::project))) {}

    [[nodiscard]] Asked ask() const {
        std::optional<PassedOver> why;
        const auto holders = holders_of(role_, task_, gallery_);
        for (const PersonId& holder : holders) {
            const PersonId& present = gallery_.in_place_of(holder);
            const auto obstacle = what_keeps(present, gallery_, today_);
            if (!obstacle) {
                return {present};
            }
            why = why.value_or(*obstacle);
            if (auto deputy = deputy_for(&present)) {
                return {std::move(deputy), true, *why};
            }
        }
        const PassedOver reason = why.value_or(PassedOver::vacant);
        if (!stands_on_the_task(role_) && holders.empty()) {
            if (auto deputy = deputy_for(nullptr)) {
                return {std::move(deputy), true, reason};
            }
        }
        return {std::nullopt, false, reason};
    }

  private:
    /// Of the holder, or of somebody who is gone: such a deputy keeps the role.
    [[nodiscard]] std::optional<PersonId> deputy_for(const PersonId* holder) const {
        for (const Holding& deputy : deputies_) {
            const PersonId& principal = gallery_.in_place_of(*deputy.assignment.deputy_of);
            if (holder != nullptr ? principal != *holder : gallery_.holds(role_, principal)) {
                continue;
            }
            PersonId present = gallery_.in_place_of(deputy.assignment.person);
            if (!what_keeps(present, gallery_, today_)) {
                return present;
            }
        }
        return std::nullopt;
    }

    const Role& role_;
    const Task& task_;
    const RoleGallery& gallery_;
    Date today_;
    std::vector<Holding> deputies_;
};

std::vector<PersonId> holders_in(const Role& role, std::string_view project,
                                 const RoleGallery& gallery) {
    std::vector<PersonId> persons;
    for (const Holding& holding : gallery.holders(role, project)) {
        persons.push_back(holding.assignment.person);
    }
    return persons;
}

/// Nothing where nobody is named.
std::optional<PersonId> named_on_the_task(const Role& role, const Task& task) {
    return task.person(role == Role::assignee ? TaskField::assignee : TaskField::responsible);
}

bool is_there(const PersonId& holder, const RoleGallery& gallery) {
    return !gallery.left(gallery.in_place_of(holder));
}

} // namespace

std::vector<Role> roles_asked(const Role& wanted, const std::vector<Role>& chain) {
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

std::vector<PersonId> holders_of(const Role& role, const Task& task, const RoleGallery& gallery) {
    if (stands_on_the_task(role)) {
        const auto person = named_on_the_task(role, task);
        return person ? std::vector{*person} : std::vector<PersonId>{};
    }
    return holders_in(role, task.text(TaskField::project), gallery);
}

std::optional<PassedOver> what_keeps(const PersonId& person, const RoleGallery& gallery,
                                     Date today) {
    if (gallery.left(person)) {
        return PassedOver::vacant;
    }
    if (gallery.bounced(person)) {
        return gallery.addressed(person) ? PassedOver::bounced : PassedOver::no_address;
    }
    return gallery.absent(person, today) ? std::optional{PassedOver::absent} : std::nullopt;
}

bool is_held(const Role& role, const Task& task, const RoleGallery& gallery) {
    if (stands_on_the_task(role)) {
        const auto person = named_on_the_task(role, task);
        return person && is_there(*person, gallery);
    }
    return is_held(role, task.text(TaskField::project), gallery);
}

bool is_held(const Role& role, std::string_view project, const RoleGallery& gallery) {
    return std::ranges::any_of(holders_in(role, project, gallery),
                               [&](const PersonId& holder) { return is_there(holder, gallery); });
}

PersonId mailbox(const MunicipalityCode& municipality) {
    return PersonId{"mailbox-" + municipality.value};
}

Recipient recipient_for(const Role& wanted, const Task& task, const RecipientBasis& basis) {
    Recipient recipient;
    for (const Role& role : roles_asked(wanted, basis.rules.chain)) {
        if (role == Role::mailbox) {
            break;
        }
        Asked asked = RoleQuestion(role, task, basis).ask();
        if (!asked.person || asked.deputy) {
            recipient.via.push_back({role, asked.why});
        }
        if (asked.person) {
            recipient.person = *std::move(asked.person);
            recipient.role = role;
            recipient.deputy = asked.deputy;
            return recipient;
        }
    }
    recipient.person = mailbox(basis.municipality);
    recipient.role = Role::mailbox;
    return recipient;
}

} // namespace klik::domain
