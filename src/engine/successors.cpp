#include "engine/successors.hpp"

#include "domain/recipients.hpp"
#include "engine/conditions.hpp"
#include "engine/gathering.hpp"

#include <algorithm>
#include <map>

namespace klik::engine {

namespace {

using domain::PersonId;
using domain::Role;
using domain::Task;

/// Who has a role by a gallery, be they away or out of reach: that is news to nobody.
class Holders {
  public:
    Holders(const State& state, const domain::RoleGallery& gallery)
        : state_(state), gallery_(gallery) {}

    /// Of the role, or of the next in the chain that somebody has.
    PersonId of(const Role& wanted, const Task& task) {
        for (const Role& role : domain::roles_asked(wanted, state_.rules.of(task).chain)) {
            if (const auto person = holder(role, task)) {
                return *person;
            }
        }
        return domain::mailbox(state_.municipality);
    }

  private:
    std::optional<PersonId> holder(const Role& role, const Task& task) {
        if (role == Role::assignee || role == Role::responsible) {
            return first_there(role, task);
        }
        const auto [known, is_new] = known_.try_emplace(
            {role, std::string(task.text(domain::TaskField::project))}, std::nullopt);
        if (is_new) {
            known->second = first_there(role, task);
        }
        return known->second;
    }

    [[nodiscard]] std::optional<PersonId> first_there(const Role& role, const Task& task) const {
        for (const PersonId& named : domain::holders_of(role, task, gallery_)) {
            PersonId present = gallery_.in_place_of(named);
            if (!gallery_.left(present)) {
                return present;
            }
        }
        return std::nullopt;
    }

    const State& state_;
    const domain::RoleGallery& gallery_;
    std::map<ProjectRole, std::optional<PersonId>> known_;
};

/// Whether it waits to be told to whoever has the role by then.
bool waits_for(const State& state, const Task& task, const Occasion& occasion, const Role& role) {
    return std::ranges::any_of(
        state.outboxes.waiting_for(task.number), [&](const PersonId& person) {
            return std::ranges::any_of(state.outboxes.find(person)->items,
                                       [&](const PendingItem& item) {
                                           return item.number == task.number && item.role == role &&
                                                  is_about_the_same(item.occasion, occasion);
                                       });
        });
}

void gather_for(Decision& decision, const TaskEntry& entry, const std::set<Role>& taken_over) {
    for (const Occasion& occasion : lasting_conditions(decision, entry)) {
        std::vector<Role> roles = decision.roles_of(occasion.kind, entry.task);
        std::erase_if(roles, [&](const Role& role) {
            return !taken_over.contains(role) ||
                   waits_for(decision.state(), entry.task, occasion, role);
        });
        gather(decision, entry.task, occasion, roles);
    }
}

/// The roles on the task that other people have now.
std::set<Role> taken_over(const Decision& decision, const Task& before, Holders& holders_before,
                          const Task& task, Holders& holders) {
    std::set<Role> roles;
    for (const Role& role : decision.rules_of(task).roles()) {
        if (holders_before.of(role, before) != holders.of(role, task)) {
            roles.insert(role);
        }
    }
    return roles;
}

} // namespace

void gather_for_successors(Decision& decision, domain::TaskNumber number, const Task& before) {
    const State& state = decision.state();
    const TaskEntry& entry = state.tasks.at(number);
    if (may_last(entry)) {
        Holders holders(state, state.gallery);
        gather_for(decision, entry, taken_over(decision, before, holders, entry.task, holders));
    }
}

void gather_for_successors(Decision& decision, const domain::RoleGallery& before) {
    const State& state = decision.state();
    Holders holders_before(state, before);
    Holders holders(state, state.gallery);
    for (const auto& [number, entry] : state.tasks) {
        if (may_last(entry)) {
            gather_for(decision, entry,
                       taken_over(decision, entry.task, holders_before, entry.task, holders));
        }
    }
}

} // namespace klik::engine
