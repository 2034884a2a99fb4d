#pragma once

#include "domain/notification.hpp"
#include "domain/role_gallery.hpp"
#include "domain/rule_set.hpp"
#include "domain/task.hpp"

namespace klik::domain {

/// The municipality's shared mailbox, which always exists: `mailbox-0101`.
[[nodiscard]] PersonId mailbox(const MunicipalityCode& municipality);

/// What decides who is told.
struct RecipientBasis {
    const MunicipalityCode& municipality;
    const RoleGallery& gallery;
    const RuleSet& rules; ///< those of the task
    Date today;
};

/// Those who are named as holders of the role on the task, in the order in which they are asked,
/// whatever has become of them.
[[nodiscard]] std::vector<PersonId> holders_of(const Role& role, const Task& task,
                                               const RoleGallery& gallery);
/// The roles that are asked one after the other for what concerns `wanted`.
[[nodiscard]] std::vector<Role> roles_asked(const Role& wanted, const std::vector<Role>& chain);
/// What keeps the person from being told on that day; `vacant` for one who has left.
[[nodiscard]] std::optional<PassedOver> what_keeps(const PersonId& person,
                                                   const RoleGallery& gallery, Date today);

/// Whether anybody holds the role on the task, away or not.
[[nodiscard]] bool is_held(const Role& role, const Task& task, const RoleGallery& gallery);
/// The same for a role that stands in the gallery, in a project.
[[nodiscard]] bool is_held(const Role& role, std::string_view project, const RoleGallery& gallery);

/// Who is told what concerns the holder of `wanted`: that person, a deputy, or the next in the
/// chain of docs/rules.md 7 who can be told; the mailbox at its end. A role outside of the chain
/// is asked before the whole chain.
[[nodiscard]] Recipient recipient_for(const Role& wanted, const Task& task,
                                      const RecipientBasis& basis);

} // namespace klik::domain
